//! Links: whatever is accepted is what a browser takes for a plain web address.

use kith_domain::association::ProfileUrl;
use proptest::prelude::*;
use url::Url;

/// Text put together from the pieces of URLs, right and wrong ones, so that many nearly parse.
fn nearly_a_url() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        Just("http"),
        Just("https"),
        Just("HtTpS"),
        Just("javascript"),
        Just("data"),
        Just("ftp"),
        Just("view-source:https"),
        Just("blob:https"),
        Just("httpſ"),
        Just("ht\ttps"),
        Just(""),
    ];
    let separator = prop_oneof![
        4 => Just("://"), 1 => Just(":"), 1 => Just(":/"), 1 => Just(":///"), 1 => Just(":\\\\"),
        1 => Just("//"), 1 => Just(":/\\"), 1 => Just(""),
    ];
    let user = prop_oneof![
        4 => Just(String::new()),
        1 => "[a-z]{0,3}@", 1 => "[a-z]{0,2}:[a-z]{0,2}@", 1 => "[a-z/?#\\\\@:%]{0,6}@",
    ];
    let host = prop_oneof![
        3 => "[a-z]{1,8}\\.example", 1 => "[0-9.]{1,15}", 1 => "\\[[0-9a-f:]{2,9}\\]",
        1 => "[a-zäß。@:%\\-]{0,8}", 1 => any::<String>(),
    ];
    let port = prop_oneof![3 => Just(String::new()), 1 => ":[0-9]{0,6}"];
    let rest = prop_oneof![2 => "(/[a-z@:]{0,5}){0,3}(\\?[a-z@=&]{0,5})?(#[a-z@]{0,5})?", 1 => any::<String>()];
    (scheme, separator, user, host, port, rest).prop_map(
        |(scheme, separator, user, host, port, rest)| {
            format!("{scheme}{separator}{user}{host}{port}{rest}")
        },
    )
}

fn check(text: &str) -> Result<bool, TestCaseError> {
    let Ok(kept) = text.parse::<ProfileUrl>() else { return Ok(false) };
    prop_assert_eq!(kept.as_str(), text);
    let url =
        Url::parse(text).map_err(|error| TestCaseError::fail(format!("{text:?}: {error}")))?;
    prop_assert!(matches!(url.scheme(), "http" | "https"), "{text:?}");
    prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()), "{text:?}");
    prop_assert_eq!((url.username(), url.password()), ("", None), "{:?}", text);
    prop_assert!(!text.chars().any(|c| c.is_control() || c.is_whitespace()), "{text:?}");
    prop_assert!(text.chars().count() <= 2048);
    // Nor does a reader that takes everything up to the path for the host find a user.
    let authority = text.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
    prop_assert!(authority.is_some_and(|it| !it.contains('@')), "{text:?}");
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn whatever_is_accepted_is_a_plain_web_address(text in nearly_a_url()) {
        check(&text)?;
    }

    #[test]
    fn no_text_at_all_slips_through(text in any::<String>()) {
        check(&text)?;
        check(&format!("https://{text}"))?;
    }

    #[test]
    fn web_addresses_are_accepted(
        text in "https?://[a-z]{1,9}(\\.[a-z]{2,5}){1,2}(:[1-9][0-9]{0,3})?(/[a-zA-Z0-9@:_~.-]{0,9}){0,3}(\\?[a-z=&@]{0,9})?(#[a-z@]{0,5})?",
    ) {
        prop_assert!(check(&text)?, "{text:?} is a web address");
    }
}
