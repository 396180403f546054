//! Who hides whom, in memory.

use async_trait::async_trait;
use kith_domain::hide::{Hides, Hiding, Toggled};
use kith_domain::{StoreError, Timestamp, UserId};

use super::MemoryStore;

#[async_trait]
impl Hides for MemoryStore {
    async fn toggle(
        &self,
        actor: UserId,
        other: UserId,
        at: Timestamp,
    ) -> Result<Toggled, StoreError> {
        let mut state = self.transaction()?;
        if !state.is_awake((actor, other)) {
            return Ok(Toggled::NoSuchUser);
        }
        if state.hides.remove(&(actor, other)).is_some() {
            return Ok(Toggled::Shown);
        }
        state.hides.insert((actor, other), at);
        Ok(Toggled::Hidden)
    }

    async fn between(&self, who: UserId, other: UserId) -> Result<Option<Hiding>, StoreError> {
        let state = self.transaction()?;
        let hiding = Hiding {
            hides: state.hides.contains_key(&(who, other)),
            hidden_by: state.hides.contains_key(&(other, who)),
        };
        Ok(state.is_live(other).then_some(hiding))
    }

    async fn hidden_by(&self, who: UserId) -> Result<Vec<UserId>, StoreError> {
        let state = self.transaction()?;
        let hidden = state.hides.keys().filter(|(one, _)| *one == who).map(|(_, other)| *other);
        Ok(hidden.filter(|other| state.is_live(*other)).collect())
    }
}
