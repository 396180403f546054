//! Approve, block, delete (contract, section 7).

use std::num::NonZeroU32;

use kith_domain::Invalid;
use kith_domain::access::ModeratorPermit;
use kith_domain::user::{self, Deletion, ModerateRefusal, Moderation};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::openapi::refusals::{
    BadRequest, Forbidden, NotFound, TooLarge, Unauthorized, UnsupportedMediaType,
};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::{Fields, FromField, Written};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// What is to become of the user.
#[derive(ToSchema)]
#[schema(example = json!({"status": "b"}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ModerationBody {
    /// `a`: approved; `b`: blocked; `d`: softly deleted; `u`: deleted for good.
    status: Standing,
    /// With `d`: for good. Goes before that of the query.
    hard: Option<bool>,
    /// With `b`; accepted, and without effect. Goes before that of the query.
    #[schema(minimum = 1, maximum = 4_294_967_295_u32, value_type = Option<i64>)]
    days_blocked: Option<u32>,
}

/// What may stand in the query instead of the body.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct ModerationQuery {
    /// With the status `d`: for good.
    hard: Option<bool>,
    /// With the status `b`; accepted, and without effect.
    #[param(minimum = 1, maximum = 4_294_967_295_u32, value_type = Option<i64>)]
    days_blocked: Option<u32>,
}

/// Approves, blocks or deletes a user
///
/// For moderators and admins; only admins moderate admins, and nobody themselves. A blocked user can
/// sign in and read, builds no new ties, and may end old ones. A block lasts until the user is
/// approved: `days_blocked` must be a positive integer and does not end it earlier. Approving also
/// brings back a softly deleted user with their ties.
#[utoipa::path(
    patch, path = "/api/v2/moderation/user/{id}/", operation_id = "moderate_user", tag = "Moderation",
    params(Target, ModerationQuery),
    request_body(content((ModerationBody = "application/json"), (ModerationBody = "application/x-www-form-urlencoded"))),
    responses(
        (status = 204, description = "It is so now"),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn moderate(Target(id): Target, mut call: Call) -> Answer {
    let permit = ModeratorPermit::of(&call.member().await?)?;
    let body = call.body().await?;
    let moderation = read(&body, &call.query()?)?;
    let services = call.services();
    user::moderate(&*services.users, &*services.clock, permit, id, moderation).await?;
    Ok(answer::no_content())
}

/// The documentation puts `hard` and `days_blocked` into the body, the SDK into the query.
fn read(body: &Fields, query: &Fields) -> Result<Moderation, Error> {
    let mut reader = query.reader();
    let hard_in_query = reader.optional("hard");
    reader.optional::<NonZeroU32>("days_blocked");
    reader.finish()?;
    let mut reader = body.reader();
    let status = reader.required("status");
    let hard = reader.optional("hard").or(hard_in_query).unwrap_or(false);
    reader.optional::<NonZeroU32>("days_blocked");
    Ok(match reader.finish_with(status)? {
        Standing::Approved => Moderation::Approve,
        Standing::Blocked => Moderation::Block,
        Standing::Deleted if hard => Moderation::Delete(Deletion::Hard),
        Standing::Deleted => Moderation::Delete(Deletion::Soft),
        Standing::Erased => Moderation::Delete(Deletion::Hard),
    })
}

/// How a user is to stand, as it is written on the wire.
#[derive(ToSchema)]
enum Standing {
    #[schema(rename = "a")]
    Approved,
    #[schema(rename = "b")]
    Blocked,
    #[schema(rename = "d")]
    Deleted,
    #[schema(rename = "u")]
    Erased,
}

impl FromField for Standing {
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        match value.as_str() {
            Some("a") => Ok(Self::Approved),
            Some("b") => Ok(Self::Blocked),
            Some("d") => Ok(Self::Deleted),
            Some("u") => Ok(Self::Erased),
            Some(_) | None => Err(Invalid::Malformed("A status is a, b, d or u.")),
        }
    }
}

impl From<ModerateRefusal> for Error {
    fn from(refusal: ModerateRefusal) -> Self {
        match refusal {
            ModerateRefusal::Forbidden => Self::PermissionDenied,
            ModerateRefusal::NoSuchUser => Self::NotFound,
            ModerateRefusal::Store(failure) => failure.into(),
        }
    }
}
