//! All users, in pages (contract, section 5.4).

use kith_domain::client_user::{self, ListRequest};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::view::ClientUserView;
use crate::input::Input;
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;

/// Which users of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct ClientUserListQuery {
    /// How many come before.
    #[param(minimum = 0, default = 0)]
    offset: Option<i64>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
}

/// Some of the users.
#[derive(Serialize, ToSchema)]
#[schema(as = PaginatedUsersResponse)]
pub(crate) struct ClientUserListView<'a> {
    users: Vec<ClientUserView<'a>>,
    /// How many live users there are in all.
    total: u64,
    /// As it was asked for.
    offset: u64,
    /// As it was asked for.
    limit: u32,
}

/// Lists users, newest first
#[utoipa::path(
    get, path = "/v2/user", operation_id = "list_client_users", tag = "Team's users",
    params(ClientUserListQuery),
    responses((status = 200, description = "Some of the users", body = ClientUserListView<'static>)),
)]
pub(crate) async fn list(call: Call) -> Answer {
    let permit = call.permit().await?;
    let request = read(&call)?;
    let page = client_user::list(&*call.services().client_users, permit, request).await?;
    answer::ok(&ClientUserListView {
        users: page.users.iter().map(|user| ClientUserView::of(user, call.incoming())).collect(),
        total: page.total,
        offset: request.offset,
        limit: request.limit,
    })
}

fn read(call: &Call) -> Result<ListRequest, crate::input::Wrong> {
    let query = call.query();
    let mut input = Input::new();
    let offset = input.query_integer(&query, "offset", 0, i64::MAX).unwrap_or(0);
    let limit = input.query_integer(&query, "limit", 1, ListRequest::MAX_LIMIT.into());
    let limit = limit.unwrap_or(ListRequest::DEFAULT_LIMIT.into());
    input.finish_with(
        u64::try_from(offset)
            .ok()
            .zip(u32::try_from(limit).ok())
            .map(|(offset, limit)| ListRequest { offset, limit }),
    )
}
