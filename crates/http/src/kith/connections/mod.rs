//! A user's connections with providers, as their operator tells of them.

pub(crate) mod connect;
pub(crate) mod deregister;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod recover;
pub(crate) mod report_error;

use kith_domain::provider_connection::{
    self, ActRefusal, Action, ProviderConnection, ProviderSlug, Refusal,
};

use super::answer::{self, Answer};
use super::call::Call;
use super::problem::Problem;
use crate::junction::connections::view::ConnectionView;
use kith_domain::UserReference;
use kith_domain::access::TeamPermit;

/// Whose connection with whom.
type Target = (UserReference, ProviderSlug);

/// Does something about a connection, and gives it as it is now, if there still is one.
async fn act(
    call: &Call,
    permit: TeamPermit,
    (user, provider): &Target,
    action: &Action,
) -> Result<Option<ProviderConnection>, Problem> {
    let services = call.services();
    let (connections, clock) = (&*services.provider_connections, &*services.clock);
    provider_connection::act(connections, clock, permit, *user, provider, action).await.map_err(
        |refusal| match refusal {
            // A provider that there is not explains more than a connection that there is not.
            ActRefusal::Refused(Refusal::NotConnected)
                if services.catalog.get(provider.as_str()).is_none() =>
            {
                Problem::NoSuchProvider
            }
            other => other.into(),
        },
    )
}

/// Does something that leaves a connection behind, and shows it.
async fn act_and_show(call: &Call, permit: TeamPermit, target: &Target, action: &Action) -> Answer {
    match act(call, permit, target, action).await? {
        Some(connection) => show(call, &target.1, &connection),
        // Only ending a connection leaves none.
        None => Err(Problem::Refused(Refusal::NotConnected)),
    }
}

fn show(call: &Call, provider: &ProviderSlug, connection: &ProviderConnection) -> Answer {
    answer::ok(&ConnectionView::of(provider, connection, call.incoming())?)
}

/// Reads whose connection with whom.
fn target(call: &Call) -> Result<Target, Problem> {
    let user = super::target::user(call.request())?;
    Ok((user, super::target::provider(call.request())?))
}

impl From<ActRefusal> for Problem {
    fn from(refusal: ActRefusal) -> Self {
        match refusal {
            ActRefusal::Refused(refusal) => Self::Refused(refusal),
            ActRefusal::Duplicate => Self::Duplicate,
            ActRefusal::NoSuchUser => Self::NoSuchUser,
            ActRefusal::Store(failure) => failure.into(),
        }
    }
}
