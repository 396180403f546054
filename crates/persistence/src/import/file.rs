//! A whole file; mounted for each database.

use diesel::prelude::{ExpressionMethods as _, QueryDsl as _};
use diesel::result::Error;
use diesel::sql_types::BigInt;
use diesel::{QueryResult, QueryableByName, sql_query};

use super::super::batch::Batch;
use super::super::{ImportError, ImportProgress, Imported, Reader, derived};
use super::{ANALYZE, BEGIN, Conn, Dsl as _, IDS_ARE_CHOSEN, IDS_ARE_GIVEN, check, execute, rows};
use crate::error::is_passing;
use crate::options::DatabaseOptions;
use crate::record::Header;
use crate::schema::{imports, team};

/// Whether there is anything.
const HOW_MANY: &str = "select (select count(*) from (select 1 from users limit 1) as u) \
    + (select count(*) from (select 1 from bulk_operations limit 1) as b) \
    + (select count(*) from (select 1 from api_keys limit 1) as k) as number";

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

pub(super) async fn import(
    conn: &mut Conn,
    options: &DatabaseOptions,
    reader: &mut Reader<'_>,
    progress: &mut dyn FnMut(ImportProgress),
) -> Result<Imported, ImportError> {
    let header = reader.header()?;
    let before = begin(conn, &header, reader).await?;
    let mut end = None;
    while end.is_none() {
        let (batch, last) = reader.batch()?;
        store(conn, &batch, reader).await?;
        progress(ImportProgress { what: "reading", bytes: reader.bytes() });
        end = last;
    }
    progress(ImportProgress { what: "counting and checking", bytes: reader.bytes() });
    execute(conn, BEGIN).await?;
    let finished = finish(conn, &header, options).await;
    conclude(conn, finished).await?;
    Ok(Imported { lines: reader.lines(), before })
}

/// Marks the database as not whole, or finds where a broken import goes on; how many lines are in.
async fn begin(
    conn: &mut Conn,
    header: &Header,
    reader: &mut Reader<'_>,
) -> Result<i64, ImportError> {
    execute(conn, BEGIN).await?;
    let begun = begin_or_find(conn, header, reader).await;
    let (lines, digest) = conclude(conn, begun).await?;
    match reader.skip_to(lines) {
        Err(ImportError::CutOff { .. }) => Err(ImportError::AnotherFile { lines }),
        Err(error) => Err(error),
        Ok(()) if reader.digest() != digest => Err(ImportError::AnotherFile { lines }),
        Ok(()) => Ok(lines),
    }
}

async fn begin_or_find(
    conn: &mut Conn,
    header: &Header,
    reader: &Reader<'_>,
) -> Result<(i64, Vec<u8>), ImportError> {
    let marks: Vec<(i64, Vec<u8>)> =
        imports::table.select((imports::lines, imports::digest)).load(conn).await?;
    if let Some(mark) = marks.into_iter().next() {
        return Ok(mark);
    }
    let how_many: Number = sql_query(HOW_MANY).get_result(conn).await?;
    if how_many.number > 0 {
        return Err(ImportError::NotEmpty);
    }
    let (lines, digest) = (reader.lines(), reader.digest());
    diesel::insert_into(imports::table)
        .values((imports::lines.eq(lines), imports::digest.eq(&digest)))
        .execute(conn)
        .await?;
    diesel::update(team::table).set(team::id.eq(header.team_id)).execute(conn).await?;
    for (table, _) in header.last_ids.of_tables() {
        execute(conn, &IDS_ARE_GIVEN.replace("{table}", table)).await?;
    }
    Ok((lines, digest))
}

/// Stores some lines and how far the file is in with them, or nothing.
async fn store(conn: &mut Conn, batch: &Batch, reader: &Reader<'_>) -> Result<(), ImportError> {
    execute(conn, BEGIN).await?;
    let stored = attempt(conn, batch, reader).await;
    match conclude(conn, stored).await {
        Err(ImportError::Database(error)) if is_about_a_row(&error) => {
            Err(find(conn, batch, error).await?)
        }
        outcome => outcome,
    }
}

async fn attempt(conn: &mut Conn, batch: &Batch, reader: &Reader<'_>) -> Result<(), ImportError> {
    let mark = imports::table.filter(imports::lines.eq(batch.before()));
    let marked = diesel::update(mark)
        .set((imports::lines.eq(batch.with_these()), imports::digest.eq(reader.digest())))
        .execute(conn)
        .await?;
    if marked == 0 {
        return Err(ImportError::Concurrent);
    }
    Ok(rows::insert(conn, batch.lines()).await?)
}

fn is_about_a_row(error: &Error) -> bool {
    matches!(error, Error::DatabaseError(..)) && !is_passing(error)
}

/// Which line of a refused batch it was: they are tried one by one, and none is kept.
async fn find(conn: &mut Conn, batch: &Batch, refused: Error) -> QueryResult<ImportError> {
    execute(conn, BEGIN).await?;
    let mut found = ImportError::Database(refused);
    for (line, record) in (batch.before() + 1..).zip(batch.lines()) {
        if let Err(error) = rows::insert(conn, std::slice::from_ref(record)).await {
            found = ImportError::Line { line, why: format!("the database refuses it: {error}") };
            break;
        }
    }
    execute(conn, "rollback").await?;
    Ok(found)
}

/// Makes what follows from the rows, and takes the mark away if all is well.
async fn finish(
    conn: &mut Conn,
    header: &Header,
    options: &DatabaseOptions,
) -> Result<(), ImportError> {
    // The planner knows nothing of these rows yet.
    execute(conn, ANALYZE).await?;
    for statement in derived::STATEMENTS {
        execute(conn, statement).await?;
    }
    for (table, last) in header.last_ids.of_tables() {
        let highest = format!("select coalesce(max(id), 0) as number from {table}");
        let highest: Number = sql_query(highest).get_result(conn).await?;
        let next = (highest.number.max(last) + 1).to_string();
        let chosen = IDS_ARE_CHOSEN.replace("{table}", table).replace("{next}", &next);
        execute(conn, &chosen).await?;
    }
    let report = check(conn, options).await?;
    if !report.is_clean() {
        return Err(ImportError::Damaged(Box::new(report)));
    }
    let marks = diesel::delete(imports::table).execute(conn).await?;
    if marks == 0 { Err(ImportError::Concurrent) } else { Ok(()) }
}

/// Ends the transaction, and keeps what was done if it was done.
async fn conclude<T>(conn: &mut Conn, outcome: Result<T, ImportError>) -> Result<T, ImportError> {
    match outcome {
        Ok(done) => {
            execute(conn, "commit").await?;
            Ok(done)
        }
        Err(error) => {
            // Whatever this says, the first failure says more; the connection is about to end.
            let _ = execute(conn, "rollback").await;
            Err(error)
        }
    }
}
