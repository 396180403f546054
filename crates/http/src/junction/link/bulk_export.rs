//! Give connections away, with their tokens (contract, section 8.5).

use kith_domain::UserId;
use kith_domain::provider_connection::{
    self, CannotOpen, Export, ExportRefusal, ExportRequest, ExportedConnection, GrantedScopes,
    Scope,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MOST, oauth_provider};
use crate::failure::Failure;
use crate::input::{Input, Issue};
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::refusals::JunctionBadRequest;

/// Which connections.
#[derive(ToSchema)]
#[schema(as = BulkExportConnectionsBody)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ExportBody {
    /// A slug of the catalog, of a provider with OAuth.
    #[schema(example = "fitbit")]
    provider: String,
    /// Those of these users; null or absent for all.
    #[schema(max_items = 1000)]
    user_ids: Option<Vec<String>>,
    /// Where an earlier answer ended.
    next_token: Option<String>,
}

/// Some of the connections.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkExportConnectionsResponse)]
pub(crate) struct ExportView<'a> {
    data: Vec<ExportedConnectionView<'a>>,
    /// Where to go on; null if that was all.
    #[schema(required = true)]
    next_token: Option<String>,
}

/// A connection that is given away. Of this there is no `Debug`: it holds tokens.
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedConnectionRecipe)]
pub(crate) struct ExportedConnectionView<'a> {
    #[schema(format = "uuid")]
    user_id: String,
    /// Empty if there was none.
    access_token: &'a str,
    /// Empty if there was none.
    refresh_token: &'a str,
    /// The user's id there; empty if nobody knows.
    provider_id: &'a str,
    /// Until when the access token is good, in seconds since 1970.
    expires_at: i64,
    /// What the user granted; null if nobody knows.
    #[schema(required = true)]
    oauth_scopes: Option<Vec<&'a str>>,
}

/// Gives connections away, with their tokens
///
/// Only those that hold tokens, a hundred at a time.
#[utoipa::path(
    post, path = "/v2/link/bulk_export", tag = "Linking",
    request_body = ExportBody,
    responses(
        (status = 200, description = "Some of the connections", body = ExportView<'static>),
        (status = 400, response = JunctionBadRequest),
    ),
)]
pub(crate) async fn bulk_export(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let services = call.services();
    let mut input = Input::new();
    let mut object = input.body(&body);
    let provider = oauth_provider(&mut object, services);
    let users = object.optional_list("user_ids", MOST);
    let after = object.optional::<String>("next_token").and_then(|token| {
        let place = token.parse::<UserId>().ok();
        if place.is_none() {
            object.note("next_token", Issue::against("No answer ended there."));
        }
        place
    });
    let provider = input.finish_with(provider)?;
    let request = ExportRequest { users, after };
    let (connections, sealer) = (&*services.provider_connections, &*services.sealer);
    let export = provider_connection::export(connections, sealer, permit, provider, request);
    answer::ok(&view(&export.await?))
}

fn view(export: &Export) -> ExportView<'_> {
    ExportView {
        data: export.connections.iter().map(recipe).collect(),
        next_token: export.next.map(|place| place.to_string()),
    }
}

fn recipe(one: &ExportedConnection) -> ExportedConnectionView<'_> {
    ExportedConnectionView {
        user_id: one.user.to_string(),
        access_token: one.credentials.access_token.expose(),
        refresh_token: one.credentials.refresh_token.expose(),
        provider_id: one.external_user_id.as_ref().map_or("", |id| id.as_str()),
        expires_at: one.credentials.expires_at,
        oauth_scopes: one.granted_scopes.as_ref().map(names),
    }
}

fn names(scopes: &GrantedScopes) -> Vec<&str> {
    scopes.iter().map(Scope::as_str).collect()
}

impl From<ExportRefusal> for Error {
    fn from(refusal: ExportRefusal) -> Self {
        match refusal {
            // Trying again helps nobody, so it is no failure; the operator can find the key.
            ExportRefusal::CannotOpen { user, cause: cause @ CannotOpen::UnknownKey(_) } => {
                tracing::warn!(%user, %cause, "tokens stay sealed");
                Self::Request("Some tokens were sealed with a key that this server does not have")
            }
            ExportRefusal::CannotOpen { cause: CannotOpen::Damaged(_), .. } => {
                Failure::Internal(refusal.to_string()).into()
            }
            ExportRefusal::Store(failure) => failure.into(),
        }
    }
}
