//! Hide a user, or show them again (contract, section 7).

use kith_domain::hide::{self, ToggleRefusal};

use crate::openapi::refusals::{BadRequest, NotFound, Unauthorized};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Hides a user, or shows them again
///
/// While one of two hides the other, neither can ask, accept or follow. What there was before stays.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/hide/", operation_id = "toggle_hidden", tag = "Hiding",
    params(Target),
    responses(
        (status = 204, description = "It is the other way round now"),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 404, response = NotFound),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn toggle(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let services = call.services();
    hide::toggle(&*services.hides, &*services.clock, &member, other).await?;
    Ok(answer::no_content())
}

impl From<ToggleRefusal> for Error {
    fn from(refusal: ToggleRefusal) -> Self {
        match refusal {
            ToggleRefusal::Oneself => Self::oneself(),
            ToggleRefusal::NoSuchUser => Self::NotFound,
            ToggleRefusal::Store(failure) => failure.into(),
        }
    }
}
