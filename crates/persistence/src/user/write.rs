//! Writes of users, each inside one transaction.

use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
};
use diesel::result::{DatabaseErrorKind, Error};
use kith_domain::association::{Association, Details, ExternalAccount, NewAssociation, Provider};
use kith_domain::user::{
    Deleted, Deletion, Edited, Moderated, Moderation, NewUser, ProfileEdit, Registered, Role,
    Status, User,
};
use kith_domain::{StoreError, Timestamp, UserId};

use super::super::client_user::write::{enter, leave, return_as_before};
use super::super::tie::dormancy::{lock_all, sleep, wake};
use super::super::{Dsl as _, lock_status, reading};
use super::{WriteConn, read};
use crate::association::row::NewAssociationRow;
use crate::client_user::row::NewClientUserRow;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::{associations, users};
use crate::user::row::{NewUserRow, ProfileChanges, user_id};

pub(super) async fn register(
    conn: &mut WriteConn,
    new: &NewUser,
) -> Result<Ending<Registered>, Failure> {
    let id: Option<i64> = diesel::insert_into(users::table)
        .values(NewUserRow::from(new))
        .on_conflict_do_nothing()
        .returning(users::id)
        .get_result(conn)
        .await
        .optional()?;
    let Some(id) = id else {
        let named: Option<i64> = users::table
            .filter(users::username_key.eq(new.username.key()))
            .select(users::id)
            .first(conn)
            .await
            .optional()?;
        // If its holder has left since, the loser of that race may as well hear of the name.
        let taken = if named.is_some() || new.email.is_none() {
            Registered::UsernameTaken
        } else {
            Registered::EmailTaken
        };
        return Ok(Ending::Rollback(taken));
    };
    let id = user_id(id)?;
    enter(conn, NewClientUserRow::unreferenced(id, new.uuid)).await?;
    if let Some(ext_id) = &new.ext_id {
        let account = ExternalAccount { provider: Provider::external(), ext_id: ext_id.clone() };
        let details = Details::External { metadata: None };
        let association = Association { owner: id, account, details };
        let external = NewAssociation { association, created_at: new.date_joined };
        let inserted = diesel::insert_into(associations::table)
            .values(NewAssociationRow::from(&external))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        if inserted == 0 {
            return Ok(Ending::Rollback(Registered::ExtIdTaken));
        }
    }
    Ok(Ending::Commit(Registered::Registered(Box::new(stored(conn, id).await?))))
}

pub(super) async fn edit(
    conn: &mut WriteConn,
    id: UserId,
    edit: &ProfileEdit,
) -> Result<Ending<Edited>, Failure> {
    let live = lock_status(conn, id).await?.is_some_and(|s| s != Status::Deleted.as_str());
    if !live {
        return Ok(Ending::Rollback(Edited::NoSuchUser));
    }
    // A statement that sets nothing is no SQL.
    if *edit != ProfileEdit::default() {
        let updated = diesel::update(users::table.filter(users::id.eq(id.get())))
            .set(ProfileChanges::from(edit))
            .execute(conn)
            .await;
        match updated {
            // The name is the only thing in an edit that must be unique.
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                return Ok(Ending::Rollback(Edited::UsernameTaken));
            }
            updated => updated?,
        };
    }
    Ok(Ending::Commit(Edited::Edited(Box::new(stored(conn, id).await?))))
}

pub(super) async fn set_role(
    conn: &mut WriteConn,
    id: UserId,
    role: Option<Role>,
) -> Result<Ending<Option<User>>, Failure> {
    let live = users::id.eq(id.get()).and(users::status.ne(Status::Deleted.as_str()));
    let updated = diesel::update(users::table.filter(live))
        .set(users::role.eq(role.map(Role::as_str)))
        .execute(conn)
        .await?;
    if updated == 0 {
        return Ok(Ending::Rollback(None));
    }
    Ok(Ending::Commit(Some(stored(conn, id).await?)))
}

pub(super) async fn delete(
    conn: &mut WriteConn,
    id: UserId,
    deletion: Deletion,
    at: Timestamp,
) -> Result<Ending<Deleted>, Failure> {
    lock_all(conn, id).await?;
    match (lock_status(conn, id).await?, deletion) {
        (None, _) => Ok(Ending::Rollback(Deleted::NoSuchUser)),
        (Some(status), Deletion::Soft) if status == Status::Deleted.as_str() => {
            Ok(Ending::Rollback(Deleted::Already))
        }
        (Some(status), deletion) => {
            if status != Status::Deleted.as_str() {
                retire(conn, id).await?;
            }
            remove(conn, id, deletion, at).await?;
            Ok(Ending::Commit(Deleted::Deleted))
        }
    }
}

/// What ends at once with a live user, however they are deleted. All ties must be locked.
pub(in super::super) async fn retire(conn: &mut WriteConn, id: UserId) -> Result<(), Failure> {
    sleep(conn, id).await?;
    leave(conn, id).await
}

pub(in super::super) async fn remove(
    conn: &mut WriteConn,
    id: UserId,
    deletion: Deletion,
    at: Timestamp,
) -> Result<(), Failure> {
    let user = users::table.filter(users::id.eq(id.get()));
    match deletion {
        // What refers to the user goes with the row: the foreign keys say so.
        Deletion::Hard => diesel::delete(user).execute(conn).await?,
        Deletion::Soft => {
            diesel::update(user)
                .set((
                    users::status.eq(Status::Deleted.as_str()),
                    users::deleted_at.eq(InstantValue(at)),
                ))
                .execute(conn)
                .await?
        }
    };
    Ok(())
}

pub(super) async fn moderate(
    conn: &mut WriteConn,
    id: UserId,
    moderation: Moderation,
    admins_too: bool,
    at: Timestamp,
) -> Result<Ending<Moderated>, Failure> {
    // A block changes no tie: only the row of the user is waited for. The first look is without a lock,
    // since the locks of ties come before those of rows.
    let user = users::table.filter(users::id.eq(id.get()));
    let seen: Option<String> = user.select(users::status).first(conn).await.optional()?;
    let deletes = matches!(moderation, Moderation::Delete(_));
    let has_all = deletes || seen.as_deref() == Some(Status::Deleted.as_str());
    if has_all {
        lock_all(conn, id).await?;
    } else {
        lock_status(conn, id).await?;
    }
    let found: Option<(String, Option<String>)> =
        user.select((users::status, users::role)).first(conn).await.optional()?;
    let Some((before, role)) = found else {
        return Ok(Ending::Rollback(Moderated::NoSuchUser));
    };
    if !admins_too && role.as_deref() == Some(Role::Admin.as_str()) {
        return Ok(Ending::Rollback(Moderated::Forbidden));
    }
    let was_deleted = before == Status::Deleted.as_str();
    let status = match moderation {
        Moderation::Approve => Status::Approved,
        Moderation::Block => Status::Blocked,
        Moderation::Delete(deletion) => {
            if !was_deleted {
                retire(conn, id).await?;
            }
            // Softly deleted twice, the first date stays.
            if !was_deleted || deletion == Deletion::Hard {
                remove(conn, id, deletion, at).await?;
            }
            return Ok(Ending::Commit(Moderated::Done));
        }
    };
    diesel::update(user)
        .set((users::status.eq(status.as_str()), users::deleted_at.eq(None::<InstantValue>)))
        .execute(conn)
        .await?;
    if was_deleted {
        if !has_all {
            // Deleted between the two looks; if this waits in a circle, the database ends it.
            lock_all(conn, id).await?;
        }
        return_as_before(conn, id).await?;
        wake(conn, id).await?;
    }
    Ok(Ending::Commit(Moderated::Done))
}

/// The user as this transaction leaves them.
async fn stored(conn: &mut WriteConn, id: UserId) -> Result<User, Failure> {
    let user = read::by_id(&mut reading(conn), id).await?;
    Ok(user.ok_or_else(|| StoreError::inconsistent("a user is gone within a transaction"))?)
}
