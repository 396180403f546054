//! People to test with: users that can be registered as they are, or changed first.

use chrono::NaiveDate;
use kith_domain::Timestamp;
use kith_domain::user::{NewUser, Profile, Registered, Role, User, Users};
use uuid::Uuid;

use crate::FixedClock;

/// Anna Rossi, anna@example.com, `crm-118` in the operator's own identity system.
#[must_use]
pub fn anna() -> NewUserBuilder {
    named("anna").real_name("Anna Rossi").email("anna@example.com").ext_id("crm-118")
}

/// Bruno, bruno@example.com, without an account elsewhere.
#[must_use]
pub fn bruno() -> NewUserBuilder {
    named("bruno").real_name("Bruno Bianchi").email("bruno@example.com")
}

/// An admin without address or account elsewhere.
#[must_use]
pub fn ada() -> NewUserBuilder {
    named("ada").real_name("Ada Amministratrice").role(Role::Admin)
}

/// Somebody of whom nothing is known but the name. Each name comes with a UUID of its own.
#[must_use]
pub fn named(username: &str) -> NewUserBuilder {
    NewUserBuilder(NewUser {
        uuid: uuid_of(username),
        username: username.parse().expect("a valid username"),
        email: None,
        role: None,
        ext_id: None,
        profile: Profile::default(),
        date_joined: FixedClock::start(),
    })
}

/// The name as a number (FNV-1a of 128 bits): stable, and different for every name of a test.
pub(crate) fn uuid_of(username: &str) -> Uuid {
    let number = username.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    });
    uuid::Builder::from_custom_bytes(number.to_be_bytes()).into_uuid()
}

/// A new user in the making. The methods that take text panic if it is not valid.
#[derive(Clone, Debug)]
pub struct NewUserBuilder(NewUser);

impl NewUserBuilder {
    /// Sets the UUID.
    #[must_use]
    pub fn uuid(mut self, uuid: Uuid) -> Self {
        self.0.uuid = uuid;
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, address: &str) -> Self {
        self.0.email = Some(address.parse().expect("a valid address"));
        self
    }

    /// Sets the role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.0.role = Some(role);
        self
    }

    /// Sets the id in the operator's own identity system.
    #[must_use]
    pub fn ext_id(mut self, ext_id: &str) -> Self {
        self.0.ext_id = Some(ext_id.parse().expect("a valid ext_id"));
        self
    }

    /// Sets the person's name.
    #[must_use]
    pub fn real_name(mut self, name: &str) -> Self {
        self.0.profile.real_name = name.parse().expect("a valid name");
        self
    }

    /// Replaces the whole profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.0.profile = profile;
        self
    }

    /// Sets when the user joined.
    #[must_use]
    pub fn joined(mut self, instant: Timestamp) -> Self {
        self.0.date_joined = instant;
        self
    }

    /// The new user.
    #[must_use]
    pub fn build(self) -> NewUser {
        self.0
    }

    /// Registers the new user. Panics if that is refused.
    pub async fn register(self, users: &dyn Users) -> User {
        match users.register(&self.0).await.expect("storage works") {
            Registered::Registered(user) => *user,
            refused => panic!("{} was not registered: {refused:?}", self.0.username),
        }
    }
}

/// A profile in which every field is filled in.
#[must_use]
pub fn full_profile() -> Profile {
    Profile {
        real_name: "Anna Rossi".parse().expect("valid"),
        bio: "Climber.\nBaker.".parse().expect("valid"),
        location: "Milano".parse().expect("valid"),
        location_lat_lng: Some("45.4642,9.19".parse().expect("valid")),
        position_lat_lng: Some("-33.8688,151.2093".parse().expect("valid")),
        date_of_birth: NaiveDate::from_ymd_opt(1990, 2, 28),
        description: "Bread and mountains".parse().expect("valid"),
        gender: kith_domain::user::Gender::Female,
        website: Some("https://anna.example/".parse().expect("valid")),
        avatar: Some("https://cdn.example/anna.png".parse().expect("valid")),
        cover: Some("https://cdn.example/alps.jpg".parse().expect("valid")),
        company_name: Some("Forno Rossi".parse().expect("valid")),
        company_role: Some("Owner".parse().expect("valid")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_uuid_of_its_own() {
        let uuids = [anna(), bruno(), ada(), named("Anna")].map(|person| person.build().uuid);
        let distinct: std::collections::BTreeSet<_> = uuids.iter().collect();
        assert_eq!(distinct.len(), uuids.len());
        assert_eq!(anna().build(), anna().build());
    }
}
