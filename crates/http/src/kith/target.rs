//! Who and what a path names. What cannot be a name names nobody.

use actix_web::HttpRequest;
use kith_domain::UserReference;
use kith_domain::provider_connection::ProviderSlug;

use super::problem::Problem;

/// The user in the place `user_id`, by integer id or by UUID.
pub(super) fn user(request: &HttpRequest) -> Result<UserReference, Problem> {
    named(request, "user_id").ok_or(Problem::NoSuchUser)
}

/// The provider in the place `slug`, whether or not the catalog has it: a connection with one that it
/// no longer has can still be ended.
pub(super) fn provider(request: &HttpRequest) -> Result<ProviderSlug, Problem> {
    named(request, "slug").ok_or(Problem::NoSuchProvider)
}

fn named<T: std::str::FromStr>(request: &HttpRequest, name: &str) -> Option<T> {
    request.match_info().get(name)?.parse().ok()
}
