//! Users as rows.

use chrono::NaiveDate;
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use kith_domain::association::ExtId;
use kith_domain::text::{Line, Prose};
use kith_domain::user::{
    Coordinates, Counters, Email, Gender, NewUser, Profile, ProfileEdit, Role, Status, User,
    Username,
};
use kith_domain::visibility::Member;
use kith_domain::web_url::WebUrl;
use kith_domain::{StoreError, UserId};

use crate::columns::{InstantValue, UuidValue};
use crate::schema::users;

/// What is read of a user.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(crate) struct UserRow {
    id: i64,
    uuid: UuidValue,
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
    connections_counter: i64,
    requests_sent_counter: i64,
    requests_received_counter: i64,
    followers_counter: i64,
    followings_counter: i64,
}

/// What is written of a new user.
#[derive(Insertable)]
#[diesel(table_name = users)]
pub(crate) struct NewUserRow<'a> {
    uuid: UuidValue,
    username: &'a str,
    username_key: String,
    email: Option<&'a str>,
    email_key: Option<String>,
    role: Option<&'a str>,
    real_name: &'a str,
    bio: &'a str,
    location: &'a str,
    location_lat_lng: Option<&'a str>,
    position_lat_lng: Option<&'a str>,
    date_of_birth: Option<String>,
    description: &'a str,
    gender: &'a str,
    website: Option<&'a str>,
    avatar: Option<&'a str>,
    cover: Option<&'a str>,
    company_name: Option<&'a str>,
    company_role: Option<&'a str>,
    date_joined: InstantValue,
    real_name_key: String,
    location_key: String,
    description_key: String,
}

/// What an edit changes; `None` stays as it is.
#[derive(AsChangeset)]
#[diesel(table_name = users)]
pub(crate) struct ProfileChanges<'a> {
    username: Option<&'a str>,
    username_key: Option<String>,
    real_name: Option<&'a str>,
    real_name_key: Option<String>,
    bio: Option<&'a str>,
    location: Option<&'a str>,
    location_key: Option<String>,
    location_lat_lng: Option<Option<&'a str>>,
    position_lat_lng: Option<Option<&'a str>>,
    date_of_birth: Option<Option<String>>,
    description: Option<&'a str>,
    description_key: Option<String>,
    gender: Option<&'a str>,
    website: Option<Option<&'a str>>,
    avatar: Option<Option<&'a str>>,
    cover: Option<Option<&'a str>>,
}

impl UserRow {
    /// The user; `ext_id` comes from the associations.
    pub(crate) fn into_user(self, ext_id: Option<String>) -> Result<User, StoreError> {
        Ok(User {
            id: user_id(self.id)?,
            uuid: self.uuid.0,
            username: Username::stored(self.username),
            email: self.email.map(Email::stored),
            role: self.role.as_deref().map(word).transpose()?,
            status: word(&self.status)?,
            ext_id: ext_id.map(ExtId::stored),
            profile: Profile {
                real_name: Line::stored(self.real_name),
                bio: Prose::stored(self.bio),
                location: Line::stored(self.location),
                location_lat_lng: self.location_lat_lng.map(Coordinates::stored),
                position_lat_lng: self.position_lat_lng.map(Coordinates::stored),
                date_of_birth: self.date_of_birth.as_deref().map(date).transpose()?,
                description: Line::stored(self.description),
                gender: word::<Gender>(&self.gender)?,
                website: self.website.map(WebUrl::stored),
                avatar: self.avatar.map(WebUrl::stored),
                cover: self.cover.map(WebUrl::stored),
                company_name: self.company_name.map(Line::stored),
                company_role: self.company_role.map(Line::stored),
            },
            counters: Counters {
                connections: count(self.connections_counter)?,
                requests_sent: count(self.requests_sent_counter)?,
                requests_received: count(self.requests_received_counter)?,
                followers: count(self.followers_counter)?,
                followings: count(self.followings_counter)?,
            },
            date_joined: self.date_joined.0,
            deleted_at: self.deleted_at.map(|at| at.0),
        })
    }
}

/// A live user as the rules of access need them: id, role, status.
pub(crate) fn member(row: &(i64, Option<String>, String)) -> Result<Member, StoreError> {
    Ok(Member {
        id: user_id(row.0)?,
        role: row.1.as_deref().map(word::<Role>).transpose()?,
        status: word::<Status>(&row.2)?,
    })
}

impl<'a> From<&'a NewUser> for NewUserRow<'a> {
    fn from(new: &'a NewUser) -> Self {
        let profile = &new.profile;
        Self {
            uuid: UuidValue(new.uuid),
            username: new.username.as_str(),
            username_key: new.username.key(),
            email: new.email.as_ref().map(Email::as_str),
            email_key: new.email.as_ref().map(Email::key),
            role: new.role.map(Role::as_str),
            real_name: profile.real_name.as_str(),
            bio: profile.bio.as_str(),
            location: profile.location.as_str(),
            location_lat_lng: profile.location_lat_lng.as_ref().map(Coordinates::as_str),
            position_lat_lng: profile.position_lat_lng.as_ref().map(Coordinates::as_str),
            date_of_birth: profile.date_of_birth.as_ref().map(NaiveDate::to_string),
            description: profile.description.as_str(),
            gender: profile.gender.as_str(),
            website: profile.website.as_ref().map(WebUrl::as_str),
            avatar: profile.avatar.as_ref().map(WebUrl::as_str),
            cover: profile.cover.as_ref().map(WebUrl::as_str),
            company_name: profile.company_name.as_ref().map(Line::as_str),
            company_role: profile.company_role.as_ref().map(Line::as_str),
            date_joined: InstantValue(new.date_joined),
            real_name_key: search_key(profile.real_name.as_str()),
            location_key: search_key(profile.location.as_str()),
            description_key: search_key(profile.description.as_str()),
        }
    }
}

impl<'a> From<&'a ProfileEdit> for ProfileChanges<'a> {
    fn from(edit: &'a ProfileEdit) -> Self {
        Self {
            username: edit.username.as_ref().map(Username::as_str),
            username_key: edit.username.as_ref().map(Username::key),
            real_name: edit.real_name.as_ref().map(Line::as_str),
            real_name_key: edit.real_name.as_ref().map(|name| search_key(name.as_str())),
            bio: edit.bio.as_ref().map(Prose::as_str),
            location: edit.location.as_ref().map(Line::as_str),
            location_key: edit.location.as_ref().map(|place| search_key(place.as_str())),
            location_lat_lng: nullable(edit.location_lat_lng.as_ref(), Coordinates::as_str),
            position_lat_lng: nullable(edit.position_lat_lng.as_ref(), Coordinates::as_str),
            date_of_birth: edit.date_of_birth.map(|date| date.map(|date| date.to_string())),
            description: edit.description.as_ref().map(Line::as_str),
            description_key: edit.description.as_ref().map(|line| search_key(line.as_str())),
            gender: edit.gender.map(Gender::as_str),
            website: nullable(edit.website.as_ref(), WebUrl::as_str),
            avatar: nullable(edit.avatar.as_ref(), WebUrl::as_str),
            cover: nullable(edit.cover.as_ref(), WebUrl::as_str),
        }
    }
}

fn nullable<'a, T>(
    change: Option<&'a Option<T>>,
    text: impl Fn(&'a T) -> &'a str,
) -> Option<Option<&'a str>> {
    change.map(|value| value.as_ref().map(text))
}

/// What searches look into, and for: lower case, the same on every database.
pub(crate) fn search_key(text: &str) -> String {
    text.to_lowercase()
}

pub(crate) fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(StoreError::inconsistent)
}

pub(crate) fn user_id(id: i64) -> Result<UserId, StoreError> {
    UserId::new(id).ok_or_else(|| StoreError::inconsistent(format!("no user id: {id}")))
}

fn word<T: std::str::FromStr<Err = kith_domain::Invalid>>(word: &str) -> Result<T, StoreError> {
    word.parse().map_err(StoreError::inconsistent)
}

fn date(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|error: chrono::ParseError| StoreError::inconsistent(error))
}
