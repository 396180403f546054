//! Say that a connection failed for good.

use kith_domain::provider_connection::{Action, ConnectionErrorType, ErrorDetails};
use serde_json::Value;
use utoipa::ToSchema;

use super::{act_and_show, target};
use crate::input::{Input, Issue};
use crate::junction::connections::view::ConnectionView;
use crate::kith::answer::Answer;
use crate::kith::call::Call;
use crate::kith::refusals::{ProblemConflict, ProblemNotFound};

/// Why and when.
#[derive(ToSchema)]
#[schema(as = KithConnectionError, example = json!({"error_type": "token_refresh_failed", "error_message": "The provider refuses the refresh token."}))]
#[expect(dead_code, reason = "describes the body; it is read field by field")]
pub(crate) struct ReportErrorBody {
    /// `token_refresh_failed`, `webhook_registration_failed`, `user_not_found`,
    /// `deregistered_per_provider`, `required_scopes_not_granted`, `provider_credential_error`,
    /// `provider_password_expired` or `unknown`.
    error_type: String,
    /// For people.
    #[schema(max_length = 1000)]
    error_message: String,
    /// With an offset, in the years 1970 to 9999; now if null or absent.
    #[schema(format = DateTime)]
    errored_at: Option<String>,
}

/// Reports that a connection failed for good
///
/// A later report takes the place of an earlier one. A paused connection cannot fail.
#[utoipa::path(
    post, path = "/kith/v1/users/{user_id}/providers/{slug}/error",
    operation_id = "kith_report_error", tag = "Operator",
    params(
        ("user_id" = String, Path, description = "The user, by integer id or by UUID"),
        ("slug" = String, Path, description = "The provider's slug"),
    ),
    request_body = ReportErrorBody,
    responses(
        (status = 200, description = "The connection", body = ConnectionView<'static>),
        (status = 404, response = ProblemNotFound),
        (status = 409, response = ProblemConflict),
    ),
)]
pub(crate) async fn report_error(mut call: Call) -> Answer {
    let permit = call.permit().await?;
    let target = target(&call)?;
    let body = call.body().await?;
    let mut input = Input::new();
    let mut object = input.body(&body);
    object.only(&["error_type", "error_message", "errored_at"]);
    let error_type = object.required_with("error_type", error_type);
    let error_message = object.required("error_message");
    let errored_at = object.optional("errored_at");
    let (error_type, error_message) = input.finish_with(error_type.zip(error_message))?;
    let errored_at = errored_at.unwrap_or_else(|| call.services().clock.now());
    let details = ErrorDetails { error_type, error_message, errored_at };
    act_and_show(&call, permit, &target, &Action::ReportError(details)).await
}

fn error_type(value: &Value) -> Result<ConnectionErrorType, Issue> {
    let words = ConnectionErrorType::ALL.iter().map(|word| word.as_str());
    let read = value.as_str().and_then(|word| word.parse().ok());
    read.ok_or_else(|| Issue::not_one_of(words))
}
