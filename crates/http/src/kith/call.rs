//! One request to this API.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use kith_domain::access::TeamPermit;

use super::caller;
use super::problem::Problem;
use crate::Services;
use crate::incoming::Incoming;
use crate::input::Body;

/// One request.
pub(crate) struct Call {
    incoming: Incoming,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let incoming = Incoming::from_request(request, payload).into_inner();
        ready(incoming.map(|incoming| Self { incoming }))
    }
}

impl Call {
    /// What answering needs.
    pub(crate) fn services(&self) -> &Services {
        self.incoming.services()
    }

    /// What showing needs.
    pub(crate) fn incoming(&self) -> &Incoming {
        &self.incoming
    }

    /// The request itself.
    pub(crate) fn request(&self) -> &HttpRequest {
        self.incoming.request()
    }

    /// The leave that the caller has.
    pub(crate) async fn permit(&self) -> Result<TeamPermit, Problem> {
        caller::permit(self.request().headers(), self.services()).await
    }

    /// The body. It can be read once.
    pub(crate) async fn body(&mut self) -> Result<Body, Problem> {
        Ok(Body::read(&self.incoming.body().await?))
    }
}
