//! Each package can be had under a licence that is allowed.

use spdx::{Expression, ParseMode};

use crate::metadata::{Metadata, Package};
use crate::policy::Policy;

pub(super) fn check(metadata: &Metadata, policy: &Policy) -> anyhow::Result<Vec<String>> {
    let mut findings = Vec::new();
    for package in &metadata.packages {
        if let Some(wrong) = wrong(package, policy)? {
            findings.push(format!("{} {wrong}", package.title()));
        }
    }
    Ok(findings)
}

fn wrong(package: &Package, policy: &Policy) -> anyhow::Result<Option<String>> {
    let allowed = policy.licences_of(package)?;
    let Some(expression) = &package.license else {
        return Ok(Some("has no licence in its manifest".to_owned()));
    };
    let Ok(parsed) = Expression::parse_mode(expression, ParseMode::LAX) else {
        return Ok(Some(format!("has the licence {expression}, which is no SPDX expression")));
    };
    let may_be_used = parsed.evaluate(|one| allowed.iter().any(|licensee| licensee.satisfies(one)));
    Ok((!may_be_used).then(|| format!("has the licence {expression}, which is not allowed")))
}
