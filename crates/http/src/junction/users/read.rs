//! Show a user (contract, section 5.3).

use kith_domain::client_user::{self, ReadRefusal};

use super::view::ClientUserView;
use crate::input::Input;
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::path;
use crate::junction::refusals::JunctionNoSuchUser;

/// Shows a user
#[utoipa::path(
    get, path = "/v2/user/{user_id}", operation_id = "read_client_user", tag = "Team's users",
    params(("user_id" = String, Path, format = "uuid", description = "The user")),
    responses(
        (status = 200, description = "The user", body = ClientUserView<'static>),
        (status = 404, response = JunctionNoSuchUser),
    ),
)]
pub(crate) async fn read(call: Call) -> Answer {
    let permit = call.permit().await?;
    let mut input = Input::new();
    let user = path::user(&mut input, call.request());
    let user = input.finish_with(user)?;
    let user = client_user::read(&*call.services().client_users, permit, user.into()).await?;
    answer::ok(&ClientUserView::of(&user, call.incoming()))
}

impl From<ReadRefusal> for Error {
    fn from(refusal: ReadRefusal) -> Self {
        match refusal {
            ReadRefusal::NoSuchUser => Self::NoSuchUser,
            ReadRefusal::Store(failure) => failure.into(),
        }
    }
}
