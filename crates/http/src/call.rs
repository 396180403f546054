//! One request to one API: what all of them read in the same way.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::Services;
use crate::incoming::Incoming;

/// One request. Each API knows its calls by its error, and adds the callers and bodies of its own.
pub(crate) struct Call<E> {
    pub(crate) incoming: Incoming,
    refused_with: PhantomData<E>,
}

impl<E: 'static> FromRequest for Call<E> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let incoming = Incoming::from_request(request, payload).into_inner();
        ready(incoming.map(|incoming| Self { incoming, refused_with: PhantomData }))
    }
}

impl<E> Call<E> {
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
}
