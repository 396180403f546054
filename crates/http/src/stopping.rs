//! Whether this process has been told to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Known to whoever stops the process and to everything that answers; cheap to clone.
///
/// Once it has begun, `/ready` answers 503 and every answer asks its client to close the connection, so
/// that they go elsewhere before nothing listens here any more.
#[derive(Clone, Debug, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    /// Says so. There is no way back.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it has begun.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
