//! Sealing everything with the first key.

use async_trait::async_trait;
use chrono::NaiveDate;
use kith_domain::access::AdminPermit;
use kith_domain::client_user::ClientUser;
use kith_domain::provider_connection::{
    Acted, Action, CannotOpen, ConnectedProvider, Credentials, NoSealingKey, ProviderConnections,
    ProviderSlug, RotateRefusal, Rotated, Sealed, SealedConnection, SealedPlace, SealedRequest,
    rotate_key,
};
use kith_domain::{StoreError, Timestamp, UserReference};
use kith_testkit::TestSealer;
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{connect, grant, slug};

use super::{all_sealed, tokens, users};
use crate::assert_refused;

async fn connected(store: &MemoryStore, keyring: &TestSealer, user: &ClientUser, provider: &str) {
    let credentials = tokens(&format!("{} {provider}", user.client_user_id));
    let sealed = credentials.seal(keyring, user.uuid, &slug(provider)).unwrap();
    connect(store, user.id, provider, grant("1", &["sleep"]), Some(&sealed)).await;
}

async fn run(
    connections: &dyn ProviderConnections,
    keyring: &TestSealer,
) -> Result<Rotated, RotateRefusal> {
    rotate_key(connections, keyring, AdminPermit::operator()).await
}

fn keys(all: &[SealedConnection]) -> Vec<&str> {
    all.iter().map(|one| one.sealed.key.as_str()).collect()
}

#[tokio::test]
async fn everything_is_sealed_with_the_first_key_and_still_opens() {
    let store = MemoryStore::new();
    let old = TestSealer::new(["old"]);
    let both = old.with_keys(["new", "old"]);
    // More than are read at a time, and some that need nothing.
    let all = users::<120>(&store).await;
    for (number, user) in all.iter().enumerate() {
        let keyring = if number % 10 == 0 { &both } else { &old };
        connected(&store, keyring, user, "fitbit").await;
        connected(&store, &old, user, "oura").await;
    }
    let untouched: Vec<_> = all_sealed(&store)
        .await
        .into_iter()
        .filter(|one| one.sealed.key.as_str() == "new")
        .collect();
    assert_eq!(untouched.len(), 12);
    let rotated = run(&store, &both).await.unwrap();
    assert_eq!(rotated, Rotated { resealed: 228, left: vec![] });
    // The old key is needed no more.
    let new = old.with_keys(["new"]);
    let now = all_sealed(&store).await;
    assert_eq!(now.len(), 240);
    for one in &now {
        let user = all.iter().find(|user| user.uuid == one.user).unwrap();
        let opened = Credentials::open(&new, &one.sealed, one.user, &one.place.provider).unwrap();
        assert_eq!(opened, tokens(&format!("{} {}", user.client_user_id, one.place.provider)));
    }
    assert!(untouched.iter().all(|one| now.contains(one)), "what needs nothing is left alone");
    let before = store.dump();
    assert_eq!(run(&store, &new).await.unwrap(), Rotated::default());
    assert_eq!(store.dump(), before);
}

#[tokio::test]
async fn what_does_not_open_is_left_and_named() {
    let store = MemoryStore::new();
    let old = TestSealer::new(["old"]);
    let [anna, bruno, carla] = users(&store).await;
    connected(&store, &old, &anna, "fitbit").await;
    connected(&store, &old.with_keys(["lost"]), &bruno, "fitbit").await;
    // Sealed for Anna, and put in Carla's place.
    let moved = tokens("moved").seal(&old, anna.uuid, &slug("fitbit")).unwrap();
    connect(&store, carla.id, "fitbit", grant("1", &[]), Some(&moved)).await;
    let rotated = run(&store, &old.with_keys(["new", "old"])).await.unwrap();
    let place = |user: &ClientUser| SealedPlace { user_id: user.id, provider: slug("fitbit") };
    let expected = vec![
        (place(&bruno), CannotOpen::UnknownKey("lost".parse().unwrap())),
        (place(&carla), CannotOpen::Damaged("old".parse().unwrap())),
    ];
    assert_eq!(rotated, Rotated { resealed: 1, left: expected });
    assert_eq!(keys(&all_sealed(&store).await), ["new", "lost", "old"]);
}

#[tokio::test]
async fn what_the_first_key_has_sealed_is_opened_too() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["first"]));
    let [anna, bruno] = users(&store).await;
    connected(&store, &keyring, &anna, "fitbit").await;
    let moved = tokens("moved").seal(&keyring, anna.uuid, &slug("fitbit")).unwrap();
    connect(&store, bruno.id, "fitbit", grant("1", &[]), Some(&moved)).await;
    let place = SealedPlace { user_id: bruno.id, provider: slug("fitbit") };
    let damaged = CannotOpen::Damaged("first".parse().unwrap());
    let rotated = run(&store, &keyring).await.unwrap();
    assert_eq!(rotated, Rotated { resealed: 0, left: vec![(place, damaged)] });
}

#[tokio::test]
async fn a_connection_that_changes_meanwhile_keeps_what_it_brought() {
    let store = MemoryStore::new();
    let old = TestSealer::new(["old"]);
    let both = old.with_keys(["new", "old"]);
    let [anna, bruno] = users(&store).await;
    for user in [&anna, &bruno] {
        connected(&store, &old, user, "fitbit").await;
    }
    let fresh = tokens("fresh").seal(&both, anna.uuid, &slug("fitbit")).unwrap();
    let busy = Busy { store: store.clone(), user: anna.clone(), fresh: fresh.clone() };
    let rotated = run(&busy, &both).await.unwrap();
    assert_eq!(rotated, Rotated { resealed: 1, left: vec![] }, "Bruno's alone");
    let now = all_sealed(&store).await;
    assert_eq!(keys(&now), ["new", "new"]);
    assert_eq!(now[0].sealed, fresh);
}

#[tokio::test]
async fn every_refusal_is_said_and_changes_nothing() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["old"]));
    let [user] = users(&store).await;
    connected(&store, &keyring, &user, "fitbit").await;
    let before = store.dump();
    let refused = run(&store, &TestSealer::new([])).await;
    assert_refused!(refused, RotateRefusal::NoSealingKey(NoSealingKey), store, before);
    store.fail();
    let failed = run(&store, &keyring.with_keys(["new", "old"])).await;
    assert_refused!(failed, RotateRefusal::Store(StoreError::Unavailable(_)), store, before);
}

/// A store in which a user connects anew just before anything is sealed again.
struct Busy {
    store: MemoryStore,
    user: ClientUser,
    fresh: Sealed,
}

#[async_trait]
impl ProviderConnections for Busy {
    async fn of(&self, user: UserReference) -> Result<Option<Vec<ConnectedProvider>>, StoreError> {
        self.store.of(user).await
    }

    async fn act(
        &self,
        user: UserReference,
        provider: &ProviderSlug,
        action: &Action,
        credentials: Option<&Sealed>,
        at: Timestamp,
    ) -> Result<Acted, StoreError> {
        self.store.act(user, provider, action, credentials, at).await
    }

    async fn sealed(&self, request: &SealedRequest) -> Result<Vec<SealedConnection>, StoreError> {
        self.store.sealed(request).await
    }

    async fn reseal(
        &self,
        place: &SealedPlace,
        old: &Sealed,
        new: &Sealed,
    ) -> Result<bool, StoreError> {
        if place.user_id == self.user.id {
            let granted = grant("2", &[]);
            connect(&self.store, self.user.id, "fitbit", granted, Some(&self.fresh)).await;
        }
        self.store.reseal(place, old, new).await
    }

    async fn pause_ended(&self, before: NaiveDate, limit: u32) -> Result<u32, StoreError> {
        self.store.pause_ended(before, limit).await
    }
}
