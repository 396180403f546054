//! How many files and sockets the process may have open.

use crate::settings::Settings;

/// What is open whatever the settings are: files that a command reads, the runtime's own.
const OTHERS: usize = 64;
/// What a worker has: its runtime, and what it reads the database over.
const OF_A_WORKER: usize = 16;
/// What a reader of SQLite has: the file, its log, and a little.
const OF_A_READER: usize = 4;
/// A connection's socket, and the handle that it is watched over by (`crate::idle`).
const OF_A_CONNECTION: usize = 2;

/// How many connections there can be: `server.max_connections`, or fewer where the system allows no more
/// files. The soft limit is raised to what they take.
pub(crate) fn connections(settings: &Settings, workers: usize, readers: usize) -> usize {
    let wanted = settings.server.max_connections;
    let others =
        OTHERS + OF_A_WORKER * workers + OF_A_READER * readers + settings.database.pool_size;
    let needed = others + OF_A_CONNECTION * wanted;
    let allowed = rlimit::increase_nofile_limit(u64::try_from(needed).unwrap_or(u64::MAX));
    let allowed = match allowed {
        Ok(allowed) => usize::try_from(allowed).unwrap_or(usize::MAX),
        Err(error) => {
            tracing::warn!(%error, needed, "cannot raise how many files may be open");
            return wanted;
        }
    };
    let connections = wanted.min(allowed.saturating_sub(others) / OF_A_CONNECTION).max(1);
    if connections < wanted {
        tracing::warn!(
            connections,
            allowed,
            needed,
            "the system allows fewer open files than server.max_connections takes"
        );
    }
    connections
}
