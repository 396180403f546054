//! Cursors come back as they were given, and what no list can have given is none.

use kith_domain::page::{Cursor, CursorKey};
use proptest::prelude::*;

/// Microseconds from 1970 to the end of 9999.
const INSTANTS: std::ops::Range<i64> = 0..253_402_300_800_000_000;

fn cursor() -> impl Strategy<Value = Cursor> {
    let key = prop_oneof![
        Just(CursorKey::None),
        INSTANTS.prop_map(CursorKey::Instant),
        any::<String>()
            .prop_map(|text| CursorKey::Text(text.replace(|c: char| c.is_control(), "é"))),
    ];
    (0..10_u8, key, 1..=i64::MAX).prop_map(|(part, key, id)| Cursor { part, key, id })
}

proptest! {
    #[test]
    fn a_cursor_comes_back_as_it_was_given(cursor in cursor()) {
        let text = cursor.to_string();
        let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
        prop_assert!(text.bytes().all(is_safe), "{text} is safe in a URL");
        prop_assert_eq!(text.parse(), Ok(cursor));
    }

    #[test]
    fn what_no_list_has_is_refused(cursor in cursor(), id in i64::MIN..=0, before in i64::MIN..0) {
        let of_nobody = Cursor { id, ..cursor.clone() };
        prop_assert!(of_nobody.to_string().parse::<Cursor>().is_err(), "{of_nobody}");
        for instant in [before, INSTANTS.end, i64::MAX] {
            let out_of_time = Cursor { key: CursorKey::Instant(instant), ..cursor.clone() };
            prop_assert!(out_of_time.to_string().parse::<Cursor>().is_err(), "{out_of_time}");
        }
        for text in ["\0", "a\nb", "\u{85}"] {
            let control = Cursor { key: CursorKey::Text(text.to_owned()), ..cursor.clone() };
            prop_assert!(control.to_string().parse::<Cursor>().is_err(), "{control}");
        }
    }

    #[test]
    fn no_text_is_misread(
        text in prop_oneof![any::<String>(), "[0-9]?[nitx]?[0-9a-fé+-]{0,6}\\.?[0-9-]{0,3}"],
    ) {
        if let Ok(cursor) = text.parse::<Cursor>() {
            // A number has several spellings, but each is read as what it says.
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }
}
