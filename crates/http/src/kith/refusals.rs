//! This API's refusals, as components of the API document.

use utoipa::ToResponse;

use super::problem::ProblemView;

macro_rules! refusals {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        #[derive(ToResponse)]
        $(#[$meta])*
        pub(crate) struct $name(
            #[expect(dead_code, reason = "describes the body; it is written by the problem itself")]
            ProblemView<'static>,
        );
    )+ };
}

refusals! {
    /// The body cannot be read to its end: `unreadable`
    #[response(content_type = "application/problem+json")]
    ProblemBadRequest;
    /// No credential, or a bad one: `not_authenticated`
    #[response(content_type = "application/problem+json")]
    ProblemUnauthorized;
    /// Only the team and admins may: `forbidden`
    #[response(content_type = "application/problem+json")]
    ProblemForbidden;
    /// Not there, or no longer: `no_such_user`, `no_such_provider`, `not_connected`
    #[response(content_type = "application/problem+json")]
    ProblemNotFound;
    /// The body did not arrive in time: `too_slow`
    #[response(content_type = "application/problem+json")]
    ProblemTimeout;
    /// The connection stands as it does: `already_connected`, `already_paused`, `paused`, `duplicate_connection`
    #[response(content_type = "application/problem+json")]
    ProblemConflict;
    /// The body has more bytes than the server's limit: `too_large`
    #[response(content_type = "application/problem+json")]
    ProblemTooLarge;
    /// The body is wrong: `invalid`, with everything that is in `errors`
    #[response(content_type = "application/problem+json")]
    ProblemWrong;
    /// There are too many requests, from this address or with this credential, or too many of its credentials were bad; try again after the seconds in `Retry-After`: `too_many_requests`
    #[response(
        content_type = "application/problem+json",
        headers(("Retry-After" = u32, description = "Seconds to wait")),
    )]
    ProblemTooManyRequests;
    /// Something unexpected happened; the cause is in the server's log under the request's id: `internal_error`
    #[response(content_type = "application/problem+json")]
    ProblemInternal;
    /// Storage cannot be reached, or there is more to do than can be done; try again after the seconds in `Retry-After`: `unavailable`
    #[response(
        content_type = "application/problem+json",
        headers(("Retry-After" = u32, description = "Seconds to wait")),
    )]
    ProblemUnavailable;
}
