//! The catalog of providers at start: the one that Kith comes with, or a file of the operator's own.

mod reader;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use kith_domain::provider_connection::Catalog;

const DEFAULT: &[u8] = include_bytes!("../../../../config/providers.toml");

/// The catalog of that file, or the one that Kith comes with (Junction contract, sections 4.5 and 7).
///
/// It is checked as a whole. The error is the first mistake, with the file and the line.
pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Catalog> {
    let Some(file) = file else {
        return reader::read(DEFAULT)
            .map_err(|mistake| anyhow!("config/providers.toml: {mistake}"));
    };
    let text = fs::read(file)
        .with_context(|| format!("cannot read the catalog of providers {}", file.display()))?;
    reader::read(&text).map_err(|mistake| anyhow!("{}: {mistake}", file.display()))
}

#[cfg(test)]
mod tests;
