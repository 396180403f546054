//! Delete a user, softly or for good (contract, section 10, DELETE).

use kith_domain::access::Permit;
use kith_domain::user::{self, DeleteRefusal, Deletion};
use utoipa::IntoParams;

use crate::openapi::refusals::{BadRequest, Forbidden, NotFound, Unauthorized};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct DeleteQuery {
    /// `1` or `true` removes everything of the user, for good.
    hard: Option<bool>,
}

/// Deletes a user
///
/// For the user and for admins. Softly, unless `hard`: the user is gone from lists, while name and
/// associations stay taken. A user who is softly deleted already can only be deleted for good.
#[utoipa::path(
    delete, path = "/api/v2/user/{id}/", operation_id = "delete_user", tag = "Users",
    params(Target, DeleteQuery),
    responses(
        (status = 204, description = "The user is deleted"),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn delete(Target(id): Target, call: Call) -> Answer {
    let permit = Permit::self_or_admin(&call.member().await?, id)?;
    let query = call.query()?;
    let mut reader = query.reader();
    let hard = reader.optional("hard").unwrap_or(false);
    reader.finish()?;
    let deletion = if hard { Deletion::Hard } else { Deletion::Soft };
    let services = call.services();
    user::delete(&*services.users, &*services.clock, permit, deletion).await?;
    Ok(answer::no_content())
}

impl From<DeleteRefusal> for Error {
    fn from(refusal: DeleteRefusal) -> Self {
        match refusal {
            DeleteRefusal::AlreadyDeleted => Self::AlreadyDeleted,
            DeleteRefusal::NoSuchUser => Self::NotFound,
            DeleteRefusal::Store(failure) => failure.into(),
        }
    }
}
