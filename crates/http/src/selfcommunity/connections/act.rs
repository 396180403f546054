//! Request, accept, reject, cancel, remove (contract, section 5.2). No body is read, whatever its type.

use kith_domain::UserId;
use kith_domain::community::Mode;
use kith_domain::connection::{self, ActRefusal, Action, Refusal};

use super::status::StatusView;
use crate::openapi::refusals::BetweenTwo;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Asks a user to be connected
///
/// Refused if they are connected, if one has asked already, even if that was rejected, and if the
/// other has asked and waits.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection/request/", operation_id = "request_connection", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How the caller is tied to the user now", body = StatusView), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn request(Target(other): Target, call: Call) -> Answer {
    act(other, &call, Action::Request).await
}

/// Accepts the request of a user
///
/// They are connected then, and requests between them are gone. 404 without a pending request.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection/accept/", operation_id = "accept_connection", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How the caller is tied to the user now", body = StatusView), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn accept(Target(other): Target, call: Call) -> Answer {
    act(other, &call, Action::Accept).await
}

/// Rejects the request of a user
///
/// The caller's status to them is null then; theirs to the caller stays as it was. 404 without a pending
/// request.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection/reject/", operation_id = "reject_connection", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How the caller is tied to the user now", body = StatusView), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn reject(Target(other): Target, call: Call) -> Answer {
    act(other, &call, Action::Reject).await
}

/// Takes back one's request to a user
///
/// Also one that was rejected. 404 without a request.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection/cancel_request/", operation_id = "cancel_connection_request", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How the caller is tied to the user now", body = StatusView), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn cancel_request(Target(other): Target, call: Call) -> Answer {
    act(other, &call, Action::CancelRequest).await
}

/// Takes back one's rejection of a user
///
/// Their request is pending again. 404 without a rejected request.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection/cancel_reject/", operation_id = "cancel_connection_reject", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How the caller is tied to the user now", body = StatusView), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn cancel_reject(Target(other): Target, call: Call) -> Answer {
    act(other, &call, Action::CancelReject).await
}

/// Ends the connection with a user
///
/// No request comes back. 404 without a connection.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection/remove/", operation_id = "remove_connection", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How the caller is tied to the user now", body = StatusView), BetweenTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn remove(Target(other): Target, call: Call) -> Answer {
    act(other, &call, Action::Remove).await
}

async fn act(other: UserId, call: &Call, action: Action) -> Answer {
    let member = call.member().await?;
    let services = call.services();
    let (connections, clock) = (&*services.connections, &*services.clock);
    let status = connection::act(connections, clock, call.mode(), &member, other, action).await?;
    answer::ok(&StatusView::of(status))
}

impl From<ActRefusal> for Error {
    fn from(refusal: ActRefusal) -> Self {
        match refusal {
            ActRefusal::Refused(Refusal::WrongMode) => Self::WrongMode { needed: Mode::Friendship },
            ActRefusal::Refused(Refusal::NoSuchUser | Refusal::NothingThere) => Self::NotFound,
            ActRefusal::Refused(Refusal::Oneself) => Self::oneself(),
            ActRefusal::Refused(Refusal::Forbidden) => Self::PermissionDenied,
            ActRefusal::Refused(Refusal::AlreadyConnected) => Self::AlreadyConnected,
            ActRefusal::Refused(Refusal::AlreadyExists) => Self::AlreadyExists,
            ActRefusal::Store(failure) => failure.into(),
        }
    }
}
