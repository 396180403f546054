//! Sealing tokens for one connection.

use kith_domain::provider_connection::{
    CannotOpen, Credentials, NoSealingKey, Sealed, Sealer as _, Token,
};
use kith_testkit::providers::slug;
use kith_testkit::{SequentialUuids, TestSealer};
use proptest::prelude::*;

use super::tokens;

#[test]
fn what_is_sealed_for_one_connection_opens_for_no_other() {
    let keyring = TestSealer::new(["k1"]);
    let [anna, bruno] = [1, 2].map(SequentialUuids::numbered);
    let sealed = tokens("canary").seal(&keyring, anna, &slug("fitbit")).unwrap();
    assert_eq!(
        Credentials::open(&keyring, &sealed, anna, &slug("fitbit")).unwrap(),
        tokens("canary")
    );
    for (user, provider) in
        [(anna, "garmin"), (bruno, "fitbit"), (anna, "fitbit_"), (bruno, "oura")]
    {
        let opened = Credentials::open(&keyring, &sealed, user, &slug(provider));
        assert_eq!(opened, Err(CannotOpen::Damaged(sealed.key.clone())), "{user} {provider}");
    }
    let others = keyring.with_keys(["k2"]);
    let opened = Credentials::open(&others, &sealed, anna, &slug("fitbit"));
    assert_eq!(opened, Err(CannotOpen::UnknownKey(sealed.key)));
}

#[test]
fn without_a_key_nothing_is_sealed() {
    let sealed =
        tokens("").seal(&TestSealer::new([]), SequentialUuids::numbered(1), &slug("fitbit"));
    assert_eq!(sealed, Err(NoSealingKey));
}

/// Another connection's place, sealed by the right key, with content that is none.
#[test]
fn what_is_no_credentials_does_not_open() {
    let keyring = TestSealer::new(["k1"]);
    let user = SequentialUuids::numbered(1);
    let place = format!("kith provider credentials 1\n{user}\nfitbit");
    for content in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"access_token":"a","refresh_token":"r"}"#,
        r#"{"access_token":"a","refresh_token":"r","expires_at":1.5}"#,
        r#"{"access_token":"a","refresh_token":null,"expires_at":1}"#,
        r#"{"access_token":1,"refresh_token":"r","expires_at":1}"#,
    ] {
        let sealed: Sealed = keyring.seal(place.as_bytes(), content.as_bytes()).unwrap();
        let opened = Credentials::open(&keyring, &sealed, user, &slug("fitbit"));
        assert_eq!(opened, Err(CannotOpen::Damaged(sealed.key)), "{content}");
    }
    // The place is the one that is meant: the same with content that is right opens.
    let right = r#"{"access_token":"a","refresh_token":"","expires_at":-1}"#;
    let sealed = keyring.seal(place.as_bytes(), right.as_bytes()).unwrap();
    let opened = Credentials::open(&keyring, &sealed, user, &slug("fitbit")).unwrap();
    assert_eq!((opened.access_token.expose(), opened.expires_at), ("a", -1));
}

proptest! {
    #[test]
    fn every_token_comes_back_as_it_was(
        access in any::<String>(), refresh in any::<String>(), expires_at in any::<i64>(),
    ) {
        let credentials = Credentials {
            access_token: Token::stored(access),
            refresh_token: Token::stored(refresh),
            expires_at,
        };
        let keyring = TestSealer::new(["k1"]);
        let (user, provider) = (SequentialUuids::numbered(1), slug("fitbit"));
        let sealed = credentials.seal(&keyring, user, &provider).unwrap();
        prop_assert_eq!(Credentials::open(&keyring, &sealed, user, &provider), Ok(credentials));
    }
}
