//! Erasing those whose grace is over.

use async_trait::async_trait;
use chrono::TimeDelta;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::{
    ClientUser, ClientUserEdit, ClientUserId, ClientUserPage, ClientUsers, Created, Deleted,
    Edited, Forgotten, GRACE, ListRequest, NewClientUser, Restored, TeamMetrics, delete, erase_due,
};
use kith_domain::user::Users as _;
use kith_domain::{StoreError, Timestamp, UserId, UserReference};
use kith_testkit::FixedClock;
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;
use uuid::Uuid;

use crate::assert_refused;

#[tokio::test]
async fn those_whose_grace_is_over_are_erased_a_few_at_a_time() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let kept = client("kept").create(&store).await.id;
    let mut forgotten = Vec::new();
    for number in 0..5 {
        let user = client(&number.to_string()).create(&store).await;
        delete(&store, &clock, permit, user.uuid).await.unwrap();
        forgotten.push(user.id);
    }
    let late = client("late").create(&store).await;
    clock.advance(TimeDelta::seconds(1));
    delete(&store, &clock, permit, late.uuid).await.unwrap();

    let before = store.dump();
    clock.set(FixedClock::start() + GRACE - TimeDelta::microseconds(1));
    assert_eq!(erase_due(&store, &clock, 100).await.unwrap(), 0);
    assert_eq!(store.dump(), before);

    clock.set(FixedClock::start() + GRACE);
    assert_eq!(erase_due(&store, &clock, 2).await.unwrap(), 5);
    for id in &forgotten {
        assert_eq!(store.by_id(*id).await.unwrap(), None);
    }
    assert_eq!(erase_due(&store, &clock, 2).await.unwrap(), 0);
    assert!(store.by_id(late.id).await.unwrap().is_some(), "not yet");
    assert!(store.by_id(kept).await.unwrap().is_some());
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(erase_due(&store, &clock, 2).await.unwrap(), 1);
}

#[tokio::test]
async fn whoever_cannot_be_erased_keeps_nobody_else() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let mut all = Vec::new();
    for number in 0..7 {
        let user = client(&number.to_string()).create(&store).await;
        delete(&store, &clock, permit, user.uuid).await.unwrap();
        all.push(user.id);
    }
    clock.advance(GRACE);
    // More than a batch, and the first that are due.
    let stubborn = Stubborn { store: store.clone(), users: all[..3].to_vec() };
    let failed = erase_due(&stubborn, &clock, 2).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
    for (number, id) in all.iter().enumerate() {
        assert_eq!(store.by_id(*id).await.unwrap().is_some(), number < 3);
    }
}

/// A store in which some users cannot be erased.
struct Stubborn {
    store: MemoryStore,
    users: Vec<UserId>,
}

#[async_trait]
impl ClientUsers for Stubborn {
    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<UserId>, StoreError> {
        self.store.due(now, limit).await
    }

    async fn erase(&self, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        if self.users.contains(&user) {
            return Err(StoreError::unavailable("too many ties"));
        }
        self.store.erase(user, now).await
    }

    async fn create(&self, new: &NewClientUser) -> Result<Created, StoreError> {
        self.store.create(new).await
    }

    async fn by_reference(&self, user: UserReference) -> Result<Option<ClientUser>, StoreError> {
        self.store.by_reference(user).await
    }

    async fn by_client_user_id(
        &self,
        reference: &ClientUserId,
    ) -> Result<Option<ClientUser>, StoreError> {
        self.store.by_client_user_id(reference).await
    }

    async fn list(&self, request: ListRequest) -> Result<ClientUserPage, StoreError> {
        ClientUsers::list(&self.store, request).await
    }

    async fn edit(
        &self,
        user: Uuid,
        edit: &ClientUserEdit,
        at: Timestamp,
    ) -> Result<Edited, StoreError> {
        ClientUsers::edit(&self.store, user, edit, at).await
    }

    async fn delete(
        &self,
        user: Uuid,
        at: Timestamp,
        erase_at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        ClientUsers::delete(&self.store, user, at, erase_at).await
    }

    async fn undo_delete(
        &self,
        forgotten: &Forgotten,
        now: Timestamp,
    ) -> Result<Restored, StoreError> {
        self.store.undo_delete(forgotten, now).await
    }

    async fn metrics(&self) -> Result<TeamMetrics, StoreError> {
        self.store.metrics().await
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_erases_nobody() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let user = client("x").create(&store).await;
    delete(&store, &clock, TeamPermit::operator(), user.uuid).await.unwrap();
    clock.advance(GRACE);
    let before = store.dump();
    store.fail();
    let failed = erase_due(&store, &clock, 1).await;
    assert_refused!(failed, StoreError::Unavailable(_), store, before);
}
