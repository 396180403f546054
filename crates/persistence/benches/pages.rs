//! What a page of connections costs, by where it begins: `cargo bench -p kith-persistence`, which
//! measures SQLite, and with `scripts/with-postgres.sh` before it PostgreSQL too.
//!
//! One user has 5,000 connections, the viewer knows 100 of them. Rounds of the different pages are
//! interleaved, and each is given as a ratio to the first page of the same run.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for developers")]

#[path = "../tests/persistence/postgres_schema.rs"]
mod postgres_schema;

use std::time::{Duration, Instant};

use kith_domain::UserId;
use kith_domain::connection::Connections;
use kith_domain::page::{PageRequest, Position};
use kith_persistence::{Database, DatabaseOptions};
use postgres_schema::PostgresSchema;

const FRIENDS: i64 = 5_000;
const ROUNDS: usize = 200;
const LIMIT: u32 = 20;

/// Users 1 (the owner), 2 (the viewer) and the friends from 11 on, every fiftieth of whom the viewer
/// knows too. `INSTANT` and `NUMBERS` differ between the databases.
const FILL: &str = "
    insert into users (uuid, username, username_key, real_name_key, location_key, description_key,
        date_joined, connections_counter)
      select UUID, 'user' || n, 'user' || n, '', '', '', INSTANT, case n when 1 then 5000 else 0 end
      from (NUMBERS) as numbers;
    insert into connections (user_id, other_id, since)
      select 1, n, INSTANT from (NUMBERS) as numbers where n > 10
      union all select n, 1, INSTANT from (NUMBERS) as numbers where n > 10
      union all select 2, n, INSTANT from (NUMBERS) as numbers where n > 10 and n % 50 = 0
      union all select n, 2, INSTANT from (NUMBERS) as numbers where n > 10 and n % 50 = 0;
    analyze;";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kith.db");
        let url = format!("sqlite:{}", file.display());
        measure("SQLite", &url, async || {
            use diesel::connection::{Connection as _, SimpleConnection as _};
            let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
            let numbers = format!(
                "with recursive numbers(n) as \
                 (select 1 union all select n + 1 from numbers where n < {}) select n from numbers",
                FRIENDS + 10
            );
            let sql = FILL
                .replace("NUMBERS", &numbers)
                .replace("UUID", "printf('00000000-0000-0000-0000-%012d', n)")
                .replace("INSTANT", "1700000000000000 + n % 977");
            conn.batch_execute(&sql).unwrap();
        })
        .await;
        if !PostgresSchema::is_offered() {
            println!("PostgreSQL: not measured; scripts/with-postgres.sh brings a server");
            return;
        }
        let schema = PostgresSchema::create().await;
        let url = schema.url();
        measure("PostgreSQL", &url, async || {
            let sql = FILL
                .replace("NUMBERS", &format!("select generate_series(1, {}) as n", FRIENDS + 10))
                .replace("UUID", "gen_random_uuid()")
                .replace("INSTANT", "timestamptz '2026-01-01' + n % 977 * interval '1 second'");
            postgres_schema::execute(&url, &sql).await;
        })
        .await;
    });
}

async fn measure(name: &str, url: &str, fill: impl AsyncFnOnce()) {
    let options = DatabaseOptions::new(url.parse().unwrap());
    kith_persistence::migrate(&options).await.unwrap();
    fill().await;
    let database = Database::open(&options).await.unwrap();
    let connections = database.connections();

    let mut pages = Vec::new();
    for offset in [0, 2_000, 4_900] {
        let name = format!("offset {offset}");
        pages.push((name, PageRequest::new(LIMIT, Position::Offset(offset)), Vec::new()));
    }
    let deep = PageRequest::new(LIMIT, Position::Offset(4_900 - u64::from(LIMIT)));
    let next = page(&*connections, &deep).await;
    pages.push(("cursor at 4900".to_owned(), PageRequest::new(LIMIT, next), Vec::new()));

    for _ in 0..ROUNDS {
        for (_, request, times) in &mut pages {
            let begun = Instant::now();
            page(&*connections, request).await;
            times.push(begun.elapsed());
        }
    }
    let first = median(&mut pages[0].2);
    for (page, _, times) in &mut pages {
        let time = median(times);
        let ratio = time.as_secs_f64() / first.as_secs_f64();
        println!("{name:<10}  {page:<14}  {:>7.3} ms  {ratio:>6.2}", time.as_secs_f64() * 1e3);
    }
    database.close();
}

/// Reads one page, mutual ones first, and says where the next begins.
async fn page(connections: &dyn Connections, request: &PageRequest) -> Position {
    let (owner, viewer) = (UserId::new(1).unwrap(), UserId::new(2));
    let page = connections.of(owner, viewer, None, request).await.unwrap().unwrap();
    assert_eq!((page.count, page.items.len()), (5_000, 20));
    Position::After(page.next.unwrap())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
