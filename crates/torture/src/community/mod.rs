//! People who write all the time, know what must have come of it, and look.

mod associations;
mod belief;
mod connection;
mod crowd;
mod lane;
mod people;
mod profile;
mod provider_connections;
mod reader;
mod references;

pub(crate) use crowd::{Crowd, Load, Stranger};

use std::sync::Arc;

use async_trait::async_trait;

use crate::http::{Answer, Call};
use reader::Reader;

/// A user of Kith. Has no `Debug`: it holds a credential.
#[derive(Clone)]
struct Member {
    id: i64,
    uuid: String,
    token: Arc<str>,
}

/// Those whom one lane writes about; nobody else does. Has no `Debug`: it holds credentials.
#[derive(Clone)]
struct Cast {
    /// Different for each lane; a part of every name that it makes.
    lane: usize,
    one: Member,
    other: Member,
    admin_id: i64,
    admin: Arc<str>,
    key: Arc<str>,
}

/// A write that is about to happen, and the status that means that it has.
struct Intent {
    call: Call,
    done: u16,
}

/// What came of a write.
enum Verdict<'a> {
    /// It was acknowledged.
    Done(&'a Answer),
    /// It may have happened, wholly.
    Perhaps,
    /// It has not happened.
    Not,
}

/// What is written about, and what must have come of it.
#[async_trait]
trait Noun: Send {
    /// The next write, if there is anything that nobody is in doubt about.
    fn next(&mut self, cast: &Cast, chance: &mut fastrand::Rng) -> Option<Intent>;

    /// What came of it.
    fn settle(&mut self, verdict: &Verdict<'_>);

    /// Looks whether everything that was acknowledged is there, and what was not is whole or absent;
    /// from then on nobody is in doubt. Returns how much was looked at.
    ///
    /// # Errors
    /// What is not as it must be.
    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String>;
}
