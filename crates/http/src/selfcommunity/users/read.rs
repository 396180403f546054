//! Show a user (contract, section 10).

use kith_domain::user::{self, FindRefusal};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::UserView;
use crate::openapi::refusals::{NotFound, TokenNotValid};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// A user, and what the caller may do with them.
#[derive(Serialize, ToSchema)]
pub(crate) struct OneUserView {
    #[serde(flatten)]
    user: UserView,
    /// Whether the caller may send private messages; only for callers with a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    can_send_pm_to: Option<bool>,
}

/// Shows a user
///
/// Anybody may ask. A softly deleted user is shown with `deleted` true.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/", operation_id = "read_user", tag = "Users",
    params(("id" = i64, Path, description = "The user's id", minimum = 1)),
    responses(
        (status = 200, description = "The user", body = OneUserView),
        (status = 401, response = TokenNotValid),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn read(Target(id): Target, call: Call) -> Answer {
    let viewer = call.viewer().await?;
    let user = user::read(&*call.services().users, id).await?;
    answer::ok(&OneUserView {
        user: UserView::of(&user, call.request(), call.services()),
        can_send_pm_to: viewer.member().map(|_| false),
    })
}

impl From<FindRefusal> for Error {
    fn from(refusal: FindRefusal) -> Self {
        match refusal {
            FindRefusal::NoSuchUser => Self::NotFound,
            FindRefusal::Store(failure) => Self::Store(failure),
        }
    }
}
