//! An association on the wire (contract, section 4.1).

use kith_domain::association::{Association, Details, Metadata, ProfileUrl};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A user's tie to an account elsewhere; which keys it has depends on the provider.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum AssociationView<'a> {
    /// With the provider `external`, an identity system of one's own.
    External(ExternalView<'a>),
    /// With any other provider.
    Social(SocialView<'a>),
}

/// An association with the provider `external`.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"user_id": 7, "provider": "external", "ext_id": "crm-118", "metadata": {"plan": "gold"}}))]
pub(crate) struct ExternalView<'a> {
    /// Whose it is.
    user_id: i64,
    /// Always `external`.
    provider: &'a str,
    /// The user's id in that system, byte for byte as it was sent.
    ext_id: &'a str,
    /// What that system wants to find again.
    #[schema(value_type = Option<Object>, required = true)]
    metadata: Option<&'a Map<String, Value>>,
}

/// An association with any provider but `external`.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"user_id": 7, "provider": "google", "ext_id": "1155", "profile_url": "https://example.com/anna", "show_in_profile": true}))]
pub(crate) struct SocialView<'a> {
    /// Whose it is.
    user_id: i64,
    /// Where the account is.
    provider: &'a str,
    /// The account's id there, byte for byte as it was sent.
    ext_id: &'a str,
    /// Where the account can be seen; http or https.
    #[schema(format = "uri", required = true)]
    profile_url: Option<&'a str>,
    /// Whether everybody may see the association.
    show_in_profile: bool,
}

impl<'a> AssociationView<'a> {
    /// What of an association is shown to those who may see it.
    pub(crate) fn of(association: &'a Association) -> Self {
        let user_id = association.owner.get();
        let provider = association.account.provider.as_str();
        let ext_id = association.account.ext_id.as_str();
        match &association.details {
            Details::External { metadata } => Self::External(ExternalView {
                user_id,
                provider,
                ext_id,
                metadata: metadata.as_ref().map(Metadata::as_object),
            }),
            Details::Social { profile_url, show_in_profile } => Self::Social(SocialView {
                user_id,
                provider,
                ext_id,
                profile_url: profile_url.as_ref().map(ProfileUrl::as_str),
                show_in_profile: *show_in_profile,
            }),
        }
    }
}
