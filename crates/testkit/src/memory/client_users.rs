//! A team's users in memory.

use std::cmp::Reverse;

use async_trait::async_trait;
use kith_domain::client_user::{
    ClientUser, ClientUserEdit, ClientUserId, ClientUserPage, ClientUsers, Created, Deleted,
    Edited, Fallback, Forgotten, Holder, IngestionBounds, ListRequest, NewClientUser, Restored,
    TeamMetrics,
};
use kith_domain::provider_connection::HealthStatus;
use kith_domain::user::{NewUser, Profile};
use kith_domain::{StoreError, Timestamp, UserId, UserReference};
use uuid::Uuid;

use super::MemoryStore;
use super::faces::{Deletion, Face};
use super::state::Kept;

#[async_trait]
impl ClientUsers for MemoryStore {
    async fn create(&self, new: &NewClientUser) -> Result<Created, StoreError> {
        let mut state = self.transaction()?;
        let holder = state.with_reference(&new.client_user_id).and_then(|id| state.users.get(&id));
        if let Some(holder) = holder {
            let (uuid, created_on) = (holder.uuid, holder.date_joined);
            return Ok(Created::Taken(Holder { uuid, created_on }));
        }
        if state.with_username(&new.username).is_some() {
            return Err(StoreError::inconsistent("somebody has the UUID as their name"));
        }
        let (user, face) = faces_of(new);
        let id = state.admit(&user, None, face)?.id;
        let lost = || StoreError::inconsistent("a user was lost");
        Ok(Created::Created(Box::new(state.client_user(id).ok_or_else(lost)?)))
    }

    async fn by_reference(&self, user: UserReference) -> Result<Option<ClientUser>, StoreError> {
        let state = self.transaction()?;
        Ok(state.live(user).and_then(|id| state.client_user(id)))
    }

    async fn by_client_user_id(
        &self,
        client_user_id: &ClientUserId,
    ) -> Result<Option<ClientUser>, StoreError> {
        let state = self.transaction()?;
        Ok(state.with_reference(client_user_id).and_then(|id| state.client_user(id)))
    }

    async fn list(&self, request: ListRequest) -> Result<ClientUserPage, StoreError> {
        let state = self.transaction()?;
        let live = || state.users.keys().rev().filter(|id| state.is_live(**id));
        let skipped = usize::try_from(request.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let page = live().skip(skipped).take(limit);
        Ok(ClientUserPage {
            users: page.filter_map(|id| state.client_user(*id)).collect(),
            total: live().map(|_| 1).sum(),
        })
    }

    async fn edit(
        &self,
        user: Uuid,
        edit: &ClientUserEdit,
        at: Timestamp,
    ) -> Result<Edited, StoreError> {
        let mut state = self.transaction()?;
        let Some(id) = state.live(user.into()) else {
            return Ok(Edited::NoSuchUser);
        };
        let holder = edit.client_user_id.as_ref().and_then(|wanted| state.with_reference(wanted));
        if holder.is_some_and(|holder| holder != id) {
            return Ok(Edited::Taken);
        }
        let Some(face) = state.faces.get_mut(&id) else {
            return Ok(Edited::NoSuchUser);
        };
        Ok(if apply(edit.clone(), face, at) { Edited::Edited } else { Edited::BoundsReversed })
    }

    async fn delete(
        &self,
        user: Uuid,
        at: Timestamp,
        erase_at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        let mut state = self.transaction()?;
        let Some(id) = state.live(user.into()) else {
            return Ok(Deleted::NoSuchUser);
        };
        let status = state.users.get(&id).map(|user| user.status);
        if let Some(face) = state.faces.get_mut(&id) {
            face.forgotten = status.map(|status| Deletion { erase_at, status });
        }
        state.put_to_sleep(id, at);
        Ok(Deleted::Deleted)
    }

    async fn undo_delete(
        &self,
        forgotten: &Forgotten,
        now: Timestamp,
    ) -> Result<Restored, StoreError> {
        let mut state = self.transaction()?;
        let Some((id, deletion)) = state.forgotten(forgotten, now) else {
            return Ok(Restored::NoSuchUser);
        };
        let reference = state.faces.get(&id).map(|face| face.client_user_id.clone());
        if reference.is_some_and(|reference| state.with_reference(&reference).is_some()) {
            return Ok(Restored::Taken);
        }
        state.wake(id, deletion.status);
        Ok(Restored::Restored)
    }

    async fn metrics(&self) -> Result<TeamMetrics, StoreError> {
        let state = self.transaction()?;
        let connections = || state.provider_connections.values().map(|kept| &kept.connection);
        let errored = connections().filter(|one| one.health.status() == HealthStatus::Error);
        Ok(TeamMetrics {
            users: state.users.keys().filter(|id| state.is_live(**id)).map(|_| 1).sum(),
            connected_sources: connections().map(|_| 1).sum(),
            errored_connected_sources: errored.map(|_| 1).sum(),
        })
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<UserId>, StoreError> {
        let state = self.transaction()?;
        let mut due = state.deletions(|_, deletion| deletion.erase_at <= now);
        due.sort_by_key(|(id, deletion)| (deletion.erase_at, *id));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(due.into_iter().map(|(id, _)| id).take(limit).collect())
    }

    async fn erase(&self, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        let mut state = self.transaction()?;
        let due = state.deletions(|id, deletion| id == user && deletion.erase_at <= now);
        for (id, _) in &due {
            state.erase(*id);
        }
        Ok(!due.is_empty())
    }
}

impl Kept {
    /// The deletions of that kind that can, or could, be taken back.
    fn deletions(&self, is_meant: impl Fn(UserId, Deletion) -> bool) -> Vec<(UserId, Deletion)> {
        let all = self.faces.iter().filter_map(|(id, face)| Some((*id, face.forgotten?)));
        all.filter(|(id, deletion)| is_meant(*id, *deletion)).collect()
    }

    /// Whose deletion is meant, if it can be taken back.
    fn forgotten(&self, forgotten: &Forgotten, now: Timestamp) -> Option<(UserId, Deletion)> {
        let is_meant = |id| match forgotten {
            Forgotten::Uuid(uuid) => self.users.get(&id).is_some_and(|user| user.uuid == *uuid),
            Forgotten::ClientUserId(reference) => {
                self.faces.get(&id).is_some_and(|face| face.client_user_id == *reference)
            }
        };
        let mut found = self.deletions(|id, deletion| deletion.erase_at > now && is_meant(id));
        found.sort_by_key(|(id, deletion)| Reverse((deletion.erase_at, *id)));
        found.into_iter().next()
    }
}

/// Both faces of a user that does not exist yet.
fn faces_of(new: &NewClientUser) -> (NewUser, Face) {
    let updated_at = new.created_on;
    let user = NewUser {
        uuid: new.uuid,
        username: new.username.clone(),
        email: None,
        role: None,
        ext_id: None,
        profile: Profile::default(),
        date_joined: new.created_on,
    };
    let time_zone = new.fallback_time_zone.clone();
    let face = Face {
        fallback_time_zone: time_zone.map(|value| Fallback { value, updated_at }),
        fallback_birth_date: new.fallback_birth_date.map(|value| Fallback { value, updated_at }),
        ingestion: new.ingestion,
        ..Face::new(new.client_user_id.clone())
    };
    (user, face)
}

/// Changes what the edit names; false, and nothing has changed, if the bounds would be reversed. Takes
/// the edit apart, so that no field of it can be forgotten.
fn apply(edit: ClientUserEdit, face: &mut Face, at: Timestamp) -> bool {
    let ClientUserEdit {
        client_user_id,
        fallback_time_zone,
        fallback_birth_date,
        ingestion_start,
        ingestion_end,
    } = edit;
    let start = ingestion_start.unwrap_or(face.ingestion.start());
    let end = ingestion_end.unwrap_or(face.ingestion.end());
    let Ok(ingestion) = IngestionBounds::new(start, end) else {
        return false;
    };
    face.ingestion = ingestion;
    if let Some(client_user_id) = client_user_id {
        face.client_user_id = client_user_id;
    }
    replace(&mut face.fallback_time_zone, fallback_time_zone, at);
    replace(&mut face.fallback_birth_date, fallback_birth_date, at);
    true
}

fn replace<T>(field: &mut Option<Fallback<T>>, new: Option<Option<T>>, updated_at: Timestamp) {
    if let Some(new) = new {
        *field = new.map(|value| Fallback { value, updated_at });
    }
}
