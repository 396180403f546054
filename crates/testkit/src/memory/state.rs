//! What is stored, and the questions that several ports ask.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use kith_domain::association::{ExternalAccount, NewAssociation};
use kith_domain::provider_connection::{BulkOperation, ProviderSlug};
use kith_domain::user::{Email, User, Username};
use kith_domain::{Timestamp, UserId};

use super::api_keys::KeptKey;
use super::faces::Face;
use super::provider_connections::KeptConnection;
use super::ties::Request;

/// A store: what it keeps, how it was opened, and whether it answers.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) kept: Kept,
    pub(super) failing: bool,
    /// Whether two users may not have one account at a provider.
    pub(super) rejecting_duplicates: bool,
}

/// Everything that is kept; its `Debug` form is what a dump shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// The highest id that anybody ever had.
    pub(super) last_id: i64,
    /// The highest id that any connection request ever had.
    pub(super) last_request_id: i64,
    /// Live and softly deleted users. Their `ext_id` and counters are empty here: they follow from
    /// the rest.
    pub(super) users: BTreeMap<UserId, User>,
    /// Oldest first.
    pub(super) associations: Vec<NewAssociation>,
    /// Since when two are connected; the lower id first.
    pub(super) connections: BTreeMap<(UserId, UserId), Timestamp>,
    /// Who asked whom.
    pub(super) requests: BTreeMap<(UserId, UserId), Request>,
    /// Since when who follows whom.
    pub(super) follows: BTreeMap<(UserId, UserId), Timestamp>,
    /// Since when who hides whom.
    pub(super) hides: BTreeMap<(UserId, UserId), Timestamp>,
    /// The other face of each user.
    pub(super) faces: BTreeMap<UserId, Face>,
    /// Whose connection with whom.
    pub(super) provider_connections: BTreeMap<(UserId, ProviderSlug), KeptConnection>,
    /// Oldest first.
    pub(super) bulk_operations: Vec<BulkOperation>,
    /// Oldest first.
    pub(super) api_keys: Vec<KeptKey>,
}

impl Deref for State {
    type Target = Kept;

    fn deref(&self) -> &Kept {
        &self.kept
    }
}

impl DerefMut for State {
    fn deref_mut(&mut self) -> &mut Kept {
        &mut self.kept
    }
}

impl Kept {
    /// A user, live or softly deleted, with the `ext_id` and counters that follow from the rest.
    pub(super) fn user(&self, id: UserId) -> Option<User> {
        let mut user = self.users.get(&id)?.clone();
        user.ext_id = self
            .associations
            .iter()
            .map(|new| &new.association)
            .find(|association| {
                association.owner == id && association.account.provider.is_external()
            })
            .map(|association| association.account.ext_id.clone());
        user.counters = self.counters(id);
        Some(user)
    }

    /// Whether there is such a user, not deleted.
    pub(super) fn is_live(&self, id: UserId) -> bool {
        self.users.get(&id).is_some_and(|user| !user.is_deleted())
    }

    /// Who has that name, in whatever case.
    pub(super) fn with_username(&self, name: &Username) -> Option<UserId> {
        self.users.values().find(|user| user.username.key() == name.key()).map(|user| user.id)
    }

    /// Who has that address, in whatever case.
    pub(super) fn with_email(&self, address: &Email) -> Option<UserId> {
        let has = |user: &&User| user.email.as_ref().is_some_and(|has| has.key() == address.key());
        self.users.values().find(has).map(|user| user.id)
    }

    /// Who holds that account.
    pub(super) fn holder(&self, account: &ExternalAccount) -> Option<UserId> {
        let mut associations = self.associations.iter().map(|new| &new.association);
        associations.find(|association| association.account == *account).map(|found| found.owner)
    }
}
