//! Connect, or reconnect.

use kith_domain::provider_connection::{
    self, ConnectRefusal, Grant, GrantedScopes, Refusal, Scope,
};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{show, target};
use crate::input::{Body, Input};
use crate::junction::connections::view::ConnectionView;
use crate::kith::answer::Answer;
use crate::kith::call::Call;
use crate::kith::problem::Problem;
use crate::kith::refusals::{ProblemConflict, ProblemNotFound};

/// What came of the user's consent at the provider.
#[derive(ToSchema)]
#[schema(as = KithConnection, example = json!({"external_user_id": "4e2c", "granted_scopes": ["daily"]}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ConnectBody {
    /// The user's id there; null or absent if nobody knows.
    #[schema(min_length = 1, max_length = 255)]
    external_user_id: Option<String>,
    /// What the user granted; null or absent if nobody knows.
    #[schema(max_items = 100)]
    granted_scopes: Option<Vec<String>>,
}

/// Connects a user with a provider, or renews the connection
///
/// However it stands. Credentials that it had are gone: they belonged to the earlier consent.
#[utoipa::path(
    put, path = "/kith/v1/users/{user_id}/providers/{slug}", operation_id = "kith_connect",
    tag = "Operator",
    params(
        ("user_id" = String, Path, description = "The user, by integer id or by UUID"),
        ("slug" = String, Path, description = "A slug of the catalog"),
    ),
    request_body = Option<ConnectBody>,
    responses(
        (status = 200, description = "The connection", body = ConnectionView<'static>),
        (status = 404, response = ProblemNotFound),
        (status = 409, response = ProblemConflict),
    ),
)]
pub(crate) async fn connect(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let (user, slug) = target(&call)?;
    let body = match call.body().await? {
        Body::Empty => Body::Json(Value::Object(Map::new())),
        body => body,
    };
    let mut input = Input::new();
    let mut object = input.body(&body);
    object.only(&["external_user_id", "granted_scopes"]);
    let external_user_id = object.optional("external_user_id");
    let granted_scopes = object.optional_list::<Scope>("granted_scopes", GrantedScopes::MAX);
    // As many as were read are within the bound.
    let granted_scopes = granted_scopes.map(GrantedScopes::stored);
    let grant = input.finish_with(Some(Grant { external_user_id, granted_scopes }))?;

    let services = call.services();
    let provider = services.catalog.get(slug.as_str()).ok_or(Problem::NoSuchProvider)?;
    let (connections, clock) = (&*services.provider_connections, &*services.clock);
    let connection =
        provider_connection::connect(connections, clock, permit, user, provider, grant).await?;
    show(&call, &slug, &connection)
}

impl From<ConnectRefusal> for Problem {
    fn from(refusal: ConnectRefusal) -> Self {
        match refusal {
            ConnectRefusal::AlreadyConnected => Self::Refused(Refusal::AlreadyConnected),
            ConnectRefusal::Duplicate => Self::Duplicate,
            ConnectRefusal::NoSuchUser => Self::NoSuchUser,
            ConnectRefusal::Store(failure) => failure.into(),
        }
    }
}
