//! This API's refusals, as components of the API document.

use utoipa::ToResponse;

use super::error::ErrorView;

macro_rules! refusals {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        #[derive(ToResponse)]
        $(#[$meta])*
        pub(crate) struct $name(
            #[expect(dead_code, reason = "describes the body; it is written by the error itself")]
            ErrorView<'static>,
        );
    )+ };
}

refusals! {
    /// The request is well formed and makes no sense here; the body or the query cannot be read to its end
    #[response(example = json!({"detail": "Nothing is to change"}))]
    JunctionBadRequest;
    /// A live user has the `client_user_id`: this one
    #[response(example = json!({"detail": {
        "error_type": "INVALID_REQUEST", "error_message": "Another user has this client_user_id.",
        "user_id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "created_on": "2026-01-23T12:34:56.123456+00:00",
    }}))]
    JunctionTaken;
    /// No key, or none that is in force
    #[response(example = json!({"detail": "invalid token"}))]
    JunctionUnauthorized;
    /// Nobody there, or no longer
    #[response(example = json!({"detail": "User not found"}))]
    JunctionNoSuchUser;
    /// Nobody there, or no longer; or not connected with that provider
    #[response(example = json!({"detail": "The user is not connected with this provider"}))]
    JunctionNotConnected;
    /// The body did not arrive in time
    #[response(example = json!({"detail": "The body did not arrive in time"}))]
    JunctionTimeout;
    /// There is such a thing already
    #[response(example = json!({"detail": "The user is already connected with this provider"}))]
    JunctionConflict;
    /// The body has more bytes than the server's limit
    #[response(example = json!({"detail": "The body is too large"}))]
    JunctionTooLarge;
    /// Path, query or body are wrong: everything that is
    #[response(example = json!({"detail": [{"type": "missing", "loc": ["body", "client_user_id"], "msg": "Field required", "input": {}}]}))]
    JunctionWrong;
    /// There are too many requests, from this address or with this key, or too many of its keys were bad; try again after the seconds in `Retry-After`
    #[response(
        headers(("Retry-After" = u32, description = "Seconds to wait")),
        example = json!({"detail": "Too Many Requests"}),
    )]
    JunctionTooManyRequests;
    /// Something unexpected happened; the cause is in the server's log under the request's id
    #[response(example = json!({"detail": "Internal Server Error"}))]
    JunctionInternal;
    /// Storage cannot be reached, or there is more to do than can be done; try again after the seconds in `Retry-After`
    #[response(
        headers(("Retry-After" = u32, description = "Seconds to wait")),
        example = json!({"detail": "Service Unavailable"}),
    )]
    JunctionUnavailable;
}
