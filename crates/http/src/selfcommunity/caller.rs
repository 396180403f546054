//! Who asks: the bearer token of a request, and what the database knows of its user.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use kith_domain::visibility::Viewer;

use super::error::Error;
use crate::{Services, exchange};

/// The viewer whom the `Authorization` header names; anonymous without one.
///
/// A header that is there and bad in any way is an error, on public endpoints too (contract, section
/// 11). Role and status are those of the user's row, whatever the token says.
pub(crate) async fn viewer(headers: &HeaderMap, services: &Services) -> Result<Viewer, Error> {
    let mut credentials = headers.get_all(AUTHORIZATION);
    let Some(credential) = credentials.next() else {
        return Ok(Viewer::Anonymous);
    };
    if credentials.next().is_some() {
        return Err(Error::TokenNotValid);
    }
    let token = credential.to_str().ok().and_then(bearer).ok_or(Error::TokenNotValid)?;
    let user = services.tokens.user(token).map_err(|_| Error::TokenNotValid)?;
    let member = services.users.member(user).await?.ok_or(Error::TokenNotValid)?;
    exchange::asked_by(user);
    Ok(Viewer::Member(member))
}

fn bearer(credential: &str) -> Option<&str> {
    let (scheme, token) = credential.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_matches(' '))
}
