//! What is asked for the team, on empty tables: whether an index could serve it.

use super::planner::Planner;
use crate::database::Place;
use crate::migrations::on_both;

/// A query of the team's, and the index that answers it.
struct LookUp {
    query: &'static str,
    /// What SQLite's plan says: the index, and what of it is searched.
    sqlite: &'static str,
    postgres: &'static str,
    /// Whether what is found may be put in order afterwards: a handful of rows, or those of one instant.
    sorted: bool,
}

const OF_THE_TEAM: &[LookUp] = &[
    // a user's connections, for every answer about them
    LookUp {
        query: "select c.* from users left join provider_connections c on c.user_id = users.id \
                where users.status <> 'd' and users.uuid = '8f14e45f-ceea-467f-a0e6-9a2b1c3d4e5f' \
                order by c.created_on, c.provider",
        sqlite: "SEARCH c USING PRIMARY KEY (user_id=?)",
        postgres: "provider_connections_pkey",
        sorted: true,
    },
    // the same for several who ask at once
    LookUp {
        query: "select c.* from users left join provider_connections c on c.user_id = users.id \
                where users.status <> 'd' and users.uuid in \
                ('8f14e45f-ceea-467f-a0e6-9a2b1c3d4e5f', '8f14e45f-ceea-467f-a0e6-9a2b1c3d4e60') \
                order by c.created_on, c.provider",
        sqlite: "SEARCH c USING PRIMARY KEY (user_id=?)",
        postgres: "provider_connections_pkey",
        sorted: true,
    },
    // sources of a page of users
    LookUp {
        query: "select user_id, provider, created_on from provider_connections \
                where user_id in (1, 2, 3) order by created_on, provider",
        sqlite: "SEARCH provider_connections USING PRIMARY KEY (user_id=?)",
        postgres: "provider_connections_pkey",
        sorted: true,
    },
    LookUp {
        query: "select * from client_users join users on users.id = client_users.user_id \
                where client_users.live and users.uuid = '8f14e45f-ceea-467f-a0e6-9a2b1c3d4e5f'",
        sqlite: "SEARCH client_users USING INTEGER PRIMARY KEY (rowid=?)",
        postgres: "client_users_",
        sorted: false,
    },
    // resolve, and the holder of a reference
    LookUp {
        query: "select * from client_users join users on users.id = client_users.user_id \
                where client_users.live and client_users.client_user_id = 'x' limit 1",
        sqlite: "SEARCH client_users USING INDEX client_users_live (client_user_id=?)",
        postgres: "client_users_live",
        sorted: false,
    },
    // the list, newest first: the index is walked from its end, as far as the page reaches
    LookUp {
        query: "select * from client_users join users on users.id = client_users.user_id \
                where client_users.live order by client_users.user_id desc limit 100 offset 200",
        sqlite: "SCAN client_users USING INDEX client_users_newest_first",
        postgres: "Index Scan Backward using client_users_newest_first",
        sorted: false,
    },
    LookUp {
        query: "select count(*) from client_users where live",
        sqlite: "SCAN client_users USING INDEX client_users_newest_first",
        postgres: "Index Only Scan using client_users_",
        sorted: false,
    },
    // undo_delete
    LookUp {
        query: "select user_id from client_users where client_user_id = 'x' and erase_at > {now} \
                order by erase_at desc, user_id desc limit 1",
        sqlite: "client_users_forgotten (client_user_id=? AND erase_at>?)",
        postgres: "client_users_forgotten",
        sorted: true,
    },
    // the sweep that erases
    LookUp {
        query: "select user_id from client_users where erase_at <= {now} \
                order by erase_at, user_id limit 100",
        sqlite: "client_users_due (erase_at<?)",
        postgres: "client_users_due",
        sorted: true,
    },
    // export, page after page
    LookUp {
        query: "select k.user_id from provider_credentials k \
                join provider_connections c on c.user_id = k.user_id and c.provider = k.provider \
                join users on users.id = k.user_id where k.provider = 'fitbit' \
                and (k.user_id > 7 or (k.user_id = 7 and k.provider > 'fitbit')) \
                order by k.user_id, k.provider limit 101",
        sqlite: "SEARCH k USING COVERING INDEX provider_credentials_of_provider (provider=?)",
        postgres: "provider_credentials_of_provider",
        sorted: false,
    },
    // the key of every request
    LookUp {
        query: "select * from api_keys where hash = {hash}",
        sqlite: "sqlite_autoindex_api_keys_1 (hash=?)",
        postgres: "api_keys_hash_key",
        sorted: false,
    },
    // operations, newest first
    LookUp {
        query: "select * from bulk_operations where id < 7 order by id desc limit 11",
        sqlite: "SEARCH bulk_operations USING INTEGER PRIMARY KEY (rowid<?)",
        postgres: "Index Scan Backward using bulk_operations_pkey",
        sorted: false,
    },
    LookUp {
        query: "select count(*) from provider_connections where status = 'error'",
        sqlite: "provider_connections_errored",
        postgres: "provider_connections_errored",
        sorted: false,
    },
];

async fn an_index_serves_each_look_up_of_the_team(place: Place) {
    place.open().await.close();
    let planner = Planner::of(&place).await.of_empty_tables().await;
    let (now, hash) = match place {
        Place::Sqlite(_) => ("0", format!("x'{}'", "ab".repeat(32))),
        Place::Postgres(_) => ("now()", format!("'\\x{}'", "ab".repeat(32))),
    };
    for LookUp { query, sqlite, postgres, sorted } in OF_THE_TEAM {
        let query = query.replace("{now}", now).replace("{hash}", &hash);
        let plan = planner.plan(&query).await;
        let index = match place {
            Place::Sqlite(_) => sqlite,
            Place::Postgres(_) => postgres,
        };
        assert!(plan.contains(index), "{query}\n{plan}");
        let whole = |line: &str| line.starts_with("SCAN ") && !line.contains(" USING ");
        assert!(!plan.lines().any(whole) && !plan.contains("Seq Scan"), "{query}\n{plan}");
        let sorts = plan.contains("TEMP B-TREE") || plan.contains("Sort");
        assert!(*sorted || !sorts, "{query}\n{plan}");
    }
}

on_both!(an_index_serves_each_look_up_of_the_team);
