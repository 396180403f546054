//! Asks the questions; mounted for each database.

use diesel::prelude::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use diesel::{QueryResult, QueryableByName, sql_query};

use super::super::questions::{self, Question};
use super::super::{CheckError, Damage, Finding, LookedAt, MOST, Report};
use super::{Conn, Dsl as _, LEEWAY};
use crate::migrate;
use crate::schema::__diesel_schema_migrations as migrations;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    one: i64,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::BigInt>)]
    other: Option<i64>,
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    total: i64,
}

pub(super) async fn everything(conn: &mut Conn) -> Result<Report, CheckError> {
    if !is_migrated(conn).await? {
        return Err(CheckError::NotMigrated);
    }
    let looked_at: LookedAt = sql_query(questions::HOW_MUCH).get_result(conn).await?;
    let mut damage = Vec::new();
    for question in questions::all() {
        damage.extend(ask(conn, question).await?);
    }
    Ok(Report { looked_at, damage })
}

async fn is_migrated(conn: &mut Conn) -> QueryResult<bool> {
    let newest: Option<String> = migrations::table
        .filter(migrations::version.eq(migrate::newest_version()))
        .select(migrations::version)
        .first(conn)
        .await
        .optional()?;
    Ok(newest.is_some())
}

async fn ask(conn: &mut Conn, question: &Question) -> QueryResult<Option<Damage>> {
    let sql = question.sql.replace("{leeway}", LEEWAY);
    let query = format!(
        "select found.one, found.other, found.detail, count(*) over () as total \
         from ({sql}) as found order by found.one, found.other, found.detail limit {MOST}"
    );
    let found: Vec<Found> = sql_query(query).load(conn).await?;
    let Some(total) = found.iter().map(|found| found.total).next() else { return Ok(None) };
    let findings: Vec<Finding> = found.into_iter().map(finding).collect();
    let more = u64::try_from(total).unwrap_or(0).saturating_sub(findings.len() as u64);
    let Question { invariant, kind, .. } = *question;
    Ok(Some(Damage { invariant, kind, findings, more }))
}

fn finding(found: Found) -> Finding {
    Finding { users: std::iter::once(found.one).chain(found.other).collect(), detail: found.detail }
}
