//! An import that is broken off goes on where it was.

use std::io::BufReader;

use kith_persistence::{ExportError, ImportError, Imported, SnapshotError, check, export};

use super::many::many;
use super::{BrokenOff, ended, exported, import_from, import_text, is_sound, unfinished};
use crate::database::Place;
use crate::migrations::on_both;

async fn what_was_broken_off_goes_on(place: Place) {
    place.open().await.close();
    let text = ended(&many(1_600));
    // In the middle of a line of the third batch.
    let half = text.len() * 3 / 4;
    let mut input = BufReader::new(BrokenOff(&text.as_bytes()[..half]));
    let broken = import_from(&place, &mut input).await;
    assert!(matches!(broken, Err(ImportError::Read(_))), "{broken:?}");
    assert_eq!(unfinished(&place).await, Some(2_001));

    // Until it is finished it says so, and nothing takes it for whole.
    let checked = check(&place.options()).await;
    assert!(matches!(checked, Err(SnapshotError::ImportUnfinished { lines: 2_001 })));
    let refused = export(&place.options(), &mut Vec::new(), &mut |_| ()).await;
    assert!(matches!(refused, Err(ExportError::Snapshot(SnapshotError::ImportUnfinished { .. }))));

    // Another file is none that it could go on with.
    let other = text.replacen("user7\"", "user8\"", 1);
    let shorter = ended(&many(3));
    for another in [&other, &shorter] {
        let outcome = import_text(&place, another).await;
        assert!(matches!(outcome, Err(ImportError::AnotherFile { lines: 2_001 })), "{outcome:?}");
    }
    assert_eq!(unfinished(&place).await, Some(2_001));

    // A line behind what is in may be wrong, and be mended.
    let wrong = text.replacen("\"client_user_id\":\"1600\"", "\"client_user_id\":\"1599\"", 1);
    let outcome = import_text(&place, &wrong).await;
    assert!(matches!(outcome, Err(ImportError::Line { line: 3_201, .. })), "{outcome:?}");
    assert_eq!(unfinished(&place).await, Some(3_001));
    let imported = import_text(&place, &text).await.unwrap();
    assert_eq!(imported, Imported { lines: 3_202, before: 3_001 });
    assert!(is_sound(&place).await);
    let lines = exported(&place).await;
    let header = lines.find('\n').unwrap();
    let (rows, expected) = (&lines[header..], &text[text.find('\n').unwrap()..]);
    let end = expected.rfind("{\"end\"").unwrap();
    assert_eq!(rows[..end], expected[..end]);
    assert!(lines[..header].contains("\"users\":1600"), "{}", &lines[..header]);
}

/// Of two who import at the same time, each line is stored once, by whoever was first.
async fn two_at_once_do_not_mix(place: Place) {
    place.open().await.close();
    let text = ended(&many(1_600));
    let (one, other) = tokio::join!(import_text(&place, &text), import_text(&place, &text));
    let outcomes = [one, other];
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let refused = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(ImportError::Concurrent | ImportError::NotEmpty)));
    assert_eq!((done, refused.count()), (1, 1), "{outcomes:?}");
    assert!(is_sound(&place).await);
    assert_eq!(exported(&place).await.lines().count(), 3_202);
}

on_both!(what_was_broken_off_goes_on, two_at_once_do_not_mix);
