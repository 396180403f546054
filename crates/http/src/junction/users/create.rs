//! Make a user (contract, section 5.2).

use kith_domain::client_user::{
    self, ClientUserId, CreateRefusal, CreateRequest, IngestionBounds, TimeZone,
};
use utoipa::ToSchema;

use super::view::ClientUserView;
use crate::input::{Input, Issue, Object};
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::refusals::JunctionTaken;

/// A user who is to be.
#[derive(ToSchema)]
#[schema(as = UserCreateBody, example = json!({"client_user_id": "crm-118"}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct NewClientUserBody {
    /// The team's own reference, kept byte for byte; unique among live users.
    #[schema(min_length = 1, max_length = 255)]
    client_user_id: String,
    /// A name of the IANA database.
    #[schema(example = "Europe/London")]
    fallback_time_zone: Option<String>,
    #[schema(format = Date)]
    fallback_birth_date: Option<String>,
    /// The first day that data are wanted for; not after `ingestion_end`.
    #[schema(format = Date)]
    ingestion_start: Option<String>,
    #[schema(format = Date)]
    ingestion_end: Option<String>,
}

/// Makes a user
///
/// Null means absent. Trying again is safe: if a live user has the `client_user_id`, the refusal says
/// who.
#[utoipa::path(
    post, path = "/v2/user", operation_id = "create_client_user", tag = "Team's users",
    request_body = NewClientUserBody,
    responses(
        (status = 200, description = "The user is made", body = ClientUserView<'static>),
        (status = 400, response = JunctionTaken),
    ),
)]
pub(crate) async fn create(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let mut input = Input::new();
    let request = read(input.body(&body));
    let request = input.finish_with(request)?;
    let services = call.services();
    let (users, clock, uuids) = (&*services.client_users, &*services.clock, &*services.uuids);
    let user = client_user::create(users, clock, uuids, permit, request).await?;
    answer::ok(&ClientUserView::of(&user, call.incoming()))
}

fn read(mut body: Object<'_, '_>) -> Option<CreateRequest> {
    let client_user_id = body.required::<ClientUserId>("client_user_id");
    let fallback_time_zone = body.optional::<TimeZone>("fallback_time_zone");
    let fallback_birth_date = body.optional("fallback_birth_date");
    let start = body.optional("ingestion_start");
    let end = body.optional("ingestion_end");
    let ingestion = match IngestionBounds::new(start, end) {
        Ok(bounds) => Some(bounds),
        Err(reversed) => {
            body.note("ingestion_start", Issue::against(reversed.to_string()));
            None
        }
    };
    Some(CreateRequest {
        client_user_id: client_user_id?,
        fallback_time_zone,
        fallback_birth_date,
        ingestion: ingestion?,
    })
}

impl From<CreateRefusal> for Error {
    fn from(refusal: CreateRefusal) -> Self {
        match refusal {
            CreateRefusal::Taken(holder) => Self::TakenBy(holder),
            CreateRefusal::Store(failure) => failure.into(),
        }
    }
}
