//! The API document (OpenAPI 3.1), made from the code.

mod common;
mod credentials;
pub(crate) mod fields;
pub(crate) mod refusals;

use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

use common::Common;
use credentials::Credentials;

use crate::input::{Item, Step};
use crate::junction::error::{Detail, ErrorView, RefusalView};
use crate::junction::refusals as junction_refusals;
use crate::junction::{catalog, connections as provider_connections, link, users as team_users};
use crate::kith::problem::{ProblemView, WrongView};
use crate::kith::refusals as kith_refusals;
use crate::kith::{connections as kith_connections, users as kith_users};
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
        description = "Social associations and connections of a community's users, and the providers that \
            their data come from. Below `/api/v2` the API is SelfCommunity's, version 2; below `/v2` it is \
            Junction's; below `/kith/v1` it is Kith's own. \
            Every path is served with and without the slash at its end; GET paths answer HEAD too. \
            Below `/api/v2` bodies may be JSON or URL-encoded forms; elsewhere they are read as JSON \
            whatever their content type says. Each API has one envelope for every refusal and failure, \
            unknown paths (404) and wrong methods (405, with `Allow`) included. Every answer \
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
        team_users::list::list, team_users::create::create, team_users::metrics::metrics,
        team_users::undo_delete::undo_delete, team_users::resolve::resolve,
        team_users::read::read, team_users::patch::patch, team_users::delete::delete,
        team_users::providers::providers, provider_connections::deregister::deregister,
        catalog::list::list,
        link::bulk_import::bulk_import, link::bulk_pause::bulk_pause,
        link::bulk_export::bulk_export, link::bulk_op::bulk_op,
        link::connect_demo::connect_demo, link::connect_manual::connect_manual,
        kith_users::read::read, kith_connections::list::list,
        kith_connections::connect::connect, kith_connections::deregister::deregister,
        kith_connections::report_error::report_error, kith_connections::pause::pause,
        kith_connections::recover::recover,
        health::health, health::ready, assets::avatar, assets::provider_logo,
    ),
    components(
        schemas(
            ErrorEnvelope, ErrorItem, ErrorMessage,
            ErrorView<'static>, Detail<'static>, RefusalView, Item, Step,
            ProblemView<'static>, WrongView<'static>,
        ),
        responses(
            refusals::BadRequest, refusals::Unauthorized, refusals::TokenNotValid,
            refusals::Forbidden, refusals::WrongMode, refusals::TieRefused, refusals::NotFound,
            refusals::TooLarge,
            refusals::UnsupportedMediaType, refusals::TooManyRequests, refusals::Internal, refusals::Unavailable,
            junction_refusals::JunctionBadRequest, junction_refusals::JunctionTaken, junction_refusals::JunctionUnauthorized, junction_refusals::JunctionNoSuchUser, junction_refusals::JunctionNotConnected, junction_refusals::JunctionTimeout, junction_refusals::JunctionConflict, junction_refusals::JunctionTooLarge, junction_refusals::JunctionWrong, junction_refusals::JunctionTooManyRequests, junction_refusals::JunctionInternal, junction_refusals::JunctionUnavailable,
            kith_refusals::ProblemBadRequest, kith_refusals::ProblemUnauthorized, kith_refusals::ProblemForbidden, kith_refusals::ProblemNotFound, kith_refusals::ProblemTimeout, kith_refusals::ProblemConflict, kith_refusals::ProblemTooLarge, kith_refusals::ProblemWrong, kith_refusals::ProblemTooManyRequests, kith_refusals::ProblemInternal, kith_refusals::ProblemUnavailable,
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
        (name = "Team's users", description = "The same users, as a team's backend keeps them"),
        (name = "Providers", description = "Where users' data come from"),
        (name = "Linking", description = "Connecting users with providers, without a provider's own server"),
        (name = "Operator", description = "What Junction keeps to itself: for the team's systems and for admins"),
        (name = "Operation", description = "For whoever runs the server"),
    ),
    modifiers(&Credentials, &Common),
)]
struct Api;

/// The document of everything that is served.
#[must_use]
pub fn openapi() -> Document {
    Api::openapi()
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
                let methods = endpoint.methods().filter(|method| *method != Method::HEAD);
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
