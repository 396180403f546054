//! Associations as rows.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::association::{
    Association, Details, ExtId, ExternalAccount, Metadata, NewAssociation, ProfileUrl, Provider,
};
use kith_domain::visibility::Audience;
use kith_domain::{StoreError, UserId};

use crate::columns::{InstantValue, JsonText};
use crate::schema::associations;

/// What is read of an association.
#[derive(Queryable, Selectable)]
#[diesel(table_name = associations)]
pub(crate) struct AssociationRow {
    provider: String,
    ext_id: String,
    profile_url: Option<String>,
    show_in_profile: bool,
    metadata: Option<JsonText>,
}

/// What is written of an association.
#[derive(Insertable)]
#[diesel(table_name = associations)]
pub(crate) struct NewAssociationRow<'a> {
    user_id: i64,
    provider: &'a str,
    ext_id: &'a str,
    profile_url: Option<&'a str>,
    show_in_profile: bool,
    metadata: Option<JsonText>,
    created_at: InstantValue,
}

impl AssociationRow {
    /// [`Audience::sees`] of a row: one that is not seen need not be readable.
    pub(crate) fn is_seen_by(&self, audience: Audience) -> bool {
        audience.sees_all() || self.show_in_profile
    }

    pub(crate) fn into_association(self, owner: UserId) -> Result<Association, StoreError> {
        let provider = Provider::stored(self.provider);
        let details = if provider.is_external() {
            let metadata = self.metadata.map(|JsonText(text)| serde_json::from_str(&text));
            let metadata = metadata.transpose().map_err(StoreError::inconsistent)?;
            Details::External { metadata: metadata.map(Metadata::stored) }
        } else {
            Details::Social {
                profile_url: self.profile_url.map(ProfileUrl::stored),
                show_in_profile: self.show_in_profile,
            }
        };
        let account = ExternalAccount { provider, ext_id: ExtId::stored(self.ext_id) };
        Ok(Association { owner, account, details })
    }
}

impl<'a> From<&'a NewAssociation> for NewAssociationRow<'a> {
    fn from(new: &'a NewAssociation) -> Self {
        let Association { owner, account, details } = &new.association;
        let row = Self {
            user_id: owner.get(),
            provider: account.provider.as_str(),
            ext_id: account.ext_id.as_str(),
            profile_url: None,
            show_in_profile: false,
            metadata: None,
            created_at: InstantValue(new.created_at),
        };
        match details {
            Details::External { metadata } => {
                Self { metadata: metadata.as_ref().map(|m| JsonText(m.to_json())), ..row }
            }
            Details::Social { profile_url, show_in_profile } => Self {
                profile_url: profile_url.as_ref().map(ProfileUrl::as_str),
                show_in_profile: *show_in_profile,
                ..row
            },
        }
    }
}
