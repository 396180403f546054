//! Whom a user is connected with (contract, section 6).

use kith_domain::community::Mode;
use kith_domain::connection::{self, ListRefusal};
use utoipa::IntoParams;

use crate::openapi::refusals::{NotFound, OfList, WrongMode};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::paging::{self, PageQuery, PageView};
use crate::selfcommunity::target::Target;
use crate::selfcommunity::users::view::UserView;

/// Which of the ties are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct MutualQuery {
    /// `1`: only mutual ones; `0`: only the others; all if left out.
    #[param(minimum = 0, maximum = 1)]
    mutual: Option<u8>,
}

/// Lists the connections of a user
///
/// First those who are connected with the caller too, then the others; each newest connection first.
/// `connection_status` is about the caller. One's own connections are all mutual, and for anonymous
/// callers none is; they may ask where the community's contents are available to them.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/connections/", operation_id = "list_connections", tag = "Connections",
    params(Target, PageQuery, MutualQuery),
    responses(
        (status = 200, description = "A page of users", body = PageView<UserView>),
        OfList,
        (status = 403, response = WrongMode),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn list(Target(owner): Target, call: Call) -> Answer {
    let viewer = call.viewer_of_ties().await?;
    call.expect_mode(Mode::Friendship)?;
    let query = call.query()?;
    let mut reader = query.reader();
    let asked = paging::read(&mut reader);
    let mutual = reader.optional("mutual");
    let asked = reader.finish_with(asked)?;
    let services = call.services();
    let (connections, community) = (&*services.connections, &services.community);
    let page = connection::list(connections, community, &viewer, owner, mutual, &asked).await?;
    answer::ok(&PageView::of(&call, &asked, &page, |person| UserView::of(person, &call)))
}

impl From<ListRefusal> for Error {
    fn from(refusal: ListRefusal) -> Self {
        match refusal {
            ListRefusal::NotAuthenticated => Self::NotAuthenticated,
            ListRefusal::WrongMode => Self::WrongMode { needed: Mode::Friendship },
            ListRefusal::NoSuchUser => Self::NotFound,
            ListRefusal::Store(failure) => failure.into(),
        }
    }
}
