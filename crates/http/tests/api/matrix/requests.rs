//! A request to every operation, which is answered with success if the caller may make it.

use actix_web::http::Method;
use kith_domain::UserId;
use kith_domain::community::Mode;

use super::callers::{Caller, World};
use crate::support::Ask;

/// What has happened between caller and target before. It happens to nobody who is both.
#[derive(Clone, Copy)]
pub(super) enum Before {
    Nothing,
    TargetAsked,
    CallerAsked,
    CallerRejected,
    Connected,
    /// The team has deleted the target.
    TargetDeleted,
    /// The target's connection with the provider is paused.
    Paused,
}

/// A request that somebody makes about the target.
pub(super) struct Request {
    pub(super) method: Method,
    /// The path as the API document has it.
    pub(super) template: &'static str,
    mode: Mode,
    query: &'static str,
    body: &'static str,
    before: Before,
}

impl Request {
    const fn new(method: Method, template: &'static str) -> Self {
        let mode = Mode::Friendship;
        Self { method, template, mode, query: "", body: "", before: Before::Nothing }
    }

    const fn following(mut self) -> Self {
        self.mode = Mode::Follow;
        self
    }

    const fn query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    const fn body(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }

    const fn after(mut self, before: Before) -> Self {
        self.before = before;
        self
    }

    /// Whether it is about the target, who may be somebody else than the caller.
    pub(super) fn names_the_target(&self) -> bool {
        [self.template, self.query, self.body].iter().any(|text| text.contains("id}"))
    }

    /// In which of the two communities it can work.
    pub(super) fn world<'a>(&self, worlds: &'a [World; 2]) -> &'a World {
        &worlds[usize::from(self.mode == Mode::Follow)]
    }

    /// Brings about what it needs between caller and target.
    pub(super) async fn prepare(&self, world: &World, caller: Caller, target: UserId) {
        let kith = &world.kith;
        // Who is blocked for good can have asked nobody.
        let user = world.user(caller).filter(|user| *user != target);
        let Some(user) = user.filter(|_| caller != Caller::BlockedAdmin) else { return };
        match self.before {
            Before::CallerAsked => kith.does(user, "connection/request", target).await,
            Before::TargetAsked => kith.does(target, "connection/request", user).await,
            Before::CallerRejected => {
                kith.does(target, "connection/request", user).await;
                kith.does(user, "connection/reject", target).await;
            }
            Before::Connected => kith.connect(user, target).await,
            Before::Nothing | Before::TargetDeleted | Before::Paused => {}
        }
    }

    /// Brings about what the team has done to the target, after everything else.
    pub(super) async fn conclude(&self, world: &World, target: UserId) {
        let kith = &world.kith;
        let ask = match self.before {
            Before::TargetDeleted => kith.delete(&format!("/v2/user/{}", kith.uuid(target).await)),
            Before::Paused => kith.post(&format!("/kith/v1/users/{target}/providers/garmin/pause")),
            _ => return,
        };
        ask.keyed().send().await.plain_json(200);
    }

    /// The request about a user who has these names, without a credential.
    pub(super) fn ask<'a>(&self, world: &'a World, id: &str, uuid: &str) -> Ask<'a> {
        let path = format!("{}{}", self.template, self.query);
        let path = path.replace("{user_id}", if path.starts_with("/kith/") { id } else { uuid });
        let provider = if path.contains("manual") { "apple_health_kit" } else { "garmin" };
        let path =
            path.replace("{id}", id).replace("{slug}", "garmin").replace("{provider}", provider);
        let path = path.replace("{client_user_id}", uuid);
        let ask = world.kith.ask(self.method.clone(), &path);
        if self.body.is_empty() {
            return ask;
        }
        let token = world.kith.token(world.kith.ada);
        let body = self.body.replace("{user_id}", uuid).replace("{id}", id);
        let body = body.replace("{token}", &token);
        ask.body("application/json", &body)
    }
}

const fn get(template: &'static str) -> Request {
    Request::new(Method::GET, template)
}

const fn post(template: &'static str) -> Request {
    Request::new(Method::POST, template)
}

const fn put(template: &'static str) -> Request {
    Request::new(Method::PUT, template)
}

const fn patch(template: &'static str) -> Request {
    Request::new(Method::PATCH, template)
}

const fn delete(template: &'static str) -> Request {
    Request::new(Method::DELETE, template)
}

/// A request to every operation of the document: a new route needs one here.
#[rustfmt::skip]
pub(super) fn all() -> Vec<Request> {
    use Before::{CallerAsked, CallerRejected, Connected, Paused, TargetAsked, TargetDeleted};
    vec![
        get("/api/v2/account/search/").query("?username=anna"),
        get("/api/v2/dynamic_preference/"),
        get("/api/v2/dynamic_preference/search/"),
        get("/api/v2/dynamic_preference/{id}/"),
        get("/api/v2/feature/"),
        post("/api/v2/jwt/verify_token/").body(r#"{"token": "{token}"}"#),
        patch("/api/v2/moderation/user/{id}/").body(r#"{"status": "b"}"#),
        post("/api/v2/sso/signin/"),
        post("/api/v2/sso/signup/").body(r#"{"username": "new"}"#),
        get("/api/v2/user/"),
        get("/api/v2/user/autocomplete/"),
        get("/api/v2/user/connection/requests/"),
        get("/api/v2/user/connection/requests_sent/"),
        post("/api/v2/user/connection/statuses/").body(r#"{"users": [{id}]}"#),
        get("/api/v2/user/hidden_users/"),
        get("/api/v2/user/hidden_users_id/"),
        get("/api/v2/user/me/"),
        get("/api/v2/user/me/permission/"),
        get("/api/v2/user/provider/").query("?user_id={id}"),
        post("/api/v2/user/provider/").body(r#"{"user_id": {id}, "provider": "github", "ext_id": "x"}"#),
        delete("/api/v2/user/provider/").body(r#"{"user_id": {id}, "provider": "google", "ext_id": "1155"}"#),
        get("/api/v2/user/search/"),
        get("/api/v2/user/{id}/"),
        patch("/api/v2/user/{id}/").body(r#"{"bio": "changed"}"#),
        put("/api/v2/user/{id}/").body(r#"{"username": "changed"}"#),
        delete("/api/v2/user/{id}/").query("?hard=1"),
        get("/api/v2/user/{id}/provider/"),
        post("/api/v2/user/{id}/provider/").body(r#"{"provider": "github", "ext_id": "x"}"#),
        delete("/api/v2/user/{id}/provider/").query("?provider=google&ext_id=1155"),
        post("/api/v2/user/{id}/connection/request/"),
        post("/api/v2/user/{id}/connection/accept/").after(TargetAsked),
        post("/api/v2/user/{id}/connection/reject/").after(TargetAsked),
        post("/api/v2/user/{id}/connection/cancel_request/").after(CallerAsked),
        post("/api/v2/user/{id}/connection/cancel_reject/").after(CallerRejected),
        post("/api/v2/user/{id}/connection/remove/").after(Connected),
        post("/api/v2/user/{id}/connection_requests/mark_seen/").after(TargetAsked),
        get("/api/v2/user/{id}/connection_status/").after(Connected),
        get("/api/v2/user/{id}/is_connection/").after(Connected),
        get("/api/v2/user/{id}/connections/").after(Connected),
        get("/api/v2/user/{id}/counters/"),
        post("/api/v2/user/{id}/hide/"),
        get("/api/v2/user/{id}/is_hidden/"),
        get("/api/v2/user/{id}/is_hidden_by/"),
        post("/api/v2/user/{id}/follow/").following(),
        get("/api/v2/user/{id}/is_followed/").following(),
        get("/api/v2/user/{id}/is_follower/").following(),
        get("/api/v2/user/{id}/followers/").following(),
        get("/api/v2/user/{id}/followings/").following(),

        get("/v2/user"),
        post("/v2/user").body(r#"{"client_user_id": "new"}"#),
        get("/v2/user/metrics"),
        post("/v2/user/undo_delete").query("?user_id={user_id}").after(TargetDeleted),
        get("/v2/user/resolve/{client_user_id}"),
        get("/v2/user/providers/{user_id}"),
        get("/v2/user/{user_id}"),
        patch("/v2/user/{user_id}").body(r#"{"client_user_id": "new"}"#),
        delete("/v2/user/{user_id}"),
        delete("/v2/user/{user_id}/{provider}"),
        get("/v2/providers"),
        post("/v2/link/bulk_import").body(r#"{"provider": "oura", "connections": [{"user_id": "{user_id}"}]}"#),
        post("/v2/link/bulk_pause").body(r#"{"provider": "garmin", "user_ids": ["{user_id}"]}"#),
        post("/v2/link/bulk_export").body(r#"{"provider": "garmin", "user_ids": ["{user_id}"]}"#),
        get("/v2/link/bulk_op"),
        post("/v2/link/connect/demo").body(r#"{"provider": "fitbit", "user_id": "{user_id}"}"#),
        post("/v2/link/provider/manual/{provider}").body(r#"{"user_id": "{user_id}"}"#),

        get("/kith/v1/users/{user_id}"),
        get("/kith/v1/users/{user_id}/providers"),
        put("/kith/v1/users/{user_id}/providers/{slug}").body(r#"{"external_user_id": "changed"}"#),
        delete("/kith/v1/users/{user_id}/providers/{slug}"),
        post("/kith/v1/users/{user_id}/providers/{slug}/error").body(r#"{"error_type": "unknown", "error_message": ""}"#),
        post("/kith/v1/users/{user_id}/providers/{slug}/pause"),
        post("/kith/v1/users/{user_id}/providers/{slug}/recover").after(Paused),

        get("/health"),
        get("/ready"),
        get("/assets/avatar.svg"),
        get("/assets/providers/{slug}.svg"),
    ]
}
