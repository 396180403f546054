//! The port of follows.

mod read;
mod write;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use kith_domain::connection::Mutual;
use kith_domain::follow::{Change, FollowAct, Following, Follows, Refusal, Side};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::Person;
use kith_domain::{StoreError, UserId};

use super::tie::page;
use super::{ReadConn, Store, WriteConn};

#[async_trait]
impl Follows for Store {
    async fn toggle(&self, act: &FollowAct) -> Result<Result<Change, Refusal>, StoreError> {
        self.write(*act, |conn, act| write::toggle(conn, act).boxed()).await
    }

    async fn between(&self, who: UserId, other: UserId) -> Result<Option<Following>, StoreError> {
        self.look_up((who, other), |conn, (who, other)| read::between(conn, *who, *other).boxed())
            .await
    }

    async fn of(
        &self,
        owner: UserId,
        side: Side,
        viewer: Option<UserId>,
        filter: Option<Mutual>,
        page: &PageRequest,
    ) -> Result<Option<Page<Person>>, StoreError> {
        let input = (owner, side, viewer, filter, page.clone());
        self.read(page::length(page, filter), input, |conn, (owner, side, viewer, filter, page)| {
            read::of(conn, (*owner, *side), *viewer, *filter, page).boxed()
        })
        .await
    }
}
