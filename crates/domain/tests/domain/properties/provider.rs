//! The grammar of provider names.

use kith_domain::association::Provider;
use proptest::prelude::*;

/// The grammar once more, read off the contract and not off the code.
fn follows_the_grammar(name: &str) -> bool {
    const FIRST: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    const NEXT: &str = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    let mut characters = name.chars();
    characters.next().is_some_and(|first| FIRST.contains(first))
        && characters.all(|next| NEXT.contains(next))
        && name.chars().count() <= 64
}

proptest! {
    #[test]
    fn every_name_of_the_grammar_is_accepted_as_it_is(name in "[a-z0-9][a-z0-9._-]{0,63}") {
        let provider = name.parse::<Provider>();
        prop_assert_eq!(provider.as_ref().map(Provider::as_str), Ok(name.as_str()));
    }

    #[test]
    fn one_foreign_character_anywhere_is_one_too_many(
        start in "[a-z0-9][a-z0-9._-]{0,30}",
        foreign in any::<char>().prop_filter("foreign", |c| !follows_the_grammar(&format!("a{c}"))),
        end in "[a-z0-9._-]{0,30}",
    ) {
        for name in [format!("{start}{foreign}{end}"), format!("{foreign}{end}")] {
            prop_assert!(name.parse::<Provider>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn names_are_accepted_exactly_by_the_grammar(
        name in prop_oneof![any::<String>(), "[a-z0-9._-]{0,70}", "[A-Za-z0-9._\\- ]{0,9}"],
    ) {
        prop_assert_eq!(name.parse::<Provider>().is_ok(), follows_the_grammar(&name), "{:?}", name);
    }

    #[test]
    fn only_external_is_external(name in prop_oneof!["external", "[a-z]{1,9}", "externa[a-z]?"]) {
        prop_assert_eq!(name.parse::<Provider>().unwrap().is_external(), name == "external");
    }
}
