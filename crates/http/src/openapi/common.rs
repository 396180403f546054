//! What every operation of an API answers, besides what it says for itself.

use utoipa::Modify;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi as Document, PathItem, Ref, RefOr, Schema, Type};

use crate::api::Api;

/// Adds it: whatever asks storage can fail with it, whatever needs a credential can lack it, and
/// whatever reads a body can find it wrong; and whatever is no probe can be asked for too often, and by
/// too many at once.
pub(super) struct Common;

/// Statuses and the components that describe them.
type Statuses = [(&'static str, &'static str)];

const ASSETS: &Statuses = &[("429", "TooManyRequests"), ("503", "Unavailable")];
const SELFCOMMUNITY: &Statuses =
    &[("429", "TooManyRequests"), ("500", "Internal"), ("503", "Unavailable")];
const JUNCTION: &Statuses = &[
    ("401", "JunctionUnauthorized"),
    ("422", "JunctionWrong"),
    ("429", "JunctionTooManyRequests"),
    ("500", "JunctionInternal"),
    ("503", "JunctionUnavailable"),
];
const JUNCTION_BODY: &Statuses =
    &[("400", "JunctionBadRequest"), ("408", "JunctionTimeout"), ("413", "JunctionTooLarge")];
const KITH: &Statuses = &[
    ("401", "ProblemUnauthorized"),
    ("403", "ProblemForbidden"),
    ("429", "ProblemTooManyRequests"),
    ("500", "ProblemInternal"),
    ("503", "ProblemUnavailable"),
];
const KITH_BODY: &Statuses = &[
    ("400", "ProblemBadRequest"),
    ("408", "ProblemTimeout"),
    ("413", "ProblemTooLarge"),
    ("422", "ProblemWrong"),
];

impl Modify for Common {
    fn modify(&self, document: &mut Document) {
        for (path, item) in &mut document.paths.paths {
            let (always, with_body) = match Api::of(path) {
                Api::SelfCommunity if path.starts_with("/assets/") => (ASSETS, &[] as &Statuses),
                Api::SelfCommunity if !path.starts_with("/api/") => continue,
                Api::SelfCommunity => (SELFCOMMUNITY, &[] as &Statuses),
                Api::Junction => (JUNCTION, JUNCTION_BODY),
                Api::Kith => (KITH, KITH_BODY),
            };
            for operation in operations(item) {
                if let Some(RefOr::T(body)) = &mut operation.request_body {
                    for content in body.content.values_mut() {
                        if let RefOr::T(content) = content {
                            without_null(content);
                        }
                    }
                }
                let reads = operation.request_body.is_some();
                for (status, name) in always.iter().chain(with_body.iter().filter(|_| reads)) {
                    let response = RefOr::Ref(Ref::from_response_name(*name));
                    operation.responses.responses.entry((*status).to_owned()).or_insert(response);
                }
            }
        }
    }
}

/// A body that may be left out is described as one that may be `null`, which is not the same.
fn without_null(content: &mut Content) {
    if let Some(RefOr::T(Schema::OneOf(either))) = &mut content.schema {
        either.items.retain(|one| !is_null(one));
        if either.items.len() == 1 {
            content.schema = either.items.pop();
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == Type::Null.into())
}

/// The operations of a path.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .flatten()
}
