//! One request to this API.

use kith_domain::access::TeamPermit;

use super::caller;
use super::problem::Problem;
use crate::call;
use crate::input::Body;

/// One request.
pub(crate) type Call = call::Call<Problem>;

impl Call {
    /// The leave that the caller has.
    pub(crate) async fn permit(&self) -> Result<TeamPermit, Problem> {
        caller::permit(self.request().headers(), self.services()).await
    }

    /// The body. It can be read once.
    pub(crate) async fn body(&mut self) -> Result<Body, Problem> {
        Ok(Body::read(&self.incoming.body().await?))
    }
}
