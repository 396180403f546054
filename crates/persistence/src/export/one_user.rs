//! The rows of one user; mounted for each database.

use diesel::prelude::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, SelectableHelper as _,
};
use kith_domain::UserReference;

use super::super::ExportError;
use super::super::person::{Person, PersonExport, SentRequest};
use super::{Conn, Dsl as _};
use crate::columns::UuidValue;
use crate::record::{
    AssociationRecord, ClientUserRecord, ConnectionRecord, FollowRecord, HideRecord,
    ProviderConnectionRecord, RequestRecord, UserRecord,
};
use crate::schema::{
    associations, client_users, connection_requests, connections, follows, hides,
    provider_connections, provider_credentials, users,
};
use crate::snapshot::SnapshotError;

/// The rows of a table where that column is the user, in the order of another one.
macro_rules! rows {
    ($conn:ident, $id:ident, $table:ident.$user:ident by $order:ident, $select:expr) => {
        $table::table
            .filter($table::$user.eq($id))
            .order($table::$order.asc())
            .select($select)
            .load($conn)
            .await?
    };
}

pub(super) async fn read(
    conn: &mut Conn,
    user: UserReference,
) -> Result<Option<PersonExport>, ExportError> {
    let found: Option<UserRecord> = match user {
        UserReference::Id(id) => {
            let user = users::table.filter(users::id.eq(id.get()));
            user.select(UserRecord::as_select()).first(conn).await.optional()?
        }
        UserReference::Uuid(uuid) => {
            let user = users::table.filter(users::uuid.eq(UuidValue(uuid)));
            user.select(UserRecord::as_select()).first(conn).await.optional()?
        }
    };
    let Some(user) = found else { return Ok(None) };
    let id = user.id;
    let client_user: Option<ClientUserRecord> = client_users::table
        .filter(client_users::user_id.eq(id))
        .select(ClientUserRecord::as_select())
        .first(conn)
        .await
        .optional()?;
    let hidden_by: i64 =
        hides::table.filter(hides::hidden_id.eq(id)).count().get_result(conn).await?;
    let person = Person {
        user,
        client_user,
        associations: rows!(conn, id, associations.user_id by id, AssociationRecord::as_select()),
        connections: rows!(
            conn, id, connections.user_id by other_id, ConnectionRecord::as_select()
        ),
        requests_sent: rows!(conn, id, connection_requests.from_id by id, SentRequest::as_select()),
        requests_received: rows!(
            conn, id, connection_requests.to_id by id, RequestRecord::as_select()
        ),
        follows: rows!(conn, id, follows.follower_id by followed_id, FollowRecord::as_select()),
        followers: rows!(conn, id, follows.followed_id by follower_id, FollowRecord::as_select()),
        hides: rows!(conn, id, hides.user_id by hidden_id, HideRecord::as_select()),
        provider_connections: rows!(
            conn, id, provider_connections.user_id by provider,
            ProviderConnectionRecord::as_select()
        ),
        credentials_kept: rows!(
            conn, id, provider_credentials.user_id by provider, provider_credentials::provider
        ),
        hidden_by: usize::try_from(hidden_by).unwrap_or_default(),
    };
    let id = crate::user::row::user_id(id).map_err(|error| {
        SnapshotError::Read(diesel::result::Error::DeserializationError(error.into()))
    })?;
    person.export(id).map(Some)
}
