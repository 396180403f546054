//! Associations in memory.

use async_trait::async_trait;
use kith_domain::association::{
    Association, Associations, ExternalAccount, Linked, NewAssociation, Unlinked,
};
use kith_domain::visibility::Audience;
use kith_domain::{StoreError, UserId};

use super::MemoryStore;

#[async_trait]
impl Associations for MemoryStore {
    async fn link(&self, new: &NewAssociation) -> Result<Linked, StoreError> {
        let mut state = self.transaction()?;
        if !state.is_live(new.association.owner) {
            return Ok(Linked::NoSuchUser);
        }
        if state.holder(&new.association.account).is_some() {
            return Ok(Linked::Taken);
        }
        state.associations.push(new.clone());
        Ok(Linked::Linked(new.association.clone()))
    }

    async fn unlink(
        &self,
        owner: UserId,
        account: &ExternalAccount,
    ) -> Result<Unlinked, StoreError> {
        let mut state = self.transaction()?;
        if !state.is_live(owner) {
            return Ok(Unlinked::NoSuchUser);
        }
        if state.holder(account) != Some(owner) {
            return Ok(Unlinked::NotLinked);
        }
        state.associations.retain(|new| new.association.account != *account);
        Ok(Unlinked::Unlinked)
    }

    async fn of(
        &self,
        owner: UserId,
        audience: Audience,
    ) -> Result<Option<Vec<Association>>, StoreError> {
        let state = self.transaction()?;
        if !state.is_live(owner) {
            return Ok(None);
        }
        let all = state.associations.iter().map(|new| &new.association);
        let theirs = all.filter(|association| association.owner == owner);
        Ok(Some(theirs.filter(|association| audience.sees(association)).cloned().collect()))
    }
}
