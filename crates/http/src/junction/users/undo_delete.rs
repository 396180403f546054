//! Take back a deletion (contract, section 5.7).

use kith_domain::client_user::{self, Forgotten, UndoRefusal};
use utoipa::IntoParams;

use crate::input::Input;
use crate::junction::answer::{self, Answer, Success};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::refusals::{JunctionBadRequest, JunctionNoSuchUser};

/// Who is to come back: exactly one of the two.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct ForgottenQuery {
    #[param(format = "uuid")]
    user_id: Option<String>,
    /// Of several who had it, the one deleted last.
    #[param(min_length = 1, max_length = 255)]
    client_user_id: Option<String>,
}

/// Takes back a deletion
///
/// Within seven days, and as long as nobody else has the `client_user_id`. Connections with providers
/// do not come back.
#[utoipa::path(
    post, path = "/v2/user/undo_delete", operation_id = "undo_delete_client_user",
    tag = "Team's users",
    params(ForgottenQuery),
    responses(
        (status = 200, description = "The user is back", body = Success),
        (status = 400, response = JunctionBadRequest),
        (status = 404, response = JunctionNoSuchUser),
    ),
)]
pub(crate) async fn undo_delete(call: Call) -> Answer {
    let permit = call.permit().await?;
    let forgotten = read(&call)?;
    let services = call.services();
    let (users, clock) = (&*services.client_users, &*services.clock);
    client_user::undo_delete(users, clock, permit, &forgotten).await?;
    answer::success()
}

fn read(call: &Call) -> Result<Forgotten, Error> {
    let query = call.query();
    let mut input = Input::new();
    let user = input.query(&query, "user_id");
    let client_user_id = input.query(&query, "client_user_id");
    let (user, client_user_id) = input.finish_with(Some((user, client_user_id)))?;
    match (user, client_user_id) {
        (Some(user), None) => Ok(Forgotten::Uuid(user)),
        (None, Some(client_user_id)) => Ok(Forgotten::ClientUserId(client_user_id)),
        (None, None) | (Some(_), Some(_)) => {
            Err(Error::Request("Give either user_id or client_user_id, and not both"))
        }
    }
}

impl From<UndoRefusal> for Error {
    fn from(refusal: UndoRefusal) -> Self {
        match refusal {
            UndoRefusal::Taken => Self::TakenMeanwhile,
            UndoRefusal::NoSuchUser => Self::NoSuchUser,
            UndoRefusal::Store(failure) => failure.into(),
        }
    }
}
