//! What only the other API shows of a user.

use chrono::NaiveDate;
use kith_domain::client_user::{
    ClientUser, ClientUserId, ConnectedSource, Fallback, IngestionBounds, TimeZone,
};
use kith_domain::user::Status;
use kith_domain::{Timestamp, UserId, UserReference};

use super::state::Kept;

/// The other face of a user, live or softly deleted.
#[derive(Clone, Debug)]
pub(super) struct Face {
    pub(super) client_user_id: ClientUserId,
    pub(super) fallback_time_zone: Option<Fallback<TimeZone>>,
    pub(super) fallback_birth_date: Option<Fallback<NaiveDate>>,
    pub(super) ingestion: IngestionBounds,
    pub(super) forgotten: Option<Deletion>,
}

/// A deletion that can be taken back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deletion {
    /// Until when, not included.
    pub(super) erase_at: Timestamp,
    /// How the user stood before.
    pub(super) status: Status,
}

impl Face {
    /// The face of a user of whom only the reference is known.
    pub(super) fn new(client_user_id: ClientUserId) -> Self {
        Self {
            client_user_id,
            fallback_time_zone: None,
            fallback_birth_date: None,
            ingestion: IngestionBounds::default(),
            forgotten: None,
        }
    }
}

impl Kept {
    /// The live user who is meant.
    pub(super) fn live(&self, user: UserReference) -> Option<UserId> {
        let id = match user {
            UserReference::Id(id) => id,
            UserReference::Uuid(uuid) => {
                self.users.values().find(|user| user.uuid == uuid).map(|user| user.id)?
            }
        };
        self.is_live(id).then_some(id)
    }

    /// The live user who has that reference.
    pub(super) fn with_reference(&self, reference: &ClientUserId) -> Option<UserId> {
        let mut faces = self.faces.iter().filter(|(id, _)| self.is_live(**id));
        faces.find(|(_, face)| face.client_user_id == *reference).map(|(id, _)| *id)
    }

    /// Both faces of a user, with their connections.
    pub(super) fn client_user(&self, id: UserId) -> Option<ClientUser> {
        let (user, face) = (self.users.get(&id)?, self.faces.get(&id)?);
        let connected = self.connected_providers(id).into_iter();
        Some(ClientUser {
            id,
            uuid: user.uuid,
            client_user_id: face.client_user_id.clone(),
            username: user.username.clone(),
            created_on: user.date_joined,
            fallback_time_zone: face.fallback_time_zone.clone(),
            fallback_birth_date: face.fallback_birth_date.clone(),
            ingestion: face.ingestion,
            connected_sources: connected
                .map(|one| ConnectedSource {
                    provider: one.provider,
                    created_on: one.connection.created_on,
                })
                .collect(),
        })
    }
}
