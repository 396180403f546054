//! List a user's associations (contract, section 4.2).

use kith_domain::UserId;
use kith_domain::association::{self, ListRefusal};
use kith_domain::visibility::Viewer;
use utoipa::IntoParams;

use super::view::AssociationView;
use crate::openapi::refusals::{BadRequest, NotFound, TokenNotValid};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::{Error, FieldErrors};
use crate::selfcommunity::target::Target;

/// Lists the associations of the user in the path
///
/// The owner and admins see all. Everybody else, without a token too, sees those that the owner
/// shows in the profile; never one with the provider `external`. Oldest first, as a bare array.
#[utoipa::path(
    get, path = "/api/v2/user/{id}/provider/", operation_id = "list_associations", tag = "Associations",
    params(Target),
    responses(
        (status = 200, description = "What the caller may see", body = [AssociationView<'static>]),
        (status = 401, response = TokenNotValid),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn of_path(Target(owner): Target, call: Call) -> Answer {
    let viewer = call.viewer().await?;
    list(&call, &viewer, owner).await
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct ListQuery {
    /// Whose associations; the caller's if left out.
    #[param(minimum = 1)]
    user_id: Option<i64>,
}

/// Lists the associations of the user in the query
///
/// Like `GET /api/v2/user/{id}/provider/`. Without `user_id` it is about the caller, who then needs a
/// token.
#[utoipa::path(
    get, path = "/api/v2/user/provider/", operation_id = "list_associations_by_query", tag = "Associations",
    params(ListQuery),
    responses(
        (status = 200, description = "What the caller may see", body = [AssociationView<'static>]),
        (status = 400, response = BadRequest),
        (status = 401, response = TokenNotValid),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn of_query(call: Call) -> Answer {
    let viewer = call.viewer().await?;
    let query = call.query()?;
    let mut reader = query.reader();
    let named = reader.optional::<UserId>("user_id");
    reader.finish()?;
    let Some(owner) = named.or_else(|| viewer.member().map(|member| member.id)) else {
        let missing = FieldErrors::of("user_id", "required", "This field is required.");
        return Err(Error::Fields(missing));
    };
    list(&call, &viewer, owner).await
}

async fn list(call: &Call, viewer: &Viewer, owner: UserId) -> Answer {
    let seen = association::list(&*call.services().associations, viewer, owner).await?;
    let views: Vec<_> = seen.iter().map(AssociationView::of).collect();
    answer::ok(&views)
}

impl From<ListRefusal> for Error {
    fn from(refusal: ListRefusal) -> Self {
        match refusal {
            ListRefusal::NoSuchUser => Self::NotFound,
            ListRefusal::Store(failure) => failure.into(),
        }
    }
}
