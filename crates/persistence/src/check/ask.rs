//! Asks the questions; mounted for each database.

use diesel::{QueryResult, QueryableByName, sql_query};

use super::super::questions::{self, Question};
use super::super::{Damage, Finding, LookedAt, MOST, Report};
use super::{Conn, DUPLICATES_REFUSED, Dsl as _, LEEWAY};
use crate::options::DatabaseOptions;

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

pub(crate) async fn everything(conn: &mut Conn, options: &DatabaseOptions) -> QueryResult<Report> {
    let refused = match options.reject_duplicate_connection {
        Some(true) => "true",
        Some(false) => "false",
        None => DUPLICATES_REFUSED,
    };
    let looked_at: LookedAt = sql_query(questions::HOW_MUCH).get_result(conn).await?;
    let mut damage = Vec::new();
    for question in questions::all() {
        damage.extend(ask(conn, question, refused).await?);
    }
    Ok(Report { looked_at, damage })
}

async fn ask(conn: &mut Conn, question: &Question, refused: &str) -> QueryResult<Option<Damage>> {
    let sql = question.sql.replace("{leeway}", LEEWAY);
    let sql = sql.replace("{duplicates_refused}", refused);
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
