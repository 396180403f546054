//! Users in memory.

use async_trait::async_trait;
use kith_domain::association::{ExternalAccount, Provider};
use kith_domain::client_user::ClientUserId;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{
    Among, Deleted, Deletion, DirectoryQuery, Edited, Lookup, Moderated, Moderation, NewUser,
    Person, ProfileEdit, Registered, Role, Status, User, Users,
};
use kith_domain::visibility::Member;
use kith_domain::{StoreError, Timestamp, UserId};

use super::MemoryStore;
use super::faces::Face;
use super::state::Kept;

#[async_trait]
impl Users for MemoryStore {
    async fn register(&self, new: &NewUser) -> Result<Registered, StoreError> {
        let mut state = self.transaction()?;
        if state.with_username(&new.username).is_some() {
            return Ok(Registered::UsernameTaken);
        }
        if new.email.as_ref().is_some_and(|email| state.with_email(email).is_some()) {
            return Ok(Registered::EmailTaken);
        }
        let account = new.ext_id.as_ref().map(|ext_id| ExternalAccount {
            provider: Provider::external(),
            ext_id: ext_id.clone(),
        });
        if account.as_ref().is_some_and(|account| state.holder(account).is_some()) {
            return Ok(Registered::ExtIdTaken);
        }
        let face = Face::new(ClientUserId::from(new.uuid));
        if state.with_reference(&face.client_user_id).is_some() {
            return Err(StoreError::inconsistent("somebody has the UUID as their reference"));
        }
        Ok(Registered::Registered(Box::new(state.admit(new, account, face)?)))
    }

    async fn by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.transaction()?.user(id))
    }

    async fn person(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Option<Person>, StoreError> {
        Ok(self.transaction()?.person(id, viewer))
    }

    async fn member(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        let state = self.transaction()?;
        let user = state.users.get(&id).filter(|user| !user.is_deleted());
        Ok(user.map(|user| Member { id, role: user.role, status: user.status }))
    }

    async fn find(&self, lookup: &Lookup) -> Result<Option<User>, StoreError> {
        let state = self.transaction()?;
        let id = match lookup {
            Lookup::Username(name) => state.with_username(name),
            Lookup::Email(address) => state.with_email(address),
            Lookup::Account(account) => state.holder(account),
        };
        Ok(id.and_then(|id| state.user(id)))
    }

    async fn edit(&self, id: UserId, edit: &ProfileEdit) -> Result<Edited, StoreError> {
        let mut state = self.transaction()?;
        if !state.is_live(id) {
            return Ok(Edited::NoSuchUser);
        }
        let holder = edit.username.as_ref().and_then(|name| state.with_username(name));
        if holder.is_some_and(|holder| holder != id) {
            return Ok(Edited::UsernameTaken);
        }
        if let Some(user) = state.users.get_mut(&id) {
            apply(edit.clone(), user);
        }
        Ok(state.user(id).map_or(Edited::NoSuchUser, |user| Edited::Edited(Box::new(user))))
    }

    async fn set_role(&self, id: UserId, role: Option<Role>) -> Result<Option<User>, StoreError> {
        let mut state = self.transaction()?;
        let Some(user) = state.users.get_mut(&id).filter(|user| !user.is_deleted()) else {
            return Ok(None);
        };
        user.role = role;
        Ok(state.user(id))
    }

    async fn delete(
        &self,
        id: UserId,
        deletion: Deletion,
        at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        Ok(delete(&mut *self.transaction()?, id, deletion, at))
    }

    async fn moderate(
        &self,
        id: UserId,
        moderation: Moderation,
        admins_too: bool,
        at: Timestamp,
    ) -> Result<Moderated, StoreError> {
        let mut state = self.transaction()?;
        let Some(user) = state.users.get(&id) else {
            return Ok(Moderated::NoSuchUser);
        };
        if user.role == Some(Role::Admin) && !admins_too {
            return Ok(Moderated::Forbidden);
        }
        let status = match moderation {
            Moderation::Approve => Status::Approved,
            Moderation::Block => Status::Blocked,
            Moderation::Delete(deletion) => {
                delete(&mut state, id, deletion, at);
                return Ok(Moderated::Done);
            }
        };
        state.make_reference_free(id);
        state.wake(id, status);
        Ok(Moderated::Done)
    }

    async fn search(
        &self,
        query: &DirectoryQuery,
        among: Among,
        viewer: Option<UserId>,
        page: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
        Ok(self.transaction()?.search(query, among, viewer, page))
    }

    async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        let state = self.transaction()?;
        let behind = state.users.keys().filter(|id| after.is_none_or(|after| **id > after));
        let page = behind.take(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(page.filter_map(|id| state.user(*id)).collect())
    }
}

/// Deletes a user, live or softly deleted.
fn delete(kept: &mut Kept, id: UserId, deletion: Deletion, at: Timestamp) -> Deleted {
    let Some(user) = kept.users.get(&id) else {
        return Deleted::NoSuchUser;
    };
    match deletion {
        Deletion::Soft if user.is_deleted() => return Deleted::Already,
        Deletion::Soft => kept.put_to_sleep(id, at),
        Deletion::Hard => kept.erase(id),
    }
    Deleted::Deleted
}

/// Changes what the edit names. Takes the edit apart, so that no field of it can be forgotten.
fn apply(edit: ProfileEdit, user: &mut User) {
    let ProfileEdit {
        username,
        real_name,
        bio,
        location,
        location_lat_lng,
        position_lat_lng,
        date_of_birth,
        description,
        gender,
        website,
        avatar,
        cover,
    } = edit;
    let profile = &mut user.profile;
    replace(&mut user.username, username);
    replace(&mut profile.real_name, real_name);
    replace(&mut profile.bio, bio);
    replace(&mut profile.location, location);
    replace(&mut profile.location_lat_lng, location_lat_lng);
    replace(&mut profile.position_lat_lng, position_lat_lng);
    replace(&mut profile.date_of_birth, date_of_birth);
    replace(&mut profile.description, description);
    replace(&mut profile.gender, gender);
    replace(&mut profile.website, website);
    replace(&mut profile.avatar, avatar);
    replace(&mut profile.cover, cover);
}

fn replace<T>(field: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *field = new;
    }
}
