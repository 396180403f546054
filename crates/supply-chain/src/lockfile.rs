//! What `Cargo.lock` pins.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Lockfile {
    package: Vec<Locked>,
}

/// A package that is pinned.
#[derive(Debug, Deserialize)]
pub(crate) struct Locked {
    pub(crate) name: String,
    pub(crate) version: String,
    /// `None` for a folder on this machine.
    pub(crate) source: Option<String>,
    /// Of the archive that was downloaded.
    pub(crate) checksum: Option<String>,
}

/// Reads the workspace's.
pub(crate) fn read(workspace: &Path) -> anyhow::Result<Vec<Locked>> {
    let file = workspace.join("Cargo.lock");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let lockfile: Lockfile = toml::from_str(&text).with_context(|| file.display().to_string())?;
    Ok(lockfile.package)
}
