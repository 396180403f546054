//! How the caller is tied to one user (contract, section 5.3).

use kith_domain::connection::{self, ConnectionStatus, StatusRefusal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::LookAtTwo;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// How the caller is tied to a user.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatusView {
    /// `connected`, `sent_connection_request`, `received_connection_request`, `followed` or null.
    #[schema(required = true, example = "connected")]
    connection_status: Option<&'static str>,
}

impl StatusView {
    /// The status on the wire; the key is always there (contract, section 3.2).
    pub(crate) fn of(status: Option<ConnectionStatus>) -> Self {
        Self { connection_status: status.map(ConnectionStatus::as_str) }
    }
}

/// Whether the caller is connected with a user.
#[derive(Serialize, ToSchema)]
pub(crate) struct IsConnectionView {
    is_connection: bool,
}

/// Tells how the caller is tied to a user
///
/// In both modes; null for oneself.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/connection_status/", operation_id = "read_connection_status", tag = "Connections",
    params(Target),
    responses((status = 200, description = "How", body = StatusView), LookAtTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn status(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let connections = &*call.services().connections;
    let status = connection::status(connections, call.mode(), &member, other).await?;
    answer::ok(&StatusView::of(status))
}

/// Tells whether the caller is connected with a user
///
/// In a community of followers nobody is.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/is_connection/", operation_id = "read_is_connection", tag = "Connections",
    params(Target),
    responses((status = 200, description = "Whether", body = IsConnectionView), LookAtTwo),
    security(("bearer" = [])),
)]
pub(crate) async fn is_connection(Target(other): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let connections = &*call.services().connections;
    let is_connection = connection::is_connection(connections, call.mode(), &member, other).await?;
    answer::ok(&IsConnectionView { is_connection })
}

impl From<StatusRefusal> for Error {
    fn from(refusal: StatusRefusal) -> Self {
        match refusal {
            StatusRefusal::NoSuchUser => Self::NotFound,
            StatusRefusal::Store(failure) => failure.into(),
        }
    }
}
