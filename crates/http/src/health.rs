//! Whether this process lives, and whether it can serve.

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Services;
use crate::failure::Failure;
use crate::openapi::refusals::Unavailable;
use crate::selfcommunity::answer::{self, Answer};

/// All is well.
#[derive(Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Tells whether the process lives
#[utoipa::path(
    get, path = "/health", tag = "Operation",
    responses((status = 200, description = "It lives", body = HealthView)),
)]
pub(crate) async fn health() -> Answer {
    answer::ok(&HealthView { status: "ok" })
}

/// Tells whether requests can be served
///
/// Asks the database. Not once the server has been told to stop: what is under way is finished then, and
/// whatever else comes should go elsewhere.
#[utoipa::path(
    get, path = "/ready", tag = "Operation",
    responses(
        (status = 200, description = "The database answers, and the server goes on", body = HealthView),
        (status = 503, response = Unavailable),
    ),
)]
pub(crate) async fn ready(services: web::Data<Services>) -> Answer {
    if services.stopping.has_begun() {
        return Err(Failure::Stopping.into());
    }
    services.storage.check().await?;
    answer::ok(&HealthView { status: "ok" })
}
