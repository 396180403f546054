//! What goes in comes out, with everything that follows from it.

use std::collections::BTreeSet;

use kith_domain::UserId;
use kith_domain::api_key::{KeyHash, KeyName};
use kith_domain::user::{Lookup, Registered};
use kith_persistence::ImportError;
use kith_testkit::people;
use serde_json::Value;

use super::{EVERYTHING, ended, exported, fill, import_text, is_sound};
use crate::database::Place;
use crate::migrations::on_both;

/// An export without its last line.
fn rows(export: &str) -> &str {
    let last = export.trim_end().rfind('\n').unwrap();
    &export[..=last]
}

async fn an_export_is_what_was_imported(place: Place) {
    fill(&place).await;
    assert!(is_sound(&place).await);
    let first = exported(&place).await;
    assert_eq!(rows(&first), EVERYTHING);
    assert_eq!(exported(&place).await, first, "nothing of it depends on when");
    // The digest of its last line is true, and its change is seen.
    let (again, other) = match &place {
        Place::Sqlite(_) => (Place::sqlite(), Place::sqlite()),
        Place::Postgres(_) => (Place::postgres().await, Place::postgres().await),
    };
    again.open().await.close();
    import_text(&again, &first).await.unwrap();
    assert_eq!(exported(&again).await, first);
    other.open().await.close();
    let changed = first.replace("Forno", "Forna");
    assert!(matches!(import_text(&other, &changed).await, Err(ImportError::Line { .. })));
}

/// What no line says is there all the same: names to be found by, counters, standing, ids to come.
async fn what_follows_from_the_rows_is_there(place: Place) {
    fill(&place).await;
    let database = place.open().await;
    let users = database.users();
    let anna = users.find(&Lookup::Username("CANARY-anna".parse().unwrap())).await.unwrap();
    let anna = anna.unwrap();
    assert_eq!(anna.id, UserId::new(1).unwrap());
    assert_eq!(anna.ext_id.unwrap().as_str(), "canary-crm");
    let by_email = users.find(&Lookup::Email("cAnArY@example.com".parse().unwrap())).await.unwrap();
    assert_eq!(by_email.unwrap().id, anna.id);
    let counted = anna.counters;
    assert_eq!((counted.connections, counted.requests_sent, counted.requests_received), (1, 1, 1));
    assert_eq!((counted.followers, counted.followings), (1, 1));
    let references = database.client_users();
    let live = references.by_client_user_id(&"x".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(
        live.id,
        UserId::new(3).unwrap(),
        "the deleted user with that reference is not live"
    );
    let key = database.api_keys().by_hash(&KeyHash::stored(&[2; 32]).unwrap()).await.unwrap();
    assert_eq!(key.unwrap().name, "backend".parse::<KeyName>().unwrap());
    assert_eq!(
        database.team_id().await.unwrap().to_string(),
        "3c1b7f52-6f0e-4d39-9c9a-0d5a3f1c2b11"
    );
    // 9 is the highest id that was ever given, to somebody who is erased.
    let new = users.register(&people::bruno().ext_id("new").build()).await.unwrap();
    assert!(matches!(new, Registered::UsernameTaken));
    let new = people::named("new").ext_id("new").register(&*users).await;
    assert!(new.id.get() >= 10, "{}", new.id);
    database.close();
    assert!(is_sound(&place).await);
    let lines = exported(&place).await;
    let association = lines.lines().find(|line| line.contains("\"ext_id\":\"new\"")).unwrap();
    let association: Value = serde_json::from_str(association).unwrap();
    assert!(association["association"]["id"].as_i64().unwrap() >= 6, "{association}");
}

async fn an_empty_database_goes_out_and_in(place: Place) {
    place.open().await.close();
    let empty = exported(&place).await;
    assert_eq!(empty.lines().count(), 2);
    import_text(&place, &empty).await.unwrap();
    assert_eq!(exported(&place).await, empty);
    people::anna().register(&*place.open().await.users()).await;
    for text in [&empty, &ended(EVERYTHING)] {
        assert!(matches!(import_text(&place, text).await, Err(ImportError::NotEmpty)));
    }
    assert!(is_sound(&place).await);
}

on_both!(
    an_export_is_what_was_imported,
    what_follows_from_the_rows_is_there,
    an_empty_database_goes_out_and_in
);

/// Where the rows of a table go.
const LINES: [(&str, &str); 11] = [
    ("users", "user"),
    ("client_users", "client_user"),
    ("associations", "association"),
    ("connections", "connection"),
    ("connection_requests", "connection_request"),
    ("follows", "follow"),
    ("hides", "hide"),
    ("provider_connections", "provider_connection"),
    ("provider_credentials", "provider_credentials"),
    ("bulk_operations", "bulk_operation"),
    ("api_keys", "api_key"),
];

/// What follows from the rest, and is made again.
const DERIVED: [&str; 14] = [
    "users.username_key",
    "users.email_key",
    "users.real_name_key",
    "users.location_key",
    "users.description_key",
    "users.connections_counter",
    "users.requests_sent_counter",
    "users.requests_received_counter",
    "users.followers_counter",
    "users.followings_counter",
    "client_users.live",
    "connections.dormant",
    "connection_requests.dormant",
    "follows.dormant",
];

/// What is no row of anybody's: the id of the team stands in the first line.
const OTHERS: [&str; 5] =
    ["__diesel_schema_migrations", "imports", "sqlite_sequence", "sqlite_stat1", "team"];

/// Fails when a table or a column is added and the export does not know of it.
#[tokio::test]
async fn no_table_and_no_column_is_forgotten() {
    use diesel::connection::Connection as _;
    use diesel::prelude::{QueryableByName, RunQueryDsl as _};

    #[derive(QueryableByName)]
    struct Column {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        column_name: String,
    }

    let place = Place::sqlite();
    fill(&place).await;
    let Place::Sqlite(folder) = &place else { panic!("a file") };
    let file = folder.path().join("kith.db");
    let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let columns: Vec<Column> = diesel::sql_query(
        "select t.name as name, c.name as column_name from sqlite_schema t \
         join pragma_table_info(t.name) c where t.type = 'table'",
    )
    .load(&mut conn)
    .unwrap();
    let columns = columns.into_iter().filter(|column| !OTHERS.contains(&&*column.name));
    let stored: BTreeSet<String> =
        columns.map(|column| format!("{}.{}", column.name, column.column_name)).collect();
    let mut told: BTreeSet<String> = DERIVED.into_iter().map(str::to_owned).collect();
    for line in EVERYTHING.lines().skip(1) {
        let line: Value = serde_json::from_str(line).unwrap();
        let (kind, fields) = line.as_object().unwrap().iter().next().unwrap();
        let (table, _) = LINES.iter().find(|(_, line)| line == kind).unwrap();
        told.extend(fields.as_object().unwrap().keys().map(|field| format!("{table}.{field}")));
    }
    assert_eq!(stored, told);
}

/// The same rows, and so the same bytes, whichever database they come from.
mod across_postgres {
    use super::{Place, exported, fill, import_text, is_sound};

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
    async fn from_sqlite_to_postgres_and_back() {
        let (first, second, third) = (Place::sqlite(), Place::postgres().await, Place::sqlite());
        fill(&first).await;
        let lines = exported(&first).await;
        for place in [&second, &third] {
            place.open().await.close();
            import_text(place, &lines).await.unwrap();
            assert_eq!(exported(place).await, lines);
            assert!(is_sound(place).await);
        }
    }
}
