//! The seeds of the fuzzing, and whatever it has found, once more.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{TARGETS, run};

fn fuzz(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(folder)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_seed_keeps_the_promises() {
    for (target, _) in TARGETS {
        let folder = fuzz("seeds").join(target);
        let seeds = names(&folder);
        assert!(seeds.len() > 3, "{target} has seeds");
        for seed in seeds {
            let input = fs::read(folder.join(&seed)).unwrap();
            let kept = std::panic::catch_unwind(|| run(target, &input));
            assert!(kept.is_ok(), "fuzz/seeds/{target}/{seed} breaks a promise: see above");
        }
    }
}

/// The targets of the settings and of lines of an import are those of other crates, and replayed there.
#[test]
fn every_target_can_be_run_and_has_seeds() {
    let mut known: BTreeSet<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.extend(["settings", "exported_lines"].map(str::to_owned));
    let programs = names(&fuzz("fuzz_targets"));
    let programs = programs.iter().map(|name| name.trim_end_matches(".rs").to_owned());
    assert_eq!(programs.collect::<BTreeSet<_>>(), known);
    assert_eq!(names(&fuzz("seeds")), known);
}
