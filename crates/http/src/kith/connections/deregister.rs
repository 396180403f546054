//! End a connection.

use actix_web::HttpResponse;
use kith_domain::provider_connection::Action;

use super::{act, target};
use crate::kith::answer::Answer;
use crate::kith::call::Call;
use crate::kith::refusals::ProblemNotFound;

/// Ends a user's connection with a provider
///
/// However it stands, and whether or not the catalog still has the provider. Nothing of it is left to
/// be shown.
#[utoipa::path(
    delete, path = "/kith/v1/users/{user_id}/providers/{slug}", operation_id = "kith_deregister",
    tag = "Operator",
    params(
        ("user_id" = String, Path, description = "The user, by integer id or by UUID"),
        ("slug" = String, Path, description = "The provider's slug"),
    ),
    responses(
        (status = 204, description = "The connection is gone"),
        (status = 404, response = ProblemNotFound),
    ),
)]
pub(crate) async fn deregister(call: Call) -> Answer {
    let permit = call.permit().await?;
    let target = target(&call)?;
    act(&call, permit, &target, &Action::Deregister).await?;
    Ok(HttpResponse::NoContent().finish())
}
