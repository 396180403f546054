//! The port of storage's health.

use async_trait::async_trait;
use diesel::prelude::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use futures_util::FutureExt as _;
use kith_domain::StoreError;
use kith_domain::health::StorageHealth;

use super::{Dsl as _, ReadConn, Store};
use crate::error::Failure;
use crate::migrate;
use crate::schema::__diesel_schema_migrations as migrations;

#[async_trait]
impl StorageHealth for Store {
    async fn check(&self) -> Result<(), StoreError> {
        if self.probe(|conn, ()| is_migrated(conn).boxed()).await? {
            Ok(())
        } else {
            Err(StoreError::unavailable("the schema is older than this binary"))
        }
    }
}

async fn is_migrated(conn: &mut ReadConn<'_>) -> Result<bool, Failure> {
    let newest: Option<String> = migrations::table
        .filter(migrations::version.eq(migrate::newest_version()))
        .select(migrations::version)
        .first(conn)
        .await
        .optional()?;
    Ok(newest.is_some())
}
