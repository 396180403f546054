//! Reads of associations, in one statement.

use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, IntoSql as _, JoinOnDsl as _,
    QueryDsl as _, SelectableHelper as _,
};
use diesel::sql_types::Bool;
use kith_domain::UserId;
use kith_domain::association::Association;
use kith_domain::user::Status;
use kith_domain::visibility::Audience;

use super::super::Dsl as _;
use super::super::look_ups::{Found, lists};
use super::ReadConn;
use crate::association::row::AssociationRow;
use crate::error::Failure;
use crate::schema::{associations, users};

/// The associations of each of the users who is live, oldest first. The filter is [`Audience::sees`] in
/// SQL; where some who ask see more than others, the rest is filtered here.
pub(in super::super) async fn of(
    conn: &mut ReadConn<'_>,
    asked: &[(UserId, Audience)],
) -> Result<Found<Option<Vec<Association>>>, Failure> {
    let all = asked.iter().any(|(_, audience)| audience.sees_all());
    let visible = associations::show_in_profile.or(all.into_sql::<Bool>());
    let rows = users::table
        .left_join(associations::table.on(associations::user_id.eq(users::id).and(visible)))
        .filter(users::status.ne(Status::Deleted.as_str()))
        .order((users::id.asc(), associations::id.asc()))
        .select((users::id, Option::<AssociationRow>::as_select()));
    let rows: Vec<(i64, Option<AssociationRow>)> = if let [(owner, _)] = asked {
        rows.filter(users::id.eq(owner.get())).load(conn).await?
    } else {
        let owners: Vec<_> = asked.iter().map(|(owner, _)| owner.get()).collect();
        rows.filter(users::id.eq_any(owners)).load(conn).await?
    };
    let mut rows = lists(rows);
    let found = asked.iter().map(|(owner, audience)| {
        let Some(rows) = rows.remove(&owner.get()) else { return Ok(None) };
        let seen = rows.into_iter().filter(|row| row.is_seen_by(*audience));
        seen.map(|row| row.into_association(*owner)).collect::<Result<_, _>>().map(Some)
    });
    Ok(found.collect())
}
