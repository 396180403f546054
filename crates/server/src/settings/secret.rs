//! Settings that must never be printed.

use std::fmt;
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

/// Text that is not printed, logged or written anywhere.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// The secret itself, or the text of the file that is named instead of it.
    pub(crate) fn or_file(&self, file: Option<&Path>, setting: &str) -> anyhow::Result<Self> {
        let Some(file) = file else { return Ok(self.clone()) };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("{setting}_file: cannot read {}", file.display()))?;
        Ok(Self(text.trim().to_owned()))
    }

    /// The text, for the one who needs it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The secrets in a list separated by commas or line ends; none if it is empty.
    pub(crate) fn list(&self) -> impl Iterator<Item = &str> {
        self.0.split([',', '\n']).map(str::trim).filter(|one| !one.is_empty())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}
