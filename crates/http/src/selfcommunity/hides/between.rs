//! Who of the caller and another user hides whom (contract, section 7).

use kith_domain::hide::{self, HidingRefusal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::LookAtTwo;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Whether the caller hides the user.
#[derive(Serialize, ToSchema)]
pub(crate) struct IsHiddenView {
    is_hidden: bool,
}

/// Whether the user hides the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct IsHiddenByView {
    is_hidden_by: bool,
}

/// Tells whether the caller hides a user
#[utoipa::path(
    get, path = "/api/v2/user/{id}/is_hidden/", operation_id = "read_is_hidden", tag = "Hiding",
    params(Target),
    responses((status = 200, description = "Whether", body = IsHiddenView), LookAtTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn is_hidden(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let hiding = hide::between(&*call.services().hides, &member, other).await?;
    answer::ok(&IsHiddenView { is_hidden: hiding.hides })
}

/// Tells whether a user hides the caller
#[utoipa::path(
    get, path = "/api/v2/user/{id}/is_hidden_by/", operation_id = "read_is_hidden_by", tag = "Hiding",
    params(Target),
    responses((status = 200, description = "Whether", body = IsHiddenByView), LookAtTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn is_hidden_by(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let hiding = hide::between(&*call.services().hides, &member, other).await?;
    answer::ok(&IsHiddenByView { is_hidden_by: hiding.hidden_by })
}

impl From<HidingRefusal> for Error {
    fn from(refusal: HidingRefusal) -> Self {
        match refusal {
            HidingRefusal::NoSuchUser => Self::NotFound,
            HidingRefusal::Store(failure) => failure.into(),
        }
    }
}
