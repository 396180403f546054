//! Whether a database can be read as a whole; mounted for each database.

use diesel::prelude::QueryDsl as _;

use super::super::SnapshotError;
use super::{Conn, Dsl as _};
use crate::error::OpenError;
use crate::migrate;
use crate::schema::{__diesel_schema_migrations as migrations, imports};

pub(super) async fn expect(conn: &mut Conn) -> Result<(), SnapshotError> {
    let applied: Vec<String> = match migrations::table.select(migrations::version).load(conn).await
    {
        Err(error) if is_missing_table(&error) => Vec::new(),
        applied => applied?,
    };
    if let Some(version) = migrate::unknown(&applied) {
        return Err(OpenError::SchemaIsNewer { version }.into());
    }
    if !applied.contains(&migrate::newest_version()) {
        return Err(SnapshotError::NotMigrated);
    }
    let unfinished: Vec<i64> = imports::table.select(imports::lines).load(conn).await?;
    match unfinished.last() {
        Some(&lines) => Err(SnapshotError::ImportUnfinished { lines }),
        None => Ok(()),
    }
}

/// Whether nothing was ever migrated there. Neither database's error kinds reach this far, so the wording
/// must do.
fn is_missing_table(error: &diesel::result::Error) -> bool {
    let text = error.to_string();
    text.contains("no such table") || text.contains("does not exist")
}
