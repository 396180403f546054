//! Check a token without using it (contract, section 11.1).

use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::refusals::{BadRequest, TokenNotValid, TooLarge, UnsupportedMediaType};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;

/// A token to check.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct TokenBody {
    #[schema(min_length = 1)]
    token: String,
}

/// Nothing: the status says it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({}))]
pub(crate) struct VerifiedView {}

/// Checks a token
///
/// Whether it is well signed and valid now. Its user, type and external id are not looked at.
#[utoipa::path(
    post, path = "/api/v2/jwt/verify_token/", tag = "Tokens",
    request_body = TokenBody,
    responses(
        (status = 200, description = "The token is good", body = VerifiedView),
        (status = 400, response = BadRequest),
        (status = 401, response = TokenNotValid),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn verify_token(mut call: Call) -> Answer {
    call.viewer().await?;
    let body = call.body().await?;
    let mut reader = body.reader();
    let token = reader.required::<String>("token");
    let token = reader.finish_with(token)?;
    call.services().tokens.verify(&token).map_err(|_| Error::TokenNotValid)?;
    answer::ok(&VerifiedView {})
}
