//! How many files and sockets the process may have open.

use crate::settings::Settings;

/// What is open beside the connections of clients and of the database: the database's files, the
/// runtime's own, and those that a command reads.
const OTHERS: usize = 256;

/// Raises the system's soft limit to what the settings may need, as far as it lets us. Less is said, and
/// no reason not to serve.
pub(crate) fn allow_for(settings: &Settings) {
    let connections = settings.server.max_connections;
    // Each has a second handle to be closed by (`crate::idle`).
    let needed = 2 * connections + settings.database.pool_size + settings.database.readers + OTHERS;
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    match rlimit::increase_nofile_limit(needed) {
        Ok(allowed) if allowed >= needed => {}
        Ok(allowed) => tracing::warn!(
            allowed,
            needed,
            "the system allows fewer open files than server.max_connections may take"
        ),
        Err(error) => tracing::warn!(%error, needed, "cannot raise the number of open files"),
    }
}
