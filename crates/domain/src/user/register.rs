//! Make a user (contract, section 11.1, sign-up).

use super::{
    Email, NewUser, PictureUrl, Profile, RealName, Registered, Role, User, Username, Users,
};
use crate::access::AdminPermit;
use crate::association::ExtId;
use crate::ids::UuidSource;
use crate::{Clock, StoreError};

/// Who is to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterRequest {
    /// The name.
    pub username: Username,
    /// A person's name.
    pub real_name: RealName,
    /// The address.
    pub email: Option<Email>,
    /// What the user may do.
    pub role: Option<Role>,
    /// The id in one's own identity system.
    pub ext_id: Option<ExtId>,
    /// The portrait.
    pub avatar: Option<PictureUrl>,
}

/// Why a user was not made; nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum RegisterRefusal {
    /// Somebody has that name, in whatever case.
    #[error("the username is taken")]
    UsernameTaken,
    /// Somebody has that address, in whatever case.
    #[error("the email address is taken")]
    EmailTaken,
    /// Somebody holds that external account.
    #[error("the ext_id is taken")]
    ExtIdTaken,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a user; only for admins and the operator.
pub async fn register(
    users: &dyn Users,
    clock: &dyn Clock,
    uuids: &dyn UuidSource,
    _permit: AdminPermit,
    request: RegisterRequest,
) -> Result<User, RegisterRefusal> {
    let new = NewUser {
        uuid: uuids.next(),
        username: request.username,
        email: request.email,
        role: request.role,
        ext_id: request.ext_id,
        profile: Profile {
            real_name: request.real_name,
            avatar: request.avatar,
            ..Profile::default()
        },
        date_joined: clock.now(),
    };
    match users.register(&new).await? {
        Registered::Registered(user) => Ok(*user),
        Registered::UsernameTaken => Err(RegisterRefusal::UsernameTaken),
        Registered::EmailTaken => Err(RegisterRefusal::EmailTaken),
        Registered::ExtIdTaken => Err(RegisterRefusal::ExtIdTaken),
    }
}
