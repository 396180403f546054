//! What is allowed: `deny.toml`, as `cargo deny` reads it. Left to that one are advisories and
//! withdrawn versions, which need a network, and whatever else it may be told there.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use semver::{Version, VersionReq};
use serde::Deserialize;

use crate::metadata::Package;

/// The file.
#[derive(Debug, Deserialize)]
pub(crate) struct Policy {
    pub(crate) licenses: Licences,
    pub(crate) bans: Bans,
    pub(crate) sources: Sources,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Licences {
    /// SPDX identifiers.
    pub(crate) allow: Vec<String>,
    /// More of them, for one package each.
    #[serde(default)]
    pub(crate) exceptions: Vec<LicenceException>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct LicenceException {
    pub(crate) allow: Vec<String>,
    #[serde(rename = "crate")]
    pub(crate) package: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Bans {
    pub(crate) deny: Vec<Ban>,
}

/// A package that must not be there; or not twice.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Ban {
    /// A name, or `name@requirement`.
    #[serde(rename = "crate")]
    package: String,
    #[serde(default)]
    pub(crate) deny_multiple_versions: bool,
    pub(crate) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sources {
    pub(crate) allow_registry: Vec<String>,
    pub(crate) allow_git: Vec<String>,
}

impl Policy {
    /// Reads the workspace's.
    pub(crate) fn read(workspace: &Path) -> anyhow::Result<Self> {
        let file = workspace.join("deny.toml");
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        toml::from_str(&text).with_context(|| file.display().to_string())
    }

    /// The licences that this package may have.
    pub(crate) fn licences_of(&self, package: &Package) -> anyhow::Result<Vec<spdx::Licensee>> {
        let exceptions = self.licenses.exceptions.iter().filter(|one| one.package == package.name);
        let names = self.licenses.allow.iter().chain(exceptions.flat_map(|one| &one.allow));
        names.map(|name| spdx::Licensee::parse(name).with_context(|| name.clone())).collect()
    }
}

impl Ban {
    /// Whether this package is meant.
    pub(crate) fn is_of(&self, name: &str, version: &Version) -> anyhow::Result<bool> {
        let (banned, requirement) = self.package.split_once('@').unwrap_or((&self.package, "*"));
        let requirement = VersionReq::parse(requirement).with_context(|| self.package.clone())?;
        Ok(banned == name && requirement.matches(version))
    }
}
