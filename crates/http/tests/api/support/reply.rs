//! What came back.

use actix_web::body::{MessageBody, to_bytes};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use serde_json::Value;

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) async fn read(answer: ServiceResponse<impl MessageBody>) -> Self {
        let status = answer.status();
        let headers = answer.headers().clone();
        let body = to_bytes(answer.into_body()).await.ok().expect("a body");
        Self { status, headers, body }
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
