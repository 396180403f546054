//! Who asks: the team, by its key, or an admin, by a token of their own.

use actix_web::http::header::HeaderMap;
use kith_domain::access::TeamPermit;
use kith_domain::visibility::Viewer;

use super::problem::Problem;
use crate::Services;
use crate::junction::key::{self, X_VITAL_API_KEY};
use crate::selfcommunity::caller;
use crate::selfcommunity::error::Error;

/// The leave that the request's credential gives. If there is a key, it decides, and a token beside it
/// is not looked at.
pub(super) async fn permit(
    headers: &HeaderMap,
    services: &Services,
) -> Result<TeamPermit, Problem> {
    if headers.contains_key(X_VITAL_API_KEY) {
        let permit = key::permit(headers, services).await?;
        return permit.ok_or(Problem::NotAuthenticated);
    }
    match caller::viewer(headers, services).await {
        Ok(Viewer::Member(member)) => Ok(TeamPermit::of_admin(&member)?),
        Err(Error::Failure(failure)) => Err(Problem::Failure(failure)),
        Ok(Viewer::Anonymous) | Err(_) => Err(Problem::NotAuthenticated),
    }
}
