//! Connections and requests in memory.

use async_trait::async_trait;
use kith_domain::connection::{
    Act, Change, ConnectionRequest, Connections, Mutual, Refusal, RequestBox, Situation, Ties,
    decide,
};
use kith_domain::page::{Cursor, Page, PageRequest};
use kith_domain::user::Person;
use kith_domain::{StoreError, UserId};

use super::MemoryStore;
use super::pages::{newest_first, page};

#[async_trait]
impl Connections for MemoryStore {
    async fn act(&self, act: &Act) -> Result<Result<Ties, Refusal>, StoreError> {
        let mut state = self.transaction()?;
        let Act { actor, other, action, mode, at } = *act;
        let situation = Situation {
            mode,
            pair: state.pair(actor, other)?,
            // Whoever was deleted since the credential was checked does nothing any more.
            other_is_live: state.is_awake((actor, other)),
            actor_is_blocked: state.is_blocked(actor),
            hidden: state.is_hidden_between(actor, other),
        };
        match decide(action, &situation) {
            Err(refusal) => return Ok(Err(refusal)),
            Ok(Change::To(pair)) => state.set_pair(actor, other, pair, at),
            Ok(Change::Seen) => {
                if let Some(request) = state.requests.get_mut(&(other, actor)) {
                    request.viewed = request.viewed.or(Some(at));
                }
            }
        }
        Ok(Ok(state.ties(actor, other)))
    }

    async fn ties(&self, viewer: UserId, other: UserId) -> Result<Option<Ties>, StoreError> {
        let state = self.transaction()?;
        Ok(state.is_live(other).then(|| state.ties(viewer, other)))
    }

    async fn ties_to_all(
        &self,
        viewer: UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, Ties)>, StoreError> {
        let state = self.transaction()?;
        let live = others.iter().filter(|other| state.is_live(**other));
        Ok(live.map(|other| (*other, state.ties(viewer, *other))).collect())
    }

    async fn of(
        &self,
        owner: UserId,
        viewer: Option<UserId>,
        filter: Option<Mutual>,
        request: &PageRequest,
    ) -> Result<Option<Page<Person>>, StoreError> {
        let state = self.transaction()?;
        if !state.is_live(owner) {
            return Ok(None);
        }
        let is_mutual = |other: UserId| {
            viewer.is_some_and(|viewer| viewer == owner || state.ties(viewer, other).connected)
        };
        let mut rows = Vec::new();
        for (&(one, other), &since) in &state.connections {
            if !(one == owner || other == owner) || !state.is_awake((one, other)) {
                continue;
            }
            let other = if one == owner { other } else { one };
            let mutual = is_mutual(other);
            if filter.is_none_or(|filter| mutual == (filter == Mutual::Only)) {
                rows.push((Cursor::at(u8::from(!mutual), since, other.get()), other));
            }
        }
        Ok(Some(state.people(page(rows, newest_first, request), viewer)))
    }

    async fn requests(
        &self,
        owner: UserId,
        which: RequestBox,
        request: &PageRequest,
    ) -> Result<Page<ConnectionRequest>, StoreError> {
        let state = self.transaction()?;
        let mut rows = Vec::new();
        for (&(from, to), kept) in &state.requests {
            let (mine, other) = match which {
                RequestBox::Received => (to == owner && kept.rejected.is_none(), from),
                RequestBox::Sent => (from == owner, to),
            };
            if !mine || !state.is_awake((from, to)) {
                continue;
            }
            let Some(other) = state.person(other, Some(owner)) else { continue };
            let listed = ConnectionRequest {
                id: kept.id,
                other,
                created: kept.created,
                rejected: kept.rejected,
                viewed: kept.viewed,
            };
            rows.push((Cursor::at(0, kept.created, kept.id), listed));
        }
        Ok(page(rows, newest_first, request))
    }
}
