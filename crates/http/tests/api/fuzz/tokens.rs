//! Any credential: one that nobody signed names nobody, and one that is signed means what it says.

use actix_web::http::header::HeaderValue;
use kith_domain::UserId;
use serde_json::{Map, Value};

use super::super::support::tokens;
use super::service::Service;

const ME: &str = "/api/v2/user/me/";
const LEEWAY: f64 = 30.0;
const A_DAY: f64 = 86_400.0;

/// With a line end, a header and claims, which are signed here; else a whole token.
pub(super) fn tokens(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match text.split_once('\n') {
        Some((header, claims)) => signed(header, claims),
        None => unsigned(text),
    }
}

fn signed(header: &str, claims: &str) {
    let token = tokens::with_text(header, claims);
    Service::with(|service| {
        if let Ok(user) = service.kith.tokens.user(&token) {
            assert_eq!(meant(header, claims), Some(user), "{header}\n{claims}");
        }
        if let Ok(token) = HeaderValue::from_str(&token) {
            let ask = service.kith.get(ME).bearer(token.to_str().unwrap());
            let reply = service.anonymous_answer(ME, ask);
            assert!([200, 401].contains(&reply.status.as_u16()));
        }
    });
}

/// Whom honest claims name, read as simply as can be.
fn meant(header: &str, claims: &str) -> Option<UserId> {
    let header: Map<String, Value> = serde_json::from_str(header).ok()?;
    let claims: Map<String, Value> = serde_json::from_str(claims).ok()?;
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64).map(f64::trunc);
    #[expect(clippy::cast_precision_loss, reason = "a time of today")]
    let now = tokens::now() as f64;
    let (expires, issued) = (seconds("exp")?, seconds("iat")?);
    let begins = claims.contains_key("nbf").then(|| seconds("nbf").unwrap_or(f64::MAX));
    let honest = header["alg"] == "HS256"
        && !header.contains_key("crit")
        && claims["token_type"] == "access"
        && claims.contains_key("jti")
        && expires > now - LEEWAY
        && expires - issued <= A_DAY
        && expires - now <= A_DAY + LEEWAY
        && begins.is_none_or(|begins| begins <= now + LEEWAY);
    let user = match &claims["user_id"] {
        Value::String(digits) => digits.parse::<i64>().ok()?,
        other => other.as_i64()?,
    };
    if honest { UserId::new(user) } else { None }
}

fn unsigned(text: &str) {
    Service::with(|service| {
        assert!(service.kith.tokens.user(text).is_err(), "nobody signed {text}");
        assert!(service.kith.tokens.verify(text).is_err(), "nobody signed {text}");
        if HeaderValue::from_str(text).is_ok() {
            for (path, header) in [
                (ME, "authorization"),
                ("/v2/user", "x-vital-api-key"),
                ("/kith/v1/users/1", "authorization"),
            ] {
                let reply =
                    service.anonymous_answer(path, service.kith.get(path).header(header, text));
                assert_eq!(reply.status, 401, "{header}: {text}");
            }
        }
    });
}
