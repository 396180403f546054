//! Change one's own profile (contract, section 10, PATCH and PUT).

use chrono::NaiveDate;
use kith_domain::UserId;
use kith_domain::access::Permit;
use kith_domain::user::{self, EditRefusal, ProfileEdit, Username};
use utoipa::ToSchema;

use super::view::UserView;
use crate::openapi::refusals::{
    BadRequest, Forbidden, NotFound, TooLarge, Unauthorized, UnsupportedMediaType,
};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::body::Reader;
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;
use crate::selfcommunity::target::Target;

/// Why pictures cannot be sent as such.
pub(crate) const NO_UPLOADS: &str = "Pictures are not stored here: send a URL.";

/// What to change; keys that are left out stay as they are. Null or the empty text empties a field,
/// except `username` and `gender`.
#[derive(ToSchema)]
#[schema(example = json!({"description": "Gardener", "website": "https://example.com"}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ProfileBody {
    /// Required for PUT, never empty.
    #[schema(min_length = 1, max_length = 255, pattern = "^[A-Za-z0-9_-]+$", value_type = String, required = false)]
    username: Option<String>,
    #[schema(max_length = 255)]
    real_name: Option<String>,
    #[schema(max_length = 2000)]
    bio: Option<String>,
    #[schema(max_length = 100)]
    location: Option<String>,
    /// `lat,lng` in decimal degrees.
    #[schema(max_length = 64)]
    location_lat_lng: Option<String>,
    /// `lat,lng` in decimal degrees.
    #[schema(max_length = 64)]
    position_lat_lng: Option<String>,
    /// `YYYY-MM-DD`, not after today.
    #[schema(format = Date)]
    date_of_birth: Option<String>,
    #[schema(max_length = 50)]
    description: Option<String>,
    /// `Male`, `Female` or `Unspecified`; never empty.
    #[schema(value_type = String, required = false)]
    gender: Option<String>,
    #[schema(format = "uri", max_length = 200)]
    website: Option<String>,
    #[schema(format = "uri", max_length = 2048)]
    avatar: Option<String>,
    #[schema(format = "uri", max_length = 2048)]
    cover: Option<String>,
}

/// Changes some of one's own profile
///
/// For the user alone, not even for admins. Read-only and unknown keys are ignored; an empty body
/// changes nothing.
#[utoipa::path(
    patch, path = "/api/v2/user/{id}/", operation_id = "edit_user", tag = "Users",
    params(Target),
    request_body(content((ProfileBody = "application/json"), (ProfileBody = "application/x-www-form-urlencoded"))),
    responses(
        (status = 200, description = "The user as they are now", body = UserView),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn patch(Target(id): Target, call: Call) -> Answer {
    edit(id, call, |reader| reader.change("username")).await
}

/// Changes one's own profile
///
/// Like PATCH, with a required `username`.
#[utoipa::path(
    put, path = "/api/v2/user/{id}/", operation_id = "edit_user_with_username", tag = "Users",
    params(Target),
    request_body(content((ProfileBody = "application/json"), (ProfileBody = "application/x-www-form-urlencoded"))),
    responses(
        (status = 200, description = "The user as they are now", body = UserView),
        (status = 400, response = BadRequest),
        (status = 401, response = Unauthorized),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 413, response = TooLarge),
        (status = 415, response = UnsupportedMediaType),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn put(Target(id): Target, call: Call) -> Answer {
    edit(id, call, |reader| reader.required("username")).await
}

type ReadUsername = fn(&mut Reader<'_>) -> Option<Username>;

async fn edit(id: UserId, mut call: Call, read_username: ReadUsername) -> Answer {
    let permit = Permit::self_only(&call.member().await?, id)?;
    let body = call.body().await?;
    let services = call.services();
    let mut reader = body.reader();
    let username = read_username(&mut reader);
    let changes = changes(&mut reader, username, services.clock.now().date_naive());
    reader.finish()?;
    let user = user::edit(&*services.users, permit, &changes).await?;
    answer::ok(&UserView::of_oneself(&user, &call))
}

/// What the body changes.
fn changes(reader: &mut Reader<'_>, username: Option<Username>, today: NaiveDate) -> ProfileEdit {
    reader.refuse("avatar_base64", NO_UPLOADS);
    reader.refuse("cover_base64", NO_UPLOADS);
    let date_of_birth = reader.clearable::<NaiveDate>("date_of_birth");
    if date_of_birth.flatten().is_some_and(|born| born > today) {
        reader.invalid("date_of_birth", "This date is in the future.");
    }
    ProfileEdit {
        username,
        real_name: reader.text("real_name"),
        bio: reader.text("bio"),
        location: reader.text("location"),
        location_lat_lng: reader.clearable("location_lat_lng"),
        position_lat_lng: reader.clearable("position_lat_lng"),
        date_of_birth,
        description: reader.text("description"),
        gender: reader.change("gender"),
        website: reader.clearable("website"),
        avatar: reader.clearable("avatar"),
        cover: reader.clearable("cover"),
    }
}

impl From<EditRefusal> for Error {
    fn from(refusal: EditRefusal) -> Self {
        match refusal {
            EditRefusal::UsernameTaken => Self::taken("username", "This username is taken."),
            EditRefusal::NoSuchUser => Self::NotFound,
            EditRefusal::Store(failure) => failure.into(),
        }
    }
}
