//! The API's description, for programs and for people. The page's files are in the binary.

use std::sync::{Arc, LazyLock};

use actix_web::http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, HttpResponseBuilder};
use utoipa_swagger_ui::Config;

use crate::failure::Failure;
use crate::selfcommunity::answer::{Answer, JSON};
use crate::selfcommunity::error::Error;

/// The page may load what this server gives it, and nothing from anywhere else.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

static DOCUMENT: LazyLock<Result<Bytes, serde_json::Error>> =
    LazyLock::new(|| serde_json::to_vec_pretty(&crate::openapi()).map(Bytes::from));

// Relative, so that it is found under a path prefix too.
static PAGE: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::new(["../openapi.json"]).validator_url("none")));

/// The OpenAPI document.
pub(crate) async fn document() -> Answer {
    match &*DOCUMENT {
        Ok(document) => Ok(HttpResponse::Ok().content_type(JSON).body(document.clone())),
        Err(failure) => Err(Failure::Internal(failure.to_string()).into()),
    }
}

/// Sends a browser to the page's own folder, where its relative links work.
pub(crate) async fn to_page() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "docs/")).finish()
}

/// A file of the page.
pub(crate) async fn page(path: web::Path<String>) -> Answer {
    match utoipa_swagger_ui::serve(&path, Arc::clone(&PAGE)) {
        Ok(Some(file)) => Ok(HttpResponseBuilder::new(actix_web::http::StatusCode::OK)
            .content_type(file.content_type)
            .insert_header((CONTENT_SECURITY_POLICY, POLICY))
            .body(file.bytes.into_owned())),
        Ok(None) => Err(Error::NotFound),
        Err(failure) => Err(Failure::Internal(failure.to_string()).into()),
    }
}
