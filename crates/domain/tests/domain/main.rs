//! The use cases over the store in memory, golden tables, and properties.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod api_key;
mod association;
mod client_user;
mod connection;
mod follow;
mod hide;
mod preference;
mod properties;
mod provider_connection;
mod user;

use kith_domain::UserId;
use kith_domain::community::{Community, Mode};
use kith_domain::user::{Role, Status};
use kith_domain::visibility::{Member, Viewer};

/// An approved member who makes a request.
fn member(id: UserId, role: Option<Role>) -> Member {
    Member { id, role, status: Status::Approved }
}

/// The same as a viewer.
fn viewer(id: UserId, role: Option<Role>) -> Viewer {
    Viewer::Member(member(id, role))
}

/// An id that nobody has.
fn stranger() -> UserId {
    UserId::new(i64::MAX).unwrap()
}

/// Asserts that a use case was refused in that way, and that the store is as it was.
macro_rules! assert_refused {
    ($outcome:expr, $refusal:pat, $store:expr, $before:expr) => {
        match $outcome {
            Err($refusal) => assert_eq!($store.dump(), $before),
            other => panic!("expected {}, got {other:?}", stringify!($refusal)),
        }
    };
}
use assert_refused;

/// A community with that mode, in which anonymous callers may read.
fn community(mode: Mode) -> Community {
    Community { mode, content_availability: true, signin_providers: Vec::new() }
}

/// The same, but anonymous callers may not read.
fn closed(mode: Mode) -> Community {
    Community { content_availability: false, ..community(mode) }
}
