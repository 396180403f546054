//! The port of associations.

pub(super) mod read;
mod write;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use kith_domain::association::{
    Association, Associations, ExternalAccount, Linked, NewAssociation, Unlinked,
};
use kith_domain::visibility::Audience;
use kith_domain::{StoreError, UserId};

use super::{ReadConn, Store, WriteConn};

#[async_trait]
impl Associations for Store {
    async fn link(&self, new: &NewAssociation) -> Result<Linked, StoreError> {
        self.write(new.clone(), |conn, new| write::link(conn, new).boxed()).await
    }

    async fn unlink(
        &self,
        owner: UserId,
        account: &ExternalAccount,
    ) -> Result<Unlinked, StoreError> {
        let input = (owner, account.clone());
        self.write(input, |conn, (owner, account)| write::unlink(conn, *owner, account).boxed())
            .await
    }

    async fn of(
        &self,
        owner: UserId,
        audience: Audience,
    ) -> Result<Option<Vec<Association>>, StoreError> {
        self.look_up_together(&self.look_ups.associations, owner, audience).await
    }
}
