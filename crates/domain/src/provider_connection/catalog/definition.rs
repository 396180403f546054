//! What somebody wrote about providers, before anybody has checked it: plain structs that any reader
//! can fill.

/// A text and where it was written, so that an error can point at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What was written.
    pub text: String,
    /// The line, counted from 1, if it comes from a file.
    pub line: Option<usize>,
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), line: None }
    }
}

/// A provider, as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderDefinition {
    /// Its stable name.
    pub slug: Written,
    /// Its name for people.
    pub name: Written,
    /// What it is, in a sentence.
    pub description: Written,
    /// The file name of its logo.
    pub logo: Written,
    /// How a connection is made, if that is known.
    pub auth_type: Option<Written>,
    /// The resources it has, in the order in which they are shown.
    pub supported_resources: Vec<Written>,
    /// Every scope that it knows; none if it knows no scopes.
    pub scopes: Vec<Written>,
    /// Which scopes the resources need; those that are not named need none.
    pub resource_scopes: Vec<ResourceDefinition>,
}

/// The scopes of a resource, as they were written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceDefinition {
    /// The resource.
    pub resource: Written,
    /// The scopes without which it has nothing.
    pub required: Vec<Written>,
    /// The scopes that add detail.
    pub optional: Vec<Written>,
}
