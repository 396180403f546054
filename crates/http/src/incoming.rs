//! One request, whichever API it is for: what its handler needs to answer it.

use std::cell::OnceCell;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::rt::time::timeout;
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest};

use crate::Services;
use crate::api::{Api, Outside};
use crate::base_url::base_url;
use crate::failure::Failure;

/// One request.
pub(crate) struct Incoming {
    request: HttpRequest,
    payload: Payload,
    services: web::Data<Services>,
    base_url: OnceCell<String>,
}

/// Why there is no body to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyFault {
    /// It has more bytes than the limit.
    TooLarge,
    /// It did not arrive in time.
    TooSlow,
    /// It ended before its end.
    TooShort,
    /// Its encoding is not one that is read.
    Unreadable,
}

impl FromRequest for Incoming {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let Some(services) = request.app_data::<web::Data<Services>>() else {
            let failure = Failure::Internal("the application has no services".to_owned());
            let api = Api::of(request.match_info().as_str());
            return ready(Err(api.refuse(Outside::Failure(failure))));
        };
        ready(Ok(Self {
            request: request.clone(),
            payload: payload.take(),
            services: services.clone(),
            base_url: OnceCell::new(),
        }))
    }
}

impl Incoming {
    /// What answering needs.
    pub(crate) fn services(&self) -> &Services {
        &self.services
    }

    /// The request itself.
    pub(crate) fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// What stands before the path in absolute links, without a slash at the end.
    pub(crate) fn base_url(&self) -> &str {
        self.base_url.get_or_init(|| base_url(&self.request, &self.services.options))
    }

    /// The body, within the operator's limits of size and time. It can be read once.
    pub(crate) async fn body(&mut self) -> Result<Bytes, BodyFault> {
        let limit = self.services.options.body_limit;
        let announced = self.request.headers().get(CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|length| length > limit) {
            return Err(BodyFault::TooLarge);
        }
        let payload = web::Payload::from_request(&self.request, &mut self.payload.take()).await;
        let payload = payload.map_err(|_| BodyFault::Unreadable)?;
        let arriving = payload.to_bytes_limited(limit);
        let _pause = self.services.options.concurrency_limit.pause();
        match timeout(self.services.options.body_timeout, arriving).await {
            Ok(Ok(Ok(bytes))) => Ok(bytes),
            Ok(Ok(Err(_))) => Err(BodyFault::TooShort),
            Ok(Err(_)) => Err(BodyFault::TooLarge),
            Err(_) => Err(BodyFault::TooSlow),
        }
    }
}
