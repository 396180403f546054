//! Change what a user says of themselves (contract, section 10, PATCH and PUT).

use chrono::NaiveDate;

use super::{
    Bio, Coordinates, Description, Edited, Gender, Location, PictureUrl, RealName, User, Username,
    Users, Website,
};
use crate::StoreError;
use crate::access::Permit;

/// What to change; `None` leaves a field alone, `Some(None)` empties it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfileEdit {
    /// The name.
    pub username: Option<Username>,
    /// A person's name.
    pub real_name: Option<RealName>,
    /// A few words.
    pub bio: Option<Bio>,
    /// Where the user lives, in words.
    pub location: Option<Location>,
    /// Where the user lives.
    pub location_lat_lng: Option<Option<Coordinates>>,
    /// Where the user is.
    pub position_lat_lng: Option<Option<Coordinates>>,
    /// When the user was born.
    pub date_of_birth: Option<Option<NaiveDate>>,
    /// The headline.
    pub description: Option<Description>,
    /// Said or not.
    pub gender: Option<Gender>,
    /// The home page.
    pub website: Option<Option<Website>>,
    /// The portrait.
    pub avatar: Option<Option<PictureUrl>>,
    /// The picture at the top of the profile.
    pub cover: Option<Option<PictureUrl>>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditRefusal {
    /// Somebody else has that name, in whatever case.
    #[error("the username is taken")]
    UsernameTaken,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes the profile of the user whom the permit names.
pub async fn edit(
    users: &dyn Users,
    permit: Permit,
    edit: &ProfileEdit,
) -> Result<User, EditRefusal> {
    match users.edit(permit.owner(), edit).await? {
        Edited::Edited(user) => Ok(*user),
        Edited::UsernameTaken => Err(EditRefusal::UsernameTaken),
        Edited::NoSuchUser => Err(EditRefusal::NoSuchUser),
    }
}
