//! One request to this API.

use kith_domain::access::TeamPermit;

use super::error::Error;
use super::key;
use crate::call;
use crate::input::{Body, Query};

/// One request.
pub(crate) type Call = call::Call<Error>;

impl Call {
    /// The leave that the key gives. Other credentials are not looked at: tokens of users have no say
    /// here.
    pub(crate) async fn permit(&self) -> Result<TeamPermit, Error> {
        let permit = key::permit(self.request().headers(), self.services()).await?;
        permit.ok_or(Error::InvalidToken)
    }

    /// The query.
    pub(crate) fn query(&self) -> Query {
        Query::read(self.request().query_string())
    }

    /// The body. It can be read once.
    pub(crate) async fn body(&mut self) -> Result<Body, Error> {
        Ok(Body::read(&self.incoming.body().await?))
    }
}
