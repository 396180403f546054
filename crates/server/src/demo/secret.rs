//! The demo's secret: made once, kept beside its database.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::settings::Secret;

/// The secret of the demo whose database is at `path`; makes it if there is none yet.
pub(crate) fn beside(path: &Path) -> anyhow::Result<Secret> {
    let file = path.with_extension("secret");
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
