//! A connection with a provider, as it is shown (contract, sections 4.1 to 4.5).

use std::rc::Rc;

use kith_domain::provider_connection::{
    ConnectedProvider, ExternalUserId, ProviderConnection, ProviderSlug,
};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::availability::{self, ResourceAvailabilityView};
use crate::failure::Failure;
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
    resource_availability: Written,
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

/// JSON that is written already.
struct Written(Rc<RawValue>);

impl<'a> ConnectionsView<'a> {
    /// These connections.
    pub(crate) fn of(
        connections: &'a [ConnectedProvider],
        incoming: &'a Incoming,
    ) -> Result<Self, Failure> {
        let view = |one: &'a ConnectedProvider| {
            ConnectionView::of(&one.provider, &one.connection, incoming)
        };
        Ok(Self { providers: connections.iter().map(view).collect::<Result<_, _>>()? })
    }
}

impl<'a> ConnectionView<'a> {
    /// A connection with that provider. One that the catalog no longer has makes nothing available.
    pub(crate) fn of(
        provider: &'a ProviderSlug,
        connection: &'a ProviderConnection,
        incoming: &'a Incoming,
    ) -> Result<Self, Failure> {
        let (name, slug, logo) = ProviderView::of(provider, incoming).into_parts();
        let granted = connection.grant.granted_scopes.as_ref();
        let external_user_id = connection.grant.external_user_id.as_ref();
        let availability = availability::written(provider, granted, incoming)?;
        let details = connection.health.error_details().map(|details| ErrorDetailsView {
            error_type: details.error_type.as_str(),
            error_message: details.error_message.as_str(),
            errored_at: instant::text(details.errored_at),
        });
        Ok(Self {
            name,
            slug,
            logo,
            created_on: instant::text(connection.created_on),
            status: connection.health.status().as_str(),
            external_user_id: external_user_id.map(ExternalUserId::as_str),
            error_details: details,
            resource_availability: Written(availability),
        })
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
