//! Note that one has seen somebody's request (contract, section 5.6).

use kith_domain::connection::{self, Action};

use crate::openapi::refusals::{BadRequest, NotFound, Unauthorized};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::target::Target;

/// Marks the request of a user as seen
///
/// The first time counts. 404 without a request of that user to the caller; so always in a community
/// of followers.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/connection_requests/mark_seen/", operation_id = "mark_connection_request_seen", tag = "Connections",
    params(Target),
    responses(
        (status = 204, description = "It is marked"),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 404, response = NotFound),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn mark_seen(Target(sender): Target, call: Call) -> Answer {
    let member = call.member().await?;
    let services = call.services();
    let (connections, clock) = (&*services.connections, &*services.clock);
    connection::act(connections, clock, call.mode(), &member, sender, Action::MarkSeen).await?;
    Ok(answer::no_content())
}
