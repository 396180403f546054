//! Ports that behave as no store in memory does.

use async_trait::async_trait;
use kith_domain::association::{
    Association, Associations, ExternalAccount, Linked, NewAssociation, Unlinked,
};
use kith_domain::health::StorageHealth;
use kith_domain::visibility::Audience;
use kith_domain::{StoreError, UserId};

/// What an association port does instead of its work.
#[derive(Clone, Copy)]
pub(crate) enum Trouble {
    /// Panics, with a message that nobody may see.
    Panic,
    /// Answers what it should not, with a cause that nobody may see.
    Inconsistent,
    /// Never answers.
    Silent,
}

/// Associations, or storage as a whole, in trouble.
pub(crate) struct Troubled(pub(crate) Trouble);

/// What must not be in any answer.
pub(crate) const INTERNALS: &str = "table associations, password hunter2";

impl Troubled {
    async fn fail<T>(&self) -> Result<T, StoreError> {
        match self.0 {
            Trouble::Panic => panic!("{INTERNALS}"),
            Trouble::Inconsistent => Err(StoreError::inconsistent(INTERNALS)),
            Trouble::Silent => std::future::pending().await,
        }
    }
}

#[async_trait]
impl Associations for Troubled {
    async fn link(&self, _: &NewAssociation) -> Result<Linked, StoreError> {
        self.fail().await
    }

    async fn unlink(&self, _: UserId, _: &ExternalAccount) -> Result<Unlinked, StoreError> {
        self.fail().await
    }

    async fn of(&self, _: UserId, _: Audience) -> Result<Option<Vec<Association>>, StoreError> {
        self.fail().await
    }
}

#[async_trait]
impl StorageHealth for Troubled {
    async fn check(&self) -> Result<(), StoreError> {
        self.fail().await
    }
}
