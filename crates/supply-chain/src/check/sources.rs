//! Everything comes from where it may come from, and is known by its checksum.

use crate::lockfile::Locked;
use crate::policy::Policy;

pub(super) fn check(locked: &[Locked], policy: &Policy) -> Vec<String> {
    let mut findings = Vec::new();
    for package in locked {
        let title = format!("{} {}", package.name, package.version);
        let Some(source) = &package.source else { continue };
        if let Some(registry) = source.strip_prefix("registry+") {
            if !policy.sources.allow_registry.iter().any(|one| one == registry) {
                findings.push(format!("{title} comes from another registry, {registry}"));
            }
            if package.checksum.is_none() {
                findings.push(format!("{title} has no checksum in Cargo.lock"));
            }
        } else if !allowed_git(source, policy) {
            findings.push(format!("{title} comes from {source}"));
        }
    }
    findings
}

/// `git+ADDRESS?branch=…#commit`
fn allowed_git(source: &str, policy: &Policy) -> bool {
    let address = source.strip_prefix("git+").unwrap_or_default();
    let address = address.split(['?', '#']).next().unwrap_or_default();
    policy.sources.allow_git.iter().any(|one| one == address)
}
