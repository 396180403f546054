//! Exports from PostgreSQL.

#[path = "everything.rs"]
mod everything;
#[path = "one_user.rs"]
mod one_user;

use diesel_async::AsyncPgConnection as Conn;
use diesel_async::RunQueryDsl as Dsl;
use kith_domain::UserReference;

use super::{ExportError, Exported, PersonExport, Sink};
use crate::options::DatabaseOptions;
use crate::snapshot;

/// The highest id that `{table}` has given, in SQL.
const LAST_ID: &str =
    "(select last_value - case when is_called then 0 else 1 end from {table}_id_seq)";

pub(super) async fn export(
    url: &str,
    options: &DatabaseOptions,
    sink: &mut Sink<'_>,
) -> Result<Exported, ExportError> {
    let mut conn = snapshot::postgres::open(url, options).await?;
    everything::write(&mut conn, sink).await
}

pub(super) async fn export_user(
    url: &str,
    options: &DatabaseOptions,
    user: UserReference,
) -> Result<Option<PersonExport>, ExportError> {
    let mut conn = snapshot::postgres::open(url, options).await?;
    one_user::read(&mut conn, user).await
}
