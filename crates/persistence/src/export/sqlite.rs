//! Exports from a SQLite file.

#[path = "everything.rs"]
mod everything;
#[path = "one_user.rs"]
mod one_user;

use std::path::Path;

use kith_domain::UserReference;

use super::{ExportError, Exported, PersonExport, Sink};
use crate::options::DatabaseOptions;
use crate::snapshot;
use crate::sqlite::{Conn, Dsl};

/// The highest id that `{table}` has given, in SQL.
const LAST_ID: &str = "coalesce((select seq from sqlite_sequence where name = '{table}'), 0)";

pub(super) async fn export(
    path: &Path,
    options: &DatabaseOptions,
    sink: &mut Sink<'_>,
) -> Result<Exported, ExportError> {
    let mut conn = snapshot::sqlite::open(path, options).await?;
    everything::write(&mut conn, sink).await
}

pub(super) async fn export_user(
    path: &Path,
    options: &DatabaseOptions,
    user: UserReference,
) -> Result<Option<PersonExport>, ExportError> {
    let mut conn = snapshot::sqlite::open(path, options).await?;
    one_user::read(&mut conn, user).await
}
