//! Providers: how they are named in requests and shown in answers.

use kith_domain::provider_connection::{AuthType, CatalogEntry, ProviderSlug};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::assets;
use crate::incoming::Incoming;
use crate::input::Issue;

/// A provider, in short.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = ClientFacingProvider)]
pub(crate) struct ProviderView<'a> {
    /// Its name for people.
    name: &'a str,
    /// Its stable name.
    slug: &'a str,
    /// Where its logo is.
    #[schema(format = "uri")]
    logo: String,
}

impl<'a> ProviderView<'a> {
    /// The provider with that slug. One that the catalog no longer has is known by its slug alone.
    pub(crate) fn of(slug: &'a ProviderSlug, incoming: &'a Incoming) -> Self {
        let entry = incoming.services().catalog.get(slug.as_str());
        let name = entry.map_or(slug.as_str(), CatalogEntry::name);
        Self { name, slug: slug.as_str(), logo: logo(slug, entry, incoming) }
    }

    /// The same with the names of the fields, for those who show more.
    pub(crate) fn into_parts(self) -> (&'a str, &'a str, String) {
        (self.name, self.slug, self.logo)
    }
}

/// Where a provider's logo is: below the operator's base URL, else at this server.
pub(crate) fn logo(
    slug: &ProviderSlug,
    entry: Option<&CatalogEntry>,
    incoming: &Incoming,
) -> String {
    match (&incoming.services().options.logo_base_url, entry) {
        (Some(base), Some(entry)) => {
            format!("{}/{}", base.as_str().trim_end_matches('/'), entry.logo().as_str())
        }
        (Some(_), None) | (None, _) => {
            format!("{}{}", incoming.base_url(), assets::logo_path(slug))
        }
    }
}

/// The provider whose slug a value is, if it is one of these.
pub(super) fn among<'a>(
    entries: impl Iterator<Item = &'a CatalogEntry> + Clone,
    value: &Value,
) -> Result<&'a CatalogEntry, Issue> {
    let named = value.as_str();
    let found = entries.clone().find(|entry| Some(entry.slug().as_str()) == named);
    found.ok_or_else(|| Issue::not_one_of(entries.map(|entry| entry.slug().as_str())))
}

/// Whether connections with the provider are made by OAuth, which is where migrations come from
/// (contract, section 8.5).
pub(super) fn is_oauth(entry: &CatalogEntry) -> bool {
    matches!(entry.auth_type(), Some(AuthType::Oauth | AuthType::TeamOauth))
}

/// Whether the provider lives on the user's device, or is the user (contract, sections 7.1 and 8.6).
pub(super) fn is_manual(entry: &CatalogEntry) -> bool {
    matches!(entry.auth_type(), Some(AuthType::Sdk | AuthType::Unauthenticated))
}
