//! The API document (OpenAPI 3.1), made from the code.

pub(crate) mod refusals;

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, PathItem, Ref, RefOr};
use utoipa::{Modify, OpenApi};

use crate::selfcommunity::error::{ErrorEnvelope, ErrorItem, ErrorMessage};
use crate::selfcommunity::{
    accounts, associations, connections, features, follows, hides, jwt, moderation, preferences,
    sso, users,
};
use crate::{assets, health};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kith",
        description = "Social associations and connections of a community's users. The API is SelfCommunity's, version 2. \
            Every path is served with and without the slash at its end; GET paths answer HEAD too. \
            Bodies may be JSON or URL-encoded forms. Every refusal and failure, unknown paths (404) \
            and wrong methods (405, with `Allow`) included, has the same envelope. Every answer \
            carries `x-request-id`: the client's, if well formed, else a new one.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        associations::list::of_path, associations::list::of_query,
        associations::link::of_path, associations::link::of_body,
        associations::unlink::of_path, associations::unlink::of_body,
        users::me::me, users::read::read, users::edit::patch, users::edit::put,
        users::delete::delete, users::list::list, users::search::search,
        users::autocomplete::autocomplete, users::permission::permission,
        users::counters::counters,
        connections::act::request, connections::act::accept, connections::act::reject,
        connections::act::cancel_request, connections::act::cancel_reject, connections::act::remove,
        connections::mark_seen::mark_seen, connections::status::status,
        connections::status::is_connection, connections::statuses::statuses,
        connections::list::list, connections::requests::received, connections::requests::sent,
        hides::toggle::toggle, hides::between::is_hidden, hides::between::is_hidden_by,
        hides::list::users, hides::list::ids,
        follows::toggle::toggle, follows::between::is_followed, follows::between::is_follower,
        follows::list::followers, follows::list::followings,
        moderation::moderate::moderate,
        preferences::list::list, preferences::list::search, preferences::read::read,
        features::list::list,
        sso::sign_in::sign_in, sso::sign_up::sign_up,
        jwt::verify_token::verify_token,
        accounts::search::search,
        health::health, health::ready, assets::avatar,
    ),
    components(
        schemas(ErrorEnvelope, ErrorItem, ErrorMessage),
        responses(
            refusals::BadRequest, refusals::Unauthorized, refusals::TokenNotValid,
            refusals::Forbidden, refusals::WrongMode, refusals::TieRefused, refusals::NotFound,
            refusals::TooLarge,
            refusals::UnsupportedMediaType, refusals::Internal, refusals::Unavailable,
        ),
    ),
    tags(
        (name = "Associations", description = "Who a user is elsewhere"),
        (name = "Users", description = "Who a user is here"),
        (name = "Connections", description = "Who knows whom, in a community of friends"),
        (name = "Follows", description = "Who follows whom, in a community of followers"),
        (name = "Hiding", description = "Who wants nothing to do with whom"),
        (name = "Moderation", description = "For moderators and admins"),
        (name = "Preferences", description = "What clients may know of the operator's settings"),
        (name = "Single sign-on", description = "One's own identity system makes users and signs them in"),
        (name = "Tokens", description = "JSON Web Tokens"),
        (name = "Accounts", description = "For admins"),
        (name = "Operation", description = "For whoever runs the server"),
    ),
    modifiers(&Bearer, &Failures),
)]
struct Api;

/// The document of everything that is served.
#[must_use]
pub fn openapi() -> Document {
    Api::openapi()
}

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some(
                "HS256 with a shared secret, or a key of the operator's identity provider.",
            ))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// Whatever asks storage can fail with it.
struct Failures;

impl Modify for Failures {
    fn modify(&self, document: &mut Document) {
        let asking = document.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/api/"));
        for (_, item) in asking {
            for operation in operations(item) {
                for (status, name) in [("500", "Internal"), ("503", "Unavailable")] {
                    let response = RefOr::Ref(Ref::from_response_name(name));
                    operation.responses.responses.insert(status.to_owned(), response);
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use actix_web::http::Method;

    use super::*;
    use crate::routes;

    #[test]
    fn what_is_routed_is_documented_and_what_is_documented_is_routed() {
        let routed: BTreeSet<_> = routes::endpoints()
            .iter()
            .flat_map(|endpoint| {
                let path = endpoint.path();
                let methods = endpoint.methods().iter().filter(|method| *method != Method::HEAD);
                methods.map(move |method| format!("{method} {path}")).collect::<Vec<_>>()
            })
            .collect();
        let mut documented = BTreeSet::new();
        for (path, item) in openapi().paths.paths {
            let path = path.trim_end_matches('/');
            for (method, operation) in [
                ("GET", &item.get),
                ("PUT", &item.put),
                ("POST", &item.post),
                ("DELETE", &item.delete),
                ("PATCH", &item.patch),
            ] {
                if operation.is_some() {
                    documented.insert(format!("{method} {path}"));
                }
            }
        }
        assert_eq!(routed, documented);
        assert!(routed.len() > 15);
    }
}
