//! Take an account elsewhere off a user (contract, section 4.4).

use kith_domain::UserId;
use kith_domain::access::Permit;
use kith_domain::association::{self, ExtId, ExternalAccount, Provider, UnlinkRefusal};
use utoipa::{IntoParams, ToSchema};

use super::expect_owner;
use crate::openapi::fields::{IdOrDigits, TextOrInteger};
use crate::openapi::refusals::{
    BadRequest, Forbidden, NotFound, TooLarge, Unauthorized, UnsupportedMediaType,
};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Which association is to go. In the query it is read only when the body is empty.
#[derive(IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[schema(example = json!({"provider": "google", "ext_id": "1155"}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct FormerAssociation {
    /// Whose it is. Required where the path names nobody, else it must agree with the path.
    #[schema(value_type = Option<IdOrDigits>)]
    #[param(minimum = 1, value_type = Option<i64>)]
    user_id: Option<()>,
    /// Where the account is. Required, in the body or in the query.
    #[param(required = false)]
    provider: String,
    /// The account's id there. Required, in the body or in the query.
    #[schema(value_type = TextOrInteger)]
    #[param(required = false, value_type = String)]
    ext_id: (),
}

/// Unlinks an account from the user in the path
///
/// For the user and for admins. The arguments are read from the body or, when it is empty, from the
/// query.
#[utoipa::path(
    delete, path = "/api/v2/user/{id}/provider/", operation_id = "unlink_account", tag = "Associations",
    params(Target, FormerAssociation),
    request_body = Option<FormerAssociation>,
    responses(
        (status = 204, description = "It is gone"),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn of_path(Target(owner): Target, mut call: Call) -> Answer {
    let permit = Permit::self_or_admin(&call.member().await?, owner)?;
    let fields = call.body_or_query().await?;
    let mut reader = fields.reader();
    expect_owner(&mut reader, owner);
    unlink(&call, permit, reader).await
}

/// Unlinks an account from the user in the body or in the query
///
/// Like `DELETE /api/v2/user/{id}/provider/`, with a required `user_id`.
#[utoipa::path(
    delete, path = "/api/v2/user/provider/", operation_id = "unlink_account_by_body", tag = "Associations",
    params(FormerAssociation),
    request_body = Option<FormerAssociation>,
    responses(
        (status = 204, description = "It is gone"),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn of_body(mut call: Call) -> Answer {
    let member = call.member().await?;
    let fields = call.body_or_query().await?;
    let mut reader = fields.reader();
    let owner = reader.required::<UserId>("user_id");
    let permit = Permit::self_or_admin(&member, reader.finish_with(owner)?)?;
    unlink(&call, permit, fields.reader()).await
}

async fn unlink(call: &Call, permit: Permit, mut reader: Reader<'_>) -> Answer {
    let provider = reader.required::<Provider>("provider");
    let ext_id = reader.required::<ExtId>("ext_id");
    let (provider, ext_id) = reader.finish_with(provider.zip(ext_id))?;
    let account = ExternalAccount { provider, ext_id };
    association::unlink(&*call.services().associations, permit, &account).await?;
    Ok(answer::no_content())
}

impl From<UnlinkRefusal> for Error {
    fn from(refusal: UnlinkRefusal) -> Self {
        match refusal {
            UnlinkRefusal::NoSuchUser | UnlinkRefusal::NotLinked => Self::NotFound,
            UnlinkRefusal::Store(failure) => failure.into(),
        }
    }
}
