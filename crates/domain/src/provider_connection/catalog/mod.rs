//! The catalog: which providers there are, and what they have (Junction contract, sections 4.5 and 7).
//!
//! It is data. Whoever reads it fills [`ProviderDefinition`]s; what they say is checked here.

mod check;
mod definition;
mod entry;
mod fault;

use std::collections::HashMap;

pub use definition::{ProviderDefinition, ResourceDefinition, Written};
pub use entry::{CatalogEntry, LogoFile, ProviderDescription, ProviderName, SupportedResource};
pub use fault::{CatalogError, Fault};

use super::ProviderSlug;
use check::Check;

/// Every provider there is, each slug once, in the order of the definitions.
#[derive(Clone, Debug)]
pub struct Catalog {
    entries: Vec<CatalogEntry>,
    by_slug: HashMap<ProviderSlug, usize>,
}

impl Catalog {
    /// Checks the definitions; the error is the first fault.
    pub fn new(
        definitions: impl IntoIterator<Item = ProviderDefinition>,
    ) -> Result<Self, CatalogError> {
        let mut catalog = Self { entries: Vec::new(), by_slug: HashMap::new() };
        for definition in definitions {
            let check = Check::of(&definition);
            let entry = check.entry()?;
            let earlier = catalog.by_slug.insert(entry.slug.clone(), catalog.entries.len());
            if earlier.is_some() {
                return Err(check.error("slug", &definition.slug, Fault::DuplicateSlug));
            }
            catalog.entries.push(entry);
        }
        Ok(catalog)
    }

    /// Every provider, in the order of the definitions.
    #[must_use]
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.entries
    }

    /// The provider with that slug, if there is one.
    #[must_use]
    pub fn get(&self, slug: &str) -> Option<&CatalogEntry> {
        self.by_slug.get(slug).and_then(|index| self.entries.get(*index))
    }
}
