//! One request to this API, read step by step.
//!
//! Handlers ask for the caller, make the permit, and only then read the body, so the order of checks
//! (contract, section 2.2) is the order of their lines.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use kith_domain::community::Mode;
use kith_domain::visibility::{Member, Viewer};

use super::body::{Fields, form};
use super::caller;
use super::error::Error;
use crate::call;
use crate::incoming::BodyFault;

const BAD_QUERY: &str = "The query is not valid UTF-8.";

/// One request.
pub(crate) type Call = call::Call<Error>;

impl Call {
    /// What stands before the path in absolute links, without a slash at the end.
    pub(crate) fn base_url(&self) -> &str {
        self.incoming.base_url()
    }

    /// Who asks; anonymous is fine, a bad credential is not.
    pub(crate) async fn viewer(&self) -> Result<Viewer, Error> {
        caller::viewer(self.request().headers(), self.services()).await
    }

    /// Who asks, and it must be somebody.
    pub(crate) async fn member(&self) -> Result<Member, Error> {
        match self.viewer().await? {
            Viewer::Member(member) => Ok(member),
            Viewer::Anonymous => Err(Error::NotAuthenticated),
        }
    }

    /// Who asks, if the community shows ties to them (contract, section 9, `content_availability`).
    pub(crate) async fn viewer_of_ties(&self) -> Result<Viewer, Error> {
        let viewer = self.viewer().await?;
        if !self.services().community.shows_ties_to(&viewer) {
            return Err(Error::NotAuthenticated);
        }
        Ok(viewer)
    }

    /// How the community ties people to each other.
    pub(crate) fn mode(&self) -> Mode {
        self.services().community.mode
    }

    /// Goes on only in a community of this mode.
    pub(crate) fn expect_mode(&self, needed: Mode) -> Result<(), Error> {
        if self.mode() == needed { Ok(()) } else { Err(Error::WrongMode { needed }) }
    }

    /// The fields of the body; none when it is empty, whatever the content type says.
    pub(crate) async fn body(&mut self) -> Result<Fields, Error> {
        let body = self.bytes().await?;
        self.fields(&body)
    }

    /// The fields of a body that is JSON whatever its label says (contract, section 5.4).
    pub(crate) async fn json_body(&mut self) -> Result<Fields, Error> {
        let body = self.bytes().await?;
        if body.is_empty() { Ok(Fields::none()) } else { json_fields(&body) }
    }

    /// The fields of the body, or of the query when the body is empty: some proxies drop the bodies
    /// of DELETE requests (contract, section 4.4).
    pub(crate) async fn body_or_query(&mut self) -> Result<Fields, Error> {
        let body = self.bytes().await?;
        if body.is_empty() { self.query() } else { self.fields(&body) }
    }

    /// The fields of the query, without those that a script has left undefined: the SDK writes that word
    /// for what its caller left out (contract, section 15.2).
    pub(crate) fn query(&self) -> Result<Fields, Error> {
        let query = self.request().query_string();
        let mut fields = form::pairs(query.as_bytes()).ok_or(Error::Parse(BAD_QUERY))?;
        fields.forget("undefined");
        Ok(fields)
    }

    async fn bytes(&mut self) -> Result<Bytes, Error> {
        if self.media_type().starts_with("multipart/") {
            return Err(Error::UnsupportedMediaType);
        }
        self.incoming.body().await.map_err(|fault| match fault {
            BodyFault::TooLarge => Error::TooLarge,
            BodyFault::TooSlow => Error::Parse("The body did not arrive in time."),
            BodyFault::TooShort => Error::Parse("The body ended too early."),
            BodyFault::Unreadable => Error::Parse("The body cannot be read."),
        })
    }

    /// Reads forms as forms and everything else as JSON: clients label bodies carelessly (contract,
    /// section 15).
    fn fields(&self, body: &[u8]) -> Result<Fields, Error> {
        if body.is_empty() {
            Ok(Fields::none())
        } else if self.media_type() == "application/x-www-form-urlencoded" {
            form::pairs(body).ok_or(Error::Parse("The form is not valid UTF-8."))
        } else {
            json_fields(body)
        }
    }

    fn media_type(&self) -> String {
        let header = self.request().headers().get(CONTENT_TYPE);
        let value = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

fn json_fields(body: &[u8]) -> Result<Fields, Error> {
    Fields::json(body)
        .ok_or(Error::Parse("The body must be one JSON object without repeated keys."))
}
