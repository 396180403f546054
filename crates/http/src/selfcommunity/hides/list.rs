//! Whom the caller hides (contract, section 7).

use kith_domain::{UserId, user};

use crate::openapi::refusals::{OfList, Unauthorized};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::paging::{self, PageQuery, PageView};
use crate::selfcommunity::users::directory::{self, DirectoryParams};
use crate::selfcommunity::users::view::UserView;

/// Lists the users whom the caller hides
#[utoipa::path(
    get, path = "/api/v2/user/hidden_users/", operation_id = "list_hidden_users", tag = "Hiding",
    params(PageQuery, DirectoryParams),
    responses((status = 200, description = "A page of users", body = PageView<UserView>), OfList),
    security(("bearer" = [])),
)]
pub(crate) async fn users(call: Call) -> Answer {
    let member = call.member().await?;
    let fields = call.query()?;
    let mut reader = fields.reader();
    let asked = paging::read(&mut reader);
    let query = directory::read(&mut reader);
    let asked = reader.finish_with(asked)?;
    let page = user::hidden(&*call.services().users, &member, &query, &asked).await?;
    answer::ok(&PageView::of(&call, &asked, &page, |person| UserView::of(person, &call)))
}

/// Lists the ids of all users whom the caller hides
///
/// A bare array.
#[utoipa::path(
    get, path = "/api/v2/user/hidden_users_id/", operation_id = "list_hidden_user_ids", tag = "Hiding",
    responses(
        (status = 200, description = "Their ids", body = [i64]),
        (status = 401, response = Unauthorized),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn ids(call: Call) -> Answer {
    let member = call.member().await?;
    let hidden = call.services().hides.hidden_by(member.id).await?;
    answer::ok(&hidden.into_iter().map(UserId::get).collect::<Vec<_>>())
}
