//! What must hold for any line of an import: a target of the fuzzing in `fuzz/`. A plain `cargo test` replays
//! its seeds.

/// The line is taken, or refused with words that can be shown on a terminal.
pub(crate) fn exported_lines(line: &[u8]) {
    if let Err(refusal) = kith_persistence::check_line(line) {
        assert!(!refusal.is_empty() && !refusal.contains(char::is_control), "{refusal:?}");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::exported_lines;

    #[test]
    fn every_seed_keeps_the_promises() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/exported_lines");
        let mut taken = 0;
        for seed in fs::read_dir(&folder).unwrap() {
            let line = fs::read(seed.unwrap().path()).unwrap();
            exported_lines(&line);
            taken += usize::from(kith_persistence::check_line(&line).is_ok());
        }
        // One for each kind of line, at least.
        assert!(taken >= 13, "{taken}");
    }
}
