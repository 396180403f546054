//! `kith key`

use std::io::Write;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use kith_domain::access::AdminPermit;
use kith_domain::api_key::{self, ApiKeys, KeyName, Revoked};
use kith_domain::{Clock as _, Timestamp};
use serde_json::json;

use crate::application::open;
use crate::clock::SystemClock;
use crate::settings::Settings;

/// Make, list and revoke the API keys of your backends
///
/// A key opens /v2 and /kith/v1: it is sent as x-vital-api-key.
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Make a key and print it, alone and once
///
/// Only a hash of it is kept: nobody can print it again.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// What it is for; no two keys in force have the same name
    #[arg(long, value_name = "NAME")]
    name: KeyName,
}

/// List all keys, revoked ones too, oldest first
#[derive(Debug, Args)]
pub(super) struct List {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Revoke a key, for good
///
/// Running servers notice after auth.credential_cache at the latest.
#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// The name of a key in force
    #[arg(value_name = "NAME")]
    name: KeyName,
}

impl Key {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let database = open(settings).await?;
        let keys = database.api_keys();
        let outcome = match self {
            Self::Create(command) => command.run(&*keys, out).await,
            Self::List(command) => command.run(&*keys, out).await,
            Self::Revoke(command) => command.run(&*keys, out).await,
        };
        database.close();
        outcome
    }
}

impl Create {
    async fn run(self, keys: &dyn ApiKeys, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut entropy = [0_u8; 32];
        getrandom::fill(&mut entropy).context("the system gives no random bytes")?;
        let (permit, name) = (AdminPermit::operator(), self.name.clone());
        let key = api_key::create(keys, &SystemClock, permit, name, entropy).await?;
        let shown = writeln!(out, "{}", key.expose()).and_then(|()| out.flush());
        if shown.is_err() {
            // Nobody has seen it, so nobody can ever use it.
            keys.revoke(&self.name, SystemClock.now()).await?;
        }
        shown.context("the key could not be printed, and is revoked")
    }
}

impl List {
    async fn run(self, keys: &dyn ApiKeys, out: &mut dyn Write) -> anyhow::Result<()> {
        let time = |at: Timestamp| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        for key in keys.list().await? {
            let (created, revoked) = (time(key.created_at), key.revoked_at.map(time));
            if self.json {
                let key = json!({
                    "name": key.name.as_str(),
                    "created_at": created,
                    "revoked_at": revoked,
                });
                writeln!(out, "{key}")?;
            } else {
                let revoked = revoked.map_or(String::new(), |at| format!("  revoked {at}"));
                writeln!(out, "{:<24}  {created}{revoked}", key.name.as_str())?;
            }
        }
        Ok(())
    }
}

impl Revoke {
    async fn run(self, keys: &dyn ApiKeys, out: &mut dyn Write) -> anyhow::Result<()> {
        match keys.revoke(&self.name, SystemClock.now()).await? {
            Revoked::Revoked => writeln!(out, "revoked {}", self.name)?,
            Revoked::NoSuchKey => bail!("there is no key in force with the name {}", self.name),
        }
        Ok(())
    }
}
