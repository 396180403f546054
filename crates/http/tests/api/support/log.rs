//! The log of one test. One subscriber serves the process, since what is enabled is remembered for
//! all threads; what it writes is kept for each thread, and every test has its own.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use serde_json::Value;

thread_local! {
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

static INSTALLED: Once = Once::new();

struct ThisThread;

impl Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| {
            if let Some(lines) = lines {
                lines.extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Installs the subscriber, once, before anything can be logged.
pub(crate) fn install() {
    INSTALLED.call_once(|| {
        tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(|| ThisThread)
            .init();
    });
}

/// Keeps what is logged from here on.
pub(crate) fn listen() {
    LINES.set(Some(Vec::new()));
}

/// Everything that was logged since.
pub(crate) fn text() -> String {
    LINES.with_borrow(|lines| String::from_utf8(lines.clone().unwrap()).unwrap())
}

/// The lines that Kith wrote.
pub(crate) fn ours() -> Vec<Value> {
    let all = text();
    let all = all.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    all.filter(|line| line["target"].as_str().unwrap().starts_with("kith_http")).collect()
}
