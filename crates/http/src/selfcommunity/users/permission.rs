//! What the caller may do (contract, section 10).

use super::view::PermissionView;
use crate::openapi::refusals::Unauthorized;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;

/// Shows what the caller may do
#[utoipa::path(
    get, path = "/api/v2/user/me/permission/", operation_id = "read_permission", tag = "Users",
    responses(
        (status = 200, description = "What", body = PermissionView),
        (status = 401, response = Unauthorized),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn permission(call: Call) -> Answer {
    let member = call.member().await?;
    answer::ok(&PermissionView::of(member.status, call.mode()))
}
