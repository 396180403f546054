//! The wire APIs that are served side by side, and what each says where none of its handlers is asked.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;

use crate::failure::Failure;
use crate::limits::TooOften;
use crate::{junction, kith, selfcommunity};

/// One of the APIs; each has an envelope of its own for refusals and failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    /// Below `/api`, and whatever belongs to no other.
    SelfCommunity,
    /// Below `/v2`.
    Junction,
    /// Below `/kith`.
    Kith,
}

/// What is refused, or fails, around the handlers.
pub(crate) enum Outside {
    /// 404: nothing is served there.
    NoSuchRoute,
    /// 405: not with this method; these are the ones.
    MethodNotAllowed(HeaderValue),
    /// 429: too often.
    TooOften(TooOften),
    /// A status that the framework chose.
    Foreign(StatusCode),
    /// 500 or 503.
    Failure(Failure),
}

impl Api {
    /// The API to which a path belongs, whether or not anything is there.
    pub(crate) fn of(path: &str) -> Self {
        match path.split('/').nth(1) {
            Some("v2") => Self::Junction,
            Some("kith") => Self::Kith,
            Some(_) | None => Self::SelfCommunity,
        }
    }

    /// Its name where answers are counted.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::SelfCommunity => "selfcommunity",
            Self::Junction => "junction",
            Self::Kith => "kith",
        }
    }

    /// The refusal in this API's envelope.
    pub(crate) fn refuse(self, outside: Outside) -> actix_web::Error {
        match self {
            Self::SelfCommunity => selfcommunity::error::Error::from(outside).into(),
            Self::Junction => junction::error::Error::from(outside).into(),
            Self::Kith => kith::problem::Problem::from(outside).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_an_api_by_its_first_segment() {
        for (path, api) in [
            ("/v2", Api::Junction),
            ("/v2/", Api::Junction),
            ("/v2/user/x", Api::Junction),
            ("/kith", Api::Kith),
            ("/kith/v1/x", Api::Kith),
            ("/api/v2/user", Api::SelfCommunity),
            ("/v20/user", Api::SelfCommunity),
            ("/kithv1", Api::SelfCommunity),
            ("//v2/user", Api::SelfCommunity),
            ("/V2/user", Api::SelfCommunity),
            ("/", Api::SelfCommunity),
            ("", Api::SelfCommunity),
        ] {
            assert_eq!(Api::of(path), api, "{path}");
        }
    }
}
