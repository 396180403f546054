//! Let go of a connection without failure.

use kith_domain::provider_connection::Action;

use super::{act_and_show, target};
use crate::junction::connections::view::ConnectionView;
use crate::kith::answer::Answer;
use crate::kith::call::Call;
use crate::kith::refusals::{ProblemConflict, ProblemNotFound};

/// Pauses a connection
///
/// One that works, or one that failed; what there was to say of the failure is forgotten.
#[utoipa::path(
    post, path = "/kith/v1/users/{user_id}/providers/{slug}/pause", operation_id = "kith_pause",
    tag = "Operator",
    params(
        ("user_id" = String, Path, description = "The user, by integer id or by UUID"),
        ("slug" = String, Path, description = "The provider's slug"),
    ),
    responses(
        (status = 200, description = "The connection", body = ConnectionView<'static>),
        (status = 404, response = ProblemNotFound),
        (status = 409, response = ProblemConflict),
    ),
)]
pub(crate) async fn pause(call: Call) -> Answer {
    let permit = call.permit().await?;
    let target = target(&call)?;
    act_and_show(&call, permit, &target, &Action::Pause).await
}
