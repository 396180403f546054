//! A provider of the catalog.

use std::str::FromStr;

use crate::Invalid;
use crate::provider_connection::{AuthType, ProviderSlug, Resource, Scope};
use crate::text::Line;

/// A provider's name for people: at most 100 characters.
pub type ProviderName = Line<100>;

/// What a provider is, in a sentence: at most 500 characters.
pub type ProviderDescription = Line<500>;

/// The file name of a logo below some base URL: `[A-Za-z0-9][A-Za-z0-9._-]{0,99}`, so that it names
/// nothing but a file there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoFile(String);

impl LogoFile {
    /// The most characters that a file name has.
    pub const MAX: usize = 100;

    /// The file name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LogoFile {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        let first = name.as_bytes().first().ok_or(Invalid::Empty)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if !first.is_ascii_alphanumeric() || !name.bytes().all(plain) {
            return Err(Invalid::Malformed(
                "A file name starts with a letter or digit and goes on with these or '.', '_', '-'.",
            ));
        }
        if name.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        Ok(Self(name.to_owned()))
    }
}

/// A provider of the catalog; every scope of its resources is one of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogEntry {
    pub(super) slug: ProviderSlug,
    pub(super) name: ProviderName,
    pub(super) description: ProviderDescription,
    pub(super) logo: LogoFile,
    pub(super) auth_type: Option<AuthType>,
    pub(super) resources: Vec<SupportedResource>,
    pub(super) scopes: Vec<Scope>,
}

impl CatalogEntry {
    /// Its stable name.
    #[must_use]
    pub fn slug(&self) -> &ProviderSlug {
        &self.slug
    }

    /// Its name for people.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// What it is, in a sentence.
    #[must_use]
    pub fn description(&self) -> &str {
        self.description.as_str()
    }

    /// Its logo.
    #[must_use]
    pub fn logo(&self) -> &LogoFile {
        &self.logo
    }

    /// How a connection with it is made, if that is known.
    #[must_use]
    pub fn auth_type(&self) -> Option<AuthType> {
        self.auth_type
    }

    /// What it has, each resource once, in the order of the definition.
    #[must_use]
    pub fn resources(&self) -> &[SupportedResource] {
        &self.resources
    }

    /// Every scope that it knows, each once, in the order of the definition; none if it knows no
    /// scopes.
    #[must_use]
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }
}

/// A resource that a provider has. No scope is named twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportedResource {
    pub(super) resource: Resource,
    pub(super) required: Vec<Scope>,
    pub(super) optional: Vec<Scope>,
}

impl SupportedResource {
    /// The resource.
    #[must_use]
    pub fn resource(&self) -> Resource {
        self.resource
    }

    /// The scopes without which it has nothing, in the order of the definition.
    #[must_use]
    pub fn required(&self) -> &[Scope] {
        &self.required
    }

    /// The scopes that add detail, in the order of the definition.
    #[must_use]
    pub fn optional(&self) -> &[Scope] {
        &self.optional
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_a_file_and_nothing_else() {
        for right in ["oura.svg", "8sleep-2.png", "A"] {
            assert_eq!(right.parse::<LogoFile>().unwrap().as_str(), right);
        }
        assert_eq!("".parse::<LogoFile>(), Err(Invalid::Empty));
        assert_eq!("a".repeat(101).parse::<LogoFile>(), Err(Invalid::TooLong { max: 100 }));
        for wrong in ["..", ".hidden", "a/b.svg", "a\\b", "a?b", "a%2fb", "é.svg", "a b"] {
            assert!(matches!(wrong.parse::<LogoFile>(), Err(Invalid::Malformed(_))), "{wrong:?}");
        }
    }
}
