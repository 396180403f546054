//! `kith demo`

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use kith_domain::community::Mode;

use crate::application::{Application, open, tokens};
use crate::demo::secret::Purpose;
use crate::demo::tour::{self, Credentials};
use crate::demo::{community, providers};
use crate::settings::Settings;

/// Make a small community in a SQLite file, show how to use it, and serve it until Ctrl-C
///
/// Running it again finds the same community as it was left. Remove the files that it names to begin anew.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The file of the community; its secrets are kept beside it
    #[arg(long, value_name = "FILE", default_value = "kith-demo.db")]
    path: PathBuf,

    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
}

impl Demo {
    pub(super) async fn run(
        self,
        mut settings: Settings,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        settings.server.listen = self.listen;
        settings.database.url = format!("sqlite:{}", self.path.display()).into();
        settings.database.url_file = None;
        settings.auth.jwt_secrets = Purpose::Signing.beside(&self.path)?;
        settings.auth.jwt_secrets_file = None;
        settings.sealing.keys = Purpose::Sealing.beside(&self.path)?;
        settings.sealing.keys_file = None;
        settings.providers.catalog_file = None;
        settings.providers.demo_connections = true;
        // The tour is about friends.
        settings.community.mode = Mode::Friendship;

        // Listening comes first: if the port is taken, the community is not touched.
        let application = Application::build(&settings).await?;
        let database = open(&settings).await?;
        let people = community::found(&database).await?;
        let key = providers::key(&*database.api_keys()).await?;
        database.close();
        let credentials = Credentials {
            tokens: tokens(&settings)?,
            maximum_lifetime: settings.auth.maximum_lifetime,
            key,
        };
        tour::print(out, application.address(), &people, &credentials, &self.path)?;
        application.run().await
    }
}
