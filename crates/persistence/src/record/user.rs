//! A user.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::user::{
    Bio, CompanyText, Coordinates, Description, Email, Gender, Location, PictureUrl, RealName,
    Role, Status, Username, Website,
};
use serde::{Deserialize, Serialize};

use super::valid::{Wrong, date, id, optional, text};
use crate::columns::{InstantValue, UuidValue};
use crate::schema::users;
use crate::user::row::search_key;

/// What is said of a user.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserRecord {
    pub(crate) id: i64,
    pub(crate) uuid: UuidValue,
    username: String,
    email: Option<String>,
    role: Option<String>,
    status: String,
    real_name: String,
    bio: String,
    location: String,
    location_lat_lng: Option<String>,
    position_lat_lng: Option<String>,
    date_of_birth: Option<String>,
    description: String,
    gender: String,
    website: Option<String>,
    avatar: Option<String>,
    cover: Option<String>,
    company_name: Option<String>,
    company_role: Option<String>,
    date_joined: InstantValue,
    deleted_at: Option<InstantValue>,
}

/// What follows from it, in columns of its own.
#[expect(clippy::struct_field_names, reason = "these are the names of the columns")]
#[derive(Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub(crate) struct UserKeys {
    username_key: String,
    email_key: Option<String>,
    real_name_key: String,
    location_key: String,
    description_key: String,
}

impl UserRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("id", self.id)?;
        text::<Username>("username", &self.username)?;
        optional::<Email>("email", self.email.as_deref())?;
        optional::<Role>("role", self.role.as_deref())?;
        text::<Status>("status", &self.status)?;
        text::<RealName>("real_name", &self.real_name)?;
        text::<Bio>("bio", &self.bio)?;
        text::<Location>("location", &self.location)?;
        optional::<Coordinates>("location_lat_lng", self.location_lat_lng.as_deref())?;
        optional::<Coordinates>("position_lat_lng", self.position_lat_lng.as_deref())?;
        date("date_of_birth", self.date_of_birth.as_deref())?;
        text::<Description>("description", &self.description)?;
        text::<Gender>("gender", &self.gender)?;
        optional::<Website>("website", self.website.as_deref())?;
        optional::<PictureUrl>("avatar", self.avatar.as_deref())?;
        optional::<PictureUrl>("cover", self.cover.as_deref())?;
        optional::<CompanyText>("company_name", self.company_name.as_deref())?;
        optional::<CompanyText>("company_role", self.company_role.as_deref())
    }
    /// The row.
    pub(crate) fn row(&self) -> (&Self, UserKeys) {
        let keys = UserKeys {
            username_key: Username::stored(self.username.clone()).key(),
            email_key: self.email.clone().map(|email| Email::stored(email).key()),
            real_name_key: search_key(&self.real_name),
            location_key: search_key(&self.location),
            description_key: search_key(&self.description),
        };
        (self, keys)
    }
}
