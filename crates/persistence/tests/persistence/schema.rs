//! What the schema itself refuses, whatever the code above it does.

use kith_testkit::people;

use crate::database::Place;
use crate::migrations::on_both;

async fn refuses(place: &Place, sql: String) {
    let url = place.url();
    let refused = match place {
        Place::Sqlite(folder) => {
            use diesel::connection::{Connection as _, SimpleConnection as _};
            let file = folder.path().join("kith.db");
            let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
            conn.batch_execute("pragma busy_timeout = 5000; pragma foreign_keys = on").unwrap();
            conn.batch_execute(&sql).is_err()
        }
        Place::Postgres(_) => {
            let (client, connection) =
                tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(&sql).await.is_err()
        }
    };
    assert!(refused, "{sql}");
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

on_both!(no_illegal_row_can_be_stored);
