//! Who of the caller and another user follows whom (contract, section 8).

use kith_domain::community::Mode;
use kith_domain::follow::{self, FollowingRefusal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::{LookAtTwo, WrongMode};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Whether the caller follows the user.
#[derive(Serialize, ToSchema)]
pub(crate) struct IsFollowedView {
    is_followed: bool,
}

/// Whether the user follows the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct IsFollowerView {
    is_follower: bool,
}

/// Tells whether the caller follows a user
#[utoipa::path(
    get, path = "/api/v2/user/{id}/is_followed/", operation_id = "read_is_followed", tag = "Follows",
    params(Target),
    responses(
        (status = 200, description = "Whether", body = IsFollowedView),
        LookAtTwo,
        (status = 403, response = WrongMode),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn is_followed(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let follows = &*call.services().follows;
    let following = follow::between(follows, call.mode(), &member, other).await?;
    answer::ok(&IsFollowedView { is_followed: following.follows })
}

/// Tells whether a user follows the caller
#[utoipa::path(
    get, path = "/api/v2/user/{id}/is_follower/", operation_id = "read_is_follower", tag = "Follows",
    params(Target),
    responses(
        (status = 200, description = "Whether", body = IsFollowerView),
        LookAtTwo,
        (status = 403, response = WrongMode),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn is_follower(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let follows = &*call.services().follows;
    let following = follow::between(follows, call.mode(), &member, other).await?;
    answer::ok(&IsFollowerView { is_follower: following.followed_by })
}

impl From<FollowingRefusal> for Error {
    fn from(refusal: FollowingRefusal) -> Self {
        match refusal {
            FollowingRefusal::WrongMode => Self::WrongMode { needed: Mode::Follow },
            FollowingRefusal::NoSuchUser => Self::NotFound,
            FollowingRefusal::Store(failure) => failure.into(),
        }
    }
}
