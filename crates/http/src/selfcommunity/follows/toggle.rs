//! Follow a user, or stop it (contract, section 8).

use kith_domain::community::Mode;
use kith_domain::follow::{self, Refusal, ToggleRefusal};

use crate::openapi::refusals::BetweenTwo;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Follows a user, or stops it
///
/// One can always stop.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/follow/", operation_id = "toggle_follow", tag = "Follows",
    params(Target),
    responses((status = 204, description = "It is the other way round now"), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn toggle(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let services = call.services();
    follow::toggle(&*services.follows, &*services.clock, call.mode(), &member, other).await?;
    Ok(answer::no_content())
}

impl From<ToggleRefusal> for Error {
    fn from(refusal: ToggleRefusal) -> Self {
        match refusal {
            ToggleRefusal::Refused(Refusal::WrongMode) => Self::WrongMode { needed: Mode::Follow },
            ToggleRefusal::Refused(Refusal::NoSuchUser) => Self::NotFound,
            ToggleRefusal::Refused(Refusal::Oneself) => Self::oneself(),
            ToggleRefusal::Refused(Refusal::Forbidden) => Self::PermissionDenied,
            ToggleRefusal::Store(failure) => failure.into(),
        }
    }
}
