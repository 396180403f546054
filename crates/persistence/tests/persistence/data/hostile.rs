//! A file as somebody hostile, or clumsy, would write it.

use kith_persistence::ImportError;

use super::{EVERYTHING, ended, exported, import_text, is_sound, number_of, unfinished};
use crate::database::Place;
use crate::migrations::on_both;

/// What is put in the place of what, and what the refusal says of it. Each stands in one line alone.
const WRONG: &[(&str, &str, &str)] = &[
    // no JSON, or not these objects
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":3", "expected"),
    ("{\"user\":{\"id\":3,", "[\"user\",{\"id\":3,", "expected"),
    ("{\"user\":{\"id\":3,", "{\"ùser\\u001b[2J\":{\"id\":3,", "unknown variant"),
    ("{\"user\":{\"id\":3,", "{\"user\":{\"is_root\":true,\"id\":3,", "unknown field"),
    ("{\"user\":{\"id\":3,", "{\"user\":{\"connections_counter\":9,\"id\":3,", "unknown field"),
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":3,\"id\":3,", "duplicate field"),
    ("{\"user\":{\"id\":3,", "{\"user\":{", "missing field"),
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":\"3\",", "invalid type"),
    // out of range
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":0,", "id: "),
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":9007199254740992,", "id: "),
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":9223372036854775808,", "invalid value"),
    (
        "\"date_joined\":\"1970-01-01T00:00:00.000000Z\"",
        "\"date_joined\":\"1969-12-31T23:59:59Z\"",
        "1970",
    ),
    ("\"processed\":2", "\"processed\":-1", "processed: "),
    ("1990-02-28\",\"description", "1990-02-29\",\"description", "date_of_birth: "),
    ("\"ingestion_start\":\"2025-01-01\"", "\"ingestion_start\":\"2025-1-1\"", "ingestion_start: "),
    // not values of the domain
    ("\"carla\"", "\"car la\"", "username: "),
    ("\"carla\"", "\"\"", "username: "),
    ("Canary@example.com", "canary", "email: "),
    ("\"role\":\"moderator\"", "\"role\":\"root\"", "role: "),
    ("\"status\":\"b\"", "\"status\":\"u\"", "status: "),
    ("https://canary.example/", "javascript:alert(1)", "website: "),
    ("\"Canary Rossi\"", "\"\u{202e}issoR\"", "real_name: "),
    ("\"Ä 1\"", "\"\\u0000\"", "ext_id: "),
    ("\"twitter\"", "\"Twitter\"", "provider: "),
    ("{\"a\":[18446744073709551615", "{\"a\":[18446744073709551616", "metadata: "),
    ("[\"sleep\",\"weight\"]", "{\"sleep\":1}", "granted_scopes: "),
    ("[\"sleep\",\"weight\"]", "[\"sl eep\"]", "granted_scopes: "),
    ("\"Europe/Rome\"", "\"Europe/Nowhere\"", "fallback_time_zone: "),
    ("67e55044-10b1-426f-9247-bb680e5fe0c3", "67E55044-10B1-426F-9247-BB680E5FE0C3", "UUID"),
    ("\"sealed\":\"", "\"sealed\":\"!", "base64"),
    ("\"hash\":\"AgIC", "\"hash\":\"", "hash: "),
    (
        "{\"connection\":{\"user_id\":1,\"other_id\":2",
        "{\"connection\":{\"user_id\":2,\"other_id\":1",
        "other_id: ",
    ),
    ("\"follower_id\":3,\"followed_id\":2", "\"follower_id\":2,\"followed_id\":2", "followed_id: "),
    // not together with other rows
    ("{\"user\":{\"id\":3,", "{\"user\":{\"id\":2,", "the database refuses it"),
    ("\"carla\"", "\"BRUNO\"", "the database refuses it"),
    (
        "{\"client_user\":{\"user_id\":3",
        "{\"client_user\":{\"user_id\":5",
        "the database refuses it",
    ),
    (
        "{\"association\":{\"id\":5,\"user_id\":2",
        "{\"association\":{\"id\":5,\"user_id\":5",
        "the database refuses it",
    ),
    (
        "\"google\",\"ext_id\":\"canary-google\"",
        "\"twitter\",\"ext_id\":\"Ä 1\"",
        "the database refuses it",
    ),
    ("\"user_id\":1,\"other_id\":4", "\"user_id\":1,\"other_id\":5", "the database refuses it"),
    ("\"user_id\":1,\"other_id\":4", "\"user_id\":1,\"other_id\":2", "the database refuses it"),
    (
        "\"id\":2,\"from_id\":3,\"to_id\":1",
        "\"id\":2,\"from_id\":2,\"to_id\":1",
        "the database refuses it",
    ),
    (
        "\"provider\":\"fitbit\",\"sealing_key\"",
        "\"provider\":\"polar\",\"sealing_key\"",
        "the database refuses it",
    ),
    ("\"status\":\"paused\"", "\"status\":\"error\"", "the database refuses it"),
    ("\"revoked_at\":\"2026", "\"revoked_at\":null,\"was\":\"2026", "unknown field"),
];

/// In one database, one after the other: nothing of any is stored, and the right file goes in at last.
async fn every_wrong_line_is_named_and_nothing_of_it_is_kept(place: Place) {
    place.open().await.close();
    for (right, wrong, says) in WRONG {
        let place_of_it = EVERYTHING.find(right).unwrap_or_else(|| panic!("{right}"));
        let before = &EVERYTHING[..place_of_it];
        let number = number_of(before) + i64::from(before.ends_with('\n'));
        let text = ended(&EVERYTHING.replacen(right, wrong, 1));
        match import_text(&place, &text).await {
            Err(ImportError::Line { line, why }) => {
                // What contradicts another row may be found in either.
                let named = line == number || says.contains("database");
                assert!(named && why.contains(says), "{wrong}: line {line}, not {number}: {why}");
                assert!(!why.contains('\u{1b}') && why.len() < 700, "{why}");
            }
            other => panic!("{wrong}: {other:?}"),
        }
        assert_eq!(unfinished(&place).await, Some(1), "{wrong}");
    }
    import_text(&place, &ended(EVERYTHING)).await.unwrap();
    assert!(exported(&place).await.starts_with(EVERYTHING));
    assert!(is_sound(&place).await);
}

async fn a_file_has_a_beginning_and_an_end(place: Place) {
    place.open().await.close();
    let whole = ended(EVERYTHING);
    let (header, rest) = whole.split_once('\n').unwrap();
    let line = |outcome: Result<_, ImportError>| match outcome {
        Err(ImportError::Line { line, .. }) => Some(line),
        Err(ImportError::CutOff { .. }) => None,
        other => panic!("{other:?}"),
    };
    // What is no export leaves no trace.
    for text in
        ["", "\n", "{}", "PGDMP", rest, &whole.replacen("\"version\":1", "\"version\":2", 1)]
    {
        assert_eq!(line(import_text(&place, text).await), Some(1), "{text:.20}");
        assert_eq!(unfinished(&place).await, None);
    }
    let long = format!("{header}\n{}\n", "x".repeat(1024 * 1024));
    assert_eq!(line(import_text(&place, &long).await), Some(2));
    let not_text = [header.as_bytes(), &b"\n{\"user\":\"\xff\"}\n"[..]].concat();
    assert_eq!(line(super::import_from(&place, &mut &not_text[..]).await), Some(2));
    let lines = number_of(EVERYTHING);
    assert_eq!(line(import_text(&place, EVERYTHING).await), None, "cut off");
    assert_eq!(line(import_text(&place, &whole[..whole.len() - 60]).await), Some(lines));
    let nested = format!("{header}\n{{\"association\":{}1", "{\"metadata\":[".repeat(50_000));
    assert!(line(import_text(&place, &nested).await).is_some());
    let fewer = whole.replacen(&format!("\"lines\":{lines}"), "\"lines\":7", 1);
    assert_eq!(line(import_text(&place, &fewer).await), Some(lines + 1));
    assert_eq!(line(import_text(&place, &format!("{whole}{{}}\n")).await), Some(lines + 2));
    let twice = format!("{header}\n{header}\n{rest}");
    assert_eq!(line(import_text(&place, &twice).await), Some(2));
    // What is referred to comes first.
    let mut shuffled: Vec<_> = EVERYTHING.lines().collect();
    shuffled.swap(5, 9);
    let shuffled = ended(&format!("{}\n", shuffled.join("\n")));
    assert!(line(import_text(&place, &shuffled).await).is_some());
    assert_eq!(unfinished(&place).await, Some(1));
    import_text(&place, &whole).await.unwrap();
}

/// Each line is right by itself, and together they are not what Kith promises.
async fn lines_that_contradict_each_other_are_not_finished(place: Place) {
    place.open().await.close();
    let blocked = "\"status\":\"a\",\"real_name\":\"\",\"bio\":\"\",\"location\":\"\",\"location_lat_lng\":null,\
         \"position_lat_lng\":null,\"date_of_birth\":null,\"description\":\"\",\"gender\":\"Male\"";
    let deleted = blocked.replacen("\"a\"", "\"d\"", 1);
    let text = EVERYTHING.replacen(blocked, &deleted, 1).replacen(
        "\"1970-01-01T00:00:00.000000Z\",\"deleted_at\":null",
        "\"1970-01-01T00:00:00.000000Z\",\"deleted_at\":\"2026-01-01T00:00:00Z\"",
        1,
    );
    match import_text(&place, &ended(&text)).await {
        Err(ImportError::Damaged(report)) => {
            let kinds: Vec<_> = report.damage.iter().map(|damage| damage.kind).collect();
            assert_eq!(kinds, ["provider_connection_of_deleted"]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(unfinished(&place).await, Some(number_of(EVERYTHING)));
}

on_both!(
    every_wrong_line_is_named_and_nothing_of_it_is_kept,
    a_file_has_a_beginning_and_an_end,
    lines_that_contradict_each_other_are_not_finished
);
