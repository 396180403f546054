//! What a connection's scopes make available, as it is shown (contract, section 4.5).

use std::cell::RefCell;
use std::hash::Hash;
use std::rc::Rc;

use actix_web::web;
use kith_domain::provider_connection::{
    GrantedScopes, ProviderSlug, ResourceAvailability, Scope, ScopeLists, ScopeRequirements,
    resource_availability,
};
use quick_cache::Equivalent;
use quick_cache::unsync::Cache;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;

use crate::failure::Failure;
use crate::incoming::Incoming;

/// How many are kept: users of one provider grant it the same few sets of scopes.
const CAPACITY: usize = 256;

/// What was written lately, for one worker. It depends on the provider and the scopes alone, and to write
/// it was most of answering.
pub(crate) struct Availabilities(RefCell<Cache<Given, Rc<RawValue>>>);

/// On what it depends.
#[derive(PartialEq, Eq, Hash)]
struct Given(ProviderSlug, Option<GrantedScopes>);

/// The same, borrowed.
#[derive(PartialEq, Eq, Hash)]
struct Asked<'a>(&'a ProviderSlug, Option<&'a GrantedScopes>);

impl Equivalent<Given> for Asked<'_> {
    fn equivalent(&self, Given(provider, granted): &Given) -> bool {
        *self == Asked(provider, granted.as_ref())
    }
}

impl Default for Availabilities {
    fn default() -> Self {
        Self(RefCell::new(Cache::new(CAPACITY)))
    }
}

/// Resources in the catalog's order, as an object.
struct AvailabilityView<'a>(Vec<ResourceAvailability<'a>>);

/// Whether a resource is available.
#[derive(Serialize, ToSchema)]
#[schema(as = ResourceAvailability)]
pub(crate) struct ResourceAvailabilityView<'a> {
    /// `available` or `unavailable`.
    #[schema(value_type = String, example = "available")]
    status: &'static str,
    /// Null where the provider has no scopes, or nobody knows what was granted.
    #[schema(required = true)]
    scope_requirements: Option<ScopeRequirementsView<'a>>,
}

/// Every scope of a resource, in exactly one of four lists.
#[derive(Serialize, ToSchema)]
#[schema(as = ScopeRequirementsGrants)]
pub(crate) struct ScopeRequirementsView<'a> {
    user_granted: ScopeListsView<'a>,
    user_denied: ScopeListsView<'a>,
}

/// Scopes of a resource.
#[derive(Serialize, ToSchema)]
#[schema(as = ScopeRequirements)]
pub(crate) struct ScopeListsView<'a> {
    /// Without one of these the resource is unavailable.
    required: Vec<&'a str>,
    /// These add detail.
    optional: Vec<&'a str>,
}

/// The availability of a provider's resources with these scopes, as JSON. A provider that the catalog no
/// longer has makes nothing available.
pub(super) fn written(
    provider: &ProviderSlug,
    granted: Option<&GrantedScopes>,
    incoming: &Incoming,
) -> Result<Rc<RawValue>, Failure> {
    let kept = incoming.request().app_data::<web::Data<Availabilities>>();
    let found = kept.and_then(|kept| kept.0.borrow().get(&Asked(provider, granted)).map(Rc::clone));
    if let Some(found) = found {
        return Ok(found);
    }
    let entry = incoming.services().catalog.get(provider.as_str());
    let availability = entry.map(|entry| resource_availability(entry, granted));
    let view = AvailabilityView(availability.unwrap_or_default());
    let written: Rc<RawValue> = to_raw_value(&view).map_err(Failure::Unwritable)?.into();
    if let Some(kept) = kept {
        let given = Given(provider.clone(), granted.cloned());
        kept.0.borrow_mut().insert(given, Rc::clone(&written));
    }
    Ok(written)
}

impl Serialize for AvailabilityView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|one| {
            let view = ResourceAvailabilityView {
                status: one.status.as_str(),
                scope_requirements: one.scope_requirements.as_ref().map(requirements),
            };
            (one.resource.as_str(), view)
        }))
    }
}

fn requirements<'a>(scopes: &'a ScopeRequirements<'a>) -> ScopeRequirementsView<'a> {
    ScopeRequirementsView {
        user_granted: lists(&scopes.user_granted),
        user_denied: lists(&scopes.user_denied),
    }
}

fn lists<'a>(scopes: &'a ScopeLists<'a>) -> ScopeListsView<'a> {
    let names = |scopes: &[&'a Scope]| scopes.iter().map(|scope| scope.as_str()).collect();
    ScopeListsView { required: names(&scopes.required), optional: names(&scopes.optional) }
}
