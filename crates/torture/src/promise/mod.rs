//! What is promised, and how each promise is put to the test.

mod aftermath;
mod clock;
mod disk;
mod exhaustion;
mod kill;
mod machine;
mod outage;
mod overload;
mod shutdown;
mod site;
mod start;
mod upgrade;

use crate::database::Engine;
use crate::fault::Library;
use crate::form::Form;
use crate::kith::{Kith, PATIENT};
use crate::postgres::Cluster;
use crate::report::Finding;

use clap::ValueEnum;

/// Everything that a promise is tried with.
pub(crate) struct Setting<'a> {
    pub(crate) kith: Kith,
    pub(crate) cluster: &'a Cluster,
    pub(crate) faults: &'a Library,
    pub(crate) form: Form,
    pub(crate) engine: Engine,
    pub(crate) chance: fastrand::Rng,
}

impl Setting<'_> {
    /// The binary, whose servers wait for the database as long as it takes: for promises that are not
    /// about time.
    fn patient(&self) -> Kith {
        self.kith.serving(&PATIENT)
    }
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Promise {
    Kill,
    Stop,
    Cut,
    Freeze,
    FullDisk,
    IoError,
    Pool,
    Queue,
    ClockBack,
    ClockOn,
    Start,
    Upgrade,
    InFlight,
    Shutdown,
    Overload,
}

impl Promise {
    /// As it stands in the report.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Kill => "kill -9 under mixed writes loses nothing that was acknowledged",
            Self::Stop => {
                "PostgreSQL stopped and started under load: 503, then back within two seconds"
            }
            Self::Cut => {
                "connections with PostgreSQL cut under load: nothing lost, back within two seconds"
            }
            Self::Freeze => "PostgreSQL frozen under load: 503 within two seconds, then back",
            Self::FullDisk => {
                "a full disk under load: 5xx, nothing damaged, back when there is space"
            }
            Self::IoError => "a failing disk under load: 5xx, nothing damaged, back when it works",
            Self::Pool => "an exhausted pool: 503 in time, reads go on, back at once",
            Self::Queue => "a full queue: 503 in time, reads go on, back at once",
            Self::ClockBack => "the clock moved back an hour under load",
            Self::ClockOn => "the clock moved on a year under load",
            Self::Start => "several instances start at once on an empty database",
            Self::Upgrade => "every earlier schema is upgraded under load",
            Self::InFlight => "what is under way at SIGTERM is finished, what is new is refused",
            Self::Shutdown => "SIGTERM under mixed writes loses nothing that was acknowledged",
            Self::Overload => {
                "five times as much as it can do: quick refusals or waiting, and back"
            }
        }
    }

    /// The databases that it is about.
    pub(crate) fn engines(self) -> &'static [Engine] {
        match self {
            Self::Stop | Self::Cut | Self::Freeze | Self::Pool => &[Engine::Postgres],
            Self::FullDisk | Self::IoError | Self::Queue => &[Engine::Sqlite],
            _ => &Engine::ALL,
        }
    }

    /// Tries to break it.
    pub(crate) async fn put_to_the_test(
        self,
        setting: &mut Setting<'_>,
    ) -> anyhow::Result<Finding> {
        match self {
            Self::Kill => kill::kill(setting).await,
            Self::Stop => outage::stop(setting).await,
            Self::Cut => outage::cut(setting).await,
            Self::Freeze => outage::freeze(setting).await,
            Self::FullDisk => disk::full(setting).await,
            Self::IoError => disk::failing(setting).await,
            Self::Pool => exhaustion::pool(setting).await,
            Self::Queue => exhaustion::queue(setting).await,
            Self::ClockBack => clock::back(setting).await,
            Self::ClockOn => clock::on(setting).await,
            Self::Start => start::at_once(setting).await,
            Self::Upgrade => upgrade::upgrade(setting).await,
            Self::InFlight => shutdown::in_flight(setting).await,
            Self::Shutdown => shutdown::under_load(setting).await,
            Self::Overload => overload::overload(setting).await,
        }
    }
}
