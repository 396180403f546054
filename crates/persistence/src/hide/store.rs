//! The port of hides.

mod read;
mod write;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use kith_domain::hide::{Hides, Hiding, Toggled};
use kith_domain::{StoreError, Timestamp, UserId};

use super::{ReadConn, Store, WriteConn};
use crate::length::Length;

#[async_trait]
impl Hides for Store {
    async fn toggle(
        &self,
        actor: UserId,
        other: UserId,
        at: Timestamp,
    ) -> Result<Toggled, StoreError> {
        self.write((actor, other, at), |conn, (actor, other, at)| {
            write::toggle(conn, *actor, *other, *at).boxed()
        })
        .await
    }

    async fn between(&self, who: UserId, other: UserId) -> Result<Option<Hiding>, StoreError> {
        self.look_up((who, other), |conn, (who, other)| read::between(conn, *who, *other).boxed())
            .await
    }

    async fn hidden_by(&self, who: UserId) -> Result<Vec<UserId>, StoreError> {
        self.read(Length::Short, who, |conn, who| read::hidden_by(conn, *who).boxed()).await
    }
}
