//! `kith import`, killed and run again.

use std::io::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::many::many;
use crate::database::{Place, on_both};
use crate::process::{answer, complaint, kith};

fn what_was_killed_goes_on(place: &Place) {
    let lines = many(1_200);
    let text = format!("{lines}{{\"end\":{{\"lines\":{}}}}}\n", lines.lines().count());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &text).unwrap();

    let mut import = kith(&place.url());
    let mut import = import.args(["import", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    // As far as the second batch; the rest never comes.
    let half = text.len() * 3 / 4;
    let mut input = import.stdin.take().unwrap();
    input.write_all(&text.as_bytes()[..half]).unwrap();
    let since = Instant::now();
    let unfinished = |lines: u32| format!("is not finished, {lines} lines of its file are in");
    loop {
        let check = kith(&place.url()).arg("check").output().unwrap();
        if String::from_utf8(check.stderr).unwrap().contains(&unfinished(1_001)) {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "the first batch is not stored");
        thread::sleep(Duration::from_millis(20));
    }
    import.kill().unwrap();
    import.wait().unwrap();
    drop(input);

    // Nobody takes it for whole, and nobody makes anything of it.
    for command in [&["check"][..], &["serve"], &["user", "list"], &["export"]] {
        let complained = complaint(kith(&place.url()).args(command));
        assert!(complained.contains(&unfinished(1_001)), "{command:?}: {complained}");
    }
    let wrong = text.replacen("\"username\":\"user1200\"", "\"username\":\"user 1200\"", 1);
    let other = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(other.path(), wrong).unwrap();
    let complained = complaint(kith(&place.url()).arg("import").arg(other.path()));
    assert!(complained.contains("line 1201: username: "), "{complained}");
    assert!(complained.contains("lines 1 to 1001 are in"), "{complained}");

    let said = answer(kith(&place.url()).arg("import").arg(file.path()));
    assert_eq!(said, "2402 lines, of which 1001 were in before");
    assert!(answer(kith(&place.url()).arg("check")).starts_with("ok: 1200 users"));
    let again = complaint(kith(&place.url()).arg("import").arg(file.path()));
    assert!(again.contains("import into an empty one"), "{again}");
    let exported = answer(kith(&place.url()).arg("export"));
    assert_eq!(exported.lines().count(), 2_402);
    assert!(exported.lines().skip(1).take(2_400).eq(lines.lines().skip(1)));
}

on_both!(what_was_killed_goes_on);
