//! Files that Kith itself serves.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};
use kith_domain::provider_connection::{CatalogEntry, ProviderSlug};

use crate::api::{Api, Outside};
use crate::{Services, logo};

/// Where the picture of users without one is.
pub(crate) const AVATAR_PATH: &str = "/assets/avatar.svg";

const AVATAR: &str = include_str!("../assets/avatar.svg");

/// Where a provider's logo is.
pub(crate) fn logo_path(provider: &ProviderSlug) -> String {
    format!("/assets/providers/{provider}.svg")
}

/// Shows the picture of users who have none
#[utoipa::path(
    get, path = "/assets/avatar.svg", operation_id = "default_avatar", tag = "Operation",
    responses((status = 200, description = "A picture", content_type = "image/svg+xml", body = String)),
)]
pub(crate) async fn avatar() -> HttpResponse {
    picture(AVATAR.to_owned())
}

/// Shows a provider's logo
///
/// A mark that Kith makes of the provider's name; of the slug, if the catalog has no such provider.
#[utoipa::path(
    get, path = "/assets/providers/{slug}.svg", operation_id = "provider_logo", tag = "Operation",
    params(("slug" = String, Path, description = "The provider's slug")),
    responses(
        (status = 200, description = "A picture", content_type = "image/svg+xml", body = String),
        (status = 404, description = "Not a slug"),
    ),
)]
pub(crate) async fn provider_logo(
    request: HttpRequest,
    services: web::Data<Services>,
) -> Result<HttpResponse, actix_web::Error> {
    let none = |_| Api::SelfCommunity.refuse(Outside::NoSuchRoute);
    let slug: ProviderSlug = request.match_info().query("slug").parse().map_err(none)?;
    let entry = services.catalog.get(slug.as_str());
    Ok(picture(logo::svg(&slug, entry.map_or(slug.as_str(), CatalogEntry::name))))
}

fn picture(svg: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .body(svg)
}
