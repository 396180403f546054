//! Whom a query describes, and in which order.

use kith_domain::UserId;
use kith_domain::page::{Cursor, CursorKey, Page, PageRequest};
use kith_domain::user::{Among, DirectoryQuery, OrderKey, Person, User};

use super::pages::{by_key, page};
use super::state::Kept;

impl Kept {
    /// The live users whom the query describes.
    pub(super) fn search(
        &self,
        query: &DirectoryQuery,
        among: Among,
        viewer: Option<UserId>,
        request: &PageRequest,
    ) -> Page<Person> {
        let found = self.users.values().filter(|user| {
            !user.is_deleted() && self.is_among(user.id, among) && describes(query, user)
        });
        let rows = found.map(|user| (place(query, user), user.id)).collect();
        let order = |one: &Cursor, other: &Cursor| by_key(one, other, query.ordering.descending);
        self.people(page(rows, order, request), viewer)
    }

    fn is_among(&self, id: UserId, among: Among) -> bool {
        match among {
            Among::Everybody => true,
            Among::NotHiddenBy(who) => !self.hides.contains_key(&(who, id)),
            Among::HiddenBy(who) => self.hides.contains_key(&(who, id)),
        }
    }
}

/// Whether all conditions hold.
fn describes(query: &DirectoryQuery, user: &User) -> bool {
    let username = user.username.as_str();
    let profile = &user.profile;
    let real_name = profile.real_name.as_str();
    let holds = |part: &Option<String>, texts: &[&str]| {
        part.as_ref().is_none_or(|part| texts.iter().any(|text| contains(text, part)))
    };
    holds(&query.search, &[username, real_name])
        && holds(&query.username, &[username])
        && holds(&query.real_name, &[real_name])
        && holds(&query.location, &[profile.location.as_str()])
        && holds(&query.description, &[profile.description.as_str()])
        && query.gender.is_none_or(|gender| gender == profile.gender)
        && query.is_staff.is_none_or(|is_staff| is_staff == user.role.is_some())
        && !query.exclude.contains(&user.id)
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// Where a user stands in the order of the query.
fn place(query: &DirectoryQuery, user: &User) -> Cursor {
    let text = |text: &str| CursorKey::Text(text.to_lowercase());
    let key = match query.ordering.key {
        OrderKey::BestMatch | OrderKey::Id => CursorKey::None,
        OrderKey::Username => CursorKey::Text(user.username.key()),
        OrderKey::RealName => text(user.profile.real_name.as_str()),
        OrderKey::Location => text(user.profile.location.as_str()),
        OrderKey::DateJoined => CursorKey::Instant(user.date_joined.timestamp_micros()),
    };
    let part = query.ordering.key == OrderKey::BestMatch && !is_exact(query, user);
    Cursor { part: u8::from(part), key, id: user.id.get() }
}

/// Whether the user has exactly the username that is searched for.
fn is_exact(query: &DirectoryQuery, user: &User) -> bool {
    let searched = query.search.iter().chain(&query.username);
    searched.map(|name| name.to_lowercase()).any(|name| name == user.username.key())
}
