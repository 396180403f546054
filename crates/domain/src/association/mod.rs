//! Social associations: who a user is elsewhere (`SelfCommunity` contract, section 4).
//!
//! An association ties one user to one account elsewhere, named by provider and `ext_id`; nobody
//! else can hold the same account.

mod ext_id;
mod link;
mod list;
mod metadata;
mod port;
mod provider;
mod unlink;

pub use ext_id::ExtId;
pub use link::{LinkRefusal, LinkRequest, Misfit, link};
pub use list::{ListRefusal, list};
pub use metadata::Metadata;
pub use port::{Associations, Linked, NewAssociation, Unlinked};
pub use provider::Provider;
pub use unlink::{UnlinkRefusal, unlink};

use crate::UserId;
use crate::web_url::WebUrl;

/// The link to an account elsewhere: at most 2,048 characters.
pub type ProfileUrl = WebUrl<2048>;

/// An account elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExternalAccount {
    /// Where.
    pub provider: Provider,
    /// Who, in that provider's words.
    pub ext_id: ExtId,
}

/// What is kept beside the account; it depends on the kind of provider.
#[derive(Clone, Debug, PartialEq)]
pub enum Details {
    /// The provider `external`, an identity system of one's own: never public.
    External {
        /// Whatever that system wants to find again.
        metadata: Option<Metadata>,
    },
    /// Any other provider.
    Social {
        /// Where the account can be seen.
        profile_url: Option<ProfileUrl>,
        /// Whether everybody may see the association.
        show_in_profile: bool,
    },
}

/// A user's tie to an account elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Association {
    /// Whose account it is.
    pub owner: UserId,
    /// Which account.
    pub account: ExternalAccount,
    /// What is known of it.
    pub details: Details,
}
