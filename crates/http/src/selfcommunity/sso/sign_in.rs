//! Sign in with a token that was made elsewhere (contract, section 11.1).

use kith_domain::user;
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::Unauthorized;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::users::me;

/// Who signed in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 7, "ext_id": "crm-118", "username": "anna", "role": null, "tags": []}))]
pub(crate) struct SignedInView {
    id: i64,
    /// The id in one's own identity system.
    #[schema(required = true)]
    ext_id: Option<String>,
    username: String,
    /// `admin`, `moderator`, `editor`, `publisher` or null.
    #[schema(required = true)]
    role: Option<&'static str>,
    /// Always empty here.
    #[schema(value_type = [Object])]
    tags: [(); 0],
}

/// Signs in with a token
///
/// A blocked user can sign in too. The body is not read.
#[utoipa::path(
    post, path = "/api/v2/sso/signin/", tag = "Single sign-on",
    responses(
        (status = 200, description = "The caller", body = SignedInView),
        (status = 401, response = Unauthorized),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn sign_in(call: Call) -> Answer {
    let user = me::caller(&call).await?;
    answer::ok(&SignedInView {
        id: user.id.get(),
        ext_id: user.ext_id.as_ref().map(ToString::to_string),
        username: user.username.to_string(),
        role: user.role.map(user::Role::as_str),
        tags: [],
    })
}
