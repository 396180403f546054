//! A team's users as rows.

use chrono::NaiveDate;
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use kith_domain::client_user::{
    ClientUser, ClientUserEdit, ClientUserId, ConnectedSource, Fallback, IngestionBounds,
    NewClientUser, TimeZone,
};
use kith_domain::user::Username;
use kith_domain::{StoreError, Timestamp, UserId};
use uuid::Uuid;

use crate::columns::{InstantValue, UuidValue};
use crate::schema::client_users;
use crate::user::row::user_id;

/// What is read of the team's face.
#[derive(Queryable, Selectable)]
#[diesel(table_name = client_users)]
pub(crate) struct ClientUserRow {
    user_id: i64,
    client_user_id: String,
    fallback_time_zone: Option<String>,
    fallback_time_zone_updated_at: Option<InstantValue>,
    fallback_birth_date: Option<String>,
    fallback_birth_date_updated_at: Option<InstantValue>,
    ingestion_start: Option<String>,
    ingestion_end: Option<String>,
}

/// What is read of the other face: `uuid`, `username`, `date_joined`.
pub(crate) type OtherFace = (UuidValue, String, InstantValue);

/// What is written of a new user.
#[derive(Insertable)]
#[diesel(table_name = client_users)]
pub(crate) struct NewClientUserRow<'a> {
    user_id: i64,
    client_user_id: std::borrow::Cow<'a, str>,
    live: bool,
    fallback_time_zone: Option<&'a str>,
    fallback_time_zone_updated_at: Option<InstantValue>,
    fallback_birth_date: Option<String>,
    fallback_birth_date_updated_at: Option<InstantValue>,
    ingestion_start: Option<String>,
    ingestion_end: Option<String>,
}

/// What an edit changes; `None` stays as it is.
#[derive(AsChangeset)]
#[diesel(table_name = client_users)]
pub(crate) struct ClientUserChanges<'a> {
    client_user_id: Option<&'a str>,
    fallback_time_zone: Option<Option<&'a str>>,
    fallback_time_zone_updated_at: Option<Option<InstantValue>>,
    fallback_birth_date: Option<Option<String>>,
    fallback_birth_date_updated_at: Option<Option<InstantValue>>,
    ingestion_start: Option<Option<String>>,
    ingestion_end: Option<Option<String>>,
}

impl ClientUserRow {
    /// Whose row this is.
    pub(crate) fn user_id(&self) -> i64 {
        self.user_id
    }

    /// The user, with what the other face and the connections say.
    pub(crate) fn into_client_user(
        self,
        (uuid, username, date_joined): OtherFace,
        connected_sources: Vec<ConnectedSource>,
    ) -> Result<ClientUser, StoreError> {
        let birth_date = self.fallback_birth_date.as_deref().map(date).transpose()?;
        let ingestion = bounds(self.ingestion_start.as_deref(), self.ingestion_end.as_deref())?;
        Ok(ClientUser {
            id: user_id(self.user_id)?,
            uuid: uuid.0,
            client_user_id: ClientUserId::stored(self.client_user_id),
            username: Username::stored(username),
            created_on: date_joined.0,
            fallback_time_zone: fallback(
                self.fallback_time_zone.map(TimeZone::stored),
                self.fallback_time_zone_updated_at,
            ),
            fallback_birth_date: fallback(birth_date, self.fallback_birth_date_updated_at),
            ingestion,
            connected_sources,
        })
    }
}

impl<'a> NewClientUserRow<'a> {
    /// The row of a user for whom the team gave no reference.
    pub(crate) fn unreferenced(id: UserId, uuid: Uuid) -> Self {
        Self {
            user_id: id.get(),
            client_user_id: uuid.to_string().into(),
            live: true,
            fallback_time_zone: None,
            fallback_time_zone_updated_at: None,
            fallback_birth_date: None,
            fallback_birth_date_updated_at: None,
            ingestion_start: None,
            ingestion_end: None,
        }
    }

    /// The row of a user whom the team made.
    pub(crate) fn of(id: UserId, new: &'a NewClientUser) -> Self {
        let zone = new.fallback_time_zone.as_ref();
        let updated_at = InstantValue(new.created_on);
        Self {
            client_user_id: new.client_user_id.as_str().into(),
            fallback_time_zone: zone.map(TimeZone::as_str),
            fallback_time_zone_updated_at: zone.map(|_| updated_at),
            fallback_birth_date: new.fallback_birth_date.map(|date| date.to_string()),
            fallback_birth_date_updated_at: new.fallback_birth_date.map(|_| updated_at),
            ingestion_start: new.ingestion.start().map(|date| date.to_string()),
            ingestion_end: new.ingestion.end().map(|date| date.to_string()),
            ..Self::unreferenced(id, new.uuid)
        }
    }
}

impl<'a> ClientUserChanges<'a> {
    pub(crate) fn of(edit: &'a ClientUserEdit, at: Timestamp) -> Self {
        let zone = edit.fallback_time_zone.as_ref().map(Option::as_ref);
        let birth_date = edit.fallback_birth_date;
        let text = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        Self {
            client_user_id: edit.client_user_id.as_ref().map(ClientUserId::as_str),
            fallback_time_zone: zone.map(|zone| zone.map(TimeZone::as_str)),
            fallback_time_zone_updated_at: zone.map(|zone| zone.map(|_| InstantValue(at))),
            fallback_birth_date: birth_date.map(text),
            fallback_birth_date_updated_at: birth_date.map(|date| date.map(|_| InstantValue(at))),
            ingestion_start: edit.ingestion_start.map(text),
            ingestion_end: edit.ingestion_end.map(text),
        }
    }
}

/// Stored bounds.
pub(crate) fn bounds(
    start: Option<&str>,
    end: Option<&str>,
) -> Result<IngestionBounds, StoreError> {
    let start = start.map(date).transpose()?;
    IngestionBounds::new(start, end.map(date).transpose()?).map_err(StoreError::inconsistent)
}

fn fallback<T>(value: Option<T>, updated_at: Option<InstantValue>) -> Option<Fallback<T>> {
    let (value, InstantValue(updated_at)) = value.zip(updated_at)?;
    Some(Fallback { value, updated_at })
}

fn date(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|error: chrono::ParseError| StoreError::inconsistent(error))
}
