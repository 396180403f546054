//! The port of connections.

mod read;
mod write;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use kith_domain::connection::{
    Act, ConnectionRequest, Connections, Mutual, Refusal, RequestBox, Ties,
};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::Person;
use kith_domain::{StoreError, UserId};

use super::tie::page;
use super::{ReadConn, Store, WriteConn};
use crate::length::Length;

#[async_trait]
impl Connections for Store {
    async fn act(&self, act: &Act) -> Result<Result<Ties, Refusal>, StoreError> {
        self.write(*act, |conn, act| write::act(conn, act).boxed()).await
    }

    async fn ties(&self, viewer: UserId, other: UserId) -> Result<Option<Ties>, StoreError> {
        self.look_up((viewer, other), |conn, (viewer, other)| {
            read::ties_to(conn, *viewer, *other).boxed()
        })
        .await
    }

    async fn ties_to_all(
        &self,
        viewer: UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, Ties)>, StoreError> {
        let input = (viewer, others.iter().map(|other| other.get()).collect::<Vec<_>>());
        self.read(Length::Short, input, |conn, (viewer, others)| {
            read::ties_to_all(conn, *viewer, others).boxed()
        })
        .await
    }

    async fn of(
        &self,
        owner: UserId,
        viewer: Option<UserId>,
        filter: Option<Mutual>,
        page: &PageRequest,
    ) -> Result<Option<Page<Person>>, StoreError> {
        let input = (owner, viewer, filter, page.clone());
        self.read(page::length(page, filter), input, |conn, (owner, viewer, filter, page)| {
            read::of(conn, *owner, *viewer, *filter, page).boxed()
        })
        .await
    }

    async fn requests(
        &self,
        owner: UserId,
        which: RequestBox,
        page: &PageRequest,
    ) -> Result<Page<ConnectionRequest>, StoreError> {
        let input = (owner, which, page.clone());
        self.read(page::length(page, None), input, |conn, (owner, which, page)| {
            read::requests(conn, *owner, *which, page).boxed()
        })
        .await
    }
}
