//! How users come, go and come back, whichever API it is asked of.

use kith_domain::association::{Association, Details, ExternalAccount, NewAssociation};
use kith_domain::client_user::ClientUserId;
use kith_domain::user::{Counters, NewUser, Status, User};
use kith_domain::{StoreError, Timestamp, UserId};

use super::faces::Face;
use super::state::Kept;

impl Kept {
    /// Stores a user for whom everything is free but, perhaps, the UUID.
    pub(super) fn admit(
        &mut self,
        new: &NewUser,
        account: Option<ExternalAccount>,
        face: Face,
    ) -> Result<User, StoreError> {
        if self.users.values().any(|user| user.uuid == new.uuid) {
            return Err(StoreError::inconsistent("a UUID was given to a second user"));
        }
        let used_up = || StoreError::inconsistent("there is no id left");
        let id = self.last_id.checked_add(1).and_then(UserId::new).ok_or_else(used_up)?;
        self.last_id = id.get();
        let user = User {
            id,
            uuid: new.uuid,
            username: new.username.clone(),
            email: new.email.clone(),
            role: new.role,
            status: Status::Approved,
            ext_id: None,
            profile: new.profile.clone(),
            counters: Counters::default(),
            date_joined: new.date_joined,
            deleted_at: None,
        };
        self.users.insert(id, user.clone());
        self.faces.insert(id, face);
        self.associations.extend(account.map(|account| NewAssociation {
            association: Association {
                owner: id,
                account,
                details: Details::External { metadata: None },
            },
            created_at: new.date_joined,
        }));
        Ok(User { ext_id: new.ext_id.clone(), ..user })
    }

    /// Deletes a live user softly: ties sleep, connections with providers end.
    pub(super) fn put_to_sleep(&mut self, id: UserId, at: Timestamp) {
        if let Some(user) = self.users.get_mut(&id) {
            user.status = Status::Deleted;
            user.deleted_at = Some(at);
        }
        self.provider_connections.retain(|(owner, _), _| *owner != id);
    }

    /// Brings a softly deleted user back in that standing; nothing is left of the deletion.
    pub(super) fn wake(&mut self, id: UserId, status: Status) {
        if let Some(user) = self.users.get_mut(&id) {
            user.status = status;
            user.deleted_at = None;
        }
        if let Some(face) = self.faces.get_mut(&id) {
            face.forgotten = None;
        }
    }

    /// Frees a softly deleted user from a reference that somebody else has by now, so that they can
    /// come back all the same.
    pub(super) fn make_reference_free(&mut self, id: UserId) {
        let (Some(user), Some(face)) = (self.users.get(&id), self.faces.get(&id)) else { return };
        if self.with_reference(&face.client_user_id).is_none_or(|holder| holder == id) {
            return;
        }
        let own = ClientUserId::from(user.uuid);
        let others = (1..).map(|number| ClientUserId::stored(format!("{own}-{number}")));
        let free = std::iter::once(own.clone())
            .chain(others)
            .find(|reference| self.with_reference(reference).is_none());
        if let (Some(face), Some(free)) = (self.faces.get_mut(&id), free) {
            face.client_user_id = free;
        }
    }

    /// Leaves nothing of a user.
    pub(super) fn erase(&mut self, id: UserId) {
        self.users.remove(&id);
        self.faces.remove(&id);
        self.provider_connections.retain(|(owner, _), _| *owner != id);
        self.associations.retain(|new| new.association.owner != id);
        self.untie(id);
    }
}
