//! The providers a user is connected with.

use kith_domain::provider_connection::{self, ListRefusal};

use crate::junction::connections::view::ConnectionsView;
use crate::kith::answer::{self, Answer};
use crate::kith::call::Call;
use crate::kith::problem::Problem;
use crate::kith::refusals::ProblemNotFound;
use crate::kith::target;

/// Lists the providers a user is connected with
///
/// As `GET /v2/user/providers/{user_id}` does.
#[utoipa::path(
    get, path = "/kith/v1/users/{user_id}/providers", operation_id = "kith_connections",
    tag = "Operator",
    params(("user_id" = String, Path, description = "The user, by integer id or by UUID")),
    responses(
        (status = 200, description = "The connections", body = ConnectionsView<'static>),
        (status = 404, response = ProblemNotFound),
    ),
)]
pub(crate) async fn list(call: Call) -> Answer {
    let permit = call.permit().await?;
    let user = target::user(call.request())?;
    let connections = &*call.services().provider_connections;
    let found = provider_connection::list(connections, permit, user).await?;
    answer::ok(&ConnectionsView::of(&found, call.incoming())?)
}

impl From<ListRefusal> for Problem {
    fn from(refusal: ListRefusal) -> Self {
        match refusal {
            ListRefusal::NoSuchUser => Self::NoSuchUser,
            ListRefusal::Store(failure) => failure.into(),
        }
    }
}
