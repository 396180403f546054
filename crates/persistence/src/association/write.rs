//! Writes of associations, each inside one transaction.

use diesel::prelude::{ExpressionMethods as _, QueryDsl as _};
use kith_domain::UserId;
use kith_domain::association::{ExternalAccount, Linked, NewAssociation, Unlinked};
use kith_domain::user::Status;

use super::super::{Dsl as _, lock_status};
use super::WriteConn;
use crate::association::row::NewAssociationRow;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::associations;

pub(super) async fn link(
    conn: &mut WriteConn,
    new: &NewAssociation,
) -> Result<Ending<Linked>, Failure> {
    if !is_live(conn, new.association.owner).await? {
        return Ok(Ending::Rollback(Linked::NoSuchUser));
    }
    let inserted = diesel::insert_into(associations::table)
        .values(NewAssociationRow::from(new))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if inserted == 0 {
        return Ok(Ending::Rollback(Linked::Taken));
    }
    Ok(Ending::Commit(Linked::Linked(new.association.clone())))
}

pub(super) async fn unlink(
    conn: &mut WriteConn,
    owner: UserId,
    account: &ExternalAccount,
) -> Result<Ending<Unlinked>, Failure> {
    if !is_live(conn, owner).await? {
        return Ok(Ending::Rollback(Unlinked::NoSuchUser));
    }
    let theirs = associations::table
        .filter(associations::provider.eq(account.provider.as_str()))
        .filter(associations::ext_id.eq(account.ext_id.as_str()))
        .filter(associations::user_id.eq(owner.get()));
    let deleted = diesel::delete(theirs).execute(conn).await?;
    if deleted == 0 {
        return Ok(Ending::Rollback(Unlinked::NotLinked));
    }
    Ok(Ending::Commit(Unlinked::Unlinked))
}

/// The lock keeps the user from being deleted between this look and the end of the transaction.
async fn is_live(conn: &mut WriteConn, user: UserId) -> Result<bool, Failure> {
    Ok(lock_status(conn, user).await?.is_some_and(|status| status != Status::Deleted.as_str()))
}
