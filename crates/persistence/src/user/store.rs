//! The port of users.

pub(super) mod read;
mod search;
pub(super) mod write;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{
    Among, Deleted, Deletion, DirectoryQuery, Edited, Lookup, Moderated, Moderation, NewUser,
    Person, ProfileEdit, Registered, Role, User, Users,
};
use kith_domain::visibility::Member;
use kith_domain::{StoreError, Timestamp, UserId};

use super::{ReadConn, Store, WriteConn};
use crate::length::Length;

#[async_trait]
impl Users for Store {
    async fn register(&self, new: &NewUser) -> Result<Registered, StoreError> {
        self.write(new.clone(), |conn, new| write::register(conn, new).boxed()).await
    }

    async fn by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.look_up(id, |conn, id| read::by_id(conn, *id).boxed()).await
    }

    async fn person(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Option<Person>, StoreError> {
        self.look_up((id, viewer), |conn, (id, viewer)| read::person(conn, *id, *viewer).boxed())
            .await
    }

    async fn member(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        self.look_up_together(&self.look_ups.members, id, ()).await
    }

    async fn find(&self, lookup: &Lookup) -> Result<Option<User>, StoreError> {
        self.look_up(lookup.clone(), |conn, lookup| read::find(conn, lookup).boxed()).await
    }

    async fn edit(&self, id: UserId, edit: &ProfileEdit) -> Result<Edited, StoreError> {
        let input = (id, edit.clone());
        self.write(input, |conn, (id, edit)| write::edit(conn, *id, edit).boxed()).await
    }

    async fn set_role(&self, id: UserId, role: Option<Role>) -> Result<Option<User>, StoreError> {
        self.write((id, role), |conn, (id, role)| write::set_role(conn, *id, *role).boxed()).await
    }

    async fn delete(
        &self,
        id: UserId,
        deletion: Deletion,
        at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        self.write((id, deletion, at), |conn, (id, deletion, at)| {
            write::delete(conn, *id, *deletion, *at).boxed()
        })
        .await
    }

    async fn moderate(
        &self,
        id: UserId,
        moderation: Moderation,
        admins_too: bool,
        at: Timestamp,
    ) -> Result<Moderated, StoreError> {
        let input = (id, moderation, admins_too, at);
        self.write(input, |conn, (id, moderation, admins_too, at)| {
            write::moderate(conn, *id, *moderation, *admins_too, *at).boxed()
        })
        .await
    }

    async fn search(
        &self,
        query: &DirectoryQuery,
        among: Among,
        viewer: Option<UserId>,
        page: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
        let input = (query.clone(), among, viewer, page.clone());
        self.read(Length::Long, input, |conn, (query, among, viewer, page)| {
            search::search(conn, query, *among, *viewer, page).boxed()
        })
        .await
    }

    async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        self.read(Length::Long, (after, limit), |conn, (after, limit)| {
            read::list(conn, *after, *limit).boxed()
        })
        .await
    }
}
