//! Which picture stands for a user (contract, section 3.1: an avatar is never null).

use actix_web::HttpRequest;
use actix_web::http::header::HOST;
use kith_domain::user::User;

use crate::Services;
use crate::assets::AVATAR_PATH;

/// The user's own picture, else the operator's, else the one that Kith serves.
pub(crate) fn avatar(user: &User, request: &HttpRequest, services: &Services) -> String {
    if let Some(own) = &user.profile.avatar {
        return own.as_str().to_owned();
    }
    if let Some(default) = &services.options.default_avatar {
        return default.to_string();
    }
    match &services.options.public_url {
        Some(url) => format!("{}{AVATAR_PATH}", url.as_str().trim_end_matches('/')),
        None => format!("{}{AVATAR_PATH}", origin(request).unwrap_or_default()),
    }
}

/// Scheme and host as this server saw them. Forwarded headers are not believed: anybody can send
/// them, and behind a proxy the operator sets the public URL.
fn origin(request: &HttpRequest) -> Option<String> {
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    if host.is_empty() || !host.bytes().all(plain) {
        return None;
    }
    let scheme = if request.app_config().secure() { "https" } else { "http" };
    Some(format!("{scheme}://{host}"))
}
