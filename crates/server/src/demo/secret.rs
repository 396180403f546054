//! The demo's secret: made once, kept beside its database.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::settings::Secret;

/// Where the secret of the demo is whose database is at `path`.
pub(crate) fn file_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".secret");
    name.into()
}

/// The secret of the demo whose database is at `path`; makes it if there is none yet.
pub(crate) fn beside(path: &Path) -> anyhow::Result<Secret> {
    let file = file_beside(path);
    let named = || format!("the demo's secret in {}", file.display());
    if file.exists() {
        return Ok(fs::read_to_string(&file).with_context(named)?.trim().to_owned().into());
    }
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).context("the system gives no random bytes")?;
    let secret = random.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
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
