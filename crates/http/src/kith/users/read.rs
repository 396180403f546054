//! Who is meant by an id.

use kith_domain::client_user::{self, ReadRefusal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kith::answer::{self, Answer};
use crate::kith::call::Call;
use crate::kith::problem::Problem;
use crate::kith::refusals::ProblemNotFound;
use crate::kith::target;

/// A user under all their names.
#[derive(Serialize, ToSchema)]
#[schema(as = KithUser)]
pub(crate) struct NamesView {
    /// The id in SelfCommunity's API.
    id: i64,
    /// The id in Junction's API.
    #[schema(format = "uuid")]
    uuid: String,
    /// The team's own reference, in Junction's API.
    client_user_id: String,
    /// The name in SelfCommunity's API.
    username: String,
}

/// Tells under which names a user is known
#[utoipa::path(
    get, path = "/kith/v1/users/{user_id}", operation_id = "kith_user", tag = "Operator",
    params(("user_id" = String, Path, description = "The user, by integer id or by UUID")),
    responses(
        (status = 200, description = "The user", body = NamesView),
        (status = 404, response = ProblemNotFound),
    ),
)]
pub(crate) async fn read(call: Call) -> Answer {
    let permit = call.permit().await?;
    let user = target::user(call.request())?;
    let user = client_user::read(&*call.services().client_users, permit, user).await?;
    answer::ok(&NamesView {
        id: user.id.get(),
        uuid: user.uuid.to_string(),
        client_user_id: user.client_user_id.to_string(),
        username: user.username.to_string(),
    })
}

impl From<ReadRefusal> for Problem {
    fn from(refusal: ReadRefusal) -> Self {
        match refusal {
            ReadRefusal::NoSuchUser => Self::NoSuchUser,
            ReadRefusal::Store(failure) => failure.into(),
        }
    }
}
