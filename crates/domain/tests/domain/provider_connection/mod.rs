//! Provider connections.

mod act;
mod availability;
mod bulk_operation;
mod catalog;
mod connect;
mod credentials;
mod default_catalog;
mod demo;
mod export;
mod import;
mod pause;
// The very reader of the server, so that the golden tables hold what is served and there is but one.
#[path = "../../../../server/src/catalog/reader.rs"]
mod reader;
mod rotate_key;
mod transition;

use kith_domain::UserId;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::ClientUser;
use kith_domain::provider_connection::{
    CatalogEntry, ConnectedProvider, Credentials, SealedConnection, SealedRequest, Token, list,
};
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;

/// A provider of the catalog that Kith comes with.
fn provider(slug: &str) -> &'static CatalogEntry {
    default_catalog::default_catalog().get(slug).unwrap()
}

/// Users of the team, each with the number as reference.
async fn users<const N: usize>(store: &MemoryStore) -> [ClientUser; N] {
    let mut users = Vec::new();
    for number in 0..N {
        users.push(client(&number.to_string()).create(store).await);
    }
    users.try_into().unwrap()
}

/// Tokens in which that word can be found.
fn tokens(word: &str) -> Credentials {
    Credentials {
        access_token: Token::stored(format!("access {word}")),
        refresh_token: Token::stored(format!("refresh {word}")),
        expires_at: 2_147_483_647,
    }
}

/// A live user's connections.
async fn connections(store: &MemoryStore, user: UserId) -> Vec<ConnectedProvider> {
    list(store, TeamPermit::operator(), user.into()).await.unwrap()
}

/// Everything that is sealed.
pub(crate) async fn all_sealed(store: &MemoryStore) -> Vec<SealedConnection> {
    use kith_domain::provider_connection::ProviderConnections as _;
    store.sealed(&SealedRequest { limit: u32::MAX, ..SealedRequest::default() }).await.unwrap()
}
