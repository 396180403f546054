//! Members who were asked for lately.

use std::sync::Arc;

use async_trait::async_trait;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{
    Among, Deleted, Deletion, DirectoryQuery, Edited, Lookup, Moderated, Moderation, NewUser,
    Person, ProfileEdit, Registered, Role, User, Users,
};
use kith_domain::visibility::Member;
use kith_domain::{StoreError, Timestamp, UserId};

use super::Recent;

/// Users whose role and status are remembered.
pub(crate) struct RememberingUsers {
    users: Arc<dyn Users>,
    recent: Arc<Recent<UserId, Member>>,
}

impl RememberingUsers {
    pub(crate) fn new(users: Arc<dyn Users>, recent: Arc<Recent<UserId, Member>>) -> Self {
        Self { users, recent }
    }
}

#[async_trait]
impl Users for RememberingUsers {
    async fn register(&self, new: &NewUser) -> Result<Registered, StoreError> {
        self.users.register(new).await
    }

    async fn by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.users.by_id(id).await
    }

    async fn person(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Option<Person>, StoreError> {
        self.users.person(id, viewer).await
    }

    async fn member(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        self.recent.get_or_read(id, self.users.member(id)).await
    }

    async fn find(&self, lookup: &Lookup) -> Result<Option<User>, StoreError> {
        self.users.find(lookup).await
    }

    async fn edit(&self, id: UserId, edit: &ProfileEdit) -> Result<Edited, StoreError> {
        self.users.edit(id, edit).await
    }

    async fn set_role(&self, id: UserId, role: Option<Role>) -> Result<Option<User>, StoreError> {
        let outcome = self.users.set_role(id, role).await;
        self.recent.forget(&id);
        outcome
    }

    async fn delete(
        &self,
        id: UserId,
        deletion: Deletion,
        at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        let outcome = self.users.delete(id, deletion, at).await;
        self.recent.forget(&id);
        outcome
    }

    async fn moderate(
        &self,
        id: UserId,
        moderation: Moderation,
        admins_too: bool,
        at: Timestamp,
    ) -> Result<Moderated, StoreError> {
        let outcome = self.users.moderate(id, moderation, admins_too, at).await;
        self.recent.forget(&id);
        outcome
    }

    async fn search(
        &self,
        query: &DirectoryQuery,
        among: Among,
        viewer: Option<UserId>,
        page: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
        self.users.search(query, among, viewer, page).await
    }

    async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        self.users.list(after, limit).await
    }
}
