//! Show one preference (contract, section 9).

use kith_domain::preference;

use super::view::PreferenceView;
use crate::openapi::refusals::{NotFound, TokenNotValid};
use crate::selfcommunity::answer::{self, Answer};
use crate::selfcommunity::call::Call;
use crate::selfcommunity::error::Error;

/// Shows one preference
#[utoipa::path(
    get, path = "/api/v2/dynamic_preference/{id}/", operation_id = "read_preference", tag = "Preferences",
    params(("id" = u32, Path, description = "The preference's id", minimum = 1)),
    responses(
        (status = 200, description = "The preference", body = PreferenceView),
        (status = 401, response = TokenNotValid),
        (status = 404, response = NotFound),
    ),
    security((), ("bearer" = [])),
)]
pub(crate) async fn read(call: Call) -> Answer {
    call.viewer().await?;
    let preferences = preference::all(&call.services().community);
    let id = call.request().match_info().query("id");
    let found = preferences.iter().find(|preference| preference.id.to_string() == id);
    answer::ok(&PreferenceView::of(found.ok_or(Error::NotFound)?))
}
