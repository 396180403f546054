//! One path and its methods.

use std::future::ready;
use std::rc::Rc;

use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::{Next, from_fn};
use actix_web::{FromRequest, Handler, HttpResponse, Responder, Route, body::BoxBody, web};

use crate::api::{Api, Outside};
use crate::exchange;
use crate::limits::{self, Work};
use crate::metrics::{Metrics, RouteMetrics};

/// One path, served with and without the slash at its end (contract, section 2.1), and its methods;
/// GET answers HEAD too. A path made of letters goes before one with `{id}` in the same place.
pub(crate) struct Endpoint {
    path: &'static str,
    slash: Slash,
    routes: Vec<(Method, Route)>,
    work: Work,
}

/// Whether a slash may stand at the end.
enum Slash {
    Optional,
    AsItIs,
}

impl Endpoint {
    /// The path, without a slash at its end.
    pub(crate) fn at(path: &'static str) -> Self {
        Self { path, slash: Slash::Optional, routes: Vec::new(), work: Work::Ordinary }
    }

    /// The path in this one spelling.
    pub(crate) fn exactly_at(path: &'static str) -> Self {
        Self { path, slash: Slash::AsItIs, routes: Vec::new(), work: Work::Ordinary }
    }

    /// Its calls do something for each of many users, and may take their time.
    pub(crate) fn bulk(self) -> Self {
        Self { work: Work::Bulk, ..self }
    }

    /// Its calls tell whether all is well.
    pub(crate) fn probe(self) -> Self {
        Self { work: Work::Probe, ..self }
    }

    pub(crate) fn get<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        self.on(Method::GET, handler.clone()).on(Method::HEAD, handler)
    }

    pub(crate) fn post<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        self.on(Method::POST, handler)
    }

    pub(crate) fn put<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        self.on(Method::PUT, handler)
    }

    pub(crate) fn patch<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        self.on(Method::PATCH, handler)
    }

    pub(crate) fn delete<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        self.on(Method::DELETE, handler)
    }

    fn on<F, Args>(mut self, method: Method, handler: F) -> Self
    where
        F: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        self.routes.push((method.clone(), web::method(method).to(handler)));
        self
    }

    /// The methods, as the header `Allow` lists them.
    fn allowed(&self) -> HeaderValue {
        let names: Vec<_> = self.routes.iter().map(|(method, _)| method.as_str()).collect();
        HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static(""))
    }

    /// What answers here, and is counted. `prefix` is the part of the path that has been looked at.
    pub(crate) fn service(
        self,
        prefix: &str,
        metrics: &Metrics,
    ) -> impl HttpServiceFactory + 'static {
        let allowed = self.allowed();
        let Self { path, slash, routes, work } = self;
        let route = Rc::new(metrics.of_route(path));
        let below = path.strip_prefix(prefix).unwrap_or(path);
        let resource = web::resource(match slash {
            // One pattern: of two the router would first find out which one it is.
            Slash::Optional => format!("{below}{{slash:/?}}"),
            Slash::AsItIs => below.to_owned(),
        });
        let resource = routes.into_iter().fold(resource, |all, (_, one)| all.route(one));
        resource
            .default_service(web::to(move || {
                let refusal = Api::of(path).refuse(Outside::MethodNotAllowed(allowed.clone()));
                ready(Err::<HttpResponse, _>(refusal))
            }))
            .wrap(from_fn(move |request, next| within(work, Rc::clone(&route), request, next)))
    }

    #[cfg(test)]
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }

    #[cfg(test)]
    pub(crate) fn methods(&self) -> impl Iterator<Item = &Method> {
        self.routes.iter().map(|(method, _)| method)
    }
}

/// Runs a handler: its request is counted under the path's template, its panic is an answer, and so is its
/// taking too long.
async fn within(
    work: Work,
    route: Rc<RouteMetrics>,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse, actix_web::Error> {
    exchange::routed(route);
    limits::kept(work, request, next).await
}
