//! Log lines on their way to standard error: written together, since to write each by itself was a
//! twentieth of answering a request.
//!
//! A line waits [`PAUSE`] at most. Warnings and errors do not wait, and take with them what does; nor
//! does what is printed on a terminal. What a process says in the last moment before it is killed may be
//! lost; what it says before it ends by itself is not.

use std::io::{self, IsTerminal as _, Write};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// How long a line waits for others.
const PAUSE: Duration = Duration::from_millis(50);
/// Bytes that are written without waiting for more. It bounds the memory, too: where nobody reads, whoever
/// has something to say waits.
const ENOUGH: usize = 64 * 1024;

/// Where lines are left. The last one who leaves it writes the rest.
#[derive(Clone)]
pub(super) struct Lines {
    waiting: Arc<Waiting>,
    at_once: bool,
}

#[derive(Default)]
struct Waiting {
    lines: Mutex<Vec<u8>>,
    some: Condvar,
    /// Held while writing, so that lines stay in their order.
    writing: Mutex<()>,
}

/// Takes one line.
pub(super) struct Line<'a> {
    waiting: &'a Waiting,
    at_once: bool,
}

/// Writes what waits when it goes.
pub(super) struct Rest(Arc<Waiting>);

impl Lines {
    /// Starts the thread that writes.
    pub(super) fn start() -> io::Result<(Self, Rest)> {
        let waiting = Arc::<Waiting>::default();
        let theirs = Arc::clone(&waiting);
        thread::Builder::new().name("log".to_owned()).spawn(move || {
            loop {
                theirs.wait();
                thread::sleep(PAUSE); // not for something to happen, but for more to come
                theirs.write();
            }
        })?;
        let lines = Self { waiting: Arc::clone(&waiting), at_once: io::stderr().is_terminal() };
        Ok((lines, Rest(waiting)))
    }
}

impl Waiting {
    fn lines(&self) -> MutexGuard<'_, Vec<u8>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until there is a line.
    fn wait(&self) {
        let lines = self.lines();
        drop(self.some.wait_while(lines, |lines| lines.is_empty()));
    }

    fn write(&self) {
        let _in_order = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = mem::take(&mut *self.lines());
        // Nobody could be told that nobody listens.
        let _ = io::stderr().write_all(&lines);
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { waiting: &self.waiting, at_once: self.at_once }
    }

    fn make_writer_for(&'a self, line: &Metadata<'_>) -> Line<'a> {
        let at_once = self.at_once || *line.level() <= Level::WARN;
        Line { waiting: &self.waiting, at_once }
    }
}

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut lines = self.waiting.lines();
        let first = lines.is_empty();
        lines.extend_from_slice(line);
        let enough = lines.len() >= ENOUGH;
        drop(lines);
        if self.at_once || enough {
            self.waiting.write();
        } else if first {
            self.waiting.some.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        self.0.write();
    }
}
