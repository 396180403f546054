//! Who may change what. A use case that changes a user's data takes a [`Permit`], and only these
//! rules make one.

use crate::UserId;
use crate::api_key::ApiKey;
use crate::user::{Role, Status};
use crate::visibility::Member;

/// The caller may not do this. Says nothing about whether the target exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("You do not have permission to perform this action.")]
pub struct Forbidden;

/// Leave to change what belongs to one user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    owner: UserId,
}

impl Permit {
    /// For the owner and for admins (contract, section 2.5).
    pub fn self_or_admin(member: &Member, owner: UserId) -> Result<Self, Forbidden> {
        if member.id == owner || member.is_admin() { Ok(Self { owner }) } else { Err(Forbidden) }
    }

    /// For the owner alone, not even for admins (contract, section 10, PATCH).
    pub fn self_only(member: &Member, owner: UserId) -> Result<Self, Forbidden> {
        if member.id == owner { Ok(Self { owner }) } else { Err(Forbidden) }
    }

    /// For whoever operates the installation: holds the machine, needs no role.
    #[must_use]
    pub fn operator(owner: UserId) -> Self {
        Self { owner }
    }

    /// Whose data may be changed.
    #[must_use]
    pub fn owner(self) -> UserId {
        self.owner
    }
}

/// Leave to administer the community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminPermit(());

impl AdminPermit {
    /// For admins.
    pub fn of(member: &Member) -> Result<Self, Forbidden> {
        if member.is_admin() { Ok(Self(())) } else { Err(Forbidden) }
    }

    /// For whoever operates the installation: holds the machine, needs no role.
    #[must_use]
    pub fn operator() -> Self {
        Self(())
    }
}

/// Leave to act for the team: to keep its users and where their data comes from. One deployment is one
/// team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamPermit(());

impl TeamPermit {
    /// For whoever holds a key of the team that is in force.
    #[must_use]
    pub fn of_key(key: &ApiKey) -> Option<Self> {
        key.is_in_force().then_some(Self(()))
    }

    /// For admins, at Kith's own endpoints.
    pub fn of_admin(member: &Member) -> Result<Self, Forbidden> {
        if member.is_admin() { Ok(Self(())) } else { Err(Forbidden) }
    }

    /// For whoever operates the installation: holds the machine, needs no key.
    #[must_use]
    pub fn operator() -> Self {
        Self(())
    }
}

/// Leave to moderate users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModeratorPermit {
    moderator: UserId,
    reaches_admins: bool,
}

impl ModeratorPermit {
    /// For moderators and admins (contract, section 7) who are not blocked themselves.
    pub fn of(member: &Member) -> Result<Self, Forbidden> {
        let permit = |reaches_admins| Self { moderator: member.id, reaches_admins };
        if member.status == Status::Blocked {
            return Err(Forbidden);
        }
        match member.role {
            Some(Role::Admin) => Ok(permit(true)),
            Some(Role::Moderator) => Ok(permit(false)),
            Some(Role::Editor | Role::Publisher) | None => Err(Forbidden),
        }
    }

    /// Who moderates.
    #[must_use]
    pub fn moderator(self) -> UserId {
        self.moderator
    }

    /// Whether admins can be moderated too.
    #[must_use]
    pub fn reaches_admins(self) -> bool {
        self.reaches_admins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: i64, role: Option<Role>) -> Member {
        Member { id: UserId::new(id).unwrap(), role, status: Status::Approved }
    }

    fn blocked(member: Member) -> Member {
        Member { status: Status::Blocked, ..member }
    }

    #[test]
    fn moderators_and_admins_moderate_unless_they_are_blocked() {
        for (role, reaches_admins) in [
            (None, None),
            (Some(Role::Editor), None),
            (Some(Role::Publisher), None),
            (Some(Role::Moderator), Some(false)),
            (Some(Role::Admin), Some(true)),
        ] {
            let permit = ModeratorPermit::of(&member(1, role)).ok();
            assert_eq!(permit.map(ModeratorPermit::reaches_admins), reaches_admins, "{role:?}");
            assert!(ModeratorPermit::of(&blocked(member(1, role))).is_err(), "{role:?}");
        }
    }

    #[test]
    fn owners_and_admins_change_data_and_nobody_else() {
        let owner = UserId::new(1).unwrap();
        for (caller, self_or_admin, self_only, admin) in [
            (member(1, None), true, true, false),
            (member(2, None), false, false, false),
            (member(2, Some(Role::Moderator)), false, false, false),
            (member(2, Some(Role::Editor)), false, false, false),
            (member(2, Some(Role::Publisher)), false, false, false),
            (member(2, Some(Role::Admin)), true, false, true),
            (blocked(member(2, Some(Role::Admin))), false, false, false),
            (blocked(member(1, Some(Role::Admin))), true, true, false),
        ] {
            assert_eq!(Permit::self_or_admin(&caller, owner).is_ok(), self_or_admin, "{caller:?}");
            assert_eq!(Permit::self_only(&caller, owner).is_ok(), self_only, "{caller:?}");
            assert_eq!(AdminPermit::of(&caller).is_ok(), admin, "{caller:?}");
        }
    }
}
