//! How many ties a user has (contract, section 5.7).

use kith_domain::community::Mode;
use kith_domain::user::{self, Counters};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::CountersView;
use crate::openapi::refusals::{NotFound, Unauthorized};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// How many ties a user has, under the names of the documentation and of the SDK.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct TieCountsView {
    /// Whom the user follows; only in follow mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    followings: Option<u64>,
    /// Who follows the user; only in follow mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<u64>,
    /// Requests that the user sent, pending or rejected; only in friendship mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_requests_sent: Option<u64>,
    /// Requests that the user received and that are pending; only in friendship mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_requests_received: Option<u64>,
    /// To how many the user is connected; only in friendship mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    connections: Option<u64>,
    /// The same three once more; only in friendship mode.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    counters: Option<CountersView>,
    /// Always 0 here.
    categories: u32,
}

impl TieCountsView {
    fn of(counters: &Counters, mode: Mode) -> Self {
        match mode {
            Mode::Friendship => Self {
                connection_requests_sent: Some(counters.requests_sent),
                connection_requests_received: Some(counters.requests_received),
                connections: Some(counters.connections),
                counters: Some(CountersView::of(counters, mode)),
                ..Self::default()
            },
            Mode::Follow => Self {
                followings: Some(counters.followings),
                followers: Some(counters.followers),
                ..Self::default()
            },
        }
    }
}

/// Counts the ties of a user
///
/// Deleted users do not count. Anonymous callers may ask where the community's contents are available
/// to them.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/counters/", operation_id = "read_counters", tag = "Users",
    params(Target),
    responses(
        (status = 200, description = "How many", body = TieCountsView),
        (status = 401, response = Unauthorized),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn counters(Target(id): Target, call: Call) -> Answer {
    let viewer = call.viewer_of_ties().await?;
    let person = user::read(&*call.services().users, &viewer, id).await?;
    if person.user.is_deleted() {
        return Err(Error::NotFound);
    }
    answer::ok(&TieCountsView::of(&person.user.counters, call.mode()))
}
