//! Filling a SQLite file.

use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::{QueryDsl as _, QueryableByName, RunQueryDsl as _};
use diesel::sql_types::Text;

use super::statements::Dialect;
use super::{SeedError, SeedPlan, SeedProgress};
use crate::options::DatabaseOptions;
use crate::schema::users;
use crate::sqlite;

const DIALECT: Dialect = Dialect {
    numbers: "(with recursive n(i) as (select LOW union all select i + 1 from n where i < HIGH) \
        select i from n) as n",
    instant: "({} * 1000000)",
    uuid: "printf('%08x-0000-4000-8000-%012x', {}, ({} * 2654435761) % 281474976710656)",
    json: "{}",
    overriding: "",
};

#[derive(QueryableByName)]
struct Statement {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

pub(super) fn seed(
    path: &Path,
    options: &DatabaseOptions,
    plan: SeedPlan,
    progress: &mut dyn FnMut(SeedProgress),
) -> Result<(), SeedError> {
    let mut conn = sqlite::open(path, options.statement_timeout)?.0;
    // Rows are right as they are made; `kith check` can tell.
    conn.batch_execute("pragma foreign_keys = off; pragma cache_size = -262144")?;
    conn.immediate_transaction(|conn| {
        if users::table.select(users::id).limit(1).load::<i64>(conn)?.pop().is_some() {
            return Err(SeedError::NotEmpty);
        }
        // Triggers and plain indexes come back as they were; the statements are the schema's own.
        let apart: Vec<Statement> = diesel::sql_query(
            "select type || ' ' || name as name, sql from sqlite_schema \
             where type in ('index', 'trigger') and sql is not null and tbl_name in \
             ('users', 'client_users', 'associations', 'connections', 'connection_requests', \
              'provider_connections')",
        )
        .load(conn)?;
        for Statement { name, .. } in &apart {
            conn.batch_execute(&format!("drop {name}"))?;
        }
        let rows = DIALECT.steps(plan);
        let steps = rows.len() + apart.len();
        for (done, step) in rows.iter().enumerate() {
            progress(SeedProgress { what: step.what, done, steps });
            conn.batch_execute(&step.sql)?;
        }
        for (done, Statement { sql, .. }) in (rows.len()..).zip(&apart) {
            progress(SeedProgress { what: "indexes", done, steps });
            conn.batch_execute(sql)?;
        }
        Ok(())
    })?;
    conn.batch_execute("analyze; pragma wal_checkpoint(truncate)")?;
    Ok(())
}
