//! Ports that behave as no store in memory does.

use std::sync::Arc;

use async_trait::async_trait;
use kith_domain::association::{
    Association, Associations, ExternalAccount, Linked, NewAssociation, Unlinked,
};
use kith_domain::user::{
    Deleted, Deletion, Edited, Lookup, NewUser, ProfileEdit, Registered, Role, Status, User, Users,
};
use kith_domain::visibility::{Audience, Member};
use kith_domain::{StoreError, Timestamp, UserId};

/// Users of whom moderation has blocked every one.
pub(crate) struct Blocked(pub(crate) Arc<dyn Users>);

#[async_trait]
impl Users for Blocked {
    async fn register(&self, new: &NewUser) -> Result<Registered, StoreError> {
        self.0.register(new).await
    }

    async fn by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let user = self.0.by_id(id).await?;
        Ok(user.map(|user| User { status: Status::Blocked, ..user }))
    }

    async fn member(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        let member = self.0.member(id).await?;
        Ok(member.map(|member| Member { status: Status::Blocked, ..member }))
    }

    async fn find(&self, lookup: &Lookup) -> Result<Option<User>, StoreError> {
        self.0.find(lookup).await
    }

    async fn edit(&self, id: UserId, edit: &ProfileEdit) -> Result<Edited, StoreError> {
        self.0.edit(id, edit).await
    }

    async fn set_role(&self, id: UserId, role: Option<Role>) -> Result<Option<User>, StoreError> {
        self.0.set_role(id, role).await
    }

    async fn delete(
        &self,
        id: UserId,
        deletion: Deletion,
        at: Timestamp,
    ) -> Result<Deleted, StoreError> {
        self.0.delete(id, deletion, at).await
    }

    async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        self.0.list(after, limit).await
    }
}

/// What an association port does instead of its work.
#[derive(Clone, Copy)]
pub(crate) enum Trouble {
    /// Panics, with a message that nobody may see.
    Panic,
    /// Answers what it should not, with a cause that nobody may see.
    Inconsistent,
}

/// Associations in trouble.
pub(crate) struct Troubled(pub(crate) Trouble);

/// What must not be in any answer.
pub(crate) const INTERNALS: &str = "table associations, password hunter2";

impl Troubled {
    fn fail<T>(&self) -> Result<T, StoreError> {
        match self.0 {
            Trouble::Panic => panic!("{INTERNALS}"),
            Trouble::Inconsistent => Err(StoreError::inconsistent(INTERNALS)),
        }
    }
}

#[async_trait]
impl Associations for Troubled {
    async fn link(&self, _: &NewAssociation) -> Result<Linked, StoreError> {
        self.fail()
    }

    async fn unlink(&self, _: UserId, _: &ExternalAccount) -> Result<Unlinked, StoreError> {
        self.fail()
    }

    async fn of(&self, _: UserId, _: Audience) -> Result<Option<Vec<Association>>, StoreError> {
        self.fail()
    }
}
