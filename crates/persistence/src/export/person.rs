//! Everything about one user.

use diesel::prelude::{Queryable, Selectable};
use kith_domain::UserId;
use serde::Serialize;

use super::ExportError;
use crate::columns::InstantValue;
use crate::record::{
    AssociationRecord, ClientUserRecord, ConnectionRecord, FollowRecord, HideRecord,
    ProviderConnectionRecord, RequestRecord, UserRecord,
};
use crate::schema::connection_requests;

/// Everything about one user, and how much it is.
pub struct PersonExport {
    /// Who.
    pub id: UserId,
    /// It as one JSON document of several lines, as `docs/data.md` describes it.
    pub document: String,
    /// How much it is.
    pub held: Held,
}

/// How much there is of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Accounts elsewhere.
    pub associations: usize,
    /// Connections with others.
    pub connections: usize,
    /// Requests, sent and received.
    pub requests: usize,
    /// Follows, both ways.
    pub follows: usize,
    /// Hides, both ways.
    pub hides: usize,
    /// Connections with providers.
    pub provider_connections: usize,
    /// Sealed credentials beside these.
    pub credentials: usize,
}

/// The document.
#[derive(Serialize)]
pub(crate) struct Person {
    pub(crate) user: UserRecord,
    pub(crate) client_user: Option<ClientUserRecord>,
    pub(crate) associations: Vec<AssociationRecord>,
    pub(crate) connections: Vec<ConnectionRecord>,
    pub(crate) requests_sent: Vec<SentRequest>,
    pub(crate) requests_received: Vec<RequestRecord>,
    pub(crate) follows: Vec<FollowRecord>,
    pub(crate) followers: Vec<FollowRecord>,
    pub(crate) hides: Vec<HideRecord>,
    pub(crate) provider_connections: Vec<ProviderConnectionRecord>,
    /// The providers whose tokens are kept.
    pub(crate) credentials_kept: Vec<String>,
    /// Who hides the user is theirs to know.
    #[serde(skip)]
    pub(crate) hidden_by: usize,
}

/// A request as its sender may know it: what became of it is the other's affair.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = connection_requests)]
pub(crate) struct SentRequest {
    id: i64,
    to_id: i64,
    created: InstantValue,
}

impl Person {
    pub(crate) fn export(&self, id: UserId) -> Result<PersonExport, ExportError> {
        let document = serde_json::to_string_pretty(self).map_err(ExportError::Damaged)?;
        let held = Held {
            associations: self.associations.len(),
            connections: self.connections.len(),
            requests: self.requests_sent.len() + self.requests_received.len(),
            follows: self.follows.len() + self.followers.len(),
            hides: self.hides.len() + self.hidden_by,
            provider_connections: self.provider_connections.len(),
            credentials: self.credentials_kept.len(),
        };
        Ok(PersonExport { id, document, held })
    }
}
