//! What a connection's scopes make available (Junction contract, section 4.5).

use super::{AvailabilityStatus, CatalogEntry, GrantedScopes, Resource, Scope};

/// Whether a resource is available on a connection, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceAvailability<'a> {
    /// The resource.
    pub resource: Resource,
    /// Available unless a required scope is denied.
    pub status: AvailabilityStatus,
    /// Which scopes count; `None` where the provider has none, or nobody knows what was granted.
    pub scope_requirements: Option<ScopeRequirements<'a>>,
}

/// Every scope of a resource, in exactly one of four lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRequirements<'a> {
    /// What the user granted of them.
    pub user_granted: ScopeLists<'a>,
    /// The others.
    pub user_denied: ScopeLists<'a>,
}

/// Scopes of a resource, in the order of its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeLists<'a> {
    /// Those without which the resource has nothing.
    pub required: Vec<&'a Scope>,
    /// Those that add detail.
    pub optional: Vec<&'a Scope>,
}

/// Decides the availability of every resource that the provider supports, in the catalog's order, on
/// a connection with these scopes; `None` if they are unknown.
///
/// Required scopes alone decide, and nothing else does: the connection's health has no say.
#[must_use]
pub fn resource_availability<'a>(
    provider: &'a CatalogEntry,
    granted: Option<&GrantedScopes>,
) -> Vec<ResourceAvailability<'a>> {
    let granted = granted.filter(|_| !provider.scopes().is_empty());
    let of = |supported: &'a super::SupportedResource| {
        let scope_requirements = granted.map(|granted| {
            let (given, missing) = split(supported.required(), granted);
            let (extra, forgone) = split(supported.optional(), granted);
            ScopeRequirements {
                user_granted: ScopeLists { required: given, optional: extra },
                user_denied: ScopeLists { required: missing, optional: forgone },
            }
        });
        let available =
            scope_requirements.as_ref().is_none_or(|scopes| scopes.user_denied.required.is_empty());
        ResourceAvailability {
            resource: supported.resource(),
            status: if available {
                AvailabilityStatus::Available
            } else {
                AvailabilityStatus::Unavailable
            },
            scope_requirements,
        }
    };
    provider.resources().iter().map(of).collect()
}

/// The scopes that are granted, and those that are not.
fn split<'a>(scopes: &'a [Scope], granted: &GrantedScopes) -> (Vec<&'a Scope>, Vec<&'a Scope>) {
    scopes.iter().partition(|scope| granted.contains(scope))
}
