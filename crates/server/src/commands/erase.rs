//! `kith erase`

use std::io::{self, Write};
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use kith_domain::access::Permit;
use kith_domain::user::{self, Deletion};
use kith_domain::{UserId, UserReference};
use kith_persistence::Held;

use crate::application::{database_options, open_with};
use crate::clock::SystemClock;
use crate::settings::Settings;

/// How long a statement may take: everybody who is tied to the user is counted anew.
const PATIENCE: Duration = Duration::from_mins(10);

/// Erase everything that is kept about a user, now and for good
///
/// Also of a user who is deleted already. kith export --user shows before what it is. Backups and earlier
/// exports still have it.
#[derive(Debug, Args)]
pub(super) struct Erase {
    /// The user's integer id or UUID
    #[arg(long, value_name = "USER")]
    user: UserReference,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Erase {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut options = database_options(settings)?;
        options.statement_timeout = options.statement_timeout.max(PATIENCE);
        let database = open_with(&options).await?;
        let person = kith_persistence::export_user(&options, self.user).await?;
        let person = person.with_context(|| format!("there is no user {}", self.user))?;
        let what = what(&person.held);
        if !self.yes && !is_confirmed(person.id, &what, out)? {
            bail!("not confirmed: nothing was erased");
        }
        let permit = Permit::operator(person.id);
        let erased = user::delete(&*database.users(), &SystemClock, permit, Deletion::Hard).await;
        database.close();
        erased?;
        writeln!(out, "erased user {} with {what}", person.id)?;
        Ok(())
    }
}

/// Asks a person, or a script that means it, to repeat who it is.
fn is_confirmed(id: UserId, what: &str, out: &mut dyn Write) -> anyhow::Result<bool> {
    write!(out, "This erases user {id} for good, with {what}.\nEnter {id} to confirm: ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).context("standard input")?;
    Ok(answer.trim() == id.to_string())
}

fn what(held: &Held) -> String {
    format!(
        "{} associations, {} connections, {} requests, {} follows, {} hides, {} provider connections and \
         {} credentials",
        held.associations,
        held.connections,
        held.requests,
        held.follows,
        held.hides,
        held.provider_connections,
        held.credentials,
    )
}
