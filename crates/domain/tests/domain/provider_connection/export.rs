//! Giving connections away.

use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::ClientUser;
use kith_domain::provider_connection::{
    Action, CannotOpen, Export, ExportRefusal, ExportRequest, ExportedConnection, export,
};
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{connect, grant, perform, report, unknown_grant};
use kith_testkit::{SequentialUuids, TestSealer};
use uuid::Uuid;

use super::{provider, tokens, users};
use crate::assert_refused;

const EVERYBODY: ExportRequest = ExportRequest { users: None, after: None };

async fn run(
    store: &MemoryStore,
    keyring: &TestSealer,
    request: ExportRequest,
) -> Result<Export, ExportRefusal> {
    export(store, keyring, TeamPermit::operator(), provider("fitbit"), request).await
}

/// Connects a user with tokens in which their reference can be found.
async fn connected(store: &MemoryStore, keyring: &TestSealer, user: &ClientUser, slug: &str) {
    let word = user.client_user_id.as_str();
    let sealed = tokens(word).seal(keyring, user.uuid, provider(slug).slug()).unwrap();
    connect(store, user.id, slug, grant(word, &["weight"]), Some(&sealed)).await;
}

fn exported(user: &ClientUser) -> ExportedConnection {
    let word = user.client_user_id.as_str();
    let granted = grant(word, &["weight"]);
    ExportedConnection {
        user: user.uuid,
        external_user_id: granted.external_user_id,
        granted_scopes: granted.granted_scopes,
        credentials: tokens(word),
    }
}

#[tokio::test]
async fn connections_with_credentials_are_given_away_however_they_stand() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [anna, bruno, carla, without, elsewhere, unknown] = users(&store).await;
    for user in [&anna, &bruno, &carla] {
        connected(&store, &keyring, user, "fitbit").await;
    }
    perform(&store, bruno.id, "fitbit", &report("It broke.")).await;
    perform(&store, carla.id, "fitbit", &Action::Pause).await;
    connect(&store, without.id, "fitbit", grant("1", &[]), None).await;
    connected(&store, &keyring, &elsewhere, "oura").await;
    let sealed = tokens("?").seal(&keyring, unknown.uuid, provider("fitbit").slug()).unwrap();
    connect(&store, unknown.id, "fitbit", unknown_grant(), Some(&sealed)).await;
    let export = run(&store, &keyring, EVERYBODY).await.unwrap();
    let nameless = ExportedConnection {
        external_user_id: None,
        granted_scopes: None,
        credentials: tokens("?"),
        ..exported(&unknown)
    };
    let expected = vec![exported(&anna), exported(&bruno), exported(&carla), nameless];
    assert_eq!(export, Export { connections: expected, next: None });
}

#[tokio::test]
async fn those_who_are_named_are_given_away() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [anna, bruno, carla] = users(&store).await;
    for user in [&anna, &bruno, &carla] {
        connected(&store, &keyring, user, "fitbit").await;
    }
    let nobody = SequentialUuids::numbered(1);
    for (named, expected) in [
        (vec![], vec![]),
        (vec![nobody], vec![]),
        (vec![carla.uuid, nobody, anna.uuid, carla.uuid], vec![exported(&anna), exported(&carla)]),
    ] {
        let request = ExportRequest { users: Some(named), after: None };
        let export = run(&store, &keyring, request).await.unwrap();
        assert_eq!(export, Export { connections: expected, next: None });
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let all = users::<201>(&store).await;
    let uuids: Vec<Uuid> = all.iter().map(|user| user.uuid).collect();
    for (wanted, pages) in
        [(100, vec![100]), (101, vec![100, 1]), (200, vec![100, 100]), (201, vec![100, 100, 1])]
    {
        for user in &all[..wanted] {
            connected(&store, &keyring, user, "fitbit").await;
            // Another provider's lie between them.
            connected(&store, &keyring, user, "oura").await;
        }
        for named in [None, Some(uuids.clone())] {
            let (mut found, mut sizes, mut after) = (Vec::new(), Vec::new(), None);
            loop {
                let request = ExportRequest { users: named.clone(), after };
                let page = run(&store, &keyring, request).await.unwrap();
                sizes.push(page.connections.len());
                found.extend(page.connections);
                assert!(sizes.len() <= pages.len(), "{sizes:?}");
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let expected: Vec<_> = all[..wanted].iter().map(exported).collect();
            assert_eq!((found, &sizes), (expected, &pages));
        }
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_said_and_nothing_is_given_away() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [anna, bruno] = users(&store).await;
    connected(&store, &keyring, &anna, "fitbit").await;
    connected(&store, &keyring.with_keys(["retired"]), &bruno, "fitbit").await;
    let before = store.dump();
    let refused = run(&store, &keyring, EVERYBODY).await;
    match &refused {
        Err(ExportRefusal::CannotOpen { cause: CannotOpen::UnknownKey(key), .. }) => {
            assert_eq!(key.as_str(), "retired");
        }
        other => panic!("{other:?}"),
    }
    assert_refused!(refused, ExportRefusal::CannotOpen { .. }, store, before);
    // With both keys everything opens.
    let both = keyring.with_keys(["k1", "retired"]);
    assert_eq!(run(&store, &both, EVERYBODY).await.unwrap().connections.len(), 2);
    // What was put from one user's connection to another's opens for neither.
    let moved = tokens("moved").seal(&keyring, anna.uuid, provider("fitbit").slug()).unwrap();
    connect(&store, bruno.id, "fitbit", grant("1", &[]), Some(&moved)).await;
    let before = store.dump();
    let refused = run(&store, &both, EVERYBODY).await;
    assert_refused!(
        refused,
        ExportRefusal::CannotOpen { cause: CannotOpen::Damaged(_), .. },
        store,
        before
    );
}

#[tokio::test]
async fn failing_storage_is_said() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let before = store.dump();
    store.fail();
    let outcome = run(&store, &keyring, EVERYBODY).await;
    assert_refused!(outcome, ExportRefusal::Store(StoreError::Unavailable(_)), store, before);
}
