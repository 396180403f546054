//! End a connection (contract, section 6).

use kith_domain::provider_connection::{self, ActRefusal, Action, Refusal};

use crate::input::Input;
use crate::junction::answer::{self, Answer, Success};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::path;
use crate::junction::refusals::JunctionNotConnected;

/// Ends a user's connection with a provider
///
/// However it stands. Credentials that it had are gone with it.
#[utoipa::path(
    delete, path = "/v2/user/{user_id}/{provider}", operation_id = "deregister_provider",
    tag = "Providers",
    params(
        ("user_id" = String, Path, format = "uuid", description = "The user"),
        ("provider" = String, Path, description = "A slug of the catalog"),
    ),
    responses(
        (status = 200, description = "The connection is gone", body = Success),
        (status = 404, response = JunctionNotConnected),
    ),
)]
pub(crate) async fn deregister(call: Call) -> Answer {
    let permit = call.permit().await?;
    let services = call.services();
    let mut input = Input::new();
    let user = path::user(&mut input, call.request());
    let entries = services.catalog.entries().iter();
    let provider = path::provider(&mut input, call.request(), entries);
    let (user, provider) = input.finish_with(user.zip(provider))?;
    let (connections, clock) = (&*services.provider_connections, &*services.clock);
    let (user, slug) = (user.into(), provider.slug());
    provider_connection::act(connections, clock, permit, user, slug, &Action::Deregister).await?;
    answer::success()
}

impl From<ActRefusal> for Error {
    fn from(refusal: ActRefusal) -> Self {
        match refusal {
            ActRefusal::Refused(refusal) => refusal.into(),
            ActRefusal::Duplicate => Self::DuplicateConnection,
            ActRefusal::NoSuchUser => Self::NoSuchUser,
            ActRefusal::Store(failure) => failure.into(),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotConnected => Self::NotConnected,
            Refusal::AlreadyConnected => Self::AlreadyConnected,
            Refusal::AlreadyPaused | Refusal::Paused => Self::Request("The connection is paused"),
        }
    }
}
