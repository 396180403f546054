//! Somebody who asks the same thing all the time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Call, Client, Sample, Samples};
use crate::report::Finding;

/// How long it waits between an answer and the next request.
const PAUSE: Duration = Duration::from_millis(20);

/// Asks until it is told to end.
pub(crate) struct Probe {
    stop: watch::Sender<bool>,
    task: JoinHandle<Samples>,
}

impl Probe {
    pub(crate) fn start(address: SocketAddr, call: Call) -> Self {
        let (stop, mut is_stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            let mut client = Client::new(address);
            let mut samples = Samples::default();
            while !*is_stopped.borrow() {
                let begun = Instant::now();
                let outcome = client.send(&call).await;
                samples.0.push(Sample::of(&call, begun, &outcome));
                let stopped = is_stopped.wait_for(|stopped| *stopped);
                let _ = tokio::time::timeout(PAUSE, stopped).await;
            }
            samples
        });
        Self { stop, task }
    }

    /// What became of every request. One that was refused is noted: what it asks for is there, and may
    /// be seen.
    pub(crate) async fn end(self, finding: &mut Finding) -> anyhow::Result<Samples> {
        let _ = self.stop.send(true);
        let samples = self.task.await?;
        let refused = |sample: &Sample| sample.status.is_some_and(|it| (300..500).contains(&it));
        finding.broken.extend(samples.wrong("a read was refused", refused));
        Ok(samples)
    }
}
