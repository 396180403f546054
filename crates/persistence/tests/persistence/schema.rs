//! What the schema itself refuses, whatever the code above it does.

use kith_testkit::people;

use crate::database::Place;
use crate::migrations::on_both;

/// Whether the database, with its foreign keys in force, does that.
async fn executes(place: &Place, sql: &str) -> bool {
    match place {
        Place::Sqlite(folder) => {
            use diesel::connection::{Connection as _, SimpleConnection as _};
            let file = folder.path().join("kith.db");
            let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
            conn.batch_execute("pragma busy_timeout = 5000; pragma foreign_keys = on").unwrap();
            conn.batch_execute(sql).is_ok()
        }
        Place::Postgres(_) => {
            let client = place.connect().await;
            client.batch_execute(sql).await.is_ok()
        }
    }
}

async fn refuses(place: &Place, sql: String) {
    assert!(!executes(place, &sql).await, "{sql}");
}

async fn accepts(place: &Place, sql: String) {
    assert!(executes(place, &sql).await, "{sql}");
}

async fn no_illegal_row_can_be_stored(place: Place) {
    let database = place.open().await;
    database.users().register(&people::anna().build()).await.unwrap();
    let now = match place {
        Place::Sqlite(_) => "0",
        Place::Postgres(_) => "now()",
    };
    let no = match place {
        Place::Sqlite(_) => "0",
        Place::Postgres(_) => "false",
    };
    let yes = if no == "0" { "1" } else { "true" };
    let insert = |user: i64, provider: &str, url: &str, show: &str, metadata: &str| {
        format!(
            "insert into associations \
             (user_id, provider, ext_id, profile_url, show_in_profile, metadata, created_at) \
             values ({user}, '{provider}', 'x', {url}, {show}, {metadata}, {now})"
        )
    };
    refuses(&place, insert(99, "google", "null", no, "null")).await;
    refuses(&place, insert(1, "", "null", no, "null")).await;
    refuses(&place, insert(1, "external", "'https://example.com'", no, "null")).await;
    refuses(&place, insert(1, "external", "null", yes, "null")).await;
    refuses(&place, insert(1, "google", "null", no, "'{}'")).await;
    refuses(&place, insert(1, "external", "null", no, "'{'")).await;
    refuses(&place, format!("update users set status = 'u', deleted_at = {now}")).await;
    refuses(&place, "update users set status = 'd'".to_owned()).await;
    refuses(&place, "update users set role = 'root'".to_owned()).await;
    refuses(&place, "update users set gender = 'male'".to_owned()).await;
    refuses(&place, "update users set email = 'a@example.com', email_key = null".to_owned()).await;
    // The same statement is accepted where nothing is wrong with it.
    place.execute(&insert(1, "google", "'https://example.com'", yes, "null")).await;
    refuses(&place, insert(1, "google", "null", no, "null")).await;
}

/// What is refused of what is kept for the team. User 1 is connected with fitbit, with credentials, and a
/// key is in force.
const REFUSED: &[&str] = &[
    // one team
    "insert into team (id) select id from team",
    // a reference for every user, and one live user for a reference
    "insert into client_users (user_id, client_user_id, live) values (99, 'x', {yes})",
    "insert into client_users (user_id, client_user_id, live) values (1, 'x', {yes})",
    "update client_users set client_user_id = '' where user_id = 1",
    "update client_users set client_user_id = null where user_id = 1",
    "update client_users set client_user_id = 'x'",
    "update client_users set live = null where user_id = 1",
    // what goes together
    "update client_users set fallback_time_zone = 'Europe/Rome' where user_id = 1",
    "update client_users set fallback_time_zone_updated_at = {now} where user_id = 1",
    "update client_users set fallback_birth_date = '1990-02-28' where user_id = 1",
    "update client_users set fallback_birth_date_updated_at = {now} where user_id = 1",
    "update client_users set ingestion_start = '2026-11-22', ingestion_end = '2026-11-21'
       where user_id = 1",
    "update client_users set live = {no}, erase_at = {now} where user_id = 1",
    "update client_users set live = {no}, status_before = 'a' where user_id = 1",
    "update client_users set live = {no}, erase_at = {now}, status_before = 'd' where user_id = 1",
    "update client_users set erase_at = {now}, status_before = 'a' where user_id = 1",
    // connections
    "insert into provider_connections (user_id, provider, created_on, status)
       values (1, 'fitbit', {now}, 'connected')",
    "insert into provider_connections (user_id, provider, created_on, status)
       values (99, 'oura', {now}, 'connected')",
    "insert into provider_connections (user_id, provider, created_on, status)
       values (1, '', {now}, 'connected')",
    "insert into provider_connections (user_id, provider, created_on, status)
       values (1, 'oura', {now}, 'deregistered')",
    "update provider_connections set external_user_id = ''",
    "update provider_connections set granted_scopes = '['",
    "update provider_connections set created_on = null",
    "update provider_connections set status = 'error'",
    "update provider_connections set status = 'error', error_type = 'unknown', error_message = ''",
    "update provider_connections set status = 'error', error_type = 'unknown', errored_at = {now}",
    "update provider_connections set status = 'error', error_message = '', errored_at = {now}",
    "update provider_connections set error_type = 'unknown'",
    "update provider_connections set error_message = ''",
    "update provider_connections set status = 'paused', errored_at = {now}",
    // credentials
    "insert into provider_credentials values (1, 'oura', 'k1', {bytes})",
    "insert into provider_credentials values (1, 'fitbit', 'k1', {bytes})",
    "update provider_credentials set sealed = null",
    "update provider_credentials set sealing_key = null",
    // operations and keys
    "insert into bulk_operations (operation, provider, processed, started_at, ended_at)
       values ('link_bulk_import', 'fitbit', -1, {now}, {now})",
    "insert into api_keys (name, hash, created_at) values ('', {hash}, {now})",
    "insert into api_keys (name, hash, created_at) values ('other', {bytes}, {now})",
    "insert into api_keys (name, hash, created_at) values ('other', {hash}, {now})",
    "insert into api_keys (name, hash, created_at) values ('backend', {other_hash}, {now})",
];

/// What is accepted, so that nothing above is refused for another reason.
const ACCEPTED: &[&str] = &[
    "update client_users set client_user_id = 'x', fallback_time_zone = 'Europe/Rome',
       fallback_time_zone_updated_at = {now}, fallback_birth_date = '1990-02-28',
       fallback_birth_date_updated_at = {now}, ingestion_start = '2026-11-21',
       ingestion_end = '2026-11-21' where user_id = 1",
    "update client_users set client_user_id = 'x', live = {no}, erase_at = {now}, status_before = 'b'
       where user_id = 2",
    "update provider_connections set external_user_id = 'x', granted_scopes = '[]', status = 'error',
       error_type = 'unknown', error_message = '', errored_at = {now}",
    "insert into provider_connections (user_id, provider, external_user_id, created_on, status)
       values (1, 'oura', 'x', {now}, 'paused'), (2, 'fitbit', 'x', {now}, 'connected')",
    "insert into provider_credentials values (1, 'oura', 'k1', {bytes})",
    "insert into bulk_operations (operation, provider, processed, started_at, ended_at)
       values ('link_bulk_import', 'fitbit', 0, {now}, {now})",
    "update api_keys set revoked_at = {now}",
    "insert into api_keys (name, hash, created_at) values ('backend', {other_hash}, {now})",
    // what goes with a connection, and with a user
    "delete from provider_connections where provider = 'oura'",
    "insert into provider_connections (user_id, provider, created_on, status)
       values (1, 'oura', {now}, 'connected')",
    "insert into provider_credentials values (1, 'oura', 'k1', {bytes})",
    "delete from users where id = 1",
];

fn sql(place: &Place, template: &str) -> String {
    let (now, no, yes, bytes) = match place {
        Place::Sqlite(_) => ("0", "0", "1", ["x'", "'"]),
        Place::Postgres(_) => ("now()", "false", "true", ["'\\x", "'"]),
    };
    let of = |digits: String| bytes.join(&digits);
    [("{now}", now.to_owned()), ("{no}", no.to_owned()), ("{yes}", yes.to_owned())]
        .into_iter()
        .chain([("{bytes}", of("01".to_owned())), ("{hash}", of("ab".repeat(32)))])
        .chain([("{other_hash}", of("cd".repeat(32)))])
        .fold(template.to_owned(), |sql, (name, value)| sql.replace(name, &value))
}

async fn no_illegal_connection_can_be_stored(place: Place) {
    let database = place.open().await;
    for name in ["anna", "bruno"] {
        people::named(name).register(&*database.users()).await;
    }
    database.close();
    for legal in [
        "insert into provider_connections (user_id, provider, created_on, status)
           values (1, 'fitbit', {now}, 'connected')",
        "insert into provider_credentials values (1, 'fitbit', 'k1', {bytes})",
        "insert into api_keys (name, hash, created_at) values ('backend', {hash}, {now})",
    ] {
        accepts(&place, sql(&place, legal)).await;
    }
    for illegal in REFUSED {
        refuses(&place, sql(&place, illegal)).await;
    }
    for legal in ACCEPTED {
        accepts(&place, sql(&place, legal)).await;
    }
}

on_both!(no_illegal_row_can_be_stored, no_illegal_connection_can_be_stored);
