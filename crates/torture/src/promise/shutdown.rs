//! SIGTERM: what is under way is finished, and nothing is lost.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::task::JoinSet;

use super::Setting;
use super::exhaustion::Lock;
use super::outage::millis;
use super::site::Site;
use crate::database::Database;
use crate::http::{Client, Outcome, Sample, Unanswered};
use crate::process::PATIENCE;
use crate::report::Finding;

/// How many requests are under way; fewer than PostgreSQL has connections for.
const REQUESTS: usize = 12;
/// How many of them there are at most before SIGTERM.
const WRITES: u64 = 30;
const LATEST: Duration = Duration::from_millis(300);

/// Requests that wait for a lock when the signal comes.
pub(super) async fn in_flight(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let kith = setting.patient();
    let mut site = Site::open(setting, kith).await?;
    let stranger = site.crowd()?.stranger.clone();
    let (mut linked, mut finished, mut refused) = (Vec::new(), 0, 0);
    for attempt in 0..setting.form.shutdowns {
        let lock = Lock::of(&site.database, &stranger).await?;
        let address = site.server.address;
        let mut requests = JoinSet::new();
        for request in 0..REQUESTS {
            let ext_id = format!("in-flight-{attempt}-{request}");
            let call = stranger.link(&ext_id);
            requests.spawn(async move { (ext_id, Client::new(address).send(&call).await) });
        }
        are_under_way(&site.database, address.port()).await?;
        site.server.terminate()?;
        site.server.is_stopping().await?;
        // Whoever comes now is not let in, or is told that nothing can be done.
        let turned_away = async {
            loop {
                let outcome = Client::new(address).send(&stranger.read()).await;
                if matches!(outcome, Outcome::NotSent(_)) || outcome.status() == Some(503) {
                    break;
                }
                // Asks again until it is refused; what bounds it is around.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let turned_away = tokio::time::timeout(Duration::from_secs(2), turned_away).await;
        match turned_away {
            Ok(()) => refused += 1,
            Err(_) => finding.broken.push("new requests are still answered".to_owned()),
        }
        lock.release().await?;
        while let Some(request) = requests.join_next().await {
            let (ext_id, outcome) = request?;
            if outcome.status() == Some(201) {
                finished += 1;
                linked.push(ext_id);
            } else {
                finding.broken.push(format!("a request under way: {}", outcome.describe()));
            }
        }
        finding.note_error(site.server.ended().await);
        site.database.is_left().await?;
        site.server = site.kith.serve(&site.database.url()).await?;
        finding.note_error(stranger.has(&site.server, &linked).await);
        site.look(&mut finding).await?;
        finding.attempts += 1;
    }
    finding.figure("requests finished after SIGTERM", finished);
    finding.figure("times that new ones were refused", refused);
    Ok(finding)
}

/// Waits until the server has read all requests and the database holds them up.
async fn are_under_way(database: &Database<'_>, port: u16) -> anyhow::Result<()> {
    if let Database::Postgres { cluster, name } = database {
        let waiting = format!(
            "select count(*) = {REQUESTS} from pg_stat_activity \
             where datname = current_database() and wait_event_type = 'Lock'"
        );
        return cluster.wait_until(name, &waiting).await;
    }
    let read = async {
        while !has_read(&fs::read_to_string("/proc/net/tcp")?, port) {
            // The system tells nobody; so it is asked again.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, read).await.context("the requests are never read")?
}

/// Whether the server with this port has connections enough, and has read all that came over them.
fn has_read(table: &str, port: u16) -> bool {
    const ESTABLISHED: &str = "01";
    let mut connections = 0;
    for line in table.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, local, _, state, queues, ..] = fields[..] else { continue };
        if state != ESTABLISHED || !local.ends_with(&format!(":{port:04X}")) {
            continue;
        }
        connections += 1;
        if !queues.ends_with(":00000000") {
            return false;
        }
    }
    connections >= REQUESTS
}

/// In the midst of a mixed load.
pub(super) async fn under_load(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let kith = setting.patient();
    let mut site = Site::open(setting, kith).await?;
    let (mut cut_off, mut not_sent, mut slowest) = (0, 0, Duration::ZERO);
    for _ in 0..setting.form.shutdowns {
        let load = site.write()?;
        load.more(WRITES).await?;
        // The moment is what is tried; nothing is waited for.
        tokio::time::sleep(LATEST.mul_f64(setting.chance.f64())).await;
        let begun = Instant::now();
        site.server.terminate()?;
        finding.note_error(site.server.ended().await);
        slowest = slowest.max(begun.elapsed());
        let samples = site.end(load, &mut finding).await?;
        // A request that crosses the end of an idle connection is cut off: nobody has read it.
        cut_off += samples.count(|s| s.unanswered == Some(Unanswered::CutOff));
        not_sent += samples.count(|s| s.unanswered == Some(Unanswered::NotSent));
        let wrong = |s: &Sample| {
            s.unanswered == Some(Unanswered::Hangs)
                || s.status.is_some_and(|status| status >= 500 && status != 503)
                || (s.ended() < begun && !s.succeeded())
        };
        finding.broken.extend(samples.wrong("at a shutdown", wrong));
        site.database.is_left().await?;
        site.server = site.kith.serve(&site.database.url()).await?;
        site.look(&mut finding).await?;
        finding.attempts += 1;
    }
    site.tell(&mut finding);
    finding.figure("cut off at the end", cut_off);
    finding.figure("not sent at the end", not_sent);
    finding.figure("slowest shutdown ms", millis(slowest));
    Ok(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_when_no_connection_holds_bytes() {
        let line = |state: &str, waiting: &str| {
            format!("   1: 0100007F:1F90 0100007F:D431 {state} 00000000:{waiting} 00:00000000 0\n")
        };
        let enough = line("01", "00000000").repeat(REQUESTS);
        assert!(has_read(&enough, 0x1F90));
        assert!(!has_read(&enough, 0x1F91));
        assert!(!has_read(&line("01", "00000000").repeat(REQUESTS - 1), 0x1F90));
        assert!(!has_read(&(enough.clone() + &line("01", "0000002A")), 0x1F90));
        assert!(has_read(&(enough + &line("0A", "0000002A")), 0x1F90));
    }
}
