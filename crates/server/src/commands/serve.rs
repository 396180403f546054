//! `kith serve`

use clap::Args;

use crate::application::Application;
use crate::settings::Settings;

/// Answer requests until Ctrl-C or SIGTERM
///
/// Brings the database schema up to date first. Needs a secret: `openssl rand -hex 32` makes one for
/// KITH__AUTH__JWT_SECRETS. The database is the SQLite file kith.db, or what KITH__DATABASE__URL names:
/// sqlite:PATH or postgres://user:password@host/name.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Where to listen, instead of server.listen
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

impl Serve {
    pub(super) async fn run(self, mut settings: Settings) -> anyhow::Result<()> {
        if let Some(listen) = self.listen {
            settings.server.listen = listen;
        }
        Application::build(&settings).await?.run().await
    }
}
