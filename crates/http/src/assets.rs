//! Files that Kith itself serves.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;

/// Where the picture of users without one is.
pub(crate) const AVATAR_PATH: &str = "/assets/avatar.svg";

const AVATAR: &str = include_str!("../assets/avatar.svg");

/// Shows the picture of users who have none
#[utoipa::path(
    get, path = "/assets/avatar.svg", operation_id = "default_avatar", tag = "Operation",
    responses((status = 200, description = "A picture", content_type = "image/svg+xml", body = String)),
)]
pub(crate) async fn avatar() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .body(AVATAR)
}
