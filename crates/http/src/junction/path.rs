//! Values in paths (contract, section 1).

use actix_web::HttpRequest;
use kith_domain::provider_connection::CatalogEntry;
use uuid::Uuid;

use super::provider;
use crate::input::{FromValue, Input};
use crate::percent::{self, Plus};

/// The user in the place `user_id`.
pub(super) fn user(input: &mut Input, request: &HttpRequest) -> Option<Uuid> {
    input.path("user_id", request.match_info().get("user_id"))
}

/// The provider in the place `provider`, one of those that the rule lets through.
pub(super) fn provider<'a>(
    input: &mut Input,
    request: &HttpRequest,
    among: impl Iterator<Item = &'a CatalogEntry> + Clone,
) -> Option<&'a CatalogEntry> {
    let text = request.match_info().get("provider");
    input.path_with("provider", text, |value| provider::among(among, value))
}

/// The value at the end of the path.
///
/// It is read from the path as it was sent: what the framework has decoded cannot be told from what was
/// sent decoded, so that decoding the rest would decode some of it twice.
pub(super) fn last<T: FromValue>(
    input: &mut Input,
    request: &HttpRequest,
    name: &'static str,
) -> Option<T> {
    let path = request.uri().path();
    let segment = path.strip_suffix('/').unwrap_or(path).rsplit('/').next().unwrap_or_default();
    input.path(name, percent::decode(segment.as_bytes(), Plus::Plus).as_deref())
}
