//! How log lines name users.

use anyhow::{Context as _, ensure};
use kith_http::LoggedUsers;
use sha2::{Digest as _, Sha256};

use crate::settings::{Log, UserIds};

/// Fewer characters could be guessed, and with them the ids.
const SHORTEST_KEY: usize = 16;

/// How log lines name users: hashed with the configured key, or with one of this process's own.
pub(crate) fn logged_users(log: &Log) -> anyhow::Result<LoggedUsers> {
    Ok(match log.user_ids {
        UserIds::Omitted => LoggedUsers::Omitted,
        UserIds::Plain => LoggedUsers::Plain,
        UserIds::Hashed => LoggedUsers::Hashed(key(log)?),
    })
}

fn key(log: &Log) -> anyhow::Result<[u8; 16]> {
    let configured = log.user_id_key.or_file(log.user_id_key_file.as_deref(), "log.user_id_key")?;
    let text = configured.expose();
    let mut key = [0; 16];
    if text.is_empty() {
        getrandom::fill(&mut key).context("the system gives no random bytes")?;
    } else {
        ensure!(
            text.len() >= SHORTEST_KEY,
            "log.user_id_key: it must have {SHORTEST_KEY} characters or more; make one with\n    \
             openssl rand -hex 16"
        );
        key.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    }
    Ok(key)
}
