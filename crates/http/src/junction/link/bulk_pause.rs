//! Let go of many connections (contract, section 8.5).

use kith_domain::provider_connection::pause_all;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{MOST, oauth_provider};
use crate::input::Input;
use crate::junction::answer::{self, Answer, Success};
use crate::junction::call::Call;

/// Whose connections with whom.
#[derive(ToSchema)]
#[schema(as = BulkPauseConnectionsBody)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct PauseBody {
    /// Who has no such connection is passed over.
    #[schema(max_items = 1000)]
    user_ids: Vec<String>,
    /// A slug of the catalog, of a provider with OAuth.
    #[schema(example = "fitbit")]
    provider: String,
}

/// Pauses many connections
#[utoipa::path(
    post, path = "/v2/link/bulk_pause", tag = "Linking",
    request_body = PauseBody,
    responses((status = 200, description = "Those that there are, are paused", body = Success)),
)]
pub(crate) async fn bulk_pause(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let services = call.services();
    let mut input = Input::new();
    let mut object = input.body(&body);
    let users = object.list::<Uuid>("user_ids", MOST);
    let provider = oauth_provider(&mut object, services);
    let (users, provider) = input.finish_with(users.zip(provider))?;
    let _turn = services.bulk_turns.next().await?;
    let (connections, clock) = (&*services.provider_connections, &*services.clock);
    pause_all(connections, clock, permit, provider, &users).await?;
    answer::success()
}
