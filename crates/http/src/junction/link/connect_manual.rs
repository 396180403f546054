//! Connect a provider that lives on the user's device (contract, section 8.6).

use kith_domain::provider_connection::{self, Grant};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::input::Input;
use crate::junction::answer::{self, Answer, Success};
use crate::junction::call::Call;
use crate::junction::refusals::{JunctionBadRequest, JunctionConflict, JunctionNoSuchUser};
use crate::junction::{path, provider};

/// Who is to be connected.
#[derive(ToSchema)]
#[schema(as = ManualConnectionData)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ManualBody {
    #[schema(format = "uuid")]
    user_id: String,
    /// The user's id there, if there is one.
    #[schema(max_length = 255)]
    provider_id: Option<String>,
}

/// Connects a user with a provider on their device
///
/// Without the user's consent at a server there are no scopes to know of.
#[utoipa::path(
    post, path = "/v2/link/provider/manual/{provider}", tag = "Linking",
    params(("provider" = String, Path, description = "A slug of the catalog, of a provider with an SDK or without authentication")),
    request_body = ManualBody,
    responses(
        (status = 200, description = "The user is connected", body = Success),
        (status = 400, response = JunctionBadRequest),
        (status = 404, response = JunctionNoSuchUser),
        (status = 409, response = JunctionConflict),
    ),
)]
pub(crate) async fn connect_manual(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let services = call.services();
    let mut input = Input::new();
    let entries = services.catalog.entries().iter().filter(|entry| provider::is_manual(entry));
    let provider = path::provider(&mut input, call.request(), entries);
    let mut object = input.body(&body);
    let user = object.required::<Uuid>("user_id");
    let external_user_id = object.filled("provider_id");
    let (provider, user) = input.finish_with(provider.zip(user))?;
    let grant = Grant { external_user_id, granted_scopes: None };
    let (connections, clock) = (&*services.provider_connections, &*services.clock);
    let user = user.into();
    provider_connection::connect_manually(connections, clock, permit, user, provider, grant)
        .await?;
    answer::success()
}
