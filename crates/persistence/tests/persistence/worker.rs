//! Tests where look-ups are shared: on a runtime of one thread, as each worker of the HTTP server has.

use std::time::Duration;

use kith_persistence::Database;
use tokio::time::timeout;

use crate::database::Place;

pub(crate) async fn on_a_worker<T: Future<Output = ()>>(test: impl FnOnce() -> T + Send + 'static) {
    let worker = tokio::task::spawn_blocking(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        // Somebody who is not answered would wait for ever.
        let test = async { timeout(Duration::from_mins(1), test()).await };
        runtime.unwrap().block_on(test).unwrap();
    });
    worker.await.unwrap();
}

/// The same on a database that is opened there.
pub(crate) async fn on_a_worker_of<T: Future<Output = ()>>(
    place: Place,
    test: impl FnOnce(Place, Database) -> T + Send + 'static,
) {
    let database = place.open().await;
    on_a_worker(|| test(place, database)).await;
}
