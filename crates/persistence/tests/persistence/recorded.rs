//! The statements that connections execute, as they themselves tell it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

use crate::database::Place;

/// What a connection did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Noted {
    /// It executed this statement, with these parameters.
    Executed(String),
    /// It keeps this statement prepared.
    Kept(String),
}

impl Noted {
    pub(crate) fn executed(self) -> Option<String> {
        match self {
            Self::Executed(text) => Some(text),
            Self::Kept(_) => None,
        }
    }
}

/// What connections do while somebody wants to know.
pub(crate) struct Recording {
    thread: ThreadId,
}

struct Wanted {
    thread: ThreadId,
    /// SQLite's threads are known by their file.
    folder: Option<String>,
    noted: Vec<Noted>,
}

static WANTED: Mutex<Vec<Wanted>> = Mutex::new(Vec::new());

fn wanted() -> MutexGuard<'static, Vec<Wanted>> {
    WANTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has connections tell what they do that are opened from now on.
pub(crate) fn record() {
    set_default_instrumentation(|| Some(Box::new(Recorder::default()))).unwrap();
}

impl Recording {
    /// Of what is done in this thread.
    pub(crate) fn here() -> Self {
        Self::begin(None)
    }

    /// Of what is done in this thread, or by threads that have the place's file open.
    pub(crate) fn of(place: &Place) -> Self {
        Self::begin(match place {
            Place::Sqlite(folder) => Some(folder.path().to_str().unwrap().to_owned()),
            Place::Postgres(_) => None,
        })
    }

    fn begin(folder: Option<String>) -> Self {
        let thread = thread::current().id();
        wanted().push(Wanted { thread, folder, noted: Vec::new() });
        Self { thread }
    }

    /// What was done since it was last asked for.
    pub(crate) fn take(&self) -> Vec<Noted> {
        let mut all = wanted();
        let mine = all.iter_mut().find(|wanted| wanted.thread == self.thread).unwrap();
        std::mem::take(&mut mine.noted)
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        wanted().retain(|wanted| wanted.thread != self.thread);
    }
}

/// Notes among the statements of this thread what somebody else does in it.
pub(crate) fn note(text: &str) {
    tell(None, &Noted::Executed(text.to_owned()));
}

fn tell(url: Option<&str>, noted: &Noted) {
    let here = thread::current().id();
    for wanted in wanted().iter_mut() {
        let of_file = wanted.folder.as_deref().zip(url).is_some_and(|(of, url)| url.contains(of));
        if wanted.thread == here || of_file {
            wanted.noted.push(noted.clone());
        }
    }
}

/// What a connection tells.
#[derive(Default)]
struct Recorder {
    url: Option<String>,
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let noted = match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                self.url = Some(url.to_owned());
                return;
            }
            InstrumentationEvent::StartQuery { query, .. } => Noted::Executed(query.to_string()),
            InstrumentationEvent::CacheQuery { sql, .. } => Noted::Kept(sql.to_owned()),
            _ => return,
        };
        tell(self.url.as_deref(), &noted);
    }
}
