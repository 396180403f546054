//! Take over connections that were made elsewhere (contract, section 8.5).

use kith_domain::provider_connection::{
    self, Credentials, ExternalUserId, Grant, GrantedScopes, ImportOutcome, ImportRefusal,
    ImportedConnection, Scope, Token,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{MOST, oauth_provider};
use crate::input::{Input, Object};
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::refusals::JunctionBadRequest;

/// Connections that were made elsewhere.
#[derive(ToSchema)]
#[schema(as = BulkImportConnectionsBody)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ImportBody {
    /// A slug of the catalog, of a provider with OAuth.
    #[schema(example = "fitbit")]
    provider: String,
    #[schema(max_items = 1000)]
    connections: Vec<ImportedConnectionBody>,
    /// Ignored: the work is done when the answer comes.
    wait_for_completion: Option<bool>,
}

/// A connection that was made elsewhere.
#[derive(ToSchema)]
#[schema(as = ConnectionRecipe)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ImportedConnectionBody {
    #[schema(format = "uuid")]
    user_id: String,
    /// Kept sealed. Without either token there is nothing to keep.
    #[schema(max_length = 16384)]
    access_token: Option<String>,
    #[schema(max_length = 16384)]
    refresh_token: Option<String>,
    /// The user's id there; becomes `external_user_id`.
    #[schema(max_length = 255)]
    provider_id: Option<String>,
    /// Until when the access token is good, in seconds since 1970. Required with a token.
    expires_at: Option<i64>,
    /// What the user granted; null or absent if nobody knows.
    #[schema(max_items = 100)]
    oauth_scopes: Option<Vec<String>>,
}

/// What came of it; each user once.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkImportConnectionsResponse)]
pub(crate) struct ImportView {
    /// Those who are connected now.
    #[schema(value_type = [String])]
    user_ids_imported: Vec<String>,
    /// Those who are not: there is no such user, or another one has the account.
    #[schema(value_type = [String])]
    user_ids_failed: Vec<String>,
}

/// Takes over connections that were made elsewhere
///
/// Connects every user, or reconnects; of two connections of one user, the later one counts. Tokens are
/// kept sealed and leave only by `bulk_export`; what is wrong with this body is told without what
/// stands there.
#[utoipa::path(
    post, path = "/v2/link/bulk_import", tag = "Linking",
    request_body = ImportBody,
    responses(
        (status = 200, description = "It is done", body = ImportView),
        (status = 400, response = JunctionBadRequest),
    ),
)]
pub(crate) async fn bulk_import(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let services = call.services();
    let mut input = Input::of_secrets();
    let mut object = input.body(&body);
    let provider = oauth_provider(&mut object, services);
    let connections = object.objects("connections", MOST, connection);
    object.optional::<bool>("wait_for_completion");
    let (provider, imported) = input.finish_with(provider.zip(connections))?;

    let _turn = services.bulk_turns.next().await?;
    let (connections, operations) = (&*services.provider_connections, &*services.bulk_operations);
    let (sealer, clock) = (&*services.sealer, &*services.clock);
    let import = provider_connection::import(
        connections,
        operations,
        sealer,
        clock,
        permit,
        provider,
        imported,
    );
    answer::ok(&view(&import.await?))
}

fn connection(mut object: Object<'_, '_>) -> Option<ImportedConnection> {
    let user = object.required::<Uuid>("user_id");
    let access_token = object.filled::<Token>("access_token");
    let refresh_token = object.filled::<Token>("refresh_token");
    let external_user_id = object.filled::<ExternalUserId>("provider_id");
    let granted_scopes = object.optional_list::<Scope>("oauth_scopes", GrantedScopes::MAX);
    let credentials = if access_token.is_none() && refresh_token.is_none() {
        object.optional::<i64>("expires_at");
        None
    } else {
        let expires_at = object.required::<i64>("expires_at");
        expires_at.map(|expires_at| Credentials {
            access_token: access_token.unwrap_or_default(),
            refresh_token: refresh_token.unwrap_or_default(),
            expires_at,
        })
    };
    // As many as were read are within the bound.
    let granted_scopes = granted_scopes.map(GrantedScopes::stored);
    let grant = Grant { external_user_id, granted_scopes };
    Some(ImportedConnection { user: user?, grant, credentials })
}

fn view(outcome: &ImportOutcome) -> ImportView {
    let texts = |users: &[Uuid]| users.iter().map(Uuid::to_string).collect();
    ImportView {
        user_ids_imported: texts(&outcome.imported),
        user_ids_failed: texts(&outcome.failed),
    }
}

impl From<ImportRefusal> for Error {
    fn from(refusal: ImportRefusal) -> Self {
        match refusal {
            ImportRefusal::NoSealingKey(_) => {
                Self::Request("This server has no key to seal tokens with, so it takes none")
            }
            ImportRefusal::Store(failure) => failure.into(),
        }
    }
}
