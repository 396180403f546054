//! The column types that the two databases keep differently, each mapped once.
//!
//! | Type | PostgreSQL | SQLite |
//! |---|---|---|
//! | [`Instant`] | `timestamptz` | `integer`, microseconds since 1970 |
//! | [`UniqueId`] | `uuid` | `text`, lower case with hyphens |
//! | [`JsonDocument`] | `json` | `text` |
//!
//! The PostgreSQL types have fixed ids, so that no look-up in the catalogue is needed.

use std::io::Write as _;

use chrono::DateTime;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use kith_domain::Timestamp;
use uuid::Uuid;

/// Microseconds from 1970 to 2000, where PostgreSQL begins to count.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// An instant in UTC, to the microsecond.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct Instant;

/// A UUID.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Text"))]
pub struct UniqueId;

/// A JSON document, kept as text.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 114, array_oid = 199))]
#[diesel(sqlite_type(name = "Text"))]
pub struct JsonDocument;

/// A value of [`Instant`].
#[derive(Debug, Clone, Copy, AsExpression, FromSqlRow)]
#[diesel(sql_type = Instant)]
pub(crate) struct InstantValue(pub(crate) Timestamp);

/// A value of [`UniqueId`].
#[derive(Debug, Clone, Copy, AsExpression, FromSqlRow)]
#[diesel(sql_type = UniqueId)]
pub(crate) struct UuidValue(pub(crate) Uuid);

/// A value of [`JsonDocument`].
#[derive(Debug, Clone, AsExpression, FromSqlRow)]
#[diesel(sql_type = JsonDocument)]
pub(crate) struct JsonText(pub(crate) String);

impl InstantValue {
    /// The instant so many microseconds after 1970.
    pub(crate) fn from_micros(micros: i64) -> Result<Self, kith_domain::StoreError> {
        instant(micros).map_err(kith_domain::StoreError::inconsistent)
    }
}

fn instant(micros: i64) -> deserialize::Result<InstantValue> {
    DateTime::from_timestamp_micros(micros)
        .map(InstantValue)
        .ok_or_else(|| format!("no instant: {micros} microseconds").into())
}

impl ToSql<Instant, Pg> for InstantValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let since_2000 = self.0.timestamp_micros() - POSTGRES_EPOCH;
        out.write_all(&since_2000.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Pg> for InstantValue {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let since_2000 = <i64 as FromSql<BigInt, Pg>>::from_sql(value)?;
        instant(since_2000.saturating_add(POSTGRES_EPOCH))
    }
}

impl ToSql<Instant, Sqlite> for InstantValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Sqlite> for InstantValue {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        instant(<i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?)
    }
}

impl ToSql<UniqueId, Pg> for UuidValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<UniqueId, Pg> for UuidValue {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?))
    }
}

impl ToSql<UniqueId, Sqlite> for UuidValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<UniqueId, Sqlite> for UuidValue {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Self(text.parse()?))
    }
}

impl ToSql<JsonDocument, Pg> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDocument, Pg> for JsonText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.to_owned()))
    }
}

impl ToSql<JsonDocument, Sqlite> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDocument, Sqlite> for JsonText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(<String as FromSql<Text, Sqlite>>::from_sql(value)?))
    }
}
