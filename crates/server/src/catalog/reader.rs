//! Reads a catalog from TOML and keeps the lines, so that a mistake can be found.

use std::collections::BTreeMap;

use kith_domain::provider_connection::{
    Catalog, ProviderDefinition, ResourceDefinition, Written as WrittenText,
};
use serde::Deserialize;
use toml::Spanned;

/// A text and the bytes of the file where it stands.
type Written = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Provider>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    slug: Written,
    name: Written,
    description: Written,
    logo: Written,
    auth_type: Option<Written>,
    supported_resources: Vec<Written>,
    #[serde(default)]
    scopes: Vec<Written>,
    #[serde(default)]
    resource_scopes: BTreeMap<Written, Scopes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scopes {
    #[serde(default)]
    required: Vec<Written>,
    #[serde(default)]
    optional: Vec<Written>,
}

/// The catalog of a file, or what is wrong with it: `line 7: …`, for a person to read.
pub(super) fn read(file: &[u8]) -> Result<Catalog, String> {
    let lines = Lines::of(file);
    let text = str::from_utf8(file)
        .map_err(|error| format!("line {}: not UTF-8", lines.at(error.valid_up_to())))?;
    let parsed: File = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        format!("line {}: {}", lines.at(start), error.message())
    })?;
    let definitions = parsed.provider.into_iter().map(|provider| definition(&lines, provider));
    Catalog::new(definitions).map_err(|error| error.to_string())
}

/// Where the line breaks of a file are.
struct Lines(Vec<usize>);

impl Lines {
    fn of(file: &[u8]) -> Self {
        let breaks = file.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        Self(breaks.map(|(index, _)| index).collect())
    }

    /// The line of that byte, counted from 1.
    fn at(&self, byte: usize) -> usize {
        1 + self.0.partition_point(|line_break| *line_break < byte)
    }
}

fn definition(lines: &Lines, provider: Provider) -> ProviderDefinition {
    let written = |text: Written| WrittenText {
        line: Some(lines.at(text.span().start)),
        text: text.into_inner(),
    };
    let all = |texts: Vec<Written>| texts.into_iter().map(written).collect::<Vec<_>>();
    let resource = |(resource, scopes): (Written, Scopes)| ResourceDefinition {
        resource: written(resource),
        required: all(scopes.required),
        optional: all(scopes.optional),
    };
    // In the order of the file, so that of several mistakes the first is named.
    let mut resource_scopes: Vec<_> = provider.resource_scopes.into_iter().collect();
    resource_scopes.sort_by_key(|(resource, _)| resource.span().start);
    ProviderDefinition {
        slug: written(provider.slug),
        name: written(provider.name),
        description: written(provider.description),
        logo: written(provider.logo),
        auth_type: provider.auth_type.map(written),
        supported_resources: all(provider.supported_resources),
        scopes: all(provider.scopes),
        resource_scopes: resource_scopes.into_iter().map(resource).collect(),
    }
}
