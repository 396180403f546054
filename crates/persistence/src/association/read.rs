//! Reads of associations, one statement each.

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
use super::ReadConn;
use crate::association::row::AssociationRow;
use crate::error::Failure;
use crate::schema::{associations, users};

/// The filter is [`Audience::sees`] in SQL. A live user without any gives one row of nulls.
pub(super) async fn of(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    audience: Audience,
) -> Result<Option<Vec<Association>>, Failure> {
    let visible = associations::show_in_profile.or(audience.sees_all().into_sql::<Bool>());
    let rows: Vec<Option<AssociationRow>> = users::table
        .left_join(associations::table.on(associations::user_id.eq(users::id).and(visible)))
        .filter(users::id.eq(owner.get()).and(users::status.ne(Status::Deleted.as_str())))
        .order(associations::id.asc())
        .select(Option::<AssociationRow>::as_select())
        .load(conn)
        .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let associations = rows.into_iter().flatten().map(|row| row.into_association(owner));
    Ok(Some(associations.collect::<Result<_, _>>()?))
}
