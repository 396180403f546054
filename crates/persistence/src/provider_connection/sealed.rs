//! Sealed credentials: read by place, and sealed again.

use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _,
};
use kith_domain::StoreError;
use kith_domain::provider_connection::{
    ExternalUserId, ProviderSlug, Sealed, SealedConnection, SealedPlace, SealedRequest,
    SealingKeyId,
};

use super::super::Dsl as _;
use super::{ReadConn, WriteConn};
use crate::columns::{JsonText, UuidValue};
use crate::ending::Ending;
use crate::error::Failure;
use crate::provider_connection::row::scopes;
use crate::schema::{provider_connections, provider_credentials, users};
use crate::user::row::user_id;

type Row = (i64, String, UuidValue, Option<String>, Option<JsonText>, String, Vec<u8>);

pub(super) async fn sealed(
    conn: &mut ReadConn<'_>,
    request: &SealedRequest,
) -> Result<Vec<SealedConnection>, Failure> {
    let connection = provider_connections::user_id
        .eq(provider_credentials::user_id)
        .and(provider_connections::provider.eq(provider_credentials::provider));
    let mut query = provider_credentials::table
        .inner_join(provider_connections::table.on(connection))
        .inner_join(users::table.on(users::id.eq(provider_credentials::user_id)))
        .into_boxed::<super::super::Db>();
    if let Some(provider) = &request.provider {
        query = query.filter(provider_credentials::provider.eq(provider.as_str()));
    }
    if let Some(wanted) = &request.users {
        query = query.filter(users::uuid.eq_any(wanted.iter().copied().map(UuidValue)));
    }
    if let Some(after) = &request.after {
        let user = after.user_id.get();
        let later = provider_credentials::user_id
            .eq(user)
            .and(provider_credentials::provider.gt(after.provider.as_str()));
        // The first part is said twice, since it alone can be looked up in an index.
        query = query
            .filter(provider_credentials::user_id.ge(user))
            .filter(provider_credentials::user_id.gt(user).or(later));
    }
    let rows: Vec<Row> = query
        .order((provider_credentials::user_id, provider_credentials::provider))
        .limit(request.limit.into())
        .select((
            provider_credentials::user_id,
            provider_credentials::provider,
            users::uuid,
            provider_connections::external_user_id,
            provider_connections::granted_scopes,
            provider_credentials::sealing_key,
            provider_credentials::sealed,
        ))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(sealed_connection).collect::<Result<_, _>>()?)
}

fn sealed_connection(row: Row) -> Result<SealedConnection, StoreError> {
    let (user, provider, UuidValue(uuid), external_user_id, granted_scopes, key, bytes) = row;
    Ok(SealedConnection {
        place: SealedPlace { user_id: user_id(user)?, provider: ProviderSlug::stored(provider) },
        user: uuid,
        external_user_id: external_user_id.map(ExternalUserId::stored),
        granted_scopes: granted_scopes.as_ref().map(scopes).transpose()?,
        sealed: Sealed { key: SealingKeyId::stored(key), bytes },
    })
}

pub(super) async fn reseal(
    conn: &mut WriteConn,
    place: &SealedPlace,
    old: &Sealed,
    new: &Sealed,
) -> Result<Ending<bool>, Failure> {
    let row = provider_credentials::table
        .find((place.user_id.get(), place.provider.as_str()))
        .filter(provider_credentials::sealing_key.eq(old.key.as_str()))
        .filter(provider_credentials::sealed.eq(&old.bytes));
    let changed = diesel::update(row)
        .set((
            provider_credentials::sealing_key.eq(new.key.as_str()),
            provider_credentials::sealed.eq(&new.bytes),
        ))
        .execute(conn)
        .await?;
    Ok(Ending::Commit(changed > 0))
}
