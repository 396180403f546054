//! What came back.

use actix_web::body::{MessageBody, to_bytes};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::web::Bytes;
use serde_json::Value;

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the connection is closed after it.
    pub(crate) closes: bool,
}

impl Reply {
    pub(crate) async fn read(answer: ServiceResponse<impl MessageBody>) -> Self {
        let status = answer.status();
        let headers = answer.headers().clone();
        let closes = answer.response().head().connection_type() == ConnectionType::Close;
        let body = to_bytes(answer.into_body()).await.ok().expect("a body");
        Self { status, headers, body, closes }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body, after the status was found to be that.
    #[track_caller]
    pub(crate) fn json(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status.as_u16(), status, "{text}");
        assert_eq!(self.header("content-type"), Some("application/json; charset=utf-8"), "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// An answer without a body, after the status was found to be that.
    #[track_caller]
    pub(crate) fn empty(&self, status: u16) {
        assert_eq!(self.status.as_u16(), status, "{:?}", self.body);
        assert!(self.body.is_empty(), "{:?}", self.body);
    }

    /// The body of an answer of Junction's API, or of Kith's own.
    #[track_caller]
    pub(crate) fn plain_json(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status.as_u16(), status, "{text}");
        assert_eq!(self.header("content-type"), Some("application/json"), "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// What is the matter, in the envelope of Junction's API.
    #[track_caller]
    pub(crate) fn detail(&self, status: u16) -> Value {
        let json = self.plain_json(status);
        assert_eq!(json.as_object().unwrap().len(), 1, "{json}");
        json["detail"].clone()
    }

    /// Every item of a 422, as `type place`, such as `missing body.client_user_id`.
    #[track_caller]
    pub(crate) fn items(&self) -> Vec<String> {
        let detail = self.detail(422);
        let items = detail.as_array().unwrap().iter().map(|item| {
            let members = item.as_object().unwrap();
            assert!(["type", "loc", "msg", "input"].iter().all(|name| members.contains_key(*name)));
            assert!(members.keys().all(|name| "type loc msg input ctx".contains(name)), "{item}");
            assert!(!item["msg"].as_str().unwrap().is_empty());
            let place = item["loc"].as_array().unwrap().iter();
            let place = place.map(|step| step.as_str().map_or(step.to_string(), str::to_owned));
            let place: Vec<_> = place.collect();
            assert!(["path", "query", "body"].contains(&place[0].as_str()));
            format!("{} {}", item["type"].as_str().unwrap(), place.join("."))
        });
        let items: Vec<_> = items.collect();
        assert!(!items.is_empty());
        items
    }

    /// The code of a problem of Kith's own API; the details of one that has more.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> String {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status.as_u16(), status, "{text}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{text}");
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["title"], self.status.canonical_reason().unwrap());
        assert_eq!(problem["status"], status);
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        let mut code = problem["code"].as_str().unwrap().to_owned();
        for error in problem.get("errors").and_then(Value::as_array).into_iter().flatten() {
            assert!(!error["detail"].as_str().unwrap().is_empty());
            let (pointer, kind) = (&error["pointer"], &error["code"]);
            code = format!("{code} {}:{}", pointer.as_str().unwrap(), kind.as_str().unwrap());
        }
        code
    }

    /// Whether the body is the envelope; every code in it, as `code` or `field:code`.
    #[track_caller]
    pub(crate) fn codes(&self, status: u16) -> Vec<String> {
        let json = self.json(status);
        let envelope = json.as_object().unwrap();
        assert_eq!(envelope.len(), 1, "{json}");
        let mut codes = Vec::new();
        for item in envelope["errors"].as_array().unwrap() {
            if let Some(field) = item.get("field") {
                for message in item["messages"].as_array().unwrap() {
                    let code = message["code"].as_str().unwrap();
                    assert!(!message["message"].as_str().unwrap().is_empty());
                    codes.push(format!("{}:{code}", field.as_str().unwrap()));
                }
            } else {
                assert!(!item["message"].as_str().unwrap().is_empty());
                codes.push(item["code"].as_str().unwrap().to_owned());
            }
        }
        assert!(!codes.is_empty());
        codes
    }
}
