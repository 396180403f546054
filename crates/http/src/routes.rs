//! The whole URL map.

use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, web};

use crate::endpoint::Endpoint;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::{accounts, associations, jwt, sso, users};
use crate::{assets, docs, health};

/// What the API document describes. Paths of letters alone come before those with `{id}`.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    use associations::{link, list, unlink};

    vec![
        Endpoint::at("/api/v2/user/me").get(users::me::me),
        Endpoint::at("/api/v2/user/provider")
            .get(list::of_query)
            .post(link::of_body)
            .delete(unlink::of_body),
        Endpoint::at("/api/v2/user/{id}/provider")
            .get(list::of_path)
            .post(link::of_path)
            .delete(unlink::of_path),
        Endpoint::at("/api/v2/user/{id}")
            .get(users::read::read)
            .patch(users::edit::patch)
            .put(users::edit::put)
            .delete(users::delete::delete),
        Endpoint::at("/api/v2/sso/signin").post(sso::sign_in::sign_in),
        Endpoint::at("/api/v2/sso/signup").post(sso::sign_up::sign_up),
        Endpoint::at("/api/v2/jwt/verify_token").post(jwt::verify_token::verify_token),
        Endpoint::at("/api/v2/account/search").get(accounts::search::search),
        Endpoint::at("/health").get(health::health),
        Endpoint::at("/ready").get(health::ready),
        Endpoint::at(assets::AVATAR_PATH).get(assets::avatar),
    ]
}

/// Routes everything; what is nowhere is 404.
pub(crate) fn configure(config: &mut ServiceConfig, with_docs: bool) {
    for endpoint in endpoints() {
        config.service(endpoint);
    }
    if with_docs {
        config.service(Endpoint::at("/openapi.json").get(docs::document));
        config.service(Endpoint::exactly_at("/docs").get(docs::to_page));
        config.service(Endpoint::exactly_at("/docs/{file:.*}").get(docs::page));
    }
    config.default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) }));
}
