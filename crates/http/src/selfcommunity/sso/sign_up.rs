//! Make a user on behalf of one's own identity system (contract, section 11.1).

use actix_web::http::StatusCode;
use kith_domain::access::AdminPermit;
use kith_domain::user::{self, RegisterRefusal, RegisterRequest, User};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::openapi::refusals::{
    BadRequest, Forbidden, TooLarge, Unauthorized, UnsupportedMediaType,
};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::users::edit::NO_UPLOADS;
use crate::selfcommunity::users::picture;

/// A user who is to be.
#[derive(ToSchema)]
#[schema(example = json!({"username": "anna", "ext_id": "crm-118", "email": "anna@example.com"}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct NewUserBody {
    /// Unique whatever the case.
    #[schema(min_length = 1, max_length = 255, pattern = "^[A-Za-z0-9_-]+$")]
    username: String,
    /// The id in one's own identity system; makes the association with `external`. Empty is none.
    #[schema(max_length = 255)]
    ext_id: Option<String>,
    #[schema(max_length = 255)]
    real_name: Option<String>,
    /// Unique whatever the case.
    #[schema(format = Email, max_length = 254)]
    email: Option<String>,
    /// `admin`, `moderator`, `editor` or `publisher`.
    role: Option<String>,
    #[schema(format = "uri", max_length = 2048)]
    avatar: Option<String>,
    /// There are no tags here: null or an empty array.
    #[schema(value_type = Option<[Object]>)]
    tags: Option<()>,
}

/// The user who was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedUpView {
    id: i64,
    /// The id in one's own identity system.
    #[schema(required = true)]
    ext_id: Option<String>,
    username: String,
    /// Empty if unset.
    email: String,
    /// `admin`, `moderator`, `editor`, `publisher` or null.
    #[schema(required = true)]
    role: Option<&'static str>,
    /// Always empty here.
    #[schema(value_type = [Object])]
    tags: [(); 0],
    /// The portrait; a default picture if the user has none.
    #[schema(format = "uri")]
    avatar: String,
}

/// Makes a user
///
/// For admins. Kith keeps no passwords and stores no pictures: `password`, `avatar_base64` and
/// `cover_base64` must be empty. What is taken is told with the code `unique` on its field.
#[utoipa::path(
    post, path = "/api/v2/sso/signup/", tag = "Single sign-on",
    request_body = NewUserBody,
    responses(
        (status = 201, description = "The user is made", body = SignedUpView),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn sign_up(mut call: Call) -> Answer {
    let permit = AdminPermit::of(&call.member().await?)?;
    let body = call.body().await?;
    let request = read(body.reader())?;
    let services = call.services();
    let user =
        user::register(&*services.users, &*services.clock, &*services.uuids, permit, request)
            .await?;
    answer::json(StatusCode::CREATED, &view(&user, &call))
}

fn read(mut reader: Reader<'_>) -> Result<RegisterRequest, Error> {
    let username = reader.required("username");
    let ext_id = reader.optional("ext_id");
    let real_name = reader.optional("real_name").unwrap_or_default();
    let email = reader.optional("email");
    let role = reader.optional("role");
    let avatar = reader.optional("avatar");
    reader.refuse("password", "Kith keeps no passwords: users sign in with a token.");
    reader.refuse("avatar_base64", NO_UPLOADS);
    reader.refuse("cover_base64", NO_UPLOADS);
    if reader.raw("tags").is_some_and(|tags| !is_without_tags(tags)) {
        reader.invalid("tags", "There are no tags here.");
    }
    let username = reader.finish_with(username)?;
    Ok(RegisterRequest { username, real_name, email, role, ext_id, avatar })
}

fn is_without_tags(tags: &Value) -> bool {
    match tags {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn view(user: &User, call: &Call) -> SignedUpView {
    SignedUpView {
        id: user.id.get(),
        ext_id: user.ext_id.as_ref().map(ToString::to_string),
        username: user.username.to_string(),
        email: user.email.as_ref().map_or_else(String::new, |email| email.as_str().to_owned()),
        role: user.role.map(user::Role::as_str),
        tags: [],
        avatar: picture::avatar(user, call),
    }
}

impl From<RegisterRefusal> for Error {
    fn from(refusal: RegisterRefusal) -> Self {
        match refusal {
            RegisterRefusal::UsernameTaken => Self::taken("username", "This username is taken."),
            RegisterRefusal::EmailTaken => Self::taken("email", "This email address is taken."),
            RegisterRefusal::ExtIdTaken => {
                Self::taken("ext_id", "This external account is linked already.")
            }
            RegisterRefusal::Store(failure) => failure.into(),
        }
    }
}
