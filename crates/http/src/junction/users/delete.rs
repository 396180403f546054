//! Delete a user (contract, section 5.6).

use kith_domain::client_user::{self, DeleteRefusal};

use crate::input::Input;
use crate::junction::answer::{self, Answer, Success};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::path;
use crate::junction::refusals::JunctionNoSuchUser;

/// Deletes a user
///
/// The user is gone from every read at once, and so are the connections with providers, for good.
/// Everything else can come back for seven days.
#[utoipa::path(
    delete, path = "/v2/user/{user_id}", operation_id = "delete_client_user", tag = "Team's users",
    params(("user_id" = String, Path, format = "uuid", description = "The user")),
    responses(
        (status = 200, description = "The user is deleted", body = Success),
        (status = 404, response = JunctionNoSuchUser),
    ),
)]
pub(crate) async fn delete(call: Call) -> Answer {
    let permit = call.permit().await?;
    let mut input = Input::new();
    let user = path::user(&mut input, call.request());
    let user = input.finish_with(user)?;
    let services = call.services();
    client_user::delete(&*services.client_users, &*services.clock, permit, user).await?;
    answer::success()
}

impl From<DeleteRefusal> for Error {
    fn from(refusal: DeleteRefusal) -> Self {
        match refusal {
            DeleteRefusal::NoSuchUser => Self::NoSuchUser,
            DeleteRefusal::Store(failure) => failure.into(),
        }
    }
}
