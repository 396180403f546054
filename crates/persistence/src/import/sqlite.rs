//! Imports into a SQLite file.

#[path = "file.rs"]
mod file;
#[path = "rows.rs"]
mod rows;

use std::future::{Ready, ready};
use std::path::Path;

use diesel::QueryResult;
use diesel::connection::SimpleConnection as _;

use super::{ImportError, ImportProgress, Imported, Reader};
use crate::check::sqlite::ask::everything as check;
use crate::options::DatabaseOptions;
use crate::snapshot::sqlite::open_existing;
use crate::sqlite::{Conn, Dsl};

/// Begins a transaction that writes.
const BEGIN: &str = "begin immediate";
/// Ids can always be given.
const IDS_ARE_GIVEN: &str = "";
/// Has the database choose them from `{next}` on.
const IDS_ARE_CHOSEN: &str = "delete from sqlite_sequence where name = '{table}'; \
    insert into sqlite_sequence (name, seq) values ('{table}', {next} - 1)";
/// Has the planner know what there is.
const ANALYZE: &str = "analyze";

pub(super) async fn import(
    path: &Path,
    options: &DatabaseOptions,
    reader: &mut Reader<'_>,
    progress: &mut dyn FnMut(ImportProgress),
) -> Result<Imported, ImportError> {
    let mut conn = open_existing(path, options)?;
    // What a power cut takes back is imported again: the file knows how far it is.
    execute(&mut conn, "pragma synchronous = normal; pragma cache_size = -65536").await?;
    let imported = file::import(&mut conn, options, reader, progress).await?;
    execute(&mut conn, "pragma wal_checkpoint(truncate)").await?;
    Ok(imported)
}

fn execute(conn: &mut Conn, sql: &str) -> Ready<QueryResult<()>> {
    ready(conn.0.batch_execute(sql))
}
