//! Ids elsewhere: bounded, and otherwise left alone.

use kith_domain::association::ExtId;
use proptest::collection::vec;
use proptest::prelude::*;

/// The control characters of Unicode: C0, delete and C1.
fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

fn text(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    // `any::<char>` likes the odd characters; plain ones and spaces are added.
    let character = prop_oneof![any::<char>(), proptest::char::range(' ', '~'), Just(' ')];
    vec(character, length).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn an_id_is_kept_byte_for_byte_or_refused(id in text(0..300)) {
        let length = id.chars().count();
        let valid = (1..=255).contains(&length) && !id.chars().any(is_control);
        match id.parse::<ExtId>() {
            Ok(kept) => {
                prop_assert!(valid, "{id:?} has {length} characters");
                prop_assert_eq!(kept.as_str().as_bytes(), id.as_bytes());
                prop_assert_eq!(kept.to_string(), id);
            }
            Err(_) => prop_assert!(!valid, "{id:?} has {length} characters"),
        }
    }

    #[test]
    fn without_control_characters_every_length_up_to_the_bound_is_kept(id in text(1..=255)) {
        let id = id.replace(is_control, "\u{10ffff}");
        prop_assert_eq!(id.parse::<ExtId>().map(|kept| kept.as_str().to_owned()), Ok(id));
    }

    #[test]
    fn ids_are_equal_only_if_their_bytes_are(one in text(1..4), other in text(1..4)) {
        if let (Ok(a), Ok(b)) = (one.parse::<ExtId>(), other.parse::<ExtId>()) {
            prop_assert_eq!(a == b, one.as_bytes() == other.as_bytes());
        }
    }
}
