//! What must hold for any settings: a target of the fuzzing in `fuzz/`. A plain `cargo test` replays its
//! seeds.

use std::io::Write as _;
use std::time::Duration;

use crate::settings::load;

/// What stands for every secret, and may not be repeated.
const CANARY: &str = "canary-of-a-secret";
const SECRETS: [&str; 3] =
    ["KITH__AUTH__JWT_SECRETS", "KITH__SEALING__KEYS", "KITH__DATABASE__URL"];

/// Lines that begin as such variables do are the environment, the rest is the file.
pub(crate) fn settings(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (variables, lines): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with("KITH__"));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(lines.join("\n").as_bytes()).unwrap();
    let variables = variables.iter().filter_map(|line| line.split_once('='));
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let secrets = SECRETS.map(|name| (name.to_owned(), CANARY.to_owned()));
    match load(Some(file.path()), variables.chain(secrets)) {
        Ok(settings) => {
            assert!(!format!("{settings:?}").contains(CANARY), "{text}");
            assert!((1024..=67_108_864).contains(&settings.server.body_limit));
            assert!((1..=10_000).contains(&settings.database.pool_size));
            assert!(settings.auth.leeway <= Duration::from_mins(1));
            assert!(!settings.database.statement_timeout.is_zero());
            assert_eq!(settings.auth.jwt_secrets.list().collect::<Vec<_>>(), [CANARY]);
        }
        Err(error) => {
            let told = format!("{error:#}\n{error:?}");
            assert!(!told.contains(CANARY), "{text}\n{told}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_seed_keeps_the_promises() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/settings");
        let mut replayed = 0;
        for seed in std::fs::read_dir(seeds).unwrap() {
            settings(&std::fs::read(seed.unwrap().path()).unwrap());
            replayed += 1;
        }
        assert!(replayed > 3);
    }
}
