//! A server on a database of its own, with people who write.

use crate::community::{Crowd, Load};
use crate::database::Database;
use crate::http::Samples;
use crate::kith::{Kith, PATIENT, Server};
use crate::promise::Setting;
use crate::report::Finding;

/// How often a server is started before that counts as a failure.
const STARTS: usize = 5;

/// Where a promise is put to the test.
pub(super) struct Site<'a> {
    pub(super) database: Database<'a>,
    pub(super) kith: Kith,
    pub(super) server: Server,
    crowd: Option<Crowd>,
    /// Writes that were acknowledged so far.
    pub(super) acknowledged: u64,
    /// How much was looked at so far.
    looked: usize,
}

impl<'a> Site<'a> {
    /// Everything new, and the binary with these settings. People are made at a server that is patient:
    /// whoever is refused could not know whether somebody was made.
    pub(super) async fn open(setting: &mut Setting<'a>, kith: Kith) -> anyhow::Result<Self> {
        let database = Database::create(setting.engine, setting.cluster).await?;
        let url = database.url();
        let mut patient = kith.serving(&PATIENT).serve(&url).await?;
        let crowd = Crowd::gather(&kith, &url, &patient, &mut setting.chance).await?;
        patient.terminate()?;
        patient.ended().await?;
        let server = serve(&kith, &url).await?;
        Ok(Self { database, kith, server, crowd: Some(crowd), acknowledged: 0, looked: 0 })
    }

    /// Those who write, while they do not.
    pub(super) fn crowd(&mut self) -> anyhow::Result<&mut Crowd> {
        self.crowd.as_mut().ok_or_else(|| anyhow::anyhow!("everybody writes already"))
    }

    /// What time it is for the server.
    pub(super) async fn time(&self) -> anyhow::Result<String> {
        let crowd = self.crowd.as_ref();
        crowd.ok_or_else(|| anyhow::anyhow!("everybody writes"))?.time_at(&self.server).await
    }

    /// Everybody writes from now on.
    pub(super) fn write(&mut self) -> anyhow::Result<Load> {
        let crowd = self.crowd.take();
        let crowd = crowd.ok_or_else(|| anyhow::anyhow!("everybody writes already"))?;
        Ok(crowd.write(self.server.address))
    }

    /// Everybody ends; what became of all requests. Answers that a correct Kith would not give are noted.
    pub(super) async fn end(
        &mut self,
        load: Load,
        finding: &mut Finding,
    ) -> anyhow::Result<Samples> {
        self.acknowledged += load.done();
        let (crowd, samples, wrong) = load.end().await?;
        self.crowd = Some(crowd);
        finding.broken.extend(wrong);
        Ok(samples)
    }

    /// Looks whether everything is there, and nothing is damaged; what is wrong is noted.
    pub(super) async fn look(&mut self, finding: &mut Finding) -> anyhow::Result<()> {
        self.database.is_quiet().await?;
        let Self { crowd, server, .. } = self;
        if let Some(crowd) = crowd {
            match crowd.look(server).await {
                Ok(looked) => self.looked += looked,
                Err(wrong) => finding.broken.extend(wrong),
            }
        }
        finding.note_error(self.database.check(&self.kith).await);
        finding.note_error(self.server.lives());
        Ok(())
    }

    /// Lets the server stop, and starts another one.
    pub(super) async fn restart(&mut self, finding: &mut Finding) -> anyhow::Result<()> {
        self.server.terminate()?;
        finding.note_error(self.server.ended().await);
        self.database.is_left().await?;
        self.server = self.kith.serve(&self.database.url()).await?;
        Ok(())
    }

    /// The figures that every promise has.
    pub(super) fn tell(&self, finding: &mut Finding) {
        finding.figure("acknowledged writes", self.acknowledged);
        finding.figure("looked at", self.looked);
    }
}

/// Starts a server as a supervisor does: again, if the database was too slow for it.
async fn serve(kith: &Kith, url: &str) -> anyhow::Result<Server> {
    for _ in 1..STARTS {
        if let Ok(server) = kith.serve(url).await {
            return Ok(server);
        }
    }
    kith.serve(url).await
}
