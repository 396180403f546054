//! Provider connections: where a user's data comes from (Junction contract, sections 4 and 7 to 9).
//!
//! The [`Catalog`] says which providers there are and which scopes their resources need;
//! [`resource_availability`] what a connection's scopes make available; [`decide`] what becomes of a
//! connection. Health and availability know nothing of each other.

mod availability;
mod catalog;
mod health;
mod resource;
mod scope;
mod slug;
mod transition;
mod words;

pub use availability::{
    ResourceAvailability, ScopeLists, ScopeRequirements, resource_availability,
};
pub use catalog::{
    Catalog, CatalogEntry, CatalogError, Fault, LogoFile, ProviderDefinition, ProviderDescription,
    ProviderName, ResourceDefinition, SupportedResource, Written,
};
pub use health::{ConnectionHealth, ErrorDetails, ErrorMessage};
pub use resource::Resource;
pub use scope::{GrantedScopes, Scope};
pub use slug::ProviderSlug;
pub use transition::{Action, Grant, ProviderConnection, Refusal, decide};
pub use words::{AuthType, AvailabilityStatus, ConnectionErrorType, HealthStatus};

/// The user's id at the provider, in the provider's own form (Junction contract, section 4.3): the
/// same values as for associations.
pub type ExternalUserId = crate::association::ExtId;
