//! Whether a connection has a request under way.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use actix_web::HttpRequest;
use actix_web::dev::ServiceRequest;

/// What happens on one connection. Whoever accepts it puts this into the connection's data; who holds a
/// clone of it sees the same.
#[derive(Clone, Debug)]
pub struct Activity(Rc<State>);

#[derive(Debug)]
struct State {
    is_of_one_request: bool,
    under_way: Cell<usize>,
    idle_since: Cell<Instant>,
}

impl Activity {
    /// That of a connection that begins now.
    #[expect(clippy::new_without_default, reason = "no two connections begin at the same time")]
    #[must_use]
    pub fn new() -> Self {
        Self::of(false)
    }

    /// That of a connection which nobody watches over: it is closed after its first answer.
    #[must_use]
    pub fn of_one_request() -> Self {
        Self::of(true)
    }

    fn of(is_of_one_request: bool) -> Self {
        let (under_way, idle_since) = (Cell::new(0), Cell::new(Instant::now()));
        Self(Rc::new(State { is_of_one_request, under_way, idle_since }))
    }

    /// Since when no request is under way, none that is read as far as its head; `None` while one is.
    #[must_use]
    pub fn idle_since(&self) -> Option<Instant> {
        (self.0.under_way.get() == 0).then(|| self.0.idle_since.get())
    }

    /// A request's connection has it under way until this is dropped.
    pub(crate) fn begin(request: &ServiceRequest) -> Option<UnderWay> {
        let activity = request.request().conn_data::<Self>()?.clone();
        activity.0.under_way.update(|number| number + 1);
        Some(UnderWay(activity))
    }

    /// Whether a request's connection is to be closed after its answer.
    pub(crate) fn ends_with(request: &HttpRequest) -> bool {
        request.conn_data::<Self>().is_some_and(|activity| activity.0.is_of_one_request)
    }
}

/// One request more.
pub(crate) struct UnderWay(Activity);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let State { under_way, idle_since, .. } = &*self.0.0;
        under_way.update(|number| number - 1);
        idle_since.set(Instant::now());
    }
}
