//! Change a user (contract, section 5.5).

use actix_web::HttpResponse;
use kith_domain::client_user::{self, ClientUserEdit, EditRefusal, IngestionBounds};
use utoipa::ToSchema;

use crate::input::{Body, Input, Issue, Object};
use crate::junction::answer::Answer;
use crate::junction::call::Call;
use crate::junction::error::Error;
use crate::junction::path;
use crate::junction::refusals::{JunctionBadRequest, JunctionConflict, JunctionNoSuchUser};

/// What is to change: what is absent stays as it is, and null takes a value away.
#[derive(ToSchema)]
#[schema(as = UserPatchBody, example = json!({"fallback_time_zone": "Europe/Paris", "ingestion_end": null}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ClientUserEditBody {
    /// Never null.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 255)]
    client_user_id: Option<String>,
    /// A name of the IANA database.
    fallback_time_zone: Option<String>,
    #[schema(format = Date)]
    fallback_birth_date: Option<String>,
    /// Not after `ingestion_end`, the one in the body or else the one that there is.
    #[schema(format = Date)]
    ingestion_start: Option<String>,
    #[schema(format = Date)]
    ingestion_end: Option<String>,
}

/// Changes a user
#[utoipa::path(
    patch, path = "/v2/user/{user_id}", operation_id = "edit_client_user", tag = "Team's users",
    params(("user_id" = String, Path, format = "uuid", description = "The user")),
    request_body = ClientUserEditBody,
    responses(
        (status = 204, description = "It is so now"),
        (status = 400, response = JunctionBadRequest),
        (status = 404, response = JunctionNoSuchUser),
        (status = 409, response = JunctionConflict),
    ),
)]
pub(crate) async fn patch(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let body = call.body().await?;
    let mut input = Input::new();
    let user = path::user(&mut input, call.request());
    let edit = read(input.body(&body));
    let (user, edit) = input.finish_with(user.map(|user| (user, edit)))?;
    let services = call.services();
    let (users, clock) = (&*services.client_users, &*services.clock);
    match client_user::edit(users, clock, permit, user, &edit).await {
        Ok(()) => Ok(HttpResponse::NoContent().finish()),
        Err(refusal) => Err(refused(refusal, &body)),
    }
}

fn read(mut body: Object<'_, '_>) -> ClientUserEdit {
    let edit = ClientUserEdit {
        client_user_id: body.change("client_user_id"),
        fallback_time_zone: body.clearable("fallback_time_zone"),
        fallback_birth_date: body.clearable("fallback_birth_date"),
        ingestion_start: body.clearable("ingestion_start"),
        ingestion_end: body.clearable("ingestion_end"),
    };
    let (start, end) = (edit.ingestion_start.flatten(), edit.ingestion_end.flatten());
    if let Err(reversed) = IngestionBounds::new(start, end) {
        note_reversed(&mut body, reversed);
    }
    edit
}

/// Blames the bound that was sent; the first of two.
fn note_reversed(body: &mut Object<'_, '_>, reversed: client_user::BoundsReversed) {
    let bounds = ["ingestion_start", "ingestion_end"];
    let sent = bounds.into_iter().find(|name| body.has(name)).unwrap_or("ingestion_start");
    body.note(sent, Issue::against(reversed.to_string()));
}

fn refused(refusal: EditRefusal, body: &Body) -> Error {
    match refusal {
        EditRefusal::Nothing => Error::Request("Nothing is to change"),
        EditRefusal::Taken => Error::TakenByAnother,
        EditRefusal::BoundsReversed(reversed) => {
            let mut input = Input::new();
            note_reversed(&mut input.body(body), reversed);
            Error::Wrong(input.into_wrong())
        }
        EditRefusal::NoSuchUser => Error::NoSuchUser,
        EditRefusal::Store(failure) => failure.into(),
    }
}
