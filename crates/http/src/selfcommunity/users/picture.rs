//! Which picture stands for a user (contract, section 3.1: an avatar is never null).

use kith_domain::user::User;

use crate::assets::AVATAR_PATH;
use crate::selfcommunity::call::Call;

/// The user's own picture, else the operator's, else the one that Kith serves.
pub(crate) fn avatar(user: &User, call: &Call) -> String {
    if let Some(own) = &user.profile.avatar {
        return own.as_str().to_owned();
    }
    match &call.services().options.default_avatar {
        Some(default) => default.to_string(),
        None => format!("{}{AVATAR_PATH}", call.base_url()),
    }
}
