//! Filling PostgreSQL.

use diesel::prelude::{QueryDsl as _, QueryableByName};
use diesel::sql_types::Text;
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};

use super::statements::Dialect;
use super::{SeedError, SeedPlan, SeedProgress};
use crate::options::DatabaseOptions;
use crate::postgres;
use crate::schema::users;

const DIALECT: Dialect = Dialect {
    numbers: "generate_series(LOW::bigint, HIGH::bigint) as n(i)",
    instant: "to_timestamp({})",
    uuid: "cast(lpad(to_hex({}), 8, '0') || '-0000-4000-8000-' || \
        lpad(to_hex(({} * 2654435761) % 281474976710656), 12, '0') as uuid)",
    json: "cast({} as json)",
    overriding: "overriding system value",
};

/// What is taken away and put back, in this order: the schema says it itself. Foreign keys are dropped
/// first and come last.
const APART: &str = "\
    select 'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname) as away, \
           'alter table ' || conrelid::regclass || ' add constraint ' || quote_ident(conname) || ' ' || \
           pg_get_constraintdef(oid) as back, \
           case contype when 'f' then 1 else 3 end as place, conname::text as name \
    from pg_constraint where contype in ('f', 'p', 'u') and conrelid = any (TABLES) \
    union all \
    select 'drop index ' || indexrelid::regclass, pg_get_indexdef(indexrelid), 2, \
           indexrelid::regclass::text \
    from pg_index where indrelid = any (TABLES) and not exists \
      (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u')) \
    union all \
    select 'alter table ' || tgrelid::regclass || ' disable trigger ' || quote_ident(tgname), \
           'alter table ' || tgrelid::regclass || ' enable trigger ' || quote_ident(tgname), 0, \
           tgname::text \
    from pg_trigger where not tgisinternal and tgrelid = any (TABLES) \
    order by place, name";

/// Tables that others refer to are among them, so that their keys are free to go.
const TABLES: &str = "array['users', 'client_users', 'associations', 'connections', \
    'connection_requests', 'follows', 'hides', 'provider_connections', \
    'provider_credentials']::regclass[]";

#[derive(QueryableByName)]
struct Apart {
    #[diesel(sql_type = Text)]
    away: String,
    #[diesel(sql_type = Text)]
    back: String,
}

pub(super) async fn seed(
    url: &str,
    options: &DatabaseOptions,
    plan: SeedPlan,
    progress: &mut dyn FnMut(SeedProgress),
) -> Result<(), SeedError> {
    let mut conn = postgres::connect_alone(url, options).await?;
    // All or nothing: the connection ends with this function, and with it what is not committed.
    conn.batch_execute("begin; lock table users; set local maintenance_work_mem = '256MB'").await?;
    let somebody: Vec<i64> = users::table.select(users::id).limit(1).load(&mut conn).await?;
    if !somebody.is_empty() {
        return Err(SeedError::NotEmpty);
    }
    let apart: Vec<Apart> =
        diesel::sql_query(APART.replace("TABLES", TABLES)).load(&mut conn).await?;
    for Apart { away, .. } in &apart {
        conn.batch_execute(away).await?;
    }
    let rows = DIALECT.steps(plan);
    let steps = rows.len() + apart.len();
    for (done, step) in rows.iter().enumerate() {
        progress(SeedProgress { what: step.what, done, steps });
        conn.batch_execute(&step.sql).await?;
    }
    for (done, Apart { back, .. }) in (rows.len()..).zip(apart.iter().rev()) {
        progress(SeedProgress { what: "indexes and constraints", done, steps });
        conn.batch_execute(back).await?;
    }
    let next = plan.users + 1;
    conn.batch_execute(&format!("alter table users alter column id restart with {next}; commit"))
        .await?;
    conn.batch_execute("vacuum analyze").await?;
    Ok(())
}
