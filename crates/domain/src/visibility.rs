//! Who may see what: the one place where visibility is decided.

use crate::UserId;
use crate::association::{Association, Details};
use crate::user::{Role, Status};

/// A live user who makes a request, as the database knows them at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: UserId,
    /// Their role, if any.
    pub role: Option<Role>,
    /// Approved or blocked; a deleted user is no member.
    pub status: Status,
}

impl Member {
    /// Whether the role is admin, and nothing else (contract, section 2.5). Whoever is blocked has lost
    /// the powers of the role.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role == Some(Role::Admin) && self.status != Status::Blocked
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// No credential.
    Anonymous,
    /// A user with a valid credential.
    Member(Member),
}

impl Viewer {
    /// The member, unless anonymous.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Anonymous => None,
            Self::Member(member) => Some(member),
        }
    }
}

/// For whom a list of somebody's associations is made. A listing port demands one, so that nothing
/// can be listed without the rule having been asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The owner, or an admin: sees everything.
    Trusted,
    /// Everybody else: sees what the owner shows in the profile.
    Public,
}

impl Audience {
    /// The audience that `viewer` is for what belongs to `owner` (contract, section 4.2).
    #[must_use]
    pub fn of(viewer: &Viewer, owner: UserId) -> Self {
        match viewer {
            Viewer::Member(member) if member.id == owner || member.is_admin() => Self::Trusted,
            Viewer::Member(_) | Viewer::Anonymous => Self::Public,
        }
    }

    /// Whether this audience sees everything; for adapters that filter in the database.
    #[must_use]
    pub fn sees_all(self) -> bool {
        self == Self::Trusted
    }

    /// Whether this audience sees that association. An external one is never public.
    #[must_use]
    pub fn sees(self, association: &Association) -> bool {
        self.sees_all()
            || match association.details {
                Details::Social { show_in_profile, .. } => show_in_profile,
                Details::External { .. } => false,
            }
    }
}
