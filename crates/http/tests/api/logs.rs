//! What is logged of a request, and what is not.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::Kith;
use crate::support::doubles::{Trouble, Troubled};

/// Log lines in memory.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    /// Takes every line, as JSON, from here on; for this thread.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let lines = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(lines.clone())
            .finish();
        (lines, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines that Kith wrote.
    fn ours(&self) -> Vec<Value> {
        let all = self.text();
        let all = all.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        all.filter(|line| line["target"].as_str().unwrap().starts_with("kith_http")).collect()
    }
}

#[actix_web::test]
async fn a_request_leaves_one_line_with_its_id_and_nothing_that_was_sent() {
    let kith = Kith::start().await;
    let token = kith.token(kith.ada);
    let (lines, _listening) = Lines::listen();
    let ask = kith.post("/api/v2/user/1/provider/?canary-query=1").bearer(&token);
    let body = serde_json::json!({"provider": "x", "ext_id": "canary-body"});
    ask.header("x-canary", "canary-header").json(&body).send().await.json(201);
    let ours = lines.ours();
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert_eq!(ours[0]["level"], "INFO");
    let span = &ours[0]["span"];
    assert_eq!(span["request_id"], "test");
    assert_eq!(span["method"], "POST");
    assert_eq!(span["route"], "/api/v2/user/{id}/provider");
    assert_eq!(span["status"], 201);
    assert!(span["duration_us"].is_u64());
    let text = lines.text();
    for secret in ["canary", token.as_str(), crate::support::app::SECRET] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[actix_web::test]
async fn a_failure_is_logged_once_with_its_cause_under_the_id() {
    for (trouble, message) in [(Trouble::Panic, "panic: "), (Trouble::Inconsistent, "unexpected: ")]
    {
        let kith = Kith::start_with(|services| {
            services.associations = Arc::new(Troubled(trouble));
        });
        let kith = kith.await;
        let (lines, _listening) = Lines::listen();
        kith.get("/api/v2/user/1/provider/").send().await.json(500);
        let ours = lines.ours();
        assert_eq!(ours.len(), 2, "{ours:?}");
        assert_eq!(ours[0]["level"], "ERROR");
        let cause = ours[0]["fields"]["cause"].as_str().unwrap();
        assert!(cause.contains(message) && cause.ends_with("hunter2"), "{cause}");
        assert_eq!(ours[0]["span"]["request_id"], "test");
        assert_eq!(ours[1]["span"]["status"], 500);
    }
}
