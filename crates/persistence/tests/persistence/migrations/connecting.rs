//! Connecting users with providers, as far as migrations need it.

use kith_domain::UserId;
use kith_domain::provider_connection::{Acted, Action, Grant, Sealed};
use kith_persistence::Database;
use kith_testkit::{FixedClock, people};

/// A new user of that name.
pub(super) async fn register(database: &Database, name: &str) -> UserId {
    people::named(name).register(&*database.users()).await.id
}

/// Connects a user with a provider, where they have that account, or one that nobody knows.
pub(super) async fn connect(
    database: &Database,
    user: UserId,
    provider: &str,
    account: Option<&str>,
) -> Acted {
    let external_user_id = account.map(|account| account.parse().unwrap());
    let action = Action::Connect(Grant { external_user_id, granted_scopes: None });
    let credentials = Sealed { key: "k1".parse().unwrap(), bytes: vec![1] };
    let connections = database.provider_connections();
    let (provider, at) = (provider.parse().unwrap(), FixedClock::start());
    connections.act(user.into(), &provider, &action, Some(&credentials), at).await.unwrap()
}

/// Ends that connection.
pub(super) async fn deregister(database: &Database, user: UserId, provider: &str) {
    let connections = database.provider_connections();
    let (provider, at) = (provider.parse().unwrap(), FixedClock::start());
    let ended = connections.act(user.into(), &provider, &Action::Deregister, None, at).await;
    assert_eq!(ended.unwrap(), Acted::Done(None));
}
