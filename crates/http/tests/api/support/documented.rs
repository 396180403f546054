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
    let matching = paths.iter().filter(|(template, _)| matches(template, path));
    // Literal segments win over placeholders.
    let found = matching.min_by_key(|(template, _)| template.matches('{').count());
    let Some((template, item)) = found else { return };
    let Some(operation) = item.get(method.as_str().to_lowercase()) else { return };
    assert!(
        operation["responses"].get(status.as_str()).is_some(),
        "{method} {template} answered {status}, which is not documented"
    );
}

fn matches(template: &str, path: &str) -> bool {
    let template = template.trim_end_matches('/').split('/');
    let path = path.strip_suffix('/').unwrap_or(path).split('/');
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(expected, part)| match expected.split_once('{') {
            Some((before, rest)) => {
                let (_, after) = rest.split_once('}').unwrap();
                let named = part.strip_prefix(before).and_then(|part| part.strip_suffix(after));
                named.is_some_and(|named| !named.is_empty())
            }
            None => expected == part,
        })
}

/// A path with every placeholder filled in alike.
pub(crate) fn filled(template: &str, value: &str) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        filled = filled + before + value;
        rest = behind.split_once('}').unwrap().1;
    }
    filled + rest
}
