//! Somebody moves the clock of the machine, while everybody writes.

use super::Setting;
use super::site::Site;
use crate::fault::Faults;
use crate::report::Finding;

const HOUR: i64 = 3_600;
const YEAR: i64 = 365 * 24 * HOUR;
const WRITES: u64 = 60;

/// An hour back.
pub(super) async fn back(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    moves(setting, -HOUR).await
}

/// A year on.
pub(super) async fn on(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    moves(setting, YEAR).await
}

/// Moves the clock and moves it back. Tokens that were signed before may be refused; nothing else may go
/// wrong, and with tokens of the new time nothing at all.
async fn moves(setting: &mut Setting<'_>, moved: i64) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    // Of all the tokens that a year makes too old there are more than one address may have refused.
    let unlimited = [("KITH__LIMITS__FAILED_AUTHENTICATION_PER_MINUTE", "0")];
    let (faults, kith) = setting.faults.of(&setting.patient().serving(&unlimited))?;
    let mut site = Site::open(setting, kith).await?;
    let mut refused = 0;
    for _ in 0..setting.form.clocks {
        for seconds in [moved, 0] {
            let before = site.time().await?;
            site.crowd()?.expect_refused_tokens(true);
            let load = site.write()?;
            load.more(WRITES).await?;
            faults.move_clock(seconds)?;
            // Keys are good at any time, so there is always something that goes on.
            load.more(WRITES).await?;
            refused += end(&mut site, load, &mut finding).await?;

            let after = site.time().await?;
            // Instants in answers are in the order of their texts.
            if (after > before) != is_on(seconds, moved) {
                finding.broken.push(format!("the clock stands at {after} after {before}"));
            }
            renew(&mut site, &faults, seconds).await?;
            let load = site.write()?;
            load.more(WRITES).await?;
            end(&mut site, load, &mut finding).await?;
            site.look(&mut finding).await?;
            finding.attempts += 1;
        }
    }
    site.tell(&mut finding);
    finding.figure("tokens refused meanwhile", refused);
    Ok(finding)
}

/// Whether the clock goes on when it is put to this, by so many seconds or back to what is right.
fn is_on(seconds: i64, moved: i64) -> bool {
    (seconds == 0) == (moved < 0)
}

/// How many tokens were refused; a failure is noted.
async fn end(
    site: &mut Site<'_>,
    load: crate::community::Load,
    finding: &mut Finding,
) -> anyhow::Result<usize> {
    let samples = site.end(load, finding).await?;
    finding.broken.extend(samples.wrong("with a moved clock", |sample| !sample.succeeded()));
    Ok(samples.count(|sample| sample.status == Some(401)))
}

/// Tokens of the time that it is now.
async fn renew(site: &mut Site<'_>, faults: &Faults, seconds: i64) -> anyhow::Result<()> {
    let (kith, url) = (site.kith.clone(), site.database.url());
    // The commands have the same clock as the server.
    faults.move_clock(seconds)?;
    let crowd = site.crowd()?;
    crowd.renew(&kith, &url).await?;
    crowd.expect_refused_tokens(false);
    Ok(())
}
