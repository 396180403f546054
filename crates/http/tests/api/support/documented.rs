//! Holds every reply of every test against the API document: no status that it does not name.

use std::sync::LazyLock;

use actix_web::http::{Method, StatusCode};
use serde_json::Value;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(kith_http::openapi()).unwrap());

/// Fails if the document has that operation and not that status of it.
#[track_caller]
pub(crate) fn check(method: &Method, path: &str, status: StatusCode) {
    let path = path.split('?').next().unwrap_or_default();
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let exact = paths.iter().find(|(template, _)| matches(template, path, false));
    let found = exact.or_else(|| paths.iter().find(|(template, _)| matches(template, path, true)));
    let Some((template, item)) = found else { return };
    let Some(operation) = item.get(method.as_str().to_lowercase()) else { return };
    assert!(
        operation["responses"].get(status.as_str()).is_some(),
        "{method} {template} answered {status}, which is not documented"
    );
}

fn matches(template: &str, path: &str, with_id: bool) -> bool {
    let template = template.trim_end_matches('/').split('/');
    let path = path.strip_suffix('/').unwrap_or(path).split('/');
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(expected, part)| {
            expected == part || (with_id && expected == "{id}" && !part.is_empty())
        })
}
