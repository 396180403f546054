//! What others asked the caller, and what the caller asked others (contract, section 5.5).

use kith_domain::community::Mode;
use kith_domain::connection::{self, ConnectionRequest, RequestBox, RequestsRefusal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::{OfList, WrongMode};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::paging::{self, PageQuery, PageView};
use crate::selfcommunity::users::view::{UserView, instant};

/// A request that the caller received.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceivedView {
    #[serde(flatten)]
    request: RequestView,
    /// Who asked.
    from_user: UserView,
}

/// A request that the caller sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct SentView {
    #[serde(flatten)]
    request: RequestView,
    /// Who was asked.
    to_user: UserView,
}

/// What is known of a request; UTC, to the microsecond.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestView {
    id: i64,
    #[schema(format = DateTime)]
    created: String,
    /// When it was rejected; only the one who asked sees such a request.
    #[schema(format = DateTime, required = true)]
    rejected: Option<String>,
    /// When it was first seen.
    #[schema(format = DateTime, required = true)]
    viewed: Option<String>,
}

impl RequestView {
    fn of(request: &ConnectionRequest) -> Self {
        Self {
            id: request.id,
            created: instant(request.created),
            rejected: request.rejected.map(instant),
            viewed: request.viewed.map(instant),
        }
    }
}

/// Lists the pending requests to the caller
///
/// Newest first.
#[utoipa::path(
    get, path = "/api/v2/user/connection/requests/", operation_id = "list_connection_requests", tag = "Connections",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of requests", body = PageView<ReceivedView>),
        OfList,
        (status = 403, response = WrongMode),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn received(call: Call) -> Answer {
    list(&call, RequestBox::Received, |request| ReceivedView {
        request: RequestView::of(request),
        from_user: UserView::of(&request.other, &call),
    })
    .await
}

/// Lists the requests of the caller
///
/// Pending and rejected ones, newest first.
#[utoipa::path(
    get, path = "/api/v2/user/connection/requests_sent/", operation_id = "list_connection_requests_sent", tag = "Connections",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of requests", body = PageView<SentView>),
        OfList,
        (status = 403, response = WrongMode),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn sent(call: Call) -> Answer {
    list(&call, RequestBox::Sent, |request| SentView {
        request: RequestView::of(request),
        to_user: UserView::of(&request.other, &call),
    })
    .await
}

async fn list<V: Serialize + ToSchema>(
    call: &Call,
    which: RequestBox,
    view: impl FnMut(&ConnectionRequest) -> V,
) -> Answer {
    let member = call.member().await?;
    call.expect_mode(Mode::Friendship)?;
    let query = call.query()?;
    let mut reader = query.reader();
    let asked = paging::read(&mut reader);
    let asked = reader.finish_with(asked)?;
    let connections = &*call.services().connections;
    let page = connection::requests(connections, call.mode(), &member, which, &asked).await?;
    answer::ok(&PageView::of(call, &asked, &page, view))
}

impl From<RequestsRefusal> for Error {
    fn from(refusal: RequestsRefusal) -> Self {
        match refusal {
            RequestsRefusal::WrongMode => Self::WrongMode { needed: Mode::Friendship },
            RequestsRefusal::Store(failure) => failure.into(),
        }
    }
}
