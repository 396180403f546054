//! API keys.

pub mod create;
pub mod read;
pub mod revoke;

use kith_domain::Timestamp;
use kith_domain::api_key::{ApiKey, Created, KeyHash, NewApiKey};

use super::Ports;

/// A key of that name that is recognised by the hash of that text.
fn new(name: &str, text: &str, created_at: Timestamp) -> NewApiKey {
    NewApiKey { name: name.parse().expect("a valid name"), hash: KeyHash::of(text), created_at }
}

/// The same as it is known once it is stored.
fn known(name: &str, text: &str, created_at: Timestamp) -> ApiKey {
    let NewApiKey { name, hash, created_at } = new(name, text, created_at);
    ApiKey { name, hash, created_at, revoked_at: None }
}

async fn create(ports: &Ports, name: &str, text: &str, created_at: Timestamp) -> Created {
    let new = new(name, text, created_at);
    ports.api_keys.create(&new).await.expect("storage works")
}

async fn all(ports: &Ports) -> Vec<ApiKey> {
    ports.api_keys.list().await.expect("storage works")
}

async fn by_text(ports: &Ports, text: &str) -> Option<ApiKey> {
    ports.api_keys.by_hash(&KeyHash::of(text)).await.expect("storage works")
}
