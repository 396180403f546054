//! Tokens as credentials, and checking them (contract, section 11.1).

use std::time::Duration;

use chrono::TimeDelta;
use kith_http::{JwkSet, JwkSetError, SignError};
use serde_json::{Value, json};

use crate::support::app::OLD_SECRET;
use crate::support::tokens::{
    PUBLIC_KEYS, base64, by_provider, by_rsa_with_header, claims, hs256, hs256_with, now,
    provider_claims, with_header,
};
use crate::support::{Kith, Reply};

async fn me(kith: &Kith, token: &str) -> Reply {
    kith.get("/api/v2/user/me/").bearer(token).send().await
}

async fn verify(kith: &Kith, token: &str) -> Reply {
    kith.post("/api/v2/jwt/verify_token/").json(&json!({"token": token})).send().await
}

fn with(mut claims: Value, claim: &str, value: Value) -> Value {
    claims[claim] = value;
    claims
}

#[actix_web::test]
async fn good_tokens_let_in() {
    let kith = Kith::start().await;
    for good in [
        claims(1),
        with(claims(1), "user_id", json!("1")),
        with(claims(1), "jti", json!(7)),
        with(claims(1), "nbf", json!(now() + 30)),
        with(claims(1), "exp", json!(now() - 29)),
        with(claims(1), "exp", format!("{}.5", now() + 60).parse().unwrap()),
        with(claims(1), "iat", json!(now() + 500)),
        with(claims(1), "exp", json!(now() + 24 * 3600)),
    ] {
        assert_eq!(me(&kith, &hs256(&good)).await.json(200)["id"], 1, "{good}");
        assert_eq!(verify(&kith, &hs256(&good)).await.json(200), json!({}));
    }
    let rotated = hs256_with(OLD_SECRET.as_bytes(), &claims(1));
    assert_eq!(me(&kith, &rotated).await.json(200)["id"], 1);
    let lower = kith.get("/api/v2/user/me/").header("authorization", &format!("bEARER  {rotated}"));
    lower.send().await.json(200);
}

#[actix_web::test]
async fn every_claim_is_required_and_has_a_type() {
    let kith = Kith::start().await;
    let absurd =
        [json!(null), json!("x"), json!(true), json!([]), json!({}), json!(-1), json!(1e300)];
    for (claim, besides) in [
        (
            "user_id",
            vec![
                json!(0),
                json!("0"),
                json!("-1"),
                json!(1.0),
                json!("1.0"),
                json!(u64::MAX),
                json!(99),
            ],
        ),
        ("token_type", vec![json!("refresh"), json!("Access"), json!("")]),
        (
            "exp",
            vec![
                json!(now() - 31),
                json!(0),
                json!(u64::MAX),
                json!(i64::MAX),
                json!("1900000000"),
            ],
        ),
        ("iat", vec![json!(u64::MAX), json!(i64::MAX), json!(now() - 24 * 3600), json!("1")]),
        ("nbf", vec![json!(now() + 31), json!(u64::MAX)]),
        ("jti", vec![]),
    ] {
        let mut wrong: Vec<Value> = besides;
        // A jti may be any text or number.
        wrong.extend(
            absurd
                .iter()
                .filter(|value| claim != "jti" || !(value.is_string() || value.is_number()))
                .cloned(),
        );
        for value in wrong {
            let token = hs256(&with(claims(1), claim, value.clone()));
            assert_eq!(me(&kith, &token).await.codes(401), ["token_not_valid"], "{claim} {value}");
            let expected = if claim == "user_id" || claim == "token_type" { 200 } else { 401 };
            assert_eq!(verify(&kith, &token).await.status, expected, "{claim} {value}");
        }
        if claim != "nbf" {
            let mut without = claims(1);
            without.as_object_mut().unwrap().remove(claim);
            assert_eq!(
                me(&kith, &hs256(&without)).await.codes(401),
                ["token_not_valid"],
                "{claim}"
            );
        }
    }
}

#[actix_web::test]
async fn numbers_that_no_type_holds_are_refused() {
    let kith = Kith::start().await;
    for exp in ["1e300", "-1e300", "1e999", "99999999999999999999999999", "-0.0"] {
        let text = claims(1).to_string().replace(&(now() + 600).to_string(), exp);
        assert!(text.contains(exp));
        let message = format!("{}.{}", base64(r#"{"alg":"HS256"}"#), base64(&text));
        let key = jsonwebtoken::EncodingKey::from_secret(crate::support::app::SECRET.as_bytes());
        let algorithm = jsonwebtoken::Algorithm::HS256;
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, algorithm).unwrap();
        let reply = me(&kith, &format!("{message}.{signature}")).await;
        assert_eq!(reply.codes(401), ["token_not_valid"], "{exp}");
    }
}

#[actix_web::test]
async fn a_lifetime_has_a_limit_by_its_own_account_and_seen_from_now() {
    let kith = Kith::start().await;
    let day = 24 * 3600;
    for (issued, expires, good) in [
        (0, day, true),
        (0, day + 1, false),
        (30, day + 30, true),
        (31, day + 31, false),
        (i64::from(i32::MAX), i64::from(i32::MAX) + 1, false),
    ] {
        let claims = with(claims(1), "iat", json!(now() + issued));
        let token = hs256(&with(claims, "exp", json!(now() + expires)));
        assert_eq!(me(&kith, &token).await.status.is_success(), good, "{issued} {expires}");
    }
}

#[actix_web::test]
async fn a_token_ends() {
    let kith = Kith::start().await;
    let token = kith.token(kith.anna);
    kith.clock.advance(TimeDelta::seconds(3600 + 29));
    me(&kith, &token).await.json(200);
    kith.clock.advance(TimeDelta::seconds(1));
    assert_eq!(me(&kith, &token).await.codes(401), ["token_not_valid"]);
    assert_eq!(verify(&kith, &token).await.codes(401), ["token_not_valid"]);
}

#[actix_web::test]
async fn no_other_algorithm_and_no_other_key() {
    let kith = Kith::start().await;
    let good = hs256(&claims(1));
    let (message, signature) = good.rsplit_once('.').unwrap();
    let public: Value = serde_json::from_str(PUBLIC_KEYS).unwrap();
    let modulus = public["keys"][0]["n"].as_str().unwrap();
    kith.tokens.replace_keys(JwkSet::parse(PUBLIC_KEYS).unwrap());
    for bad in [
        format!("{message}."),
        message.to_owned(),
        format!("{good}x"),
        format!("{good}.x"),
        format!("{message}.{}A", &signature[..signature.len() - 1]),
        String::new(),
        "..".to_owned(),
        "opaque".to_owned(),
        "x".repeat(9000),
        format!("{}.{}.", base64(r#"{"alg":"none"}"#), base64(&claims(1).to_string())),
        format!("{}.{}.", base64(r#"{"alg":"None"}"#), base64(&claims(1).to_string())),
        with_header(&json!({"alg": "HS512"}), &claims(1)),
        with_header(&json!({"alg": "RS256", "kid": "rsa"}), &provider_claims(1)),
        with_header(&json!({"alg": "HS256", "crit": ["x"], "x": 1}), &claims(1)),
        hs256_with(b"another secret", &claims(1)),
        hs256_with(b"", &claims(1)),
        hs256_with(modulus.as_bytes(), &claims(1)),
        hs256_with(PUBLIC_KEYS.as_bytes(), &claims(1)),
        hs256(&json!([1])),
        hs256(&json!("text")),
        with_header(&json!("text"), &claims(1)),
        hs256(&claims(99)),
    ] {
        assert_eq!(me(&kith, &bad).await.codes(401), ["token_not_valid"], "{bad}");
    }
    // What else a header carries is not looked at.
    let header = json!({"alg": "HS256", "kid": "../../x", "jku": "http://x", "x5u": "http://x"});
    me(&kith, &with_header(&header, &claims(1))).await.json(200);
}

#[actix_web::test]
async fn a_bad_header_is_refused_on_public_endpoints_too() {
    let kith = Kith::start().await;
    let good = hs256(&claims(1));
    for bad in
        ["", "Bearer", "Bearer ", &good, &format!("Token {good}"), "Basic YTpi", "Bearer a b"]
    {
        for ask in [
            kith.get("/api/v2/user/1/"),
            kith.get("/api/v2/user/1/provider/"),
            kith.get("/api/v2/user/provider/?user_id=1"),
            kith.get("/api/v2/user/me/"),
            kith.post("/api/v2/jwt/verify_token/").json(&json!({"token": good})),
        ] {
            let reply = ask.header("authorization", bad).send().await;
            assert_eq!(reply.codes(401), ["token_not_valid"], "{bad}");
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        }
    }
    let good = format!("Bearer {good}");
    let twice = kith.get("/api/v2/user/1/").header("authorization", &good);
    let twice = twice.another_header("authorization", good.as_bytes()).send().await;
    assert_eq!(twice.codes(401), ["token_not_valid"]);
    let raw =
        kith.get("/api/v2/user/1/").another_header("authorization", b"Bearer \xff").send().await;
    assert_eq!(raw.codes(401), ["token_not_valid"]);
}

#[actix_web::test]
async fn verifying_needs_a_token() {
    let kith = Kith::start().await;
    for (body, code) in [
        ("", "token:required"),
        ("{}", "token:required"),
        (r#"{"token": null}"#, "token:required"),
        (r#"{"token": ""}"#, "token:required"),
        (r#"{"token": 7}"#, "token:invalid"),
        ("token", "parse_error"),
    ] {
        let reply = kith.post("/api/v2/jwt/verify_token/").bytes(body.as_bytes()).send().await;
        assert_eq!(reply.codes(400), [code], "{body}");
    }
    assert_eq!(verify(&kith, "x").await.codes(401), ["token_not_valid"]);
    let form = format!("token={}", hs256(&claims(99)));
    kith.post("/api/v2/jwt/verify_token").form(&form).send().await.json(200);
}

#[actix_web::test]
async fn keys_of_the_identity_provider_count() {
    let kith = Kith::start().await;
    kith.tokens.replace_keys(JwkSet::parse(PUBLIC_KEYS).unwrap());
    for key in ["rsa", "p256", "ed25519"] {
        let token = by_provider(key, Some(key), &provider_claims(1));
        assert_eq!(me(&kith, &token).await.json(200)["id"], 1, "{key}");
        verify(&kith, &token).await.json(200);
        for wrong in [
            with(provider_claims(1), "kith_user", json!(null)),
            with(provider_claims(1), "kith_user", json!(99)),
            with(provider_claims(1), "iss", json!("https://evil.example")),
            with(provider_claims(1), "aud", json!("other")),
            with(provider_claims(1), "aud", json!(["other"])),
            with(provider_claims(1), "exp", json!(now() - 31)),
            with(provider_claims(1), "iat", json!(null)),
            with(provider_claims(1), "exp", json!(now() + 25 * 3600)),
            // The other kind's claims do not do.
            claims(1),
        ] {
            let token = by_provider(key, Some(key), &wrong);
            assert_eq!(me(&kith, &token).await.codes(401), ["token_not_valid"], "{wrong}");
        }
        for kid in [None, Some("unknown"), Some(if key == "rsa" { "p256" } else { "rsa" })] {
            let token = by_provider(key, kid, &provider_claims(1));
            assert_eq!(me(&kith, &token).await.codes(401), ["token_not_valid"], "{kid:?}");
        }
    }
    let labelled = |algorithm| {
        by_rsa_with_header(&json!({"alg": algorithm, "kid": "rsa"}), &provider_claims(1))
    };
    me(&kith, &labelled("RS256")).await.json(200);
    for wrong in ["RS384", "PS256", "ES256", "EdDSA", "HS256", "none"] {
        assert_eq!(me(&kith, &labelled(wrong)).await.codes(401), ["token_not_valid"], "{wrong}");
    }
    let with_secret = hs256(&provider_claims(1));
    assert_eq!(me(&kith, &with_secret).await.codes(401), ["token_not_valid"]);
}

#[actix_web::test]
async fn an_unknown_key_is_noted_once_and_then_replaced() {
    let kith = Kith::start().await;
    let token = by_provider("rsa", Some("rsa"), &provider_claims(1));
    assert!(!kith.tokens.wants_unknown_key());
    assert_eq!(me(&kith, &token).await.codes(401), ["token_not_valid"]);
    assert!(kith.tokens.wants_unknown_key());
    assert!(!kith.tokens.wants_unknown_key());
    kith.tokens.replace_keys(JwkSet::parse(PUBLIC_KEYS).unwrap());
    me(&kith, &token).await.json(200);
    assert!(!kith.tokens.wants_unknown_key());
    kith.tokens.replace_keys(JwkSet::default());
    assert_eq!(me(&kith, &token).await.codes(401), ["token_not_valid"]);
}

#[test]
fn a_key_set_holds_public_keys_for_signatures() {
    let all: Value = serde_json::from_str(PUBLIC_KEYS).unwrap();
    let keys = |keys: Value| JwkSet::parse(&json!({"keys": keys}).to_string());
    let changed = |key: usize, member: &str, value: Value| {
        keys(json!([with(all["keys"][key].clone(), member, value)]))
    };
    assert_eq!(
        format!("{:?}", JwkSet::parse(PUBLIC_KEYS).unwrap()),
        r#"JwkSet(["ed25519", "p256", "rsa"])"#
    );
    for (key, member, value) in [
        (0, "use", json!("enc")),
        (0, "alg", json!("RS512")),
        (0, "alg", json!("HS256")),
        (0, "kid", json!(null)),
        (0, "key_ops", json!(["encrypt"])),
        (0, "kty", json!("unheard of")),
        (1, "crv", json!("P-384")),
        (1, "x", json!("!")),
    ] {
        let refused = changed(key, member, value.clone());
        assert!(matches!(refused, Err(JwkSetError::Useless)), "{member} {value}");
    }
    let symmetric = json!([all["keys"][0], {"kty": "oct", "kid": "s", "k": "c2VjcmV0"}]);
    assert!(matches!(keys(symmetric), Err(JwkSetError::Symmetric)));
    assert!(matches!(changed(0, "d", json!("x")), Err(JwkSetError::Private)));
    assert!(matches!(keys(json!([all["keys"][0], all["keys"][0]])), Err(JwkSetError::Repeated(_))));
    for text in ["", "[]", "{}", r#"{"keys": 1}"#] {
        assert!(matches!(JwkSet::parse(text), Err(JwkSetError::Malformed(_))), "{text}");
    }
    assert!(matches!(keys(json!([])), Err(JwkSetError::Useless)));
}

#[actix_web::test]
async fn signing_keeps_the_limits() {
    let kith = Kith::start().await;
    let sign = |seconds| kith.tokens.sign(kith.anna, Duration::from_secs(seconds));
    assert!(matches!(sign(24 * 3600 + 1), Err(SignError::TooLong { max_seconds: 86_400 })));
    assert!(matches!(sign(u64::MAX), Err(SignError::TooLong { .. })));
    assert!(matches!(sign(0), Err(SignError::TooShort)));
    me(&kith, &sign(24 * 3600).unwrap()).await.json(200);
    assert_ne!(sign(60).unwrap(), sign(60).unwrap());
    assert!(!format!("{:?}", kith.tokens).contains("secret,"));
}
