//! How the caller is tied to many users (contract, section 5.4).

use std::collections::BTreeMap;

use kith_domain::UserId;
use kith_domain::connection::{self, ConnectionStatus};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::fields::IdOrDigits;
use crate::openapi::refusals::{OfList, TooLarge, UnsupportedMediaType};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::UserIds;
use crate::selfcommunity::call::Call;

/// About whom.
#[derive(ToSchema)]
#[schema(example = json!({"users": [1, 7, 9]}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct StatusesBody {
    /// Ids; strings of digits are fine too.
    #[schema(max_items = 1000, value_type = Vec<IdOrDigits>)]
    users: (),
}

/// How the caller is tied to each of them.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"connection_statuses": {"1": null, "7": "sent_connection_request", "9": "connected"}}))]
pub(crate) struct StatusesView {
    /// One key for each id that was asked for; null where there is nothing, and nobody.
    #[schema(value_type = BTreeMap<String, Option<&'static str>>)]
    connection_statuses: BTreeMap<i64, Option<&'static str>>,
}

/// Tells how the caller is tied to many users
///
/// In both modes. The body is read as JSON whatever its label says.
#[utoipa::path(
    post, path = "/api/v2/user/connection/statuses/", operation_id = "read_connection_statuses", tag = "Connections",
    request_body = StatusesBody,
    responses(
        (status = 200, description = "How", body = StatusesView),
        OfList,
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn statuses(mut call: Call) -> Answer {
    let member = call.member().await?;
    let body = call.json_body().await?;
    let mut reader = body.reader();
    let users = reader.required::<UserIds>("users");
    let users: Vec<_> = reader.finish_with(users)?.0.into_iter().collect();
    let connections = &*call.services().connections;
    let statuses = connection::statuses(connections, call.mode(), &member, &users).await?;
    let word = |(user, status): (UserId, Option<ConnectionStatus>)| {
        (user.get(), status.map(ConnectionStatus::as_str))
    };
    answer::ok(&StatusesView { connection_statuses: statuses.into_iter().map(word).collect() })
}
