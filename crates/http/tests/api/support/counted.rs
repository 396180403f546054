//! Ports that count how often they are asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use kith_domain::association::{
    Association, Associations, ExternalAccount, Linked, NewAssociation, Unlinked,
};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{
    Among, Deleted, Deletion, DirectoryQuery, Edited, Lookup, Moderated, Moderation, NewUser,
    Person, ProfileEdit, Registered, Role, User, Users,
};
use kith_domain::visibility::{Audience, Member};
use kith_domain::{StoreError, Timestamp, UserId};

/// A port that counts.
pub(crate) struct Counted<P: ?Sized> {
    pub(crate) port: Arc<P>,
    pub(crate) looks: Arc<AtomicUsize>,
}

impl<P: ?Sized> Counted<P> {
    fn port(&self) -> &P {
        self.looks.fetch_add(1, Ordering::Relaxed);
        &self.port
    }
}

#[async_trait]
impl Users for Counted<dyn Users> {
    async fn register(&self, new: &NewUser) -> Result<Registered, StoreError> {
        self.port().register(new).await
    }

    async fn by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.port().by_id(id).await
    }

    async fn person(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Option<Person>, StoreError> {
        self.port().person(id, viewer).await
    }

    async fn member(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        self.port().member(id).await
    }

    async fn find(&self, lookup: &Lookup) -> Result<Option<User>, StoreError> {
        self.port().find(lookup).await
    }

    async fn edit(&self, id: UserId, edit: &ProfileEdit) -> Result<Edited, StoreError> {
        self.port().edit(id, edit).await
    }

    async fn set_role(&self, id: UserId, role: Option<Role>) -> Result<Option<User>, StoreError> {
        self.port().set_role(id, role).await
    }

    async fn delete(
        &self,
        id: UserId,
        deletion: Deletion,
        at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        self.port().delete(id, deletion, at).await
    }

    async fn moderate(
        &self,
        id: UserId,
        moderation: Moderation,
        admins_too: bool,
        at: Timestamp,
    ) -> Result<Moderated, StoreError> {
        self.port().moderate(id, moderation, admins_too, at).await
    }

    async fn search(
        &self,
        query: &DirectoryQuery,
        among: Among,
        viewer: Option<UserId>,
        page: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
        self.port().search(query, among, viewer, page).await
    }

    async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        self.port().list(after, limit).await
    }
}

#[async_trait]
impl Associations for Counted<dyn Associations> {
    async fn link(&self, new: &NewAssociation) -> Result<Linked, StoreError> {
        self.port().link(new).await
    }

    async fn unlink(
        &self,
        owner: UserId,
        account: &ExternalAccount,
    ) -> Result<Unlinked, StoreError> {
        self.port().unlink(owner, account).await
    }

    async fn of(
        &self,
        owner: UserId,
        audience: Audience,
    ) -> Result<Option<Vec<Association>>, StoreError> {
        self.port().of(owner, audience).await
    }
}
