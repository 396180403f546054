//! The refusals and failures that operations share, as components of the document.

use std::collections::BTreeMap;

use utoipa::openapi::{Ref, RefOr, Response};
use utoipa::{IntoResponses, ToResponse};

use crate::selfcommunity::error::ErrorEnvelope;

macro_rules! refusals {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        #[derive(ToResponse)]
        $(#[$meta])*
        pub(crate) struct $name(
            #[expect(dead_code, reason = "describes the body; it is written by the error itself")]
            ErrorEnvelope,
        );
    )+ };
}

refusals! {
    /// Fields are missing or wrong, or the body cannot be read: `required`, `invalid`, `unique`, `max_length`, `parse_error`, `already_deleted`, `already_connected`, `already_exists`
    #[response(example = json!({"errors": [{"field": "ext_id", "messages": [{"code": "required", "message": "This field is required."}]}]}))]
    BadRequest;
    /// No credential, `not_authenticated`, or a bad one, `token_not_valid`
    #[response(example = json!({"errors": [{"code": "not_authenticated", "message": "Authentication credentials were not provided."}]}))]
    Unauthorized;
    /// The token is bad: `token_not_valid`
    #[response(example = json!({"errors": [{"code": "token_not_valid", "message": "The given token is not valid."}]}))]
    TokenNotValid;
    /// Not with the caller's role, or not with somebody else's data: `permission_denied`
    #[response(example = json!({"errors": [{"code": "permission_denied", "message": "You do not have permission to perform this action."}]}))]
    Forbidden;
    /// The community is of the other mode: `friendship_mode_required` or `follow_mode_required`
    #[response(example = json!({"errors": [{"code": "friendship_mode_required", "message": "This community follows instead of connecting."}]}))]
    WrongMode;
    /// The community is of the other mode, `friendship_mode_required` or `follow_mode_required`; or one of the two hides the other, or the caller is blocked, `permission_denied`
    #[response(example = json!({"errors": [{"code": "permission_denied", "message": "You do not have permission to perform this action."}]}))]
    TieRefused;
    /// Nobody and nothing there, or no longer: `not_found`
    #[response(example = json!({"errors": [{"code": "not_found", "message": "Not found."}]}))]
    NotFound;
    /// The body has more bytes than the server's limit: `too_large`
    #[response(example = json!({"errors": [{"code": "too_large", "message": "The body is too large."}]}))]
    TooLarge;
    /// The body is of a kind that is not read, such as multipart: `unsupported_media_type`
    #[response(example = json!({"errors": [{"code": "unsupported_media_type", "message": "Send the body as JSON or as a URL-encoded form."}]}))]
    UnsupportedMediaType;
    /// There are too many requests, from this address or with this credential, or too many of its credentials were bad; try again after the seconds in `Retry-After`: `throttled`
    #[response(
        headers(("Retry-After" = u32, description = "Seconds to wait")),
        example = json!({"errors": [{"code": "throttled", "message": "There are too many requests. Try again later."}]}),
    )]
    TooManyRequests;
    /// Something unexpected happened; the cause is in the server's log under the request's id: `internal_error`
    #[response(example = json!({"errors": [{"code": "internal_error", "message": "An unexpected error happened."}]}))]
    Internal;
    /// Storage cannot be reached, or there is more to do than can be done; try again after the seconds in `Retry-After`: `service_unavailable`
    #[response(
        headers(("Retry-After" = u32, description = "Seconds to wait")),
        example = json!({"errors": [{"code": "service_unavailable", "message": "The service is unavailable. Try again in a moment."}]}),
    )]
    Unavailable;
}

/// How whatever is done between the caller and another user is refused.
pub(crate) struct BetweenTwo;

impl IntoResponses for BetweenTwo {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references([
            ("400", "BadRequest"),
            ("401", "Unauthorized"),
            ("403", "TieRefused"),
            ("404", "NotFound"),
        ])
    }
}

/// How looking at what is between the caller and another user is refused.
pub(crate) struct LookAtTwo;

impl IntoResponses for LookAtTwo {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references([("401", "Unauthorized"), ("404", "NotFound")])
    }
}

/// How a list is refused that has no precondition but its caller.
pub(crate) struct OfList;

impl IntoResponses for OfList {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references([("400", "BadRequest"), ("401", "Unauthorized")])
    }
}

fn references<const N: usize>(named: [(&str, &str); N]) -> BTreeMap<String, RefOr<Response>> {
    let reference = |name| RefOr::Ref(Ref::from_response_name(name));
    named.into_iter().map(|(status, name)| (status.to_owned(), reference(name))).collect()
}
