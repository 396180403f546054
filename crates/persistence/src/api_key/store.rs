//! The port of API keys.

use async_trait::async_trait;
use diesel::prelude::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use futures_util::FutureExt as _;
use kith_domain::api_key::{ApiKey, ApiKeys, Created, KeyHash, KeyName, NewApiKey, Revoked};
use kith_domain::{StoreError, Timestamp};

use super::{Dsl as _, ReadConn, Store, WriteConn};
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::length::Length;
use crate::schema::api_keys;

#[async_trait]
impl ApiKeys for Store {
    async fn create(&self, new: &NewApiKey) -> Result<Created, StoreError> {
        self.write(new.clone(), |conn, new| create(conn, new).boxed()).await
    }

    async fn by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        self.look_up(*hash, |conn, hash| by_hash(conn, hash).boxed()).await
    }

    async fn list(&self) -> Result<Vec<ApiKey>, StoreError> {
        self.read(Length::Short, (), |conn, ()| list(conn).boxed()).await
    }

    async fn revoke(&self, name: &KeyName, at: Timestamp) -> Result<Revoked, StoreError> {
        self.write((name.clone(), at), |conn, (name, at)| revoke(conn, name, *at).boxed()).await
    }
}

async fn create(conn: &mut WriteConn, new: &NewApiKey) -> Result<Ending<Created>, Failure> {
    let inserted = diesel::insert_into(api_keys::table)
        .values((
            api_keys::name.eq(new.name.as_str()),
            api_keys::hash.eq(new.hash.as_bytes().as_slice()),
            api_keys::created_at.eq(InstantValue(new.created_at)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if inserted == 0 {
        return Ok(Ending::Rollback(Created::NameTaken));
    }
    Ok(Ending::Commit(Created::Created))
}

type Row = (String, Vec<u8>, InstantValue, Option<InstantValue>);

const COLUMNS: (api_keys::name, api_keys::hash, api_keys::created_at, api_keys::revoked_at) =
    (api_keys::name, api_keys::hash, api_keys::created_at, api_keys::revoked_at);

async fn by_hash(conn: &mut ReadConn<'_>, hash: &KeyHash) -> Result<Option<ApiKey>, Failure> {
    let row: Option<Row> = api_keys::table
        .filter(api_keys::hash.eq(hash.as_bytes().as_slice()))
        .select(COLUMNS)
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(api_key).transpose()?)
}

async fn list(conn: &mut ReadConn<'_>) -> Result<Vec<ApiKey>, Failure> {
    let rows: Vec<Row> =
        api_keys::table.order(api_keys::id.asc()).select(COLUMNS).load(conn).await?;
    Ok(rows.into_iter().map(api_key).collect::<Result<_, _>>()?)
}

async fn revoke(
    conn: &mut WriteConn,
    name: &KeyName,
    at: Timestamp,
) -> Result<Ending<Revoked>, Failure> {
    let in_force = api_keys::table
        .filter(api_keys::name.eq(name.as_str()))
        .filter(api_keys::revoked_at.is_null());
    let revoked = diesel::update(in_force)
        .set(api_keys::revoked_at.eq(InstantValue(at)))
        .execute(conn)
        .await?;
    if revoked == 0 {
        return Ok(Ending::Rollback(Revoked::NoSuchKey));
    }
    Ok(Ending::Commit(Revoked::Revoked))
}

fn api_key((name, hash, created_at, revoked_at): Row) -> Result<ApiKey, StoreError> {
    let hash =
        KeyHash::stored(&hash).ok_or_else(|| StoreError::inconsistent("a hash of another size"))?;
    let revoked_at = revoked_at.map(|at| at.0);
    Ok(ApiKey { name: KeyName::stored(name), hash, created_at: created_at.0, revoked_at })
}
