//! A team's users: when one of them goes, the member who was remembered goes, too.

use std::sync::Arc;

use async_trait::async_trait;
use kith_domain::client_user::{
    ClientUser, ClientUserEdit, ClientUserId, ClientUserPage, ClientUsers, Created, Deleted,
    Edited, Forgotten, ListRequest, NewClientUser, Restored, TeamMetrics,
};
use kith_domain::visibility::Member;
use kith_domain::{StoreError, Timestamp, UserId, UserReference};
use uuid::Uuid;

use super::Recent;

/// A team's users, beside members who are remembered.
pub(crate) struct RememberingClientUsers {
    users: Arc<dyn ClientUsers>,
    recent: Arc<Recent<UserId, Member>>,
}

impl RememberingClientUsers {
    pub(crate) fn new(users: Arc<dyn ClientUsers>, recent: Arc<Recent<UserId, Member>>) -> Self {
        Self { users, recent }
    }
}

#[async_trait]
impl ClientUsers for RememberingClientUsers {
    async fn create(&self, new: &NewClientUser) -> Result<Created, StoreError> {
        self.users.create(new).await
    }

    async fn by_reference(&self, user: UserReference) -> Result<Option<ClientUser>, StoreError> {
        self.users.by_reference(user).await
    }

    async fn by_client_user_id(
        &self,
        client_user_id: &ClientUserId,
    ) -> Result<Option<ClientUser>, StoreError> {
        self.users.by_client_user_id(client_user_id).await
    }

    async fn list(&self, request: ListRequest) -> Result<ClientUserPage, StoreError> {
        self.users.list(request).await
    }

    async fn edit(
        &self,
        user: Uuid,
        edit: &ClientUserEdit,
        at: Timestamp,
    ) -> Result<Edited, StoreError> {
        self.users.edit(user, edit, at).await
    }

    async fn delete(
        &self,
        user: Uuid,
        at: Timestamp,
        erase_at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        let outcome = self.users.delete(user, at, erase_at).await;
        // Members are known by the other id; it is rare enough to forget them all.
        self.recent.forget_all();
        outcome
    }

    async fn undo_delete(
        &self,
        forgotten: &Forgotten,
        now: Timestamp,
    ) -> Result<Restored, StoreError> {
        self.users.undo_delete(forgotten, now).await
    }

    async fn metrics(&self) -> Result<TeamMetrics, StoreError> {
        self.users.metrics().await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<UserId>, StoreError> {
        self.users.due(now, limit).await
    }

    async fn erase(&self, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        let outcome = self.users.erase(user, now).await;
        self.recent.forget(&user);
        outcome
    }
}
