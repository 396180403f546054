//! The port of a team's users.

mod delete;
pub(super) mod read;
pub(super) mod write;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use kith_domain::client_user::{
    ClientUser, ClientUserEdit, ClientUserId, ClientUserPage, ClientUsers, Created, Deleted,
    Edited, Forgotten, ListRequest, NewClientUser, Restored, TeamMetrics,
};
use kith_domain::{StoreError, Timestamp, UserId, UserReference};
use uuid::Uuid;

use super::{ReadConn, Store, WriteConn};
use crate::length::Length;

impl Store {
    /// The id of the one team.
    pub(crate) async fn team_id(&self) -> Result<Uuid, StoreError> {
        self.look_up((), |conn, ()| read::team_id(conn).boxed()).await
    }
}

#[async_trait]
impl ClientUsers for Store {
    async fn create(&self, new: &NewClientUser) -> Result<Created, StoreError> {
        self.write(new.clone(), |conn, new| write::create(conn, new).boxed()).await
    }

    async fn by_reference(&self, user: UserReference) -> Result<Option<ClientUser>, StoreError> {
        self.look_up(user, |conn, user| read::by_reference(conn, *user).boxed()).await
    }

    async fn by_client_user_id(
        &self,
        client_user_id: &ClientUserId,
    ) -> Result<Option<ClientUser>, StoreError> {
        self.look_up(client_user_id.clone(), |conn, client_user_id| {
            read::by_client_user_id(conn, client_user_id).boxed()
        })
        .await
    }

    async fn list(&self, request: ListRequest) -> Result<ClientUserPage, StoreError> {
        self.read(Length::Long, request, |conn, request| read::list(conn, *request).boxed()).await
    }

    async fn edit(
        &self,
        user: Uuid,
        edit: &ClientUserEdit,
        at: Timestamp,
    ) -> Result<Edited, StoreError> {
        self.write((user, edit.clone(), at), |conn, (user, edit, at)| {
            write::edit(conn, *user, edit, *at).boxed()
        })
        .await
    }

    async fn delete(
        &self,
        user: Uuid,
        at: Timestamp,
        erase_at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        self.write((user, at, erase_at), |conn, (user, at, erase_at)| {
            delete::delete(conn, *user, *at, *erase_at).boxed()
        })
        .await
    }

    async fn undo_delete(
        &self,
        forgotten: &Forgotten,
        now: Timestamp,
    ) -> Result<Restored, StoreError> {
        self.write((forgotten.clone(), now), |conn, (forgotten, now)| {
            delete::undo(conn, forgotten, *now).boxed()
        })
        .await
    }

    async fn metrics(&self) -> Result<TeamMetrics, StoreError> {
        self.read(Length::Long, (), |conn, ()| read::metrics(conn).boxed()).await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<UserId>, StoreError> {
        self.read(Length::Short, (now, limit), |conn, (now, limit)| {
            read::due(conn, *now, *limit).boxed()
        })
        .await
    }

    async fn erase(&self, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        self.write((user, now), |conn, (user, now)| delete::erase(conn, *user, *now).boxed()).await
    }
}
