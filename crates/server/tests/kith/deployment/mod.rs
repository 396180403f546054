//! What lies in `deploy/` keeps its promises: no more rights than needed, and settings that exist. Only
//! systemd and a container engine could run it as it stands; `scripts/lint-deployment.sh` asks the one.

mod container;
mod service;
mod unit;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use config::{Config, File, FileFormat};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every setting by the name of its variable in the environment, with its default.
fn defaults() -> Vec<(String, String)> {
    let file = File::from(root().join("config/default.toml")).format(FileFormat::Toml);
    let defaults = Config::builder().add_source(file).build().unwrap();
    let sections = defaults.cache.into_table().unwrap();
    let names = sections.into_iter().flat_map(|(section, values)| {
        values.into_table().unwrap().into_iter().map(move |(name, value)| {
            (format!("KITH__{section}__{name}").to_uppercase(), value.to_string())
        })
    });
    names.collect()
}

fn default(variable: &str) -> String {
    defaults().into_iter().find(|(name, _)| name == variable).unwrap().1
}

/// The settings that a text names; all of them must exist.
#[track_caller]
fn settings_in(text: &str) -> BTreeSet<String> {
    let defaults = defaults();
    let word = |character: char| !character.is_ascii_alphanumeric() && character != '_';
    let named = text.split(word).filter(|one| one.starts_with("KITH__")).map(str::to_owned);
    let named: BTreeSet<String> = named.collect();
    for name in &named {
        assert!(defaults.iter().any(|(known, _)| known == name), "there is no setting {name}");
    }
    named
}
