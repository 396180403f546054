//! Accounts elsewhere to test with, and the associations that link them.

use kith_domain::association::{
    Association, Associations, Details, ExternalAccount, Linked, Metadata, NewAssociation, Provider,
};
use kith_domain::{Timestamp, UserId};
use serde_json::Value;

use crate::FixedClock;

/// An account elsewhere. Panics if one of the two is not valid.
#[must_use]
pub fn account(provider: &str, ext_id: &str) -> ExternalAccount {
    ExternalAccount {
        provider: provider.parse().expect("a valid provider"),
        ext_id: ext_id.parse().expect("a valid ext_id"),
    }
}

/// A link to an account with a public provider: without a URL, not shown in the profile.
#[must_use]
pub fn social(owner: UserId, provider: &str, ext_id: &str) -> NewAssociationBuilder {
    let details = Details::Social { profile_url: None, show_in_profile: false };
    NewAssociationBuilder::new(owner, account(provider, ext_id), details)
}

/// A link to an account in the operator's own identity system: without metadata.
#[must_use]
pub fn external(owner: UserId, ext_id: &str) -> NewAssociationBuilder {
    let details = Details::External { metadata: None };
    NewAssociationBuilder::new(owner, account(Provider::EXTERNAL, ext_id), details)
}

/// A new association in the making.
#[derive(Clone, Debug)]
pub struct NewAssociationBuilder(NewAssociation);

impl NewAssociationBuilder {
    fn new(owner: UserId, account: ExternalAccount, details: Details) -> Self {
        let association = Association { owner, account, details };
        Self(NewAssociation { association, created_at: FixedClock::start() })
    }

    /// Shows it in the profile. Panics for an external account, which is never shown.
    #[must_use]
    pub fn shown(mut self) -> Self {
        match &mut self.0.association.details {
            Details::Social { show_in_profile, .. } => *show_in_profile = true,
            Details::External { .. } => panic!("an external account is never shown"),
        }
        self
    }

    /// Sets where the account can be seen. Panics for an external account, which has no such place.
    #[must_use]
    pub fn profile_url(mut self, url: &str) -> Self {
        match &mut self.0.association.details {
            Details::Social { profile_url, .. } => {
                *profile_url = Some(url.parse().expect("a valid URL"));
            }
            Details::External { .. } => panic!("an external account has no URL"),
        }
        self
    }

    /// Sets the metadata. Panics unless it is an object within bounds and the account is external.
    #[must_use]
    pub fn metadata(mut self, value: Value) -> Self {
        let Value::Object(object) = value else { panic!("metadata is an object, not {value}") };
        match &mut self.0.association.details {
            Details::External { metadata } => {
                *metadata = Some(Metadata::new(object).expect("metadata within bounds"));
            }
            Details::Social { .. } => panic!("only an external account has metadata"),
        }
        self
    }

    /// Sets since when it exists.
    #[must_use]
    pub fn created_at(mut self, instant: Timestamp) -> Self {
        self.0.created_at = instant;
        self
    }

    /// The new association.
    #[must_use]
    pub fn build(self) -> NewAssociation {
        self.0
    }

    /// Links the account. Panics if that is refused.
    pub async fn link(self, associations: &dyn Associations) -> Association {
        match associations.link(&self.0).await.expect("storage works") {
            Linked::Linked(association) => association,
            refused => panic!("{:?} was not linked: {refused:?}", self.0.association.account),
        }
    }
}
