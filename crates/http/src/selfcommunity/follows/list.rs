//! Who follows a user, and whom a user follows (contract, section 8).

use kith_domain::UserId;
use kith_domain::follow::{self, Side};

use crate::openapi::refusals::{NotFound, OfList};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::connections::list::MutualQuery;
use crate::selfcommunity::paging::{self, PageQuery, PageView};
use crate::selfcommunity::target::Target;
use crate::selfcommunity::users::view::UserView;

/// Lists who follows a user
///
/// First those whom the caller follows, which is what mutual means here, then the others; each newest
/// first. In a community of friends the list is empty.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/followers/", operation_id = "list_followers", tag = "Follows",
    params(Target, PageQuery, MutualQuery),
    responses(
        (status = 200, description = "A page of users", body = PageView<UserView>),
        OfList,
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn followers(Target(owner): Target, call: Call) -> Answer {
    list(owner, &call, Side::Followers).await
}

/// Lists whom a user follows
///
/// Like the list of followers.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/followings/", operation_id = "list_followings", tag = "Follows",
    params(Target, PageQuery, MutualQuery),
    responses(
        (status = 200, description = "A page of users", body = PageView<UserView>),
        OfList,
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn followings(Target(owner): Target, call: Call) -> Answer {
    list(owner, &call, Side::Followings).await
}

async fn list(owner: UserId, call: &Call, side: Side) -> Answer {
    let viewer = call.viewer_of_ties().await?;
    let query = call.query()?;
    let mut reader = query.reader();
    let asked = paging::read(&mut reader);
    let mutual = reader.optional("mutual");
    let asked = reader.finish_with(asked)?;
    let services = call.services();
    let (follows, users, community) = (&*services.follows, &*services.users, &services.community);
    let which = (owner, side);
    let page = follow::list(follows, users, community, &viewer, which, mutual, &asked).await?;
    answer::ok(&PageView::of(call, &asked, &page, |person| UserView::of(person, call)))
}
