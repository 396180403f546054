//! Link an account elsewhere to a user (contract, section 4.3).

use actix_web::http::StatusCode;
use kith_domain::UserId;
use kith_domain::access::Permit;
use kith_domain::association::{
    self, ExtId, ExternalAccount, LinkRefusal, LinkRequest, Metadata, Misfit, ProfileUrl, Provider,
};
use utoipa::ToSchema;

use super::expect_owner;
use super::view::AssociationView;
use crate::openapi::fields::{IdOrDigits, TextOrInteger};
use crate::openapi::refusals::{
    BadRequest, Forbidden, NotFound, TooLarge, Unauthorized, UnsupportedMediaType,
};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::{Error, FieldErrors};
use crate::selfcommunity::target::Target;

/// An association that is to be.
#[derive(ToSchema)]
#[schema(example = json!({"provider": "google", "ext_id": "1155", "profile_url": "https://example.com/anna", "show_in_profile": true}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct NewAssociationBody {
    /// Whose it will be. Required where the path names nobody, else it must agree with the path.
    #[schema(value_type = Option<IdOrDigits>)]
    user_id: Option<()>,
    /// Where the account is: any name of this form; `external` is an identity system of one's own.
    #[schema(pattern = "^[a-z0-9][a-z0-9._-]{0,63}$")]
    provider: String,
    /// The account's id there, kept byte for byte.
    #[schema(value_type = TextOrInteger)]
    ext_id: (),
    /// Where the account can be seen: http or https, no user information. Not for `external`.
    #[schema(format = "uri", max_length = 2048)]
    profile_url: Option<String>,
    /// Whether everybody may see the association; false if left out. Not for `external`.
    show_in_profile: Option<bool>,
    /// Whatever one's own system wants to find again, at most 16 KiB and 16 levels deep; a string
    /// that holds a JSON object is fine too. Only for `external`.
    #[schema(value_type = Option<Object>)]
    metadata: Option<()>,
}

/// Links an account to the user in the path
///
/// For the user and for admins. An account, that is a pair of provider and `ext_id`, has one owner:
/// if anybody holds it, the same user included, the answer is 400 with the code `unique` on `ext_id`.
#[utoipa::path(
    post, path = "/api/v2/user/{id}/provider/", operation_id = "link_account", tag = "Associations",
    params(Target),
    request_body = NewAssociationBody,
    responses(
        (status = 201, description = "It is linked", body = AssociationView<'static>),
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
    let body = call.body().await?;
    let mut reader = body.reader();
    expect_owner(&mut reader, owner);
    link(&call, permit, reader).await
}

/// Links an account to the user in the body
///
/// Like `POST /api/v2/user/{id}/provider/`, with a required `user_id`.
#[utoipa::path(
    post, path = "/api/v2/user/provider/", operation_id = "link_account_by_body", tag = "Associations",
    request_body = NewAssociationBody,
    responses(
        (status = 201, description = "It is linked", body = AssociationView<'static>),
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
    let body = call.body().await?;
    let mut reader = body.reader();
    let owner = reader.required::<UserId>("user_id");
    let permit = Permit::self_or_admin(&member, reader.finish_with(owner)?)?;
    link(&call, permit, body.reader()).await
}

async fn link(call: &Call, permit: Permit, mut reader: Reader<'_>) -> Answer {
    let provider = reader.required::<Provider>("provider");
    let ext_id = reader.required::<ExtId>("ext_id");
    let profile_url = reader.optional::<ProfileUrl>("profile_url");
    let show_in_profile = reader.optional("show_in_profile").unwrap_or(false);
    let metadata = reader.optional::<Metadata>("metadata");
    let (provider, ext_id) = reader.finish_with(provider.zip(ext_id))?;

    let account = ExternalAccount { provider, ext_id };
    let request = LinkRequest { account, profile_url, show_in_profile, metadata };
    let services = call.services();
    let linked =
        association::link(&*services.associations, &*services.clock, permit, request).await?;
    answer::json(StatusCode::CREATED, &AssociationView::of(&linked))
}

impl From<LinkRefusal> for Error {
    fn from(refusal: LinkRefusal) -> Self {
        match refusal {
            LinkRefusal::Misfits(misfits) => {
                let mut errors = FieldErrors::default();
                for misfit in misfits {
                    errors.add(field_of(misfit), "invalid", misfit.to_string());
                }
                Self::Fields(errors)
            }
            LinkRefusal::NoSuchUser => Self::NotFound,
            LinkRefusal::Taken => Self::taken("ext_id", "This external account is linked already."),
            LinkRefusal::Store(failure) => failure.into(),
        }
    }
}

fn field_of(misfit: Misfit) -> &'static str {
    match misfit {
        Misfit::ProfileUrl => "profile_url",
        Misfit::ShowInProfile => "show_in_profile",
        Misfit::Metadata => "metadata",
    }
}
