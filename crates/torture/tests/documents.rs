//! What is written about the crash and fault tests, held against the program.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The names that the program takes for `--only`.
fn promises() -> BTreeSet<String> {
    let help = Command::new(env!("CARGO_BIN_EXE_kith-torture")).arg("--help").output().unwrap();
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    // The one list without `sqlite` in it.
    let lists =
        help.split("[possible values: ").skip(1).map(|rest| rest.split(']').next().unwrap());
    let list = lists.into_iter().find(|list| !list.contains("sqlite")).unwrap();
    list.split(',').map(|name| name.trim().to_owned()).collect()
}

#[test]
fn the_page_has_a_row_for_every_promise_and_no_other() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/torture.md");
    let page = fs::read_to_string(page).unwrap();
    let cells = page.lines().filter(|line| line.starts_with("| `"));
    let names = cells.flat_map(|row| row.split('|').nth(1).unwrap().split(','));
    let names: BTreeSet<String> = names.map(|name| name.trim().replace('`', "")).collect();
    assert_eq!(names, promises());
}

#[test]
fn a_binary_that_is_not_there_is_told() {
    let mut torture = Command::new(env!("CARGO_BIN_EXE_kith-torture"));
    torture.args(["--kith", "nowhere/kith", "--postgres-programs", "nowhere"]);
    let output = torture.output().unwrap();
    assert!(!output.status.success());
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("nowhere/kith is not there"), "{complaint}");
}
