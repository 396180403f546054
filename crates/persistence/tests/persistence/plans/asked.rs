//! What is asked for often.

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, join_all};
use kith_domain::api_key::SecretKey;
use kith_domain::connection::{Action, RequestBox};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest, Position};
use kith_domain::user::{Lookup, Person};
use kith_domain::visibility::Audience;
use kith_domain::{UserId, UserReference};
use kith_persistence::{Database, SeedPlan};
use kith_testkit::accounts::account;
use kith_testkit::ties;

/// Something that is asked for often, and the indexes that answer it: of SQLite with what is looked for in
/// them.
pub(super) struct Hot<'a> {
    pub(super) what: &'static str,
    pub(super) ask: LocalBoxFuture<'a, ()>,
    pub(super) sqlite: &'static [&'static str],
    pub(super) postgres: &'static [&'static str],
}

fn id(number: i64) -> UserId {
    UserId::new(number).unwrap()
}

/// Two friends, each with a hundred: who looks, and at whom.
fn friends() -> (UserId, UserId) {
    (id(10), id(12))
}

/// How the pair is found before one acts on the other.
const ACT_ON_SQLITE: &[&str] = &[
    "connections USING PRIMARY KEY (user_id=? AND other_id=?)",
    "sqlite_autoindex_connection_requests_1 (from_id=? AND to_id=?)",
];
const ACT_ON_POSTGRES: &[&str] = &["connections_pkey", "connection_requests_from_id_to_id_key"];

async fn associations(database: &Database, of: UserId) {
    let found = database.associations().of(of, Audience::Public).await.unwrap().unwrap();
    assert_eq!(found.len(), 3);
}

async fn find(database: &Database, lookup: Lookup) {
    database.users().find(&lookup).await.unwrap().unwrap();
}

async fn page(database: &Database, viewer: UserId, of: UserId, position: Position) -> Page<Person> {
    let (connections, page) = (database.connections(), PageRequest::new(20, position));
    let found = connections.of(of, Some(viewer), None, &page).await.unwrap().unwrap();
    assert_eq!(found.items.len(), 20);
    found
}

async fn requests(database: &Database, owner: UserId, which: RequestBox) {
    let page = PageRequest::first(20);
    database.connections().requests(owner, which, &page).await.unwrap();
}

async fn follows(database: &Database, viewer: UserId, owner: UserId, side: Side) {
    let page = PageRequest::first(20);
    database.follows().of(owner, side, Some(viewer), None, &page).await.unwrap().unwrap();
}

async fn act(database: &Database, actor: UserId, on: UserId, action: Action) {
    ties::perform(&*database.connections(), ties::act(actor, on, action)).await;
}

/// A few rows, of one or of some.
pub(super) async fn look_ups(database: &Database, seeded: SeedPlan) -> Vec<Hot<'_>> {
    let ((viewer, owner), hub) = (friends(), id(seeded.hub()));
    let user = database.users().by_id(owner).await.unwrap().unwrap();
    let (uuid, username) = (UserReference::Uuid(user.uuid), user.username);
    vec![
        Hot {
            what: "associations of a user",
            ask: associations(database, owner).boxed_local(),
            sqlite: &["associations_of_user (user_id=?)"],
            postgres: &["associations_of_user"],
        },
        Hot {
            what: "associations of several users at once",
            ask: join_all([owner, viewer, hub].map(|of| associations(database, of)))
                .map(drop)
                .boxed_local(),
            sqlite: &["associations_of_user (user_id=?)"],
            postgres: &["associations_of_user"],
        },
        Hot {
            what: "who asks",
            ask: async move {
                database.users().member(viewer).await.unwrap().unwrap();
            }
            .boxed_local(),
            sqlite: &["users USING INTEGER PRIMARY KEY (rowid=?)"],
            postgres: &["users_pkey"],
        },
        Hot {
            what: "whose key it is",
            ask: async move {
                let hash = SecretKey::of([7; 32]).hash();
                assert!(database.api_keys().by_hash(&hash).await.unwrap().is_none());
            }
            .boxed_local(),
            sqlite: &["sqlite_autoindex_api_keys_1 (hash=?)"],
            postgres: &["api_keys_hash_key"],
        },
        Hot {
            what: "provider connections of a user",
            ask: async move {
                let found = database.provider_connections().of(uuid).await.unwrap().unwrap();
                assert_eq!(found.len(), 2);
            }
            .boxed_local(),
            sqlite: &["provider_connections USING PRIMARY KEY (user_id=?)"],
            postgres: &["provider_connections_pkey"],
        },
        Hot {
            what: "a profile",
            ask: async move {
                drop(database.users().person(owner, Some(viewer)).await.unwrap().unwrap());
            }
            .boxed_local(),
            sqlite: &["COVERING INDEX associations_external (user_id=?)"],
            postgres: &["associations_external"],
        },
        Hot {
            what: "a user by name",
            ask: find(database, Lookup::Username(username)).boxed_local(),
            sqlite: &["users USING INDEX sqlite_autoindex_users_"],
            postgres: &["users_username_key"],
        },
        Hot {
            what: "a user by an account elsewhere",
            ask: find(database, Lookup::Account(account("external", &format!("external-{owner}"))))
                .boxed_local(),
            sqlite: &["sqlite_autoindex_associations_1 (provider=? AND ext_id=?)"],
            postgres: &["associations_provider_ext_id_key"],
        },
    ]
}

/// Pages of lists that may be long.
pub(super) async fn pages(database: &Database, seeded: SeedPlan) -> Vec<Hot<'_>> {
    let ((viewer, owner), hub) = (friends(), id(seeded.hub()));
    let cursor = page(database, viewer, hub, Position::Offset(4_880)).await.next.unwrap();
    vec![
        Hot {
            what: "the first page of connections, mutual ones first",
            ask: page(database, viewer, owner, Position::Offset(0)).map(drop).boxed_local(),
            sqlite: &["connections_newest_first (user_id=?)"],
            postgres: &["connections_newest_first"],
        },
        Hot {
            what: "a page far from the beginning",
            ask: page(database, viewer, hub, Position::Offset(4_900)).map(drop).boxed_local(),
            sqlite: &["connections_newest_first (user_id=?)"],
            postgres: &["connections_newest_first"],
        },
        Hot {
            what: "the same by cursor",
            ask: page(database, viewer, hub, Position::After(cursor)).map(drop).boxed_local(),
            sqlite: &["connections_newest_first (user_id=? AND"],
            postgres: &["connections_newest_first"],
        },
        Hot {
            what: "requests that one has received",
            ask: requests(database, owner, RequestBox::Received).boxed_local(),
            sqlite: &["connection_requests_received (to_id=?)"],
            postgres: &["connection_requests_received"],
        },
        Hot {
            what: "requests that one has sent",
            ask: requests(database, owner, RequestBox::Sent).boxed_local(),
            sqlite: &["connection_requests_sent (from_id=?)"],
            postgres: &["connection_requests_sent"],
        },
        Hot {
            what: "who follows",
            ask: follows(database, viewer, owner, Side::Followers).boxed_local(),
            sqlite: &["follows_of_followed (followed_id=?)"],
            postgres: &["follows_of_followed"],
        },
        Hot {
            what: "who is followed",
            ask: follows(database, viewer, owner, Side::Followings).boxed_local(),
            sqlite: &["follows_of_follower (follower_id=?)"],
            postgres: &["follows_of_follower"],
        },
    ]
}

/// What two do who do not know each other yet.
pub(super) fn acts(database: &Database) -> Vec<Hot<'_>> {
    let (one, other) = (id(7_000), id(7_001));
    vec![
        Hot {
            what: "a request",
            ask: act(database, one, other, Action::Request).boxed_local(),
            sqlite: ACT_ON_SQLITE,
            postgres: ACT_ON_POSTGRES,
        },
        Hot {
            what: "its acceptance",
            ask: act(database, other, one, Action::Accept).boxed_local(),
            sqlite: ACT_ON_SQLITE,
            postgres: ACT_ON_POSTGRES,
        },
        Hot {
            what: "the end of a connection",
            ask: act(database, one, other, Action::Remove).boxed_local(),
            sqlite: ACT_ON_SQLITE,
            postgres: ACT_ON_POSTGRES,
        },
    ]
}
