//! What the licences of others want to be passed on with the binary: their texts, each once, with the
//! packages that it is of.

mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::Context as _;

use crate::metadata::Metadata;
use crate::policy::Policy;

/// What is in the binary and is no package: its title, what its authors want said, and the licence.
const NO_PACKAGES: [(&str, &str, &str); 2] = [
    (
        "The Rust standard library (MIT OR Apache-2.0)",
        "Copyright (c) The Rust Project Contributors",
        "MIT",
    ),
    (
        "Swagger UI, which /docs serves (Apache-2.0)",
        "swagger-ui\nCopyright 2020-2021 SmartBear Software Inc.",
        "Apache-2.0",
    ),
];

const RULE: &str =
    "================================================================================";

/// All of it, to be printed.
#[derive(Debug)]
pub(crate) struct Notices {
    /// By the text without its white space: the text, and whose it is.
    texts: BTreeMap<String, (String, BTreeSet<String>)>,
    /// What else is said.
    owners: BTreeSet<String>,
}

/// Collects the notices of those packages that are not Kith's own.
pub(crate) fn of(metadata: &Metadata, policy: &Policy) -> anyhow::Result<Notices> {
    let mut notices = Notices { texts: BTreeMap::new(), owners: BTreeSet::new() };
    for package in metadata.packages.iter().filter(|one| !metadata.is_own(one)) {
        let license = package.license.as_deref().unwrap_or("see below");
        let title = format!("{} ({license})", package.title());
        notices.owners.insert(title.clone());
        let texts = texts::of(package, policy).with_context(|| title.clone())?;
        for text in texts {
            notices.add(text, &title);
        }
    }
    for (title, said, license) in NO_PACKAGES {
        notices.owners.insert(title.to_owned());
        let text = format!("{said}\n\n{}", texts::standard(license)?);
        notices.add(text, title);
    }
    Ok(notices)
}

impl Notices {
    fn add(&mut self, text: String, title: &str) {
        let key = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, owners) = self.texts.entry(key).or_insert_with(|| (text, BTreeSet::new()));
        owners.insert(title.to_owned());
    }
}

impl fmt::Display for Notices {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "Kith is under the Apache License 2.0. In its binary are these works of others, under \
             the licences\nthat stand in brackets and whose texts follow. SQLite is in it too, \
             which is in the public domain.\n"
        )?;
        for owner in &self.owners {
            writeln!(formatter, "  {owner}")?;
        }
        let mut texts: Vec<_> = self.texts.values().collect();
        texts.sort_by_key(|(_, owners)| owners);
        for (text, owners) in texts {
            writeln!(formatter, "\n{RULE}")?;
            for owner in owners {
                writeln!(formatter, "{owner}")?;
            }
            writeln!(formatter, "{RULE}\n\n{}", text.trim_matches('\n'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata;

    #[test]
    fn the_notices_name_everything_in_the_binary_with_a_text() {
        let metadata = Metadata::of_binary(&metadata::host().unwrap()).unwrap();
        let policy = Policy::read(&metadata.workspace_root).unwrap();
        let has = |name: &str| metadata.packages.iter().any(|one| one.name == name);
        assert!(has("libsqlite3-sys") && has("kith-domain") && metadata.packages.len() > 150);
        assert!(!has("proptest") && !has("kith-testkit"), "tests are not shipped");
        let notices = of(&metadata, &policy).unwrap();
        for package in &metadata.packages {
            let begins = format!("{} (", package.title());
            let mut owners = notices.texts.values().flat_map(|(_, owners)| owners);
            let named = owners.any(|one| one.starts_with(&begins));
            assert_eq!(named, !metadata.is_own(package), "{begins}");
        }
        let printed = notices.to_string();
        assert!(printed.contains("SmartBear Software Inc.") && printed.contains("OpenSSL"));
    }
}
