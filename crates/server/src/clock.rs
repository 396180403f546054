//! The machine's clock and UUIDs: the one place that asks for them.

use chrono::Utc;
use kith_domain::clock::cut;
use kith_domain::ids::UuidSource;
use kith_domain::{Clock, Timestamp};
use uuid::Uuid;

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the replacement")]
    fn now(&self) -> Timestamp {
        cut(Utc::now())
    }
}

/// Random UUIDs that sort by the time of their making, which keeps indexes compact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RandomUuids;

impl UuidSource for RandomUuids {
    #[expect(clippy::disallowed_methods, reason = "this is the replacement")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
