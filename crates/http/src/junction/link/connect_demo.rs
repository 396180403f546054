//! Connect a provider for show (contract, section 8.4).

use kith_domain::provider_connection::{self, DEMO_PROVIDERS, DemoRefusal};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::input::Input;
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::provider;
use crate::junction::refusals::{JunctionBadRequest, JunctionNoSuchUser};

/// Who is to be connected with whom.
#[derive(ToSchema)]
#[schema(as = DemoConnectionCreationPayload)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct DemoBody {
    #[schema(format = "uuid")]
    user_id: String,
    /// `apple_health_kit`, `fitbit`, `freestyle_libre` or `oura`.
    #[schema(example = "fitbit")]
    provider: String,
}

/// The user is connected.
#[derive(Serialize, ToSchema)]
#[schema(as = DemoConnectionStatus)]
pub(crate) struct DemoView {
    /// Always true.
    success: bool,
    /// For people.
    #[schema(value_type = String)]
    detail: &'static str,
}

/// Connects a user with a provider for show
///
/// Every scope is granted, and nobody in particular is connected. The operator can disable it.
#[utoipa::path(
    post, path = "/v2/link/connect/demo", tag = "Linking",
    request_body = DemoBody,
    responses(
        (status = 200, description = "The user is connected", body = DemoView),
        (status = 400, response = JunctionBadRequest),
        (status = 404, response = JunctionNoSuchUser),
    ),
)]
pub(crate) async fn connect_demo(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let services = call.services();
    let mut input = Input::new();
    let mut object = input.body(&body);
    let user = object.required::<Uuid>("user_id");
    let demo = DEMO_PROVIDERS.into_iter().filter_map(|slug| services.catalog.get(slug));
    let provider = object.required_with("provider", |value| provider::among(demo, value));
    let (user, provider) = input.finish_with(user.zip(provider))?;
    let (connections, clock) = (&*services.provider_connections, &*services.clock);
    let enabled = services.options.demo_connections;
    let user = user.into();
    provider_connection::connect_demo(connections, clock, permit, user, provider, enabled).await?;
    answer::ok(&DemoView { success: true, detail: "The user is connected with the provider" })
}

impl From<DemoRefusal> for Error {
    fn from(refusal: DemoRefusal) -> Self {
        match refusal {
            DemoRefusal::Disabled => Self::Request("Demo connections are not enabled"),
            DemoRefusal::Connect(refusal) => refusal.into(),
        }
    }
}
