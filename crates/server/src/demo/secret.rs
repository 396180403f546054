//! The demo's secrets: made once, kept beside its database.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use base64::Engine as _;

use crate::settings::Secret;

/// A secret of the demo.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Signs tokens.
    Signing,
    /// Seals what opens accounts at providers.
    Sealing,
}

impl Purpose {
    /// Where the secret of the demo is whose database is at `path`.
    pub(crate) fn file_beside(self, path: &Path) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(match self {
            Self::Signing => ".secret",
            Self::Sealing => ".sealing",
        });
        name.into()
    }

    /// The secret as the settings want it.
    fn write(self, random: [u8; 32]) -> String {
        match self {
            Self::Signing => random.iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            }),
            Self::Sealing => {
                format!("demo:{}", base64::engine::general_purpose::STANDARD.encode(random))
            }
        }
    }

    /// The secret of the demo whose database is at `path`; makes it if there is none yet.
    pub(crate) fn beside(self, path: &Path) -> anyhow::Result<Secret> {
        let file = self.file_beside(path);
        let named = || format!("the demo's secret in {}", file.display());
        if file.exists() {
            return Ok(fs::read_to_string(&file).with_context(named)?.trim().to_owned().into());
        }
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).context("the system gives no random bytes")?;
        let secret = self.write(random);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&file)
            .and_then(|mut file| file.write_all(secret.as_bytes()))
            .with_context(named)?;
        Ok(secret.into())
    }
}
