//! How many there are of everything (contract, section 5.8).

use kith_domain::client_user;
use serde::Serialize;
use utoipa::ToSchema;

use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;

/// Counts of live users and their connections.
#[derive(Serialize, ToSchema)]
#[schema(as = UserMetricsResponse)]
pub(crate) struct TeamMetricsView {
    #[schema(format = "uuid")]
    team_id: String,
    /// Connections, however they stand.
    number_of_connected_sources: u64,
    number_of_users: u64,
    /// Those that failed for good.
    number_of_errored_connected_sources: u64,
    /// Always empty here.
    #[schema(value_type = [Object])]
    number_of_connected_sources_by_week: [(); 0],
    /// Always 0 here.
    number_of_ordered_tests: u64,
}

/// Counts users and connections
#[utoipa::path(
    get, path = "/v2/user/metrics", operation_id = "team_metrics", tag = "Team's users",
    responses((status = 200, description = "How many there are", body = TeamMetricsView)),
)]
pub(crate) async fn metrics(call: Call) -> Answer {
    let permit = call.permit().await?;
    let services = call.services();
    let metrics = client_user::metrics(&*services.client_users, permit).await?;
    answer::ok(&TeamMetricsView {
        team_id: services.team.to_string(),
        number_of_connected_sources: metrics.connected_sources,
        number_of_users: metrics.users,
        number_of_errored_connected_sources: metrics.errored_connected_sources,
        number_of_connected_sources_by_week: [],
        number_of_ordered_tests: 0,
    })
}
