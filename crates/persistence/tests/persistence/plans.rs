//! The databases find what they are asked for in the indexes that were made for it.

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::{QueryableByName, RunQueryDsl as _};

use crate::database::Place;
use crate::migrations::on_both;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

/// How the database would answer, in its own words.
async fn plan(place: &Place, query: &str) -> String {
    match place {
        Place::Sqlite(folder) => {
            let file = folder.path().join("kith.db");
            let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
            conn.batch_execute("pragma query_only = on").unwrap();
            let lines: Vec<Line> =
                diesel::sql_query(format!("explain query plan {query}")).load(&mut conn).unwrap();
            lines.into_iter().map(|line| line.detail).collect::<Vec<_>>().join("\n")
        }
        Place::Postgres(schema) => {
            let (client, connection) =
                tokio_postgres::connect(&schema.url(), tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            // An empty table is read whole and sorted, index or not, unless that is forbidden: what is
            // asked is whether the index could do it.
            let forbid =
                "set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off";
            client.batch_execute(forbid).await.unwrap();
            let lines = client.query(&format!("explain {query}"), &[]).await.unwrap();
            lines.iter().map(|line| line.get::<_, String>(0)).collect::<Vec<_>>().join("\n")
        }
    }
}

async fn an_index_serves_each_look_up(place: Place) {
    place.open().await.close();
    for (query, on_sqlite, on_postgres) in [
        (
            "select user_id from associations where provider = 'google' and ext_id = '1155'",
            "sqlite_autoindex_associations_1 (provider=? AND ext_id=?)",
            "associations_provider_ext_id_key",
        ),
        (
            "select * from associations where user_id = 7 order by id",
            "associations_of_user (user_id=?)",
            "associations_of_user",
        ),
        (
            "select other_id, since from connections where not dormant and user_id = 7 \
             order by since desc, other_id desc limit 20",
            "connections_newest_first (user_id=?)",
            "connections_newest_first",
        ),
        (
            "select from_id from connection_requests where rejected is null and not dormant \
             and to_id = 7 order by created desc, id desc limit 20",
            "connection_requests_received (to_id=?)",
            "connection_requests_received",
        ),
        (
            "select to_id from connection_requests where not dormant and from_id = 7 \
             order by created desc, id desc limit 20",
            "connection_requests_sent (from_id=?)",
            "connection_requests_sent",
        ),
        (
            "select follower_id from follows where not dormant and followed_id = 7 \
             order by since desc, follower_id desc limit 20",
            "follows_of_followed (followed_id=?)",
            "follows_of_followed",
        ),
        (
            "select followed_id from follows where not dormant and follower_id = 7 \
             order by since desc, followed_id desc limit 20",
            "follows_of_follower (follower_id=?)",
            "follows_of_follower",
        ),
    ] {
        let plan = plan(&place, query).await;
        let index = match place {
            Place::Sqlite(_) => on_sqlite,
            Place::Postgres(_) => on_postgres,
        };
        assert!(plan.contains(index), "{query}\n{plan}");
        assert!(!plan.contains("SCAN") && !plan.contains("Seq Scan"), "{query}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}\n{plan}");
    }
}

on_both!(an_index_serves_each_look_up);
