//! Registering a user.

use kith_domain::access::AdminPermit;
use kith_domain::user::{
    Counters, Profile, RegisterRefusal, RegisterRequest, Role, Status, User, Users as _, register,
};
use kith_domain::{StoreError, UserId};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, SequentialUuids, people};

use crate::assert_refused;

fn request(username: &str) -> RegisterRequest {
    RegisterRequest {
        username: username.parse().unwrap(),
        real_name: "Carla Conti".parse().unwrap(),
        email: "carla@example.com".parse().ok(),
        role: Some(Role::Editor),
        ext_id: "crm-3".parse().ok(),
        avatar: "https://cdn.example/carla.png".parse().ok(),
    }
}

async fn registered(
    store: &MemoryStore,
    request: RegisterRequest,
) -> Result<User, RegisterRefusal> {
    let (clock, uuids) = (FixedClock::new(), SequentialUuids::new());
    register(store, &clock, &uuids, AdminPermit::operator(), request).await
}

#[tokio::test]
async fn a_user_is_made_as_asked_for() {
    let store = MemoryStore::new();
    let user = registered(&store, request("carla")).await.unwrap();
    let expected = User {
        id: UserId::new(1).unwrap(),
        uuid: SequentialUuids::numbered(1),
        username: "carla".parse().unwrap(),
        email: "carla@example.com".parse().ok(),
        role: Some(Role::Editor),
        status: Status::Approved,
        ext_id: "crm-3".parse().ok(),
        profile: Profile {
            real_name: "Carla Conti".parse().unwrap(),
            avatar: "https://cdn.example/carla.png".parse().ok(),
            ..Profile::default()
        },
        counters: Counters::default(),
        date_joined: FixedClock::start(),
        deleted_at: None,
    };
    assert_eq!(user, expected);
    assert_eq!(store.by_id(user.id).await.unwrap(), Some(expected));
}

#[tokio::test]
async fn what_is_taken_is_refused_and_said() {
    let store = MemoryStore::new();
    people::anna().register(&store).await;
    let before = store.dump();

    let outcome = registered(&store, request("ANNA")).await;
    assert_refused!(outcome, RegisterRefusal::UsernameTaken, store, before);
    let email = "Anna@Example.com".parse().ok();
    let outcome = registered(&store, RegisterRequest { email, ..request("carla") }).await;
    assert_refused!(outcome, RegisterRefusal::EmailTaken, store, before);
    let ext_id = "crm-118".parse().ok();
    let outcome = registered(&store, RegisterRequest { ext_id, ..request("carla") }).await;
    assert_refused!(outcome, RegisterRefusal::ExtIdTaken, store, before);

    registered(&store, request("carla")).await.unwrap();
}

#[tokio::test]
async fn failing_storage_is_said_and_makes_nobody() {
    let store = MemoryStore::new();
    let before = store.dump();
    store.fail();
    let outcome = registered(&store, request("carla")).await;
    assert_refused!(outcome, RegisterRefusal::Store(StoreError::Unavailable(_)), store, before);
}
