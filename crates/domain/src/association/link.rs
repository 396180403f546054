//! Link an account elsewhere to a user.

use super::{
    Association, Associations, Details, ExternalAccount, Linked, Metadata, NewAssociation,
    ProfileUrl,
};
use crate::access::Permit;
use crate::{Clock, StoreError};

/// What a caller wants to be linked: each field is valid, the whole perhaps not yet.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRequest {
    /// Which account.
    pub account: ExternalAccount,
    /// Not for `external`.
    pub profile_url: Option<ProfileUrl>,
    /// Not for `external`.
    pub show_in_profile: bool,
    /// Only for `external`.
    pub metadata: Option<Metadata>,
}

/// A field that does not go with the provider (contract, section 4.1, cross-field rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// `profile_url` on an external account.
    #[error("The provider external has no profile URL.")]
    ProfileUrl,
    /// `show_in_profile` on an external account.
    #[error("An association with the provider external is never shown in the profile.")]
    ShowInProfile,
    /// `metadata` on any other account.
    #[error("Only the provider external has metadata.")]
    Metadata,
}

/// Why an account was not linked; nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum LinkRefusal {
    /// Fields that do not go with the provider, at least one.
    #[error("some fields do not go with the provider")]
    Misfits(Vec<Misfit>),
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Somebody, perhaps the same user, holds that account; who is not said.
    #[error("the account is linked already")]
    Taken,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LinkRequest {
    /// The details that go with the provider, or every field that does not.
    fn details(self) -> Result<(ExternalAccount, Details), Vec<Misfit>> {
        let external = self.account.provider.is_external();
        let mut misfits = Vec::new();
        if external && self.profile_url.is_some() {
            misfits.push(Misfit::ProfileUrl);
        }
        if external && self.show_in_profile {
            misfits.push(Misfit::ShowInProfile);
        }
        if !external && self.metadata.is_some() {
            misfits.push(Misfit::Metadata);
        }
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let details = if external {
            Details::External { metadata: self.metadata }
        } else {
            Details::Social { profile_url: self.profile_url, show_in_profile: self.show_in_profile }
        };
        Ok((self.account, details))
    }
}

/// Links an account to the user whom the permit names.
pub async fn link(
    associations: &dyn Associations,
    clock: &dyn Clock,
    permit: Permit,
    request: LinkRequest,
) -> Result<Association, LinkRefusal> {
    let (account, details) = request.details().map_err(LinkRefusal::Misfits)?;
    let association = Association { owner: permit.owner(), account, details };
    let new = NewAssociation { association, created_at: clock.now() };
    match associations.link(&new).await? {
        Linked::Linked(association) => Ok(association),
        Linked::Taken => Err(LinkRefusal::Taken),
        Linked::NoSuchUser => Err(LinkRefusal::NoSuchUser),
    }
}
