//! What is learnt of a request on its way to the handler and back, for the log line and the numbers that
//! are written at its end.
//!
//! It travels with the future and not with the request: whoever finds something out need not have the
//! request at hand, and nothing is allocated for it. Outside of a request the notes go nowhere.

use std::cell::Cell;
use std::rc::Rc;

use kith_domain::UserId;

use crate::api::Api;
use crate::metrics::RouteMetrics;

tokio::task_local! {
    static EXCHANGE: Exchange;
}

/// What was learnt of a request.
#[derive(Default)]
pub(crate) struct Exchange {
    /// Where it was routed to.
    pub(crate) route: Cell<Option<Rc<RouteMetrics>>>,
    /// Whom its token names.
    pub(crate) user: Cell<Option<UserId>>,
    /// Why it was refused, or failed.
    pub(crate) refusal: Cell<Option<(Api, &'static str)>>,
}

/// Runs what answers a request; gives its outcome, and what was learnt meanwhile.
pub(crate) async fn around<F: Future>(answering: F) -> (F::Output, Exchange) {
    let noted = async {
        let outcome = answering.await;
        (outcome, EXCHANGE.try_with(Exchange::taken).unwrap_or_default())
    };
    EXCHANGE.scope(Exchange::default(), noted).await
}

/// Notes where the request was routed to.
pub(crate) fn routed(route: Rc<RouteMetrics>) {
    let _ = EXCHANGE.try_with(|exchange| exchange.route.set(Some(route)));
}

/// Notes who asks.
pub(crate) fn asked_by(user: UserId) {
    let _ = EXCHANGE.try_with(|exchange| exchange.user.set(Some(user)));
}

/// Notes why there is no success.
pub(crate) fn refused(api: Api, code: &'static str) {
    let _ = EXCHANGE.try_with(|exchange| exchange.refusal.set(Some((api, code))));
}

impl Exchange {
    fn taken(&self) -> Self {
        Self {
            route: Cell::new(self.route.take()),
            user: Cell::new(self.user.take()),
            refusal: Cell::new(self.refusal.take()),
        }
    }
}
