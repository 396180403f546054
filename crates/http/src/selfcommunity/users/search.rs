//! Search users (contract, section 10).

use kith_domain::user::{self, DirectoryQuery};
use utoipa::IntoParams;

use super::directory::{self, text};
use super::view::UserView;
use crate::openapi::refusals::OfList;
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::paging::{self, PageQuery, PageView};

/// Who is looked for: all conditions must hold. Texts are parts of what is looked for, without regard
/// to case, and have at most 255 characters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct SearchParams {
    /// In the username or in the person's name; goes before both. Whoever has exactly that username
    /// comes first, unless `ordering` is given.
    user: Option<String>,
    /// In the username.
    username: Option<String>,
    /// In the person's name.
    real_name: Option<String>,
    /// In the location.
    location: Option<String>,
    /// In the description.
    description: Option<String>,
    /// Exactly: `Male`, `Female` or `Unspecified`.
    gender: Option<String>,
    /// Whether the user has a role.
    is_staff: Option<bool>,
    /// `id`, `username`, `real_name`, `location` or `date_joined`; with `-` before it, backwards.
    /// Anything else is ignored.
    ordering: Option<String>,
}

/// Searches users
///
/// Anonymous callers may, where the community's contents are available to them. Deleted users are left
/// out, and those whom the caller hides. `age`, `lat_lng`, `user_position`, `tag` and `category` are
/// accepted and ignored.
#[utoipa::path(
    get, path = "/api/v2/user/search/", operation_id = "search_users", tag = "Users",
    params(PageQuery, SearchParams),
    responses((status = 200, description = "A page of users", body = PageView<UserView>), OfList),
    security((), ("bearer" = [])),
)]
pub(crate) async fn search(call: Call) -> Answer {
    let viewer = call.viewer_of_ties().await?;
    let fields = call.query()?;
    let mut reader = fields.reader();
    let asked = paging::read(&mut reader);
    let query = read(&mut reader);
    let asked = reader.finish_with(asked)?;
    let services = call.services();
    let (users, community) = (&*services.users, &services.community);
    let page = user::search(users, community, &viewer, &query, &asked).await?;
    answer::ok(&PageView::of(&call, &asked, &page, |person| UserView::of(person, &call)))
}

fn read(reader: &mut Reader<'_>) -> DirectoryQuery {
    let mut query = directory::read(reader);
    // `search` is no parameter of this list; `user` is, and overrides what it covers.
    query.search = text(reader, "user");
    if query.search.is_some() {
        (query.username, query.real_name) = (None, None);
    }
    query.is_staff = reader.optional("is_staff");
    query
}
