//! Several instances start at once.

use futures_util::future::join_all;
use serde_json::Value;

use super::Setting;
use crate::community::Crowd;
use crate::database::Database;
use crate::http::{Client, Outcome};
use crate::kith::{Kith, Server, Starting};
use crate::report::Finding;

const WRITES: u64 = 20;

/// On an empty database: all of them serve, on one schema.
pub(super) async fn at_once(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let mut acknowledged = 0;
    for _ in 0..setting.form.starts {
        let database = Database::create(setting.engine, setting.cluster).await?;
        let (kith, instances) = (&setting.patient(), setting.form.instances);
        let mut servers = start(kith, &database.url(), instances, &mut finding).await?;
        let Some(first) = servers.first() else { continue };
        let mut crowd = Crowd::gather(kith, &database.url(), first, &mut setting.chance).await?;
        let stranger = crowd.stranger.clone();
        let mut linked = Vec::new();
        for server in &servers {
            let load = crowd.write(server.address);
            load.more(WRITES).await?;
            acknowledged += load.done();
            let (its_crowd, samples, wrong) = load.end().await?;
            crowd = its_crowd;
            finding.broken.extend(wrong);
            finding.broken.extend(samples.wrong("failed", |sample| !sample.succeeded()));
            let ext_id = format!("instance-{}", linked.len());
            let outcome = Client::new(server.address).send(&stranger.link(&ext_id)).await;
            finding.note(linked_by(&outcome));
            linked.push(ext_id);
        }
        for server in &servers {
            finding.note_error(stranger.has(server, &linked).await);
            if let Err(wrong) = crowd.look(server).await {
                finding.broken.extend(wrong);
            }
        }
        finding.note_error(database.check(kith).await);
        for server in &mut servers {
            server.terminate()?;
            finding.note_error(server.ended().await);
        }
        finding.attempts += 1;
    }
    finding.figure("instances at once", setting.form.instances);
    finding.figure("acknowledged writes", acknowledged);
    Ok(finding)
}

/// Starts so many at once; what does not listen is noted.
pub(super) async fn start(
    kith: &Kith,
    url: &str,
    instances: usize,
    finding: &mut Finding,
) -> anyhow::Result<Vec<Server>> {
    let starting: anyhow::Result<Vec<_>> = (0..instances).map(|_| kith.start(url)).collect();
    let mut servers = Vec::new();
    for started in join_all(starting?.into_iter().map(Starting::listens)).await {
        match started {
            Ok(server) => servers.push(server),
            Err(error) => finding.broken.push(format!("{error:#}")),
        }
    }
    Ok(servers)
}

fn linked_by(outcome: &Outcome) -> Result<(), String> {
    match outcome {
        Outcome::Answered(answer) if answer.status == 201 && answer.json() != Value::Null => Ok(()),
        _ => Err(format!("linking: {}", outcome.describe())),
    }
}
