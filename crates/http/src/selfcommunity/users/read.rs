//! Show a user (contract, section 10).

use kith_domain::community::Mode;
use kith_domain::user::{self, FindRefusal, Person};
use kith_domain::visibility::Member;
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
    /// Whether the caller may send private messages: they are connected, or in follow mode the user
    /// follows the caller, and neither hides the other. Only for callers with a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    can_send_pm_to: Option<bool>,
}

/// Shows a user
///
/// Anybody may ask. A softly deleted user is shown with `deleted` true.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/", operation_id = "read_user", tag = "Users",
    params(Target),
    responses(
        (status = 200, description = "The user", body = OneUserView),
        (status = 401, response = TokenNotValid),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn read(Target(id): Target, call: Call) -> Answer {
    let viewer = call.viewer().await?;
    let person = user::read(&*call.services().users, &viewer, id).await?;
    let can_send_pm_to = match viewer.member() {
        Some(member) => Some(can_send_pm_to(&call, member, &person).await?),
        None => None,
    };
    answer::ok(&OneUserView { user: UserView::of(&person, &call), can_send_pm_to })
}

/// Whether the two are connected, or the other follows the caller, and neither hides the other
/// (contract, section 3.3).
async fn can_send_pm_to(call: &Call, member: &Member, person: &Person) -> Result<bool, Error> {
    let services = call.services();
    let other = person.user.id;
    let tied = match call.mode() {
        Mode::Friendship => person.ties.connected,
        Mode::Follow => {
            let following = services.follows.between(member.id, other).await?;
            following.is_some_and(|following| following.followed_by)
        }
    };
    if !tied {
        return Ok(false);
    }
    let hiding = services.hides.between(member.id, other).await?;
    Ok(hiding.is_some_and(|hiding| !hiding.hides && !hiding.hidden_by))
}

impl From<FindRefusal> for Error {
    fn from(refusal: FindRefusal) -> Self {
        match refusal {
            FindRefusal::NoSuchUser => Self::NotFound,
            FindRefusal::Store(failure) => failure.into(),
        }
    }
}
