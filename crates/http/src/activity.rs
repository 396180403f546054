//! Whether a connection has a request under way.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use actix_web::dev::ServiceRequest;

/// What happens on one connection. Whoever accepts it puts this into the connection's data; who holds a
/// clone of it sees the same.
#[derive(Clone, Debug)]
pub struct Activity(Rc<State>);

#[derive(Debug)]
struct State {
    under_way: Cell<usize>,
    idle_since: Cell<Instant>,
}

impl Activity {
    /// That of a connection that begins now.
    #[expect(clippy::new_without_default, reason = "no two connections begin at the same time")]
    #[must_use]
    pub fn new() -> Self {
        Self(Rc::new(State { under_way: Cell::new(0), idle_since: Cell::new(Instant::now()) }))
    }

    /// Since when no request is under way: none is being answered, and no answer is being sent, but for what
    /// little the framework has taken of it. `None` while one is.
    #[must_use]
    pub fn idle_since(&self) -> Option<Instant> {
        (self.0.under_way.get() == 0).then(|| self.0.idle_since.get())
    }

    /// The request is under way on its connection until this is dropped, if somebody watches over that.
    pub(crate) fn begin(request: &ServiceRequest) -> Option<UnderWay> {
        let activity = request.request().conn_data::<Self>()?.clone();
        activity.0.under_way.update(|number| number + 1);
        Some(UnderWay(activity))
    }
}

/// One request more.
pub(crate) struct UnderWay(Activity);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let State { under_way, idle_since } = &*self.0.0;
        under_way.update(|number| number - 1);
        idle_since.set(Instant::now());
    }
}
