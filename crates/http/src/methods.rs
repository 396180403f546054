//! The methods that may become a label or a name; clients can make up others without end.

use actix_web::http::Method;

/// Those that something is served for, and browsers' preflights.
pub(crate) const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// A known method's name.
pub(crate) fn known(method: &Method) -> Option<&'static str> {
    KNOWN.into_iter().find(|name| *name == method.as_str())
}
