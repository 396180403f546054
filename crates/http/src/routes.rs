//! The whole URL map.

use std::future::ready;

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, Scope, web};

use crate::endpoint::Endpoint;
use crate::{Metrics, assets, docs, health, limits};

/// What the API document describes. A path is compared with one after the other, so what is asked for most
/// comes first; of two that fit the same path, the one of letters alone.
#[cfg(test)]
pub(crate) fn endpoints() -> Vec<Endpoint> {
    [selfcommunity(), junction(), kith(), operation()].into_iter().flatten().collect()
}

fn selfcommunity() -> Vec<Endpoint> {
    use crate::selfcommunity::{
        accounts, associations, connections, features, follows, hides, jwt, moderation,
        preferences, sso, users,
    };
    use associations::{link, list, unlink};
    use connections::{act, requests, status};

    vec![
        Endpoint::at("/api/v2/user/{id}/provider")
            .get(list::of_path)
            .post(link::of_path)
            .delete(unlink::of_path),
        Endpoint::at("/api/v2/user/{id}/connections").get(connections::list::list),
        Endpoint::at("/api/v2/user/provider")
            .get(list::of_query)
            .post(link::of_body)
            .delete(unlink::of_body),
        Endpoint::at("/api/v2/user").get(users::list::list),
        Endpoint::at("/api/v2/user/me").get(users::me::me),
        Endpoint::at("/api/v2/user/me/permission").get(users::permission::permission),
        Endpoint::at("/api/v2/user/search").get(users::search::search),
        Endpoint::at("/api/v2/user/autocomplete").get(users::autocomplete::autocomplete),
        Endpoint::at("/api/v2/user/hidden_users").get(hides::list::users),
        Endpoint::at("/api/v2/user/hidden_users_id").get(hides::list::ids),
        Endpoint::at("/api/v2/user/connection/requests").get(requests::received),
        Endpoint::at("/api/v2/user/connection/requests_sent").get(requests::sent),
        Endpoint::at("/api/v2/user/connection/statuses").post(connections::statuses::statuses),
        Endpoint::at("/api/v2/user/{id}/connection/request").post(act::request),
        Endpoint::at("/api/v2/user/{id}/connection/accept").post(act::accept),
        Endpoint::at("/api/v2/user/{id}/connection/reject").post(act::reject),
        Endpoint::at("/api/v2/user/{id}/connection/cancel_request").post(act::cancel_request),
        Endpoint::at("/api/v2/user/{id}/connection/cancel_reject").post(act::cancel_reject),
        Endpoint::at("/api/v2/user/{id}/connection/remove").post(act::remove),
        Endpoint::at("/api/v2/user/{id}/connection_requests/mark_seen")
            .post(connections::mark_seen::mark_seen),
        Endpoint::at("/api/v2/user/{id}/connection_status").get(status::status),
        Endpoint::at("/api/v2/user/{id}/is_connection").get(status::is_connection),
        Endpoint::at("/api/v2/user/{id}/counters").get(users::counters::counters),
        Endpoint::at("/api/v2/user/{id}/hide").post(hides::toggle::toggle),
        Endpoint::at("/api/v2/user/{id}/is_hidden").get(hides::between::is_hidden),
        Endpoint::at("/api/v2/user/{id}/is_hidden_by").get(hides::between::is_hidden_by),
        Endpoint::at("/api/v2/user/{id}/follow").post(follows::toggle::toggle),
        Endpoint::at("/api/v2/user/{id}/is_followed").get(follows::between::is_followed),
        Endpoint::at("/api/v2/user/{id}/is_follower").get(follows::between::is_follower),
        Endpoint::at("/api/v2/user/{id}/followers").get(follows::list::followers),
        Endpoint::at("/api/v2/user/{id}/followings").get(follows::list::followings),
        Endpoint::at("/api/v2/user/{id}")
            .get(users::read::read)
            .patch(users::edit::patch)
            .put(users::edit::put)
            .delete(users::delete::delete),
        Endpoint::at("/api/v2/moderation/user/{id}").patch(moderation::moderate::moderate),
        Endpoint::at("/api/v2/dynamic_preference").get(preferences::list::list),
        Endpoint::at("/api/v2/dynamic_preference/search").get(preferences::list::search),
        Endpoint::at("/api/v2/dynamic_preference/{id}").get(preferences::read::read),
        Endpoint::at("/api/v2/feature").get(features::list::list),
        Endpoint::at("/api/v2/sso/signin").post(sso::sign_in::sign_in),
        Endpoint::at("/api/v2/sso/signup").post(sso::sign_up::sign_up),
        Endpoint::at("/api/v2/jwt/verify_token").post(jwt::verify_token::verify_token),
        Endpoint::at("/api/v2/account/search").get(accounts::search::search),
    ]
}

fn junction() -> Vec<Endpoint> {
    use crate::junction::{catalog, connections, link, users};

    vec![
        Endpoint::at("/v2/user/providers/{user_id}").get(users::providers::providers),
        Endpoint::at("/v2/user").get(users::list::list).post(users::create::create),
        Endpoint::at("/v2/user/metrics").get(users::metrics::metrics),
        Endpoint::at("/v2/user/undo_delete").post(users::undo_delete::undo_delete),
        Endpoint::at("/v2/user/resolve/{client_user_id}").get(users::resolve::resolve),
        Endpoint::at("/v2/user/{user_id}")
            .get(users::read::read)
            .patch(users::patch::patch)
            .delete(users::delete::delete),
        Endpoint::at("/v2/user/{user_id}/{provider}").delete(connections::deregister::deregister),
        Endpoint::at("/v2/providers").get(catalog::list::list),
        Endpoint::at("/v2/link/bulk_import").post(link::bulk_import::bulk_import).bulk(),
        Endpoint::at("/v2/link/bulk_pause").post(link::bulk_pause::bulk_pause).bulk(),
        Endpoint::at("/v2/link/bulk_export").post(link::bulk_export::bulk_export).bulk(),
        Endpoint::at("/v2/link/bulk_op").get(link::bulk_op::bulk_op),
        Endpoint::at("/v2/link/connect/demo").post(link::connect_demo::connect_demo),
        Endpoint::at("/v2/link/provider/manual/{provider}")
            .post(link::connect_manual::connect_manual),
    ]
}

fn kith() -> Vec<Endpoint> {
    use crate::kith::{connections, users};

    vec![
        Endpoint::at("/kith/v1/users/{user_id}").get(users::read::read),
        Endpoint::at("/kith/v1/users/{user_id}/providers").get(connections::list::list),
        Endpoint::at("/kith/v1/users/{user_id}/providers/{slug}")
            .put(connections::connect::connect)
            .delete(connections::deregister::deregister),
        Endpoint::at("/kith/v1/users/{user_id}/providers/{slug}/error")
            .post(connections::report_error::report_error),
        Endpoint::at("/kith/v1/users/{user_id}/providers/{slug}/pause")
            .post(connections::pause::pause),
        Endpoint::at("/kith/v1/users/{user_id}/providers/{slug}/recover")
            .post(connections::recover::recover),
    ]
}

fn operation() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/health").get(health::health).probe(),
        Endpoint::at("/ready").get(health::ready).probe(),
        Endpoint::at(assets::AVATAR_PATH).get(assets::avatar),
        Endpoint::at("/assets/providers/{slug}.svg").get(assets::provider_logo),
    ]
}

/// Routes everything; what is nowhere is 404.
pub(crate) fn configure(config: &mut ServiceConfig, metrics: &Metrics, with_docs: bool) {
    // A path is compared with those of its own API alone.
    for (prefix, endpoints) in
        [("/api/v2", selfcommunity()), ("/v2", junction()), ("/kith/v1", kith())]
    {
        let services = endpoints.into_iter().map(|endpoint| endpoint.service(prefix, metrics));
        config.service(services.fold(web::scope(prefix), Scope::service));
    }
    let mut others = operation();
    if with_docs {
        others.push(Endpoint::at("/openapi.json").get(docs::document));
        others.push(Endpoint::exactly_at("/docs").get(docs::to_page));
        others.push(Endpoint::exactly_at("/docs/{file:.*}").get(docs::page));
    }
    for endpoint in others {
        config.service(endpoint.service("", metrics));
    }
    config.default_service(web::to(|request: HttpRequest| {
        ready(Err::<HttpResponse, _>(limits::nowhere(&request)))
    }));
}
