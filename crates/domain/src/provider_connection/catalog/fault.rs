//! What is wrong with a catalog.

use std::fmt;

use super::Written;
use crate::Invalid;

/// Why a definition was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not such a value at all.
    #[error("{0}")]
    Invalid(#[from] Invalid),
    /// An earlier provider has this slug.
    #[error("an earlier provider has this slug")]
    DuplicateSlug,
    /// Named twice where once is enough, or as both required and optional.
    #[error("named twice")]
    NamedTwice,
    /// A resource needs this scope, but it is none of the provider's.
    #[error("not one of the provider's scopes")]
    UnlistedScope,
    /// This resource has scopes, but it is none of the provider's.
    #[error("not one of the provider's supported resources")]
    UnsupportedResource,
}

/// The first fault of a catalog: where, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    /// The slug of the provider, as it was written.
    pub provider: String,
    /// What the entry is, such as `scope`.
    pub entry: &'static str,
    /// The entry itself.
    pub written: Written,
    /// What is wrong with it.
    pub fault: Fault,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { provider, entry, written, fault } = self;
        if let Some(line) = written.line {
            write!(formatter, "line {line}: ")?;
        }
        // Quoted and escaped: it may be anything.
        write!(formatter, "provider {provider:?}: {entry} {:?}: {fault}", written.text)
    }
}

impl std::error::Error for CatalogError {}
