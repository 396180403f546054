//! Somebody holds a lock, and everybody who writes queues up behind it.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::Setting;
use super::aftermath::{AFTER, Aftermath};
use super::machine::Machine;
use super::outage::millis;
use super::site::Site;
use crate::community::Stranger;
use crate::database::Database;
use crate::http::{Client, Probe, Sample, Samples};
use crate::report::Finding;
use crate::sqlite::SqliteSession;

/// How long somebody waits for a connection, and how long a statement may take.
const SETTINGS: [(&str, &str); 2] =
    [("KITH__DATABASE__CONNECT_TIMEOUT", "700ms"), ("KITH__DATABASE__STATEMENT_TIMEOUT", "1s")];
/// Both, and a little: nobody waits longer.
const BOUND: Duration = Duration::from_secs(2);
/// Within which those are refused for whom there is no place in the queue, and within which everything is
/// well again.
const AT_ONCE: Duration = Duration::from_millis(500);
/// How many want to write the same at once.
const WRITERS: usize = 64;
/// How many may wait for SQLite.
const QUEUE: usize = 16;
const WRITES: u64 = 20;

/// One connection for everybody, and a row that is locked.
pub(super) async fn pool(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    jams(setting, &[SETTINGS.as_slice(), &[("KITH__DATABASE__POOL_SIZE", "1")]].concat()).await
}

/// A short queue, and a file that is locked.
pub(super) async fn queue(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let queue = QUEUE.to_string();
    jams(setting, &[SETTINGS.as_slice(), &[("KITH__DATABASE__QUEUE", &queue)]].concat()).await
}

/// What is locked, for as long as this is there.
pub(super) enum Lock {
    Row(crate::postgres::Session),
    File(SqliteSession),
}

impl Lock {
    /// Nobody can write about this user; on SQLite nobody can write at all.
    pub(super) async fn of(database: &Database<'_>, user: &Stranger) -> anyhow::Result<Self> {
        match database {
            Database::Postgres { cluster, name } => {
                let session = cluster.session(name).await?;
                let lock = format!("begin; select 1 from users where id = {} for update", user.id);
                session.execute(&lock).await?;
                Ok(Self::Row(session))
            }
            Database::Sqlite(_) => {
                let mut session = SqliteSession::open(&database.file()?)?;
                session.execute("begin immediate")?;
                Ok(Self::File(session))
            }
        }
    }

    pub(super) async fn release(self) -> anyhow::Result<()> {
        match self {
            Self::Row(session) => session.execute("rollback").await,
            Self::File(mut session) => session.execute("rollback"),
        }
    }
}

async fn jams(
    setting: &mut Setting<'_>,
    settings: &[(&'static str, &str)],
) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let kith = setting.kith.serving(settings);
    let mut site = Site::open(setting, kith).await?;
    let stranger = site.crowd()?.stranger.clone();
    let machine = Machine::watch()?;
    let (mut refused, mut at_once, mut linked) = (0, 0, Vec::new());
    let (mut slowest, mut slowest_read) = (Duration::ZERO, Duration::ZERO);
    let mut aftermath = Aftermath::default();
    for jam in 0..setting.form.jams {
        let probe = Probe::start(site.server.address, stranger.read());
        let load = site.write()?;
        load.more(WRITES).await?;
        let usual = load.slowest();
        let lock = Lock::of(&site.database, &stranger).await?;
        let writers = (0..WRITERS).map(|writer| {
            let ext_id = format!("jam-{jam}-{writer}");
            let address = site.server.address;
            let call = stranger.link(&ext_id);
            async move {
                let begun = Instant::now();
                let outcome = Client::new(address).send(&call).await;
                (ext_id, Sample::of(&call, begun, &outcome))
            }
        });
        let answers = join_all(writers).await;
        lock.release().await?;
        let released = Instant::now();
        // Load goes on meanwhile, so that there is something to judge after the bound.
        machine.work(AT_ONCE + usual + AFTER).await;
        load.more(WRITES).await?;
        let mut samples = site.end(load, &mut finding).await?;
        let reads = probe.end(&mut finding).await?;

        let done = answers.iter().filter(|(_, sample)| sample.succeeded());
        linked.extend(done.map(|(ext_id, _)| ext_id.clone()));
        let jammed = Samples(answers.into_iter().map(|(_, sample)| sample).collect());
        refused += jammed.count(Sample::is_unavailable);
        at_once += jammed.count(|s| s.is_unavailable() && s.took < AT_ONCE);
        samples.0.extend(jammed.0);
        let wrong = |s: &Sample| !s.succeeded() && !s.is_unavailable();
        finding.broken.extend(samples.wrong("no 503 with Retry-After", wrong));
        let too_slow = |s: &Sample| s.took > BOUND && machine.worked_for(s) > BOUND + usual;
        finding.late.extend(samples.wrong("too slow", too_slow));
        aftermath.judge(&samples, &machine, released, AT_ONCE + usual, &mut finding);
        finding.broken.extend(reads.wrong("a read meanwhile", |s| !s.succeeded()));
        slowest = slowest.max(samples.longest(|s| !s.succeeded()));
        slowest_read = slowest_read.max(reads.longest(|_| true));
        site.look(&mut finding).await?;
        finding.note_error(stranger.has(&site.server, &linked).await);
        finding.attempts += 1;
    }
    if refused == 0 {
        finding.broken.push("nobody was refused, so nothing was tried".to_owned());
    }
    site.tell(&mut finding);
    finding.figure("refused", refused);
    finding.figure("refused within 500 ms", at_once);
    finding.figure("slowest refusal ms", millis(slowest));
    finding.figure("slowest read meanwhile ms", millis(slowest_read));
    aftermath.tell(&mut finding);
    finding.figure("machine stood still ms", millis(machine.stood_still()));
    Ok(finding)
}
