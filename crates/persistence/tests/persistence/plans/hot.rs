//! The statements of hot requests, as Kith sends them: they are kept prepared, and what is chosen for them
//! are the indexes that were made for them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::{QueryableByName, RunQueryDsl as _, SqliteConnection};
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, join_all};
use kith_domain::api_key::SecretKey;
use kith_domain::connection::{Action, RequestBox};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest, Position};
use kith_domain::user::{Lookup, Person};
use kith_domain::visibility::Audience;
use kith_domain::{UserId, UserReference};
use kith_persistence::{Database, FEWEST_USERS, SeedPlan};
use kith_testkit::accounts::account;
use kith_testkit::ties;

use crate::database::Place;
use crate::migrations::on_both;
use crate::recorded::{Noted, Recording, record};
use crate::worker::on_a_worker;

/// Something that is asked for often, and the indexes that answer it: of SQLite with what is looked for in
/// them.
struct Hot<'a> {
    what: &'static str,
    ask: LocalBoxFuture<'a, ()>,
    sqlite: &'static [&'static str],
    postgres: &'static [&'static str],
    /// Whether it is a page of a list that may be long.
    is_page: bool,
}

fn id(number: i64) -> UserId {
    UserId::new(number).unwrap()
}

/// What the seed has none of, some for each: PostgreSQL reads a table that it knows to be empty as a whole, and
/// one index for the other where each leads to one row. Nobody is among them who acts below.
const MORE: &str = "
    insert into connection_requests (from_id, to_id, created)
    select n, m, now() from generate_series(5001, 5100) as n, generate_series(6601, 6620) as m;
    insert into follows (follower_id, followed_id, since)
    select n, n + 1, now() from generate_series(1, 5000) as n;
    insert into hides (user_id, hidden_id, since)
    select n, n + 1, now() from generate_series(8000, 9500) as n;
    insert into api_keys (name, hash, created_at)
    select 'key-' || n, sha256(cast(cast(n as text) as bytea)), now()
    from generate_series(1, 1000) as n;
    analyze";

async fn hot_statements_are_kept_and_served_by_indexes(place: Place) {
    record();
    let options = place.options();
    kith_persistence::migrate(&options).await.unwrap();
    let plan = SeedPlan::of(FEWEST_USERS).unwrap();
    kith_persistence::seed(&options, plan, |_| ()).await.unwrap();
    if matches!(place, Place::Postgres(_)) {
        place.execute(MORE).await;
    }
    let database = Database::open(&options).await.unwrap();
    on_a_worker(move || look(place, database, plan)).await;
}

async fn look(place: Place, database: Database, seeded: SeedPlan) {
    let recording = Recording::of(&place);
    let planner = Planner::of(&place).await;
    let mut kept = BTreeSet::new();
    let mut sent = || {
        let mut sent = Vec::new();
        for noted in recording.take() {
            match noted {
                Noted::Executed(text) => sent.push(text),
                Noted::Kept(text) => drop(kept.insert(text)),
            }
        }
        sent.retain(|text| is_work(text));
        let sent = sent.iter().map(|text| without_parameters(text));
        let known = |text: &str| (text.to_owned(), kept.contains(text));
        sent.map(known).collect::<Vec<_>>()
    };
    let all = hot(&database, seeded).await;
    sent();
    let mut wrong = String::new();
    for Hot { what, ask, sqlite, postgres, is_page } in all {
        ask.await;
        let mut plans = String::new();
        for (text, is_kept) in sent() {
            let plan = planner.plan(&text).await;
            if !is_kept {
                wrong += &format!("{what}: this is prepared anew each time:\n{text}\n");
            }
            if planner.reads_a_whole_table(&plan) || (is_page && planner.sorts_a_list(&plan)) {
                wrong += &format!("{what}: this reads or sorts too much:\n{text}\n{plan}\n");
            }
            plans.push_str(&plan);
        }
        let indexes = match planner {
            Planner::Sqlite(_) => sqlite,
            Planner::Postgres(_) => postgres,
        };
        for index in indexes.iter().filter(|index| !plans.contains(**index)) {
            wrong += &format!("{what}: {index} is not used:\n{plans}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    database.close();
}

/// Whether it is more than the beginning or the end of something.
fn is_work(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    ["select", "with", "insert", "update", "delete"].contains(&word.as_str())
}

/// A statement as it is prepared.
fn without_parameters(text: &str) -> &str {
    text.split_once(" -- binds: ").map_or(text, |(statement, _)| statement)
}

/// Who tells how a statement would be answered, whatever its parameters.
enum Planner {
    Sqlite(RefCell<SqliteConnection>),
    Postgres(tokio_postgres::Client),
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

impl Planner {
    async fn of(place: &Place) -> Self {
        match place {
            Place::Sqlite(folder) => {
                let file = folder.path().join("kith.db");
                let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
                conn.batch_execute("pragma busy_timeout = 60000; pragma query_only = on").unwrap();
                Self::Sqlite(RefCell::new(conn))
            }
            Place::Postgres(schema) => {
                let (client, connection) =
                    tokio_postgres::connect(&schema.url(), tokio_postgres::NoTls).await.unwrap();
                tokio::spawn(connection);
                client.batch_execute("set plan_cache_mode = force_generic_plan").await.unwrap();
                Self::Postgres(client)
            }
        }
    }

    async fn plan(&self, statement: &str) -> String {
        let mut plan = String::new();
        match self {
            Self::Sqlite(conn) => {
                let query = diesel::sql_query(format!("explain query plan {statement}"));
                let lines: Vec<Line> = query.load(&mut *conn.borrow_mut()).unwrap();
                lines.iter().for_each(|line| plan.extend([&line.detail, "\n"]));
            }
            Self::Postgres(client) => {
                let mut parameters = 0;
                while statement.contains(&format!("${}", parameters + 1)) {
                    parameters += 1;
                }
                let values = vec!["null"; parameters].join(", ");
                let values = if parameters == 0 { values } else { format!("({values})") };
                client.batch_execute(&format!("prepare hot as {statement}")).await.unwrap();
                let explain = format!("explain (costs off) execute hot{values}");
                for line in client.simple_query(&explain).await.unwrap() {
                    if let tokio_postgres::SimpleQueryMessage::Row(row) = line {
                        plan.extend([row.get(0).unwrap(), "\n"]);
                    }
                }
                client.batch_execute("deallocate hot").await.unwrap();
            }
        }
        plan
    }

    /// Whether there is a table, or an index, of which not only what is looked for is read. So nothing that
    /// is sorted is a whole table either.
    fn reads_a_whole_table(&self, plan: &str) -> bool {
        match self {
            Self::Sqlite(_) => {
                // Names that a page gives to what it has found, and what a statement brings along.
                let found = ["first_part", "second_part", "list", "page", "CONSTANT", "2-ROW"];
                let scanned = plan.lines().filter_map(|line| line.strip_prefix("SCAN "));
                scanned.into_iter().any(|of| !found.contains(&of.split(' ').next().unwrap()))
            }
            Self::Postgres(_) => {
                let by_index = ["Index Scan", "Index Only Scan"];
                let is_by_index = |line: &str| by_index.iter().any(|name| line.contains(name));
                let mut lines = plan.lines().peekable();
                let mut whole = plan.contains("Seq Scan");
                while let Some(line) = lines.next() {
                    let has_condition = lines.peek().is_some_and(|it| it.contains("Index Cond"));
                    whole |= is_by_index(line) && !has_condition;
                }
                whole
            }
        }
    }

    /// Whether anything is sorted but the rows of the page, which come from the index in their order.
    fn sorts_a_list(&self, plan: &str) -> bool {
        let lines: Vec<_> = plan.lines().collect();
        match self {
            Self::Sqlite(_) => lines.windows(2).any(|pair| {
                let [before, line] = pair else { return false };
                line.contains("TEMP B-TREE") && !before.starts_with("SCAN ")
            }),
            Self::Postgres(_) => lines.windows(3).any(|triple| {
                let [sort, _, sorted] = triple else { return false };
                let is_sort = sort.trim_start_matches([' ', '-', '>']) == "Sort";
                is_sort && !["Append", "CTE Scan"].iter().any(|name| sorted.contains(name))
            }),
        }
    }
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

/// What is asked, by a friend of who is asked about.
async fn hot(database: &Database, seeded: SeedPlan) -> Vec<Hot<'_>> {
    // Friends who have a hundred each, the one with thousands, and two whom nobody knows.
    let (viewer, owner, hub) = (id(10), id(12), id(seeded.hub()));
    let (one, other) = (id(7_000), id(7_001));
    let user = database.users().by_id(owner).await.unwrap().unwrap();
    let uuid = UserReference::Uuid(user.uuid);
    let cursor = page(database, viewer, hub, Position::Offset(4_880)).await.next.unwrap();
    let username = user.username.clone();
    vec![
        Hot {
            what: "associations of a user",
            ask: associations(database, owner).boxed_local(),
            sqlite: &["associations_of_user (user_id=?)"],
            postgres: &["associations_of_user"],
            is_page: false,
        },
        Hot {
            what: "associations of several users at once",
            ask: join_all([owner, viewer, hub].map(|of| associations(database, of)))
                .map(drop)
                .boxed_local(),
            sqlite: &["associations_of_user (user_id=?)"],
            postgres: &["associations_of_user"],
            is_page: false,
        },
        Hot {
            what: "who asks",
            ask: async move {
                database.users().member(viewer).await.unwrap().unwrap();
            }
            .boxed_local(),
            sqlite: &["users USING INTEGER PRIMARY KEY (rowid=?)"],
            postgres: &["users_pkey"],
            is_page: false,
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
            is_page: false,
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
            is_page: false,
        },
        Hot {
            what: "a profile",
            ask: async move {
                drop(database.users().person(owner, Some(viewer)).await.unwrap().unwrap());
            }
            .boxed_local(),
            sqlite: &["COVERING INDEX associations_external (user_id=?)"],
            postgres: &["associations_external"],
            is_page: false,
        },
        Hot {
            what: "a user by name",
            ask: find(database, Lookup::Username(username)).boxed_local(),
            sqlite: &["users USING INDEX sqlite_autoindex_users_"],
            postgres: &["users_username_key"],
            is_page: false,
        },
        Hot {
            what: "a user by an account elsewhere",
            ask: find(database, Lookup::Account(account("external", &format!("external-{owner}"))))
                .boxed_local(),
            sqlite: &["sqlite_autoindex_associations_1 (provider=? AND ext_id=?)"],
            postgres: &["associations_provider_ext_id_key"],
            is_page: false,
        },
        Hot {
            what: "the first page of connections, mutual ones first",
            ask: page(database, viewer, owner, Position::Offset(0)).map(drop).boxed_local(),
            sqlite: &["connections_newest_first (user_id=?)"],
            postgres: &["connections_newest_first"],
            is_page: true,
        },
        Hot {
            what: "a page far from the beginning",
            ask: page(database, viewer, hub, Position::Offset(4_900)).map(drop).boxed_local(),
            sqlite: &["connections_newest_first (user_id=?)"],
            postgres: &["connections_newest_first"],
            is_page: true,
        },
        Hot {
            what: "the same by cursor",
            ask: page(database, viewer, hub, Position::After(cursor)).map(drop).boxed_local(),
            sqlite: &["connections_newest_first (user_id=? AND"],
            postgres: &["connections_newest_first"],
            is_page: true,
        },
        Hot {
            what: "requests that one has received",
            ask: requests(database, owner, RequestBox::Received).boxed_local(),
            sqlite: &["connection_requests_received (to_id=?)"],
            postgres: &["connection_requests_received"],
            is_page: true,
        },
        Hot {
            what: "requests that one has sent",
            ask: requests(database, owner, RequestBox::Sent).boxed_local(),
            sqlite: &["connection_requests_sent (from_id=?)"],
            postgres: &["connection_requests_sent"],
            is_page: true,
        },
        Hot {
            what: "who follows",
            ask: follows(database, viewer, owner, Side::Followers).boxed_local(),
            sqlite: &["follows_of_followed (followed_id=?)"],
            postgres: &["follows_of_followed"],
            is_page: true,
        },
        Hot {
            what: "who is followed",
            ask: follows(database, viewer, owner, Side::Followings).boxed_local(),
            sqlite: &["follows_of_follower (follower_id=?)"],
            postgres: &["follows_of_follower"],
            is_page: true,
        },
        Hot {
            what: "a request",
            ask: act(database, one, other, Action::Request).boxed_local(),
            sqlite: ACT_ON_SQLITE,
            postgres: ACT_ON_POSTGRES,
            is_page: false,
        },
        Hot {
            what: "its acceptance",
            ask: act(database, other, one, Action::Accept).boxed_local(),
            sqlite: ACT_ON_SQLITE,
            postgres: ACT_ON_POSTGRES,
            is_page: false,
        },
        Hot {
            what: "the end of a connection",
            ask: act(database, one, other, Action::Remove).boxed_local(),
            sqlite: ACT_ON_SQLITE,
            postgres: ACT_ON_POSTGRES,
            is_page: false,
        },
    ]
}

on_both!(hot_statements_are_kept_and_served_by_indexes);
