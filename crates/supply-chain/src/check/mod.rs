//! Holds the packages against the policy.

mod bans;
mod licences;
mod sources;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::lockfile::Locked;
use crate::metadata::Metadata;
use crate::policy::Policy;

/// What was found.
#[derive(Debug)]
pub(crate) struct Report {
    /// How many packages were looked at.
    packages: usize,
    /// What is wrong, a sentence each.
    findings: Vec<String>,
    /// What is there in several versions, which is worth knowing.
    duplicates: Vec<String>,
}

impl Report {
    /// Whether everything is allowed.
    pub(crate) fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for duplicate in &self.duplicates {
            writeln!(formatter, "several versions: {duplicate}")?;
        }
        for finding in &self.findings {
            writeln!(formatter, "wrong: {finding}")?;
        }
        let (packages, findings) = (self.packages, self.findings.len());
        writeln!(formatter, "{packages} packages looked at, {findings} things are wrong")
    }
}

/// Looks at all packages, of every platform.
pub(crate) fn check(
    metadata: &Metadata,
    locked: &[Locked],
    policy: &Policy,
) -> anyhow::Result<Report> {
    let mut findings = sources::check(locked, policy);
    findings.extend(licences::check(metadata, policy)?);
    findings.extend(bans::check(metadata, policy)?);
    let duplicates = bans::duplicates(metadata);
    Ok(Report { packages: metadata.packages.len(), findings, duplicates })
}
