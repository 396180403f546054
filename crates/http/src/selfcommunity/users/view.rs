//! A user on the wire (contract, sections 3.1 and 3.3).

use chrono::SecondsFormat;
use kith_domain::Timestamp;
use kith_domain::community::Mode;
use kith_domain::connection::{ConnectionStatus, Ties};
use kith_domain::user::{Counters, Person, Status, User};
use serde::Serialize;
use utoipa::ToSchema;

use super::picture;
use crate::selfcommunity::call::Call;

/// A user as everybody sees them.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserView {
    /// The id.
    #[schema(minimum = 1, example = 7)]
    id: i64,
    /// The name, unique whatever the case.
    #[schema(example = "anna")]
    username: String,
    /// A person's name.
    real_name: String,
    /// The portrait; a default picture if the user has none.
    #[schema(format = "uri")]
    avatar: String,
    /// The id in one's own identity system: that of the oldest association with `external`.
    #[schema(required = true)]
    ext_id: Option<String>,
    #[serde(flatten)]
    counters: CountersView,
    /// How the caller is tied to this user: `connected`, `sent_connection_request`,
    /// `received_connection_request`, `followed`, or null, as for anonymous callers and for oneself.
    #[schema(required = true)]
    connection_status: Option<&'static str>,
    /// Always 0 here.
    categories_counter: u32,
    /// Since when; UTC, to the microsecond.
    #[schema(format = DateTime, example = "2024-05-30T08:00:00.000000Z")]
    date_joined: String,
    /// A few words; empty if unset.
    bio: String,
    /// Where the user lives, in words; empty if unset.
    location: String,
    /// Where the user lives, as `lat,lng`.
    #[schema(required = true)]
    location_lat_lng: Option<String>,
    /// Where the user is, as `lat,lng`.
    #[schema(required = true)]
    position_lat_lng: Option<String>,
    /// When the user was born.
    #[schema(format = Date, required = true)]
    date_of_birth: Option<String>,
    /// The headline; empty if unset.
    description: String,
    /// `Male`, `Female` or `Unspecified`.
    gender: &'static str,
    /// The home page; empty if unset.
    website: String,
    /// The picture at the top of the profile.
    #[schema(format = "uri", required = true)]
    cover: Option<String>,
    /// Always empty here.
    #[schema(value_type = [Object])]
    tags: [(); 0],
    /// Always 0 here.
    reputation: u32,
    /// Always false here.
    community_badge: bool,
    /// Always true here.
    reg_approved: bool,
    /// Whether the user was softly deleted.
    deleted: bool,
    /// When; only if `deleted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    deleted_at: Option<String>,
    /// Where the user works.
    #[schema(required = true)]
    company_name: Option<String>,
    /// As what the user works.
    #[schema(required = true)]
    company_role: Option<String>,
}

/// How many ties a user has; which counters there are depends on the community's mode.
#[derive(Default, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the names on the wire")]
pub(crate) struct CountersView {
    /// Whom the user follows; only in follow mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    followings_counter: Option<u64>,
    /// Who follows the user; only in follow mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    followers_counter: Option<u64>,
    /// Requests that the user sent, pending or rejected; only in friendship mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_requests_sent_counter: Option<u64>,
    /// Requests that the user received and that are pending; only in friendship mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_requests_received_counter: Option<u64>,
    /// To how many the user is connected; only in friendship mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    connections_counter: Option<u64>,
}

impl CountersView {
    /// The counters of one mode.
    pub(crate) fn of(counters: &Counters, mode: Mode) -> Self {
        match mode {
            Mode::Friendship => Self {
                connection_requests_sent_counter: Some(counters.requests_sent),
                connection_requests_received_counter: Some(counters.requests_received),
                connections_counter: Some(counters.connections),
                ..Self::default()
            },
            Mode::Follow => Self {
                followings_counter: Some(counters.followings),
                followers_counter: Some(counters.followers),
                ..Self::default()
            },
        }
    }
}

/// What only the user and admins see besides.
#[derive(Serialize, ToSchema)]
pub(crate) struct PrivateView {
    /// The address; empty if unset.
    email: String,
    /// Whether there is an address.
    email_isvalid: bool,
    /// `a` approved, `b` blocked by moderation, `d` softly deleted.
    status: &'static str,
}

impl UserView {
    /// What of a person is shown to everybody, and what ties the caller to them.
    pub(crate) fn of(person: &Person, call: &Call) -> Self {
        Self::tied(&person.user, person.ties, call)
    }

    /// What of the caller is shown to everybody; nobody is tied to themselves.
    pub(crate) fn of_oneself(user: &User, call: &Call) -> Self {
        Self::tied(user, Ties::default(), call)
    }

    /// What of a user is shown to everybody, and those ties.
    pub(crate) fn tied(user: &User, ties: Ties, call: &Call) -> Self {
        let profile = &user.profile;
        Self {
            id: user.id.get(),
            username: user.username.as_str().to_owned(),
            real_name: profile.real_name.as_str().to_owned(),
            avatar: picture::avatar(user, call),
            ext_id: user.ext_id.as_ref().map(ToString::to_string),
            counters: CountersView::of(&user.counters, call.mode()),
            connection_status: ties.status(call.mode()).map(ConnectionStatus::as_str),
            categories_counter: 0,
            date_joined: instant(user.date_joined),
            bio: profile.bio.as_str().to_owned(),
            location: profile.location.as_str().to_owned(),
            location_lat_lng: profile.location_lat_lng.as_ref().map(|at| at.as_str().to_owned()),
            position_lat_lng: profile.position_lat_lng.as_ref().map(|at| at.as_str().to_owned()),
            date_of_birth: profile.date_of_birth.as_ref().map(ToString::to_string),
            description: profile.description.as_str().to_owned(),
            gender: profile.gender.as_str(),
            website: profile
                .website
                .as_ref()
                .map_or_else(String::new, |url| url.as_str().to_owned()),
            cover: profile.cover.as_ref().map(|url| url.as_str().to_owned()),
            tags: [],
            reputation: 0,
            community_badge: false,
            reg_approved: true,
            deleted: user.is_deleted(),
            deleted_at: user.deleted_at.filter(|_| user.is_deleted()).map(instant),
            company_name: profile.company_name.as_ref().map(|text| text.as_str().to_owned()),
            company_role: profile.company_role.as_ref().map(|text| text.as_str().to_owned()),
        }
    }
}

impl PrivateView {
    /// What of a user is shown to themselves and to admins.
    pub(crate) fn of(user: &User) -> Self {
        let email = user.email.as_ref().map_or_else(String::new, |email| email.as_str().to_owned());
        Self { email_isvalid: !email.is_empty(), email, status: user.status.as_str() }
    }
}

// Contract, section 10.
/// Which actions the user's interface may offer.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "the wire has one truth value for each action")]
pub(crate) struct PermissionView {
    create_contribute: bool,
    create_poll: bool,
    locate_post: bool,
    create_post: bool,
    create_group: bool,
    create_event: bool,
    create_course: bool,
    create_live_stream: bool,
    /// In follow mode, unless blocked.
    follow_user: bool,
    /// In friendship mode, unless blocked.
    request_connection: bool,
    /// In friendship mode, unless blocked.
    accept_connection: bool,
}

impl PermissionView {
    /// What somebody of this status may do: ties of the community's mode; Kith keeps no contents.
    pub(crate) fn of(status: Status, mode: Mode) -> Self {
        let in_mode = |wanted| status == Status::Approved && mode == wanted;
        Self {
            create_contribute: false,
            create_poll: false,
            locate_post: false,
            create_post: false,
            create_group: false,
            create_event: false,
            create_course: false,
            create_live_stream: false,
            follow_user: in_mode(Mode::Follow),
            request_connection: in_mode(Mode::Friendship),
            accept_connection: in_mode(Mode::Friendship),
        }
    }
}

/// ISO 8601 in UTC with microseconds (contract, section 2.1).
pub(crate) fn instant(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
