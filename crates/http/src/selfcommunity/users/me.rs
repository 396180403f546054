//! Who am I (contract, section 10, `me`).

use kith_domain::user;
use kith_domain::user::{FindRefusal, Person};
use kith_domain::visibility::Viewer;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{PermissionView, PrivateView, UserView};
use crate::openapi::refusals::Unauthorized;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;

/// The caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeView {
    #[serde(flatten)]
    user: UserView,
    #[serde(flatten)]
    private: PrivateView,
    /// `admin`, `moderator`, `editor`, `publisher` or null.
    #[schema(required = true)]
    role: Option<&'static str>,
    permission: PermissionView,
    /// Always 0 here.
    unseen_interactions_counter: u32,
    /// Always 0 here.
    unseen_notification_banners_counter: u32,
}

/// Shows the caller
#[utoipa::path(
    get, path = "/api/v2/user/me/", tag = "Users",
    responses(
        (status = 200, description = "The caller", body = MeView),
        (status = 401, response = Unauthorized),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn me(call: Call) -> Answer {
    let user = caller(&call).await?;
    answer::ok(&MeView {
        user: UserView::of_oneself(&user, &call),
        private: PrivateView::of(&user),
        role: user.role.map(user::Role::as_str),
        permission: PermissionView::of(user.status, call.mode()),
        unseen_interactions_counter: 0,
        unseen_notification_banners_counter: 0,
    })
}

/// The caller, whole. Who was deleted a moment ago has no valid token any longer.
pub(crate) async fn caller(call: &Call) -> Result<user::User, Error> {
    let member = call.member().await?;
    match user::read(&*call.services().users, &Viewer::Member(member), member.id).await {
        Ok(Person { user, .. }) if !user.is_deleted() => Ok(user),
        Ok(_) | Err(FindRefusal::NoSuchUser) => Err(Error::TokenNotValid),
        Err(FindRefusal::Store(failure)) => Err(failure.into()),
    }
}
