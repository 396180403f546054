//! kill -9 at moments that chance chooses.

use std::time::Duration;

use super::Setting;
use super::site::Site;
use crate::report::Finding;

/// After how many writes at most, and how long after the last of them at most.
const WRITES: u64 = 60;
const LATEST: Duration = Duration::from_millis(20);
/// One of so many dies while it starts, too.
const WHILE_STARTING: u64 = 10;

/// Every write that was acknowledged is there after the restart, every other one is whole or absent.
pub(super) async fn kill(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let kith = setting.patient();
    let mut site = Site::open(setting, kith).await?;
    let (mut cut_off, mut while_starting) = (0, 0_u64);
    for attempt in 0..setting.form.kills {
        let load = site.write()?;
        load.more(setting.chance.u64(..WRITES)).await?;
        // The moment is what is tried; nothing is waited for.
        tokio::time::sleep(LATEST.mul_f64(setting.chance.f64())).await;
        site.server.kill().await?;
        let samples = site.end(load, &mut finding).await?;
        cut_off += samples.count(|sample| sample.status.is_none());
        finding
            .broken
            .extend(samples.wrong("before the kill", |s| s.status.is_some_and(|s| s >= 500)));
        site.database.is_left().await?;
        if attempt % WHILE_STARTING == WHILE_STARTING - 1 {
            let starting = site.kith.start(&site.database.url())?;
            // Here, too, the moment is what is tried.
            tokio::time::sleep(site.server.started_in.mul_f64(setting.chance.f64())).await;
            starting.kill().await?;
            site.database.is_left().await?;
            while_starting += 1;
        }
        site.server = site.kith.serve(&site.database.url()).await?;
        site.look(&mut finding).await?;
        finding.attempts += 1;
    }
    site.tell(&mut finding);
    finding.figure("requests without an answer", cut_off);
    finding.figure("kills while starting", while_starting);
    Ok(finding)
}
