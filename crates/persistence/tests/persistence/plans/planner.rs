//! What the databases themselves say of how they would answer.

use std::cell::RefCell;

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::{QueryableByName, RunQueryDsl as _, SqliteConnection};

use crate::database::Place;

/// Who tells how a statement would be answered, whatever its parameters.
pub(super) enum Planner {
    Sqlite(RefCell<SqliteConnection>),
    Postgres(tokio_postgres::Client),
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

impl Planner {
    pub(super) async fn of(place: &Place) -> Self {
        match place {
            Place::Sqlite(folder) => {
                let file = folder.path().join("kith.db");
                let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
                // Whoever had the file open may still be closing it.
                conn.batch_execute("pragma busy_timeout = 60000; pragma query_only = on").unwrap();
                Self::Sqlite(RefCell::new(conn))
            }
            Place::Postgres(_) => {
                let client = place.connect().await;
                client.batch_execute("set plan_cache_mode = force_generic_plan").await.unwrap();
                Self::Postgres(client)
            }
        }
    }

    /// PostgreSQL reads and sorts an empty table as a whole, index or not, unless that is forbidden: what is
    /// asked then is whether an index could serve.
    pub(super) async fn of_empty_tables(self) -> Self {
        if let Self::Postgres(client) = &self {
            let forbid =
                "set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off";
            client.batch_execute(forbid).await.unwrap();
        }
        self
    }

    pub(super) async fn plan(&self, statement: &str) -> String {
        let mut plan = String::new();
        match self {
            Self::Sqlite(conn) => {
                let query = diesel::sql_query(format!("explain query plan {statement}"));
                let lines: Vec<Line> = query.load(&mut *conn.borrow_mut()).unwrap();
                for line in lines {
                    plan.extend([&line.detail, "\n"]);
                }
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
    pub(super) fn reads_a_whole_table(&self, plan: &str) -> bool {
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
    pub(super) fn sorts_a_list(&self, plan: &str) -> bool {
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
