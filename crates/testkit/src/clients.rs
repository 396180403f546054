//! Users of a team to test with: made through the team's API as they are, or changed first.

use chrono::NaiveDate;
use kith_domain::Timestamp;
use kith_domain::client_user::{ClientUser, ClientUsers, Created, IngestionBounds, NewClientUser};
use kith_domain::user::Username;
use uuid::Uuid;

use crate::FixedClock;
use crate::people::uuid_of;

/// Somebody of whom nothing is known but the team's reference. Each comes with a UUID of their own.
/// Panics if it is not valid.
#[must_use]
pub fn client(client_user_id: &str) -> NewClientBuilder {
    let uuid = uuid_of(&format!("client {client_user_id}"));
    NewClientBuilder(NewClientUser {
        uuid,
        client_user_id: client_user_id.parse().expect("a valid reference"),
        username: Username::from(uuid),
        created_on: FixedClock::start(),
        fallback_time_zone: None,
        fallback_birth_date: None,
        ingestion: IngestionBounds::default(),
    })
}

/// A day of the calendar, written `YYYY-MM-DD`. Panics if there is no such day.
#[must_use]
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The days from one to another, each written `YYYY-MM-DD`, empty where it is open. Panics if they are
/// reversed.
#[must_use]
pub fn bounds(start: &str, end: &str) -> IngestionBounds {
    let bound = |text: &str| (!text.is_empty()).then(|| day(text));
    IngestionBounds::new(bound(start), bound(end)).expect("days in order")
}

/// A new user in the making. The methods that take text panic if it is not valid.
#[derive(Clone, Debug)]
pub struct NewClientBuilder(NewClientUser);

impl NewClientBuilder {
    /// Sets the UUID, and the name that goes with it.
    #[must_use]
    pub fn uuid(mut self, uuid: Uuid) -> Self {
        self.0.uuid = uuid;
        self.0.username = Username::from(uuid);
        self
    }

    /// Sets the time zone.
    #[must_use]
    pub fn time_zone(mut self, name: &str) -> Self {
        self.0.fallback_time_zone = Some(name.parse().expect("a valid time zone"));
        self
    }

    /// Sets the day of birth.
    #[must_use]
    pub fn born(mut self, text: &str) -> Self {
        self.0.fallback_birth_date = Some(day(text));
        self
    }

    /// Sets which days data are wanted for; empty is open.
    #[must_use]
    pub fn ingestion(mut self, start: &str, end: &str) -> Self {
        self.0.ingestion = bounds(start, end);
        self
    }

    /// Sets since when there is this user.
    #[must_use]
    pub fn created_on(mut self, instant: Timestamp) -> Self {
        self.0.created_on = instant;
        self
    }

    /// The new user.
    #[must_use]
    pub fn build(self) -> NewClientUser {
        self.0
    }

    /// Makes the new user. Panics if that is refused.
    pub async fn create(self, users: &dyn ClientUsers) -> ClientUser {
        match users.create(&self.0).await.expect("storage works") {
            Created::Created(user) => *user,
            Created::Taken(holder) => panic!("{} belongs to {holder:?}", self.0.client_user_id),
        }
    }
}
