//! All lanes together.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use futures_util::future::join_all;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::lane::Lane;
use super::{Cast, Member};
use crate::http::{Call, Client, Outcome, Samples};
use crate::kith::{Kith, Server};
use crate::process::PATIENCE;

/// How many write at once.
const LANES: usize = 8;
/// How long somebody waits who was refused or found nobody.
const AFTER_A_FAILURE: Duration = Duration::from_millis(50);

/// Those who write. Has no `Debug`: it holds credentials.
pub(crate) struct Crowd {
    lanes: Vec<Lane>,
    /// Somebody about whom no lane writes.
    pub(crate) stranger: Stranger,
}

/// A user about whom a test writes by itself. Has no `Debug`: it holds a credential.
#[derive(Clone)]
pub(crate) struct Stranger {
    pub(crate) id: i64,
    pub(crate) token: Arc<str>,
}

impl Stranger {
    /// Reads what is known about them.
    pub(crate) fn read(&self) -> Call {
        Call::get(format!("/api/v2/user/{}/", self.id)).token(&self.token)
    }

    /// Links an account.
    pub(crate) fn link(&self, ext_id: &str) -> Call {
        let body = json!({"provider": "facebook", "ext_id": ext_id});
        let path = format!("/api/v2/user/{}/provider/", self.id);
        Call::post(path).token(&self.token).json(body)
    }

    /// Fails if one of these accounts is not linked.
    pub(crate) async fn has(&self, server: &Server, linked: &[String]) -> anyhow::Result<()> {
        let path = format!("/api/v2/user/{}/provider/", self.id);
        let call = Call::get(path).token(&self.token);
        let answer = asked(&mut Client::new(server.address), &call).await?;
        let rows = answer.as_array().into_iter().flatten();
        let there: BTreeSet<&str> = rows.filter_map(|row| row["ext_id"].as_str()).collect();
        let lost: Vec<_> =
            linked.iter().filter(|ext_id| !there.contains(ext_id.as_str())).collect();
        ensure!(lost.is_empty(), "acknowledged and not there: {lost:?}");
        Ok(())
    }
}

/// What came of the requests of a load so far.
#[derive(Clone, Copy, Default)]
struct Counts {
    done: u64,
    failed: u64,
    /// The longest that one took.
    slowest: Duration,
}

/// A load that goes on until it is told to end.
pub(crate) struct Load {
    stop: watch::Sender<bool>,
    counts: watch::Receiver<Counts>,
    lanes: Vec<JoinHandle<(Lane, Samples, Vec<String>)>>,
    stranger: Stranger,
}

impl Crowd {
    /// Makes everybody, at a server that runs.
    pub(crate) async fn gather(
        kith: &Kith,
        database: &str,
        server: &Server,
        chance: &mut fastrand::Rng,
    ) -> anyhow::Result<Self> {
        let admin_id = kith.create_admin(database).await?;
        let admin = kith.tokens(database, &[admin_id]).await?.pop().context("no token")?;
        let key = kith.key(database, "torture").await?;
        let mut client = Client::new(server.address);
        let (mut ids, mut uuids) = (Vec::new(), Vec::new());
        for number in 0..=LANES * 2 {
            let body = json!({"username": format!("member-{number}")});
            let sign_up = Call::post("/api/v2/sso/signup/").token(&admin).json(body);
            let user = asked(&mut client, &sign_up).await?;
            let id = user["id"].as_i64().context("a user without id")?;
            let names = Call::get(format!("/kith/v1/users/{id}")).key(&key);
            let names = asked(&mut client, &names).await?;
            ids.push(id);
            uuids.push(names["uuid"].as_str().context("a user without UUID")?.to_owned());
        }
        let tokens = kith.tokens(database, &ids).await?;
        ensure!(tokens.len() == ids.len(), "kith token prints too few");
        let stranger = ids.last().zip(tokens.last());
        let stranger = stranger.map(|(id, token)| Stranger { id: *id, token: Arc::clone(token) });
        let stranger = stranger.context("nobody is there")?;
        let mut members = ids.into_iter().zip(uuids).zip(tokens);
        let mut member = || members.next().map(|((id, uuid), token)| Member { id, uuid, token });
        let mut lanes = Vec::new();
        while let (Some(one), Some(other)) = (member(), member()) {
            let (admin, key) = (Arc::clone(&admin), Arc::clone(&key));
            let cast = Cast { lane: lanes.len(), one, other, admin_id, admin, key };
            lanes.push(Lane::new(cast, fastrand::Rng::with_seed(chance.u64(..))));
        }
        Ok(Self { lanes, stranger })
    }

    /// Everybody writes from now on.
    pub(crate) fn write(self, address: SocketAddr) -> Load {
        let (stop, is_stopped) = watch::channel(false);
        let (count, counts) = watch::channel(Counts::default());
        let lanes = self
            .lanes
            .into_iter()
            .map(|lane| tokio::spawn(writes(lane, address, is_stopped.clone(), count.clone())));
        Load { stop, counts, lanes: lanes.collect(), stranger: self.stranger }
    }

    /// New tokens for everybody, by the clock of the binary.
    pub(crate) async fn renew(&mut self, kith: &Kith, database: &str) -> anyhow::Result<()> {
        for lane in &mut self.lanes {
            lane.renew(kith, database).await?;
        }
        Ok(())
    }

    /// Whether tokens may be refused from now on, as they are when the clock has moved.
    pub(crate) fn expect_refused_tokens(&mut self, expected: bool) {
        for lane in &mut self.lanes {
            lane.tokens_may_be_refused = expected;
        }
    }

    /// What time it is for the server: that of a user whom it makes now.
    pub(crate) async fn time_at(&self, server: &Server) -> anyhow::Result<String> {
        let lane = self.lanes.first().context("nobody writes")?;
        let name = format!("time-{:016x}", fastrand::u64(..));
        let call = Call::post("/v2/user").key(lane.key()).json(json!({"client_user_id": name}));
        let user = asked(&mut Client::new(server.address), &call).await?;
        user["created_on"].as_str().map(str::to_owned).context("a user without a date")
    }

    /// Looks whether everything is as it must be; how much was looked at.
    pub(crate) async fn look(&mut self, server: &Server) -> Result<usize, Vec<String>> {
        let looks = self.lanes.iter_mut().map(|lane| lane.look(server.address));
        let (mut looked, mut wrong) = (0, Vec::new());
        for seen in join_all(looks).await {
            match seen {
                Ok(number) => looked += number,
                Err(what) => wrong.push(what),
            }
        }
        if wrong.is_empty() { Ok(looked) } else { Err(wrong) }
    }
}

async fn writes(
    mut lane: Lane,
    address: SocketAddr,
    is_stopped: watch::Receiver<bool>,
    count: watch::Sender<Counts>,
) -> (Lane, Samples, Vec<String>) {
    let mut client = Client::new(address);
    let (mut samples, mut wrong) = (Samples::default(), Vec::new());
    while !*is_stopped.borrow() {
        let Some(step) = lane.step(&mut client).await else { break };
        let failed = !step.sample.succeeded();
        count.send_modify(|counts| {
            counts.done += u64::from(step.done);
            counts.failed += u64::from(failed);
            counts.slowest = counts.slowest.max(step.sample.took);
        });
        samples.0.push(step.sample);
        wrong.extend(step.wrong);
        if failed {
            let mut is_stopped = is_stopped.clone();
            let stopped = is_stopped.wait_for(|stopped| *stopped);
            let _ = tokio::time::timeout(AFTER_A_FAILURE, stopped).await;
        }
    }
    (lane, samples, wrong)
}

impl Load {
    /// How many writes were acknowledged so far.
    pub(crate) fn done(&self) -> u64 {
        self.counts.borrow().done
    }

    /// The longest that a request took so far.
    pub(crate) fn slowest(&self) -> Duration {
        self.counts.borrow().slowest
    }

    /// Waits until so many more were acknowledged.
    pub(crate) async fn more(&self, writes: u64) -> anyhow::Result<()> {
        let until = self.done() + writes;
        let more = self.wait_for(|counts| counts.done >= until).await;
        more.context("nothing is acknowledged any more")
    }

    /// Waits until so many more have failed.
    pub(crate) async fn fails(&self, writes: u64) -> anyhow::Result<()> {
        let until = self.counts.borrow().failed + writes;
        let more = self.wait_for(|counts| counts.failed >= until).await;
        more.context("nothing fails, so nothing is tried")
    }

    async fn wait_for(&self, enough: impl Fn(&Counts) -> bool) -> anyhow::Result<()> {
        let mut counts = self.counts.clone();
        tokio::time::timeout(PATIENCE, counts.wait_for(|counts| enough(counts))).await??;
        Ok(())
    }

    /// Tells everybody to end, and waits for them: those who write, what became of every request, and
    /// answers that a correct Kith would not give.
    pub(crate) async fn end(self) -> anyhow::Result<(Crowd, Samples, Vec<String>)> {
        let _ = self.stop.send(true);
        let (mut lanes, mut samples, mut wrong) = (Vec::new(), Samples::default(), Vec::new());
        for lane in self.lanes {
            let (lane, its_samples, its_wrong) = lane.await?;
            lanes.push(lane);
            samples.0.extend(its_samples.0);
            wrong.extend(its_wrong);
        }
        Ok((Crowd { lanes, stranger: self.stranger }, samples, wrong))
    }
}

/// The body of an answer that must be a success.
async fn asked(client: &mut Client, call: &Call) -> anyhow::Result<serde_json::Value> {
    let outcome = client.send(call).await;
    match &outcome {
        Outcome::Answered(answer) if answer.status < 300 => Ok(answer.json()),
        _ => anyhow::bail!("{} {}: {}", call.method, call.path, outcome.describe()),
    }
}
