//! Provider connections: where a user's data comes from (Junction contract, sections 4 and 7 to 9).
//!
//! The [`Catalog`] says which providers there are and which scopes their resources need;
//! [`resource_availability`] what a connection's scopes make available; [`decide`] what becomes of a
//! connection. Health and availability know nothing of each other.

mod act;
mod availability;
mod bulk_operation;
mod catalog;
mod connect;
mod credentials;
mod demo;
mod export;
mod health;
mod import;
mod list;
mod pause;
mod port;
mod resource;
mod rotate_key;
mod scope;
mod sealer;
mod slug;
mod transition;
mod words;

pub use act::{ActRefusal, act};
pub use availability::{
    ResourceAvailability, ScopeLists, ScopeRequirements, resource_availability,
};
pub use bulk_operation::{
    BulkOperation, BulkOperationPage, BulkOperations, BulkOperationsRequest, FinishedBulkOperation,
    list_bulk_operations,
};
pub use catalog::{
    Catalog, CatalogEntry, CatalogError, Fault, LogoFile, ProviderDefinition, ProviderDescription,
    ProviderName, ResourceDefinition, SupportedResource, Written,
};
pub use connect::{ConnectRefusal, connect, connect_manually};
pub use credentials::{Credentials, Token};
pub use demo::{DEMO_PROVIDERS, DemoRefusal, connect_demo};
pub use export::{Export, ExportRefusal, ExportRequest, ExportedConnection, export};
pub use health::{ConnectionHealth, ErrorDetails, ErrorMessage};
pub use import::{ImportOutcome, ImportRefusal, ImportedConnection, import};
pub use list::{ListRefusal, list};
pub use pause::{pause_all, pause_ended};
pub use port::{
    Acted, ConnectedProvider, ProviderConnections, SealedConnection, SealedPlace, SealedRequest,
};
pub use resource::Resource;
pub use rotate_key::{RotateRefusal, Rotated, rotate_key};
pub use scope::{GrantedScopes, Scope};
pub use sealer::{CannotOpen, NoSealingKey, Sealed, Sealer, SealingKeyId};
pub use slug::ProviderSlug;
pub use transition::{Action, Grant, ProviderConnection, Refusal, decide};
pub use words::{
    AuthType, AvailabilityStatus, BulkOperationType, ConnectionErrorType, HealthStatus,
};

/// The user's id at the provider, in the provider's own form (Junction contract, section 4.3): the
/// same values as for associations.
pub type ExternalUserId = crate::association::ExtId;
