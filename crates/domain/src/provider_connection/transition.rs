//! What an action does to a user's connection with a provider (Junction contract, section 9): one
//! pure function for memory and for every database.

use super::{ConnectionHealth, ErrorDetails, ExternalUserId, GrantedScopes};
use crate::Timestamp;

/// A user's connection with a provider. Where there is none, there is none of these either: nothing
/// of a connection outlives its deregistration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderConnection {
    /// Who the user is there, and what they let it give out.
    pub grant: Grant,
    /// Since when there is a connection; renewing it changes nothing about that.
    pub created_on: Timestamp,
    /// Whether it works; independent of what the scopes make available.
    pub health: ConnectionHealth,
}

/// What comes of the user's consent at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The user's id there, where it is known (Junction contract, section 4.3).
    pub external_user_id: Option<ExternalUserId>,
    /// What the user granted, where it is known (Junction contract, section 4.5).
    pub granted_scopes: Option<GrantedScopes>,
}

/// What is done about a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Connect: make a connection, or revive one that does not work.
    Link(Grant),
    /// Renew a connection, however it stands.
    Reconnect(Grant),
    /// Connect, whatever there is: a link where there is no connection, else a reconnection. An import
    /// does this (Junction contract, section 8.5).
    Connect(Grant),
    /// Say that it failed for good.
    ReportError(ErrorDetails),
    /// Let go of it without failure.
    Pause,
    /// Take back an error or a pause, with what had been granted.
    Recover,
    /// End it.
    Deregister,
}

impl Action {
    /// What the user newly consented to, if this action tells of consent.
    #[must_use]
    pub fn grant(&self) -> Option<&Grant> {
        match self {
            Self::Link(grant) | Self::Reconnect(grant) | Self::Connect(grant) => Some(grant),
            Self::ReportError(_) | Self::Pause | Self::Recover | Self::Deregister => None,
        }
    }
}

/// Why an action changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no connection.
    #[error("there is no connection with this provider")]
    NotConnected,
    /// There is one already, and it works.
    #[error("already connected with this provider")]
    AlreadyConnected,
    /// It is paused already.
    #[error("this connection is paused already")]
    AlreadyPaused,
    /// It is paused: nothing is pulled, so nothing can fail.
    #[error("this connection is paused")]
    Paused,
}

/// Decides what becomes of a connection at that time; `None` is no connection, before and after.
///
/// Whether the scopes suffice and whether somebody else may hold the same account is decided before
/// there is a grant at all.
pub fn decide(
    current: Option<&ProviderConnection>,
    action: Action,
    now: Timestamp,
) -> Result<Option<ProviderConnection>, Refusal> {
    use ConnectionHealth::{Connected, Error, Paused};

    let Some(current) = current else {
        return match action {
            Action::Link(grant) | Action::Connect(grant) => {
                Ok(Some(ProviderConnection { grant, created_on: now, health: Connected }))
            }
            Action::Reconnect(_)
            | Action::ReportError(_)
            | Action::Pause
            | Action::Recover
            | Action::Deregister => Err(Refusal::NotConnected),
        };
    };
    let (grant, health) = match (action, &current.health) {
        (Action::Deregister, _) => return Ok(None),
        (Action::Link(_) | Action::Recover, Connected) => return Err(Refusal::AlreadyConnected),
        (Action::Link(grant), Error(_) | Paused)
        | (Action::Reconnect(grant) | Action::Connect(grant), _) => (grant, Connected),
        (Action::Recover, Error(_) | Paused) => (current.grant.clone(), Connected),
        (Action::ReportError(_), Paused) => return Err(Refusal::Paused),
        (Action::ReportError(details), Connected | Error(_)) => {
            (current.grant.clone(), Error(details))
        }
        (Action::Pause, Paused) => return Err(Refusal::AlreadyPaused),
        (Action::Pause, Connected | Error(_)) => (current.grant.clone(), Paused),
    };
    Ok(Some(ProviderConnection { grant, created_on: current.created_on, health }))
}
