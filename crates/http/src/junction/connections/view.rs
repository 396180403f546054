//! A connection with a provider, as it is shown (contract, sections 4.1 to 4.5).

use kith_domain::provider_connection::{
    ConnectedProvider, ExternalUserId, ProviderConnection, ProviderSlug, ResourceAvailability,
    Scope, ScopeLists, ScopeRequirements, resource_availability,
};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::incoming::Incoming;
use crate::junction::instant;
use crate::junction::provider::ProviderView;

/// A user's connections.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectedProviders)]
pub(crate) struct ConnectionsView<'a> {
    providers: Vec<ConnectionView<'a>>,
}

/// A connection with a provider.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientFacingProviderWithStatus)]
pub(crate) struct ConnectionView<'a> {
    /// The provider's name for people.
    name: &'a str,
    /// The provider's stable name.
    slug: &'a str,
    /// Where the provider's logo is.
    #[schema(format = "uri")]
    logo: String,
    /// Since when there is a connection; renewing it changes nothing about that.
    #[schema(format = DateTime)]
    created_on: String,
    /// `connected`, `error` or `paused`.
    #[schema(value_type = String, example = "connected")]
    status: &'static str,
    /// The user's id there, where it is known.
    #[schema(required = true)]
    external_user_id: Option<&'a str>,
    /// Why the connection failed, while its status is `error`.
    #[schema(required = true)]
    error_details: Option<ErrorDetailsView<'a>>,
    /// What the scopes that the user granted make available, by resource; health has no say in it.
    #[schema(value_type = std::collections::HashMap<String, ResourceAvailabilityView>)]
    resource_availability: AvailabilityView<'a>,
}

/// Why and when a connection failed for good.
#[derive(Serialize, ToSchema)]
#[schema(as = ProviderConnectionErrorDetails)]
pub(crate) struct ErrorDetailsView<'a> {
    #[schema(value_type = String, example = "token_refresh_failed")]
    error_type: &'static str,
    /// For people.
    error_message: &'a str,
    #[schema(format = DateTime)]
    errored_at: String,
}

/// Resources in the catalog's order, as an object.
pub(crate) struct AvailabilityView<'a>(Vec<ResourceAvailability<'a>>);

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

impl<'a> ConnectionsView<'a> {
    /// These connections.
    pub(crate) fn of(connections: &'a [ConnectedProvider], incoming: &'a Incoming) -> Self {
        let view = |one: &'a ConnectedProvider| {
            ConnectionView::of(&one.provider, &one.connection, incoming)
        };
        Self { providers: connections.iter().map(view).collect() }
    }
}

impl<'a> ConnectionView<'a> {
    /// A connection with that provider. One that the catalog no longer has makes nothing available.
    pub(crate) fn of(
        provider: &'a ProviderSlug,
        connection: &'a ProviderConnection,
        incoming: &'a Incoming,
    ) -> Self {
        let (name, slug, logo) = ProviderView::of(provider, incoming).into_parts();
        let entry = incoming.services().catalog.get(slug);
        let granted = connection.grant.granted_scopes.as_ref();
        let external_user_id = connection.grant.external_user_id.as_ref();
        let availability = entry.map(|entry| resource_availability(entry, granted));
        let details = connection.health.error_details().map(|details| ErrorDetailsView {
            error_type: details.error_type.as_str(),
            error_message: details.error_message.as_str(),
            errored_at: instant::text(details.errored_at),
        });
        Self {
            name,
            slug,
            logo,
            created_on: instant::text(connection.created_on),
            status: connection.health.status().as_str(),
            external_user_id: external_user_id.map(ExternalUserId::as_str),
            error_details: details,
            resource_availability: AvailabilityView(availability.unwrap_or_default()),
        }
    }
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
