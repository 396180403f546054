//! Which statements Kith sends for each work.

use crate::kith::Server;
use crate::load::Requests;
use crate::site::{Bench, Site};
use crate::sql::{Script, Statement, statements};

/// What was recorded of a work.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) work: &'static str,
    /// The statements of a turn by somebody whom Kith has seen lately...
    pub(crate) known: Vec<Statement>,
    /// ... and how many there are if it has not.
    pub(crate) unknown: usize,
    /// The same for pgbench.
    pub(crate) script: Script,
}

/// Records every work of a site on PostgreSQL, in the order of its works. Also says whether answers are
/// what they should be.
pub(crate) fn record(bench: &Bench<'_>, site: &Site) -> anyhow::Result<Vec<Recorded>> {
    let known = turns(bench, site, "60s")?;
    let unknown = turns(bench, site, "0s")?;
    let both = site.works.iter().zip(known.into_iter().zip(unknown));
    both.map(|(work, (known, unknown))| {
        let script = Script::new(&work.choice, &work.essential(&known), &work.sample.stand_ins)?;
        Ok(Recorded { work: work.name, known, unknown: unknown.len(), script })
    })
    .collect()
}

/// The statements of one turn of each work, by a server that believes for so long what it has read of
/// somebody.
fn turns(bench: &Bench<'_>, site: &Site, cache: &str) -> anyhow::Result<Vec<Vec<Statement>>> {
    let url = bench.postgres.url(&site.name, Some("-c log_statement=all"));
    // What is done in the background is not to be among the statements of a turn.
    let settings = [("KITH__AUTH__CREDENTIAL_CACHE", cache), ("KITH__UPKEEP__INTERVAL", "24h")];
    let server = bench.kith.serve(&url, bench.folder, &settings)?;
    // Every connection is open, and the work in the background done, before anything is recorded.
    for work in &site.works {
        for turn in 0..4 {
            send(&server, &work.requests, turn)?;
        }
        work.check(&|request| server.body(request))?;
    }
    let turn = |work: &crate::work::Work| {
        let before = bench.postgres.log()?.len();
        send(&server, &work.requests, work.sample.turn)?;
        let log = bench.postgres.log()?;
        Ok(statements(&String::from_utf8_lossy(&log[before..])))
    };
    site.works.iter().map(turn).collect()
}

fn send(server: &Server, requests: &Requests, turn: usize) -> anyhow::Result<()> {
    for step in 0..requests.steps() {
        server.body(requests.request(turn, step))?;
    }
    Ok(())
}
