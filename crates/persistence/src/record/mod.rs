//! The lines of an export: one for each row of a table, each a JSON object with one member, whose name says
//! what it is. `docs/data.md` describes them.
//!
//! What follows from other rows is not in them, so a file cannot say it wrongly: keys of unique text,
//! counters, which ties are dormant, whether the team's face is live.
//!
//! Every struct that is inserted says `treat_none_as_default_value = false`: only then do many rows go into one
//! statement on SQLite.

mod api_key;
mod association;
mod bulk_operation;
mod client_user;
mod frame;
mod provider_connection;
mod tie;
mod user;
mod valid;
mod value;

use serde::{Deserialize, Serialize};

pub(crate) use self::api_key::ApiKeyRecord;
pub(crate) use self::association::AssociationRecord;
pub(crate) use self::bulk_operation::BulkOperationRecord;
pub(crate) use self::client_user::ClientUserRecord;
pub(crate) use self::frame::{End, Header, LastIds, VERSION};
pub(crate) use self::provider_connection::{CredentialsRecord, ProviderConnectionRecord};
pub(crate) use self::tie::{ConnectionRecord, FollowRecord, HideRecord, RequestRecord};
pub(crate) use self::user::UserRecord;
use self::valid::Wrong;

/// A line. Some hold what opens something, so none can be printed by `Debug`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    /// The first one.
    KithExport(Header),
    User(Box<UserRecord>),
    ClientUser(Box<ClientUserRecord>),
    Association(AssociationRecord),
    /// Both ends.
    Connection(ConnectionRecord),
    ConnectionRequest(RequestRecord),
    Follow(FollowRecord),
    Hide(HideRecord),
    ProviderConnection(Box<ProviderConnectionRecord>),
    ProviderCredentials(CredentialsRecord),
    BulkOperation(BulkOperationRecord),
    ApiKey(ApiKeyRecord),
    /// The last one.
    End(End),
}

impl Line {
    /// Reads a line and checks it by itself, or says what is wrong with it.
    pub(crate) fn read(text: &[u8]) -> Result<Self, String> {
        let line: Self = serde_json::from_slice(text).map_err(|error| plain(&error))?;
        line.check().map_err(|wrong| wrong.to_string())?;
        Ok(line)
    }

    /// The place of its kind in a file: what a line refers to comes before it.
    pub(crate) fn place(&self) -> u8 {
        match self {
            Self::KithExport(_) => 0,
            Self::User(_) => 1,
            Self::ClientUser(_) => 2,
            Self::Association(_) => 3,
            Self::Connection(_) => 4,
            Self::ConnectionRequest(_) => 5,
            Self::Follow(_) => 6,
            Self::Hide(_) => 7,
            Self::ProviderConnection(_) => 8,
            Self::ProviderCredentials(_) => 9,
            Self::BulkOperation(_) => 10,
            Self::ApiKey(_) => 11,
            Self::End(_) => 12,
        }
    }

    /// Checks every value by the rules of the domain. What only other rows can tell is for the database.
    fn check(&self) -> Result<(), Wrong> {
        match self {
            Self::KithExport(header) => header.check(),
            Self::User(user) => user.check(),
            Self::ClientUser(user) => user.check(),
            Self::Association(association) => association.check(),
            Self::Connection(connection) => connection.check(),
            Self::ConnectionRequest(request) => request.check(),
            Self::Follow(follow) => follow.check(),
            Self::Hide(hide) => hide.check(),
            Self::ProviderConnection(connection) => connection.check(),
            Self::ProviderCredentials(credentials) => credentials.check(),
            Self::BulkOperation(operation) => operation.check(),
            Self::ApiKey(key) => key.check(),
            Self::End(_) => Ok(()),
        }
    }
}

/// What is wrong with the JSON, with nothing in it that a terminal would obey.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string().replace(" at line 1 column ", " at column ");
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(300).collect()
}
