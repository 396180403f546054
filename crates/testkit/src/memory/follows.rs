//! Who follows whom, in memory.

use async_trait::async_trait;
use kith_domain::connection::Mutual;
use kith_domain::follow::{
    Change, FollowAct, Following, Follows, Refusal, Side, Situation, decide,
};
use kith_domain::page::{Cursor, Page, PageRequest};
use kith_domain::user::Person;
use kith_domain::{StoreError, UserId};

use super::MemoryStore;
use super::pages::{newest_first, page};

#[async_trait]
impl Follows for MemoryStore {
    async fn toggle(&self, act: &FollowAct) -> Result<Result<Change, Refusal>, StoreError> {
        let mut state = self.transaction()?;
        let FollowAct { actor, other, mode, at } = *act;
        let decided = decide(&Situation {
            mode,
            following: state.follows.contains_key(&(actor, other)),
            // Whoever was deleted since the credential was checked does nothing any more.
            other_is_live: state.is_awake((actor, other)),
            actor_is_blocked: state.is_blocked(actor),
            hidden: state.is_hidden_between(actor, other),
        });
        match decided {
            Ok(Change::Follow) => state.follows.insert((actor, other), at),
            Ok(Change::Unfollow) => state.follows.remove(&(actor, other)),
            Err(_) => None,
        };
        Ok(decided)
    }

    async fn between(&self, who: UserId, other: UserId) -> Result<Option<Following>, StoreError> {
        let state = self.transaction()?;
        let following = Following {
            follows: state.ties(who, other).followed,
            followed_by: state.ties(other, who).followed,
        };
        Ok(state.is_live(other).then_some(following))
    }

    async fn of(
        &self,
        owner: UserId,
        side: Side,
        viewer: Option<UserId>,
        filter: Option<Mutual>,
        request: &PageRequest,
    ) -> Result<Option<Page<Person>>, StoreError> {
        let state = self.transaction()?;
        if !state.is_live(owner) {
            return Ok(None);
        }
        let mut rows = Vec::new();
        for (&(follower, followed), &since) in &state.follows {
            let (end, other) = match side {
                Side::Followers => (followed, follower),
                Side::Followings => (follower, followed),
            };
            if end != owner || !state.is_awake((follower, followed)) {
                continue;
            }
            let mutual = viewer.is_some_and(|viewer| state.ties(viewer, other).followed);
            if filter.is_none_or(|filter| mutual == (filter == Mutual::Only)) {
                rows.push((Cursor::at(u8::from(!mutual), since, other.get()), other));
            }
        }
        Ok(Some(state.people(page(rows, newest_first, request), viewer)))
    }
}
