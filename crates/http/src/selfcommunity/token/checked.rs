//! Tokens whose signature was found good, so that it is not computed for each of a client's requests.
//!
//! What depends on the moment is still looked at each time: whether a token is timely, and what the
//! database knows of its user. When the keys change, everything is forgotten.

use std::sync::atomic::{AtomicU64, Ordering};

use kith_domain::UserId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::claims::Times;

/// Bytes of tokens that are kept; those asked for least often go first.
const CAPACITY: u64 = 8 * 1024 * 1024;
/// A token of this many bytes and more is checked each time, or a few would push out the others.
const LONG: usize = 2 * 1024;
/// What is kept beside the token, in bytes, roughly.
const BESIDE: u64 = 128;

/// What such a token says.
#[derive(Clone, Copy)]
pub(super) struct Checked {
    pub(super) user: UserId,
    pub(super) times: Times,
    keys: Keys,
}

/// Which keys a token was checked with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys(u64);

pub(super) struct CheckedTokens {
    tokens: Cache<Box<str>, Checked, Size>,
    keys: AtomicU64,
}

#[derive(Clone)]
struct Size;

impl Weighter<Box<str>, Checked> for Size {
    fn weight(&self, token: &Box<str>, _: &Checked) -> u64 {
        u64::try_from(token.len()).unwrap_or(CAPACITY) + BESIDE
    }
}

impl CheckedTokens {
    pub(super) fn new() -> Self {
        let tokens = Cache::with_weighter(10_000, CAPACITY, Size);
        Self { tokens, keys: AtomicU64::new(0) }
    }

    /// Which keys are in force; to be asked before a token is checked with them.
    pub(super) fn keys(&self) -> Keys {
        Keys(self.keys.load(Ordering::SeqCst))
    }

    /// What the token says, if it was checked with the keys that are in force.
    pub(super) fn get(&self, token: &str) -> Option<Checked> {
        self.tokens.get(token).filter(|checked| checked.keys == self.keys())
    }

    /// Keeps what a token says that was checked with these keys.
    pub(super) fn keep(&self, token: &str, user: UserId, times: Times, keys: Keys) {
        if token.len() < LONG {
            self.tokens.insert(token.into(), Checked { user, times, keys });
        }
    }

    /// Forgets everything: other keys are in force.
    pub(super) fn forget_all(&self) {
        self.keys.fetch_add(1, Ordering::SeqCst);
        self.tokens.clear();
    }
}
