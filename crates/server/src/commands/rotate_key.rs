//! `kith rotate-key`

use std::io::Write;

use anyhow::bail;
use clap::Args;
use kith_domain::access::AdminPermit;
use kith_domain::provider_connection::rotate_key;

use crate::application::open;
use crate::sealing::SealingKeys;
use crate::settings::Settings;

/// Seal all stored tokens with the first of sealing.keys
///
/// To retire a key: put a new one before it, restart every instance, run this, and take the old one out.
/// Servers may go on meanwhile. What cannot be opened is named, left as it is, and makes this fail.
#[derive(Debug, Args)]
pub(super) struct RotateKey {}

impl RotateKey {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let sealer = SealingKeys::of(&settings.sealing)?;
        let database = open(settings).await?;
        let connections = database.provider_connections();
        let rotated = rotate_key(&*connections, &sealer, AdminPermit::operator()).await;
        database.close();
        let rotated = rotated?;
        for (place, cause) in &rotated.left {
            writeln!(out, "left: user {}, {}: {cause}", place.user_id, place.provider)?;
        }
        writeln!(out, "sealed again: {}", rotated.resealed)?;
        if !rotated.left.is_empty() {
            bail!("{} could not be opened and stay as they are", rotated.left.len());
        }
        Ok(())
    }
}
