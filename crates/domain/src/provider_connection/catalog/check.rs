//! Reads a definition, value by value.

use std::str::FromStr;

use super::{CatalogEntry, CatalogError, Fault, ProviderDefinition, SupportedResource, Written};
use crate::Invalid;
use crate::provider_connection::{Resource, Scope};

/// The checks of one definition; the error is always the first fault.
#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    definition: &'a ProviderDefinition,
}

impl<'a> Check<'a> {
    pub(super) fn of(definition: &'a ProviderDefinition) -> Self {
        Self { definition }
    }

    /// That fault of this entry.
    pub(super) fn error(
        self,
        entry: &'static str,
        written: &Written,
        fault: Fault,
    ) -> CatalogError {
        CatalogError {
            provider: self.definition.slug.text.clone(),
            entry,
            written: written.clone(),
            fault,
        }
    }

    /// The provider, unless something is wrong.
    pub(super) fn entry(self) -> Result<CatalogEntry, CatalogError> {
        let Self { definition } = self;
        let slug = self.value("slug", &definition.slug)?;
        let name = self.filled("name", &definition.name)?;
        let description = self.filled("description", &definition.description)?;
        let logo = self.value("logo", &definition.logo)?;
        let auth_type = definition.auth_type.as_ref();
        let auth_type = auth_type.map(|written| self.value("auth type", written)).transpose()?;
        let scopes: Vec<Scope> = self.distinct("scope", &definition.scopes, &[])?;
        let supported: Vec<Resource> =
            self.distinct("resource", &definition.supported_resources, &[])?;
        let mut resources: Vec<SupportedResource> = supported
            .into_iter()
            .map(|resource| SupportedResource { resource, required: vec![], optional: vec![] })
            .collect();
        let mut seen = Vec::new();
        for of in &definition.resource_scopes {
            let resource: Resource = self.value("resource", &of.resource)?;
            if seen.contains(&resource) {
                return Err(self.error("resource", &of.resource, Fault::NamedTwice));
            }
            seen.push(resource);
            let Some(supported) = resources.iter_mut().find(|other| other.resource == resource)
            else {
                return Err(self.error("resource", &of.resource, Fault::UnsupportedResource));
            };
            supported.required = self.listed(&scopes, &of.required, &[])?;
            supported.optional = self.listed(&scopes, &of.optional, &supported.required)?;
        }
        Ok(CatalogEntry { slug, name, description, logo, auth_type, resources, scopes })
    }

    /// A value of that type.
    fn value<T: FromStr<Err = Invalid>>(
        self,
        entry: &'static str,
        written: &Written,
    ) -> Result<T, CatalogError> {
        written.text.parse().map_err(|invalid| self.error(entry, written, Fault::Invalid(invalid)))
    }

    /// The same, and not blank.
    fn filled<T: FromStr<Err = Invalid>>(
        self,
        entry: &'static str,
        written: &Written,
    ) -> Result<T, CatalogError> {
        if written.text.trim().is_empty() {
            return Err(self.error(entry, written, Fault::Invalid(Invalid::Empty)));
        }
        self.value(entry, written)
    }

    /// Values of that type, each once, and none of `others`.
    fn distinct<T: FromStr<Err = Invalid> + PartialEq>(
        self,
        entry: &'static str,
        list: &[Written],
        others: &[T],
    ) -> Result<Vec<T>, CatalogError> {
        let mut values = Vec::with_capacity(list.len());
        for written in list {
            let value = self.value(entry, written)?;
            if values.contains(&value) || others.contains(&value) {
                return Err(self.error(entry, written, Fault::NamedTwice));
            }
            values.push(value);
        }
        Ok(values)
    }

    /// Scopes of a resource, each one of the provider's, once, and none of `others`.
    fn listed(
        self,
        scopes: &[Scope],
        list: &[Written],
        others: &[Scope],
    ) -> Result<Vec<Scope>, CatalogError> {
        let values = self.distinct("scope", list, others)?;
        match list.iter().zip(&values).find(|(_, scope)| !scopes.contains(scope)) {
            Some((written, _)) => Err(self.error("scope", written, Fault::UnlistedScope)),
            None => Ok(values),
        }
    }
}
