//! `kith check`

use std::io::Write;

use anyhow::bail;
use clap::Args;
use kith_persistence::{Damage, Report};
use serde_json::json;

use crate::application::database_options;
use crate::settings::Settings;

/// Look for damage in the database, and change nothing
///
/// Servers may go on meanwhile: what is checked is one moment. Prints what is wrong and fails, or says
/// `ok` and how much there was. I1: an external account has one owner. I2: two users are in one legal
/// state. I3: no tie was built while one hid the other, as far as dates show it. I4: counters equal the
/// rows that they count. I5: a user has at most one connection with a provider, a deleted user has none,
/// and both APIs agree on who there is. At most 20 findings of a kind are printed, and how many more
/// there are.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut options = database_options(settings)?;
        if settings.providers.reject_duplicate_connection {
            options.reject_duplicate_connection = Some(true);
        }
        let report = kith_persistence::check(&options).await?;
        let print = if self.json { print_json } else { print_text };
        print(out, &report)?;
        if !report.is_clean() {
            let kinds: Vec<_> = report.damage.iter().map(|damage| damage.kind).collect();
            bail!("the database is damaged: {}", kinds.join(", "));
        }
        Ok(())
    }
}

pub(super) fn print_text(out: &mut dyn Write, report: &Report) -> anyhow::Result<()> {
    for Damage { invariant, kind, findings, more } in &report.damage {
        for finding in findings {
            let users: Vec<_> = finding.users.iter().map(ToString::to_string).collect();
            let (users, detail) = (users.join(" and "), &finding.detail);
            writeln!(out, "{invariant}  {kind}: user {users}: {detail}")?;
        }
        if *more > 0 {
            writeln!(out, "{invariant}  {kind}: and {more} more")?;
        }
    }
    if report.is_clean() {
        let seen = report.looked_at;
        writeln!(
            out,
            "ok: {} users, {} associations, {} rows of connections, {} requests, {} follows, {} hides, \
             {} client users, {} provider connections, {} credentials",
            seen.users,
            seen.associations,
            seen.connection_rows,
            seen.requests,
            seen.follows,
            seen.hides,
            seen.client_users,
            seen.provider_connections,
            seen.provider_credentials,
        )?;
    }
    Ok(())
}

fn print_json(out: &mut dyn Write, report: &Report) -> anyhow::Result<()> {
    for Damage { invariant, kind, findings, more } in &report.damage {
        for finding in findings {
            let (users, detail) = (&finding.users, &finding.detail);
            let line =
                json!({"invariant": invariant, "kind": kind, "users": users, "detail": detail});
            writeln!(out, "{line}")?;
        }
        if *more > 0 {
            writeln!(out, "{}", json!({"invariant": invariant, "kind": kind, "more": more}))?;
        }
    }
    let seen = report.looked_at;
    let summary = json!({
        "ok": report.is_clean(),
        "users": seen.users,
        "associations": seen.associations,
        "connection_rows": seen.connection_rows,
        "requests": seen.requests,
        "follows": seen.follows,
        "hides": seen.hides,
        "client_users": seen.client_users,
        "provider_connections": seen.provider_connections,
        "provider_credentials": seen.provider_credentials,
    });
    writeln!(out, "{summary}")?;
    Ok(())
}
