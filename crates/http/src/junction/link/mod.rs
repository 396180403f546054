//! Linking without a provider's own server (contract, sections 8.4 to 8.6).

pub(crate) mod bulk_export;
pub(crate) mod bulk_import;
pub(crate) mod bulk_op;
pub(crate) mod bulk_pause;
pub(crate) mod connect_demo;
pub(crate) mod connect_manual;
pub(crate) mod turns;

use kith_domain::provider_connection::{CatalogEntry, ConnectRefusal};

use super::error::Error;
use super::provider;
use crate::Services;
use crate::input::Object;

/// How many connections a request can bring, and how many users it can name.
const MOST: usize = 1000;

/// The provider that a body names; one whose connections are made by OAuth.
fn oauth_provider<'a>(
    body: &mut Object<'_, '_>,
    services: &'a Services,
) -> Option<&'a CatalogEntry> {
    let entries = services.catalog.entries().iter().filter(|entry| provider::is_oauth(entry));
    body.required_with("provider", |value| provider::among(entries, value))
}

impl From<ConnectRefusal> for Error {
    fn from(refusal: ConnectRefusal) -> Self {
        match refusal {
            ConnectRefusal::AlreadyConnected => Self::AlreadyConnected,
            ConnectRefusal::Duplicate => Self::DuplicateConnection,
            ConnectRefusal::NoSuchUser => Self::NoSuchUser,
            ConnectRefusal::Store(failure) => failure.into(),
        }
    }
}
