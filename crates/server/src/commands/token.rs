//! `kith token`

use std::io::Write;
use std::time::Duration;

use anyhow::{anyhow, bail};
use clap::Args;
use kith_domain::UserId;

use crate::application::tokens;
use crate::settings::Settings;

/// Sign a JWT for a user and print it
///
/// For several users, one a line. Signed with the first of auth.jwt_secrets. Users are not looked up: a
/// token for an id that nobody has is refused when it is used.
#[derive(Debug, Args)]
pub(super) struct Token {
    /// The user's integer id; may be given several times
    #[arg(long, value_name = "ID", required = true)]
    user: Vec<UserId>,

    /// How long it is good for, such as 15m or 2h; at most auth.maximum_lifetime
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = humantime::parse_duration)]
    lifetime: Duration,
}

impl Token {
    pub(super) fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let maximum = settings.auth.maximum_lifetime;
        if self.lifetime > maximum {
            let maximum = humantime::format_duration(maximum);
            bail!("--lifetime is longer than auth.maximum_lifetime, {maximum}");
        }
        let tokens = tokens(settings)?;
        for user in self.user {
            let token = tokens.sign(user, self.lifetime);
            let token = token.map_err(|error| anyhow!("cannot sign a token: {error}"))?;
            writeln!(out, "{token}")?;
        }
        Ok(())
    }
}
