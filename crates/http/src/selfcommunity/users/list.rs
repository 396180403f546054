//! List users (contract, section 10).

use kith_domain::user;
use kith_domain::visibility::Viewer;

use super::directory::{self, DirectoryParams};
use super::view::UserView;
use crate::openapi::refusals::OfList;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::paging::{self, PageQuery, PageView};

/// Lists users
///
/// By id, unless `ordering` says otherwise. Deleted users are left out, and those whom the caller
/// hides.
#[utoipa::path(
    get, path = "/api/v2/user/", operation_id = "list_users", tag = "Users",
    params(PageQuery, DirectoryParams),
    responses((status = 200, description = "A page of users", body = PageView<UserView>), OfList),
    security(("bearer" = [])),
)]
pub(crate) async fn list(call: Call) -> Answer {
    let viewer = Viewer::Member(call.member().await?);
    let fields = call.query()?;
    let mut reader = fields.reader();
    let asked = paging::read(&mut reader);
    let query = directory::read(&mut reader);
    let asked = reader.finish_with(asked)?;
    let services = call.services();
    let (users, community) = (&*services.users, &services.community);
    let page = user::search(users, community, &viewer, &query, &asked).await?;
    answer::ok(&PageView::of(&call, &asked, &page, |person| UserView::of(person, &call)))
}
