//! What must not be there, or not twice; and requirements that any version would meet.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use crate::metadata::Metadata;
use crate::policy::Policy;

pub(super) fn check(metadata: &Metadata, policy: &Policy) -> anyhow::Result<Vec<String>> {
    let versions = versions(metadata);
    let mut findings = Vec::new();
    for ban in &policy.bans.deny {
        for (name, versions) in &versions {
            let mut meant = Vec::new();
            for version in versions {
                if ban.is_of(name, version)? {
                    meant.push(version.to_string());
                }
            }
            if meant.len() > usize::from(ban.deny_multiple_versions) {
                findings.push(format!("{name} {}: {}", meant.join(" and "), ban.reason));
            }
        }
    }
    for package in metadata.packages.iter().filter(|one| metadata.is_own(one)) {
        let wild = package.dependencies.iter().filter(|one| one.source.is_some() && one.req == "*");
        let wild = wild.map(|one| format!("{} takes any version of {}", package.name, one.name));
        findings.extend(wild);
    }
    Ok(findings)
}

/// What is there in several versions.
pub(super) fn duplicates(metadata: &Metadata) -> Vec<String> {
    let several = versions(metadata).into_iter().filter(|(_, versions)| versions.len() > 1);
    let line = |(name, versions): (&str, BTreeSet<&Version>)| {
        let versions: Vec<_> = versions.into_iter().map(Version::to_string).collect();
        format!("{name} {}", versions.join(", "))
    };
    several.map(line).collect()
}

fn versions(metadata: &Metadata) -> BTreeMap<&str, BTreeSet<&Version>> {
    let mut versions = BTreeMap::<_, BTreeSet<_>>::new();
    for package in &metadata.packages {
        versions.entry(&*package.name).or_default().insert(&package.version);
    }
    versions
}
