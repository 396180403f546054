//! Where the data of the demo's people come from.

use anyhow::Context as _;
use kith_domain::access::{AdminPermit, TeamPermit};
use kith_domain::api_key::{self, ApiKeys, KeyName, SecretKey};
use kith_domain::client_user::ClientUserEdit;
use kith_domain::provider_connection::{
    Action, ConnectionErrorType, ErrorDetails, Grant, GrantedScopes, Scope, act, connect as link,
};
use kith_domain::{Clock as _, StoreError, UserReference};
use kith_persistence::Database;

use super::community::id;
use crate::catalog;
use crate::clock::SystemClock;

/// A connection of the demo.
struct Connection {
    username: &'static str,
    provider: &'static str,
    external_user_id: Option<&'static str>,
    /// Unknown, as with providers that know no scopes, if `None`.
    granted_scopes: Option<&'static [&'static str]>,
    then: Then,
}

/// What became of it.
enum Then {
    Works,
    Fails(ConnectionErrorType, &'static str),
    Pauses,
}

const CONNECTIONS: &[Connection] = &[
    // Anna kept her activity to herself, and with it what her sleep would show of her heart.
    Connection {
        username: "anna",
        provider: "fitbit",
        external_user_id: Some("FB7421"),
        granted_scopes: Some(&["weight", "sleep", "respiratory_rate"]),
        then: Then::Works,
    },
    Connection {
        username: "anna",
        provider: "garmin",
        external_user_id: Some("4e2c-9d1f"),
        granted_scopes: Some(&["daily"]),
        then: Then::Fails(
            ConnectionErrorType::DeregisteredPerProvider,
            "access was revoked at Garmin",
        ),
    },
    Connection {
        username: "anna",
        provider: "oura",
        external_user_id: Some("anna@example.com"),
        granted_scopes: Some(&["personal", "daily", "heartrate", "workout"]),
        then: Then::Pauses,
    },
    Connection {
        username: "bruno",
        provider: "apple_health_kit",
        external_user_id: None,
        granted_scopes: None,
        then: Then::Works,
    },
    Connection {
        username: "bruno",
        provider: "strava",
        external_user_id: Some("30119"),
        granted_scopes: Some(&["profile:read_all"]),
        then: Then::Works,
    },
];

/// Whom the team knows by a reference of its own.
const REFERENCES: &[(&str, &str)] = &[("anna", "crm-118"), ("bruno", "crm-119")];

/// Connects the demo's people; done twice, it comes to the same.
pub(crate) async fn connect(database: &Database) -> anyhow::Result<()> {
    let users = database.client_users();
    for (username, reference) in REFERENCES {
        let user = users.by_reference(id(database, username).await?.into()).await?;
        let user = user.with_context(|| format!("{username} is deleted"))?;
        let client_user_id = Some(reference.parse()?);
        let edit = ClientUserEdit { client_user_id, ..ClientUserEdit::default() };
        users.edit(user.uuid, &edit, SystemClock.now()).await?;
    }
    let (catalog, permit) = (catalog::load(None)?, TeamPermit::operator());
    let connections = database.provider_connections();
    for connection in CONNECTIONS {
        let user: UserReference = id(database, connection.username).await?.into();
        let provider =
            catalog.get(connection.provider).context("a provider of the demo is gone")?;
        let granted_scopes = connection.granted_scopes.map(scopes).transpose()?;
        let external_user_id = connection.external_user_id.map(str::parse).transpose()?;
        let grant = Grant { external_user_id, granted_scopes };
        link(&*connections, &SystemClock, permit, user, provider, grant).await?;
        let action = match connection.then {
            Then::Works => continue,
            Then::Pauses => Action::Pause,
            Then::Fails(error_type, message) => Action::ReportError(ErrorDetails {
                error_type,
                error_message: message.parse()?,
                errored_at: SystemClock.now(),
            }),
        };
        act(&*connections, &SystemClock, permit, user, provider.slug(), &action).await?;
    }
    Ok(())
}

fn scopes(scopes: &[&str]) -> anyhow::Result<GrantedScopes> {
    let scopes: Vec<Scope> = scopes.iter().map(|scope| scope.parse()).collect::<Result<_, _>>()?;
    Ok(GrantedScopes::new(scopes)?)
}

/// A new key for this run; that of the run before is revoked, since nobody can print it again.
pub(crate) async fn key(keys: &dyn ApiKeys) -> anyhow::Result<SecretKey> {
    let name: KeyName = "demo".parse()?;
    revoke(keys, &name).await?;
    let mut entropy = [0_u8; 32];
    getrandom::fill(&mut entropy).context("the system gives no random bytes")?;
    Ok(api_key::create(keys, &SystemClock, AdminPermit::operator(), name, entropy).await?)
}

async fn revoke(keys: &dyn ApiKeys, name: &KeyName) -> Result<(), StoreError> {
    keys.revoke(name, SystemClock.now()).await.map(drop)
}
