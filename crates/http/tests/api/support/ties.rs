//! What people do to each other, in one line.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_testkit::people;
use serde_json::Value;

use super::{Kith, Reply};

impl Kith {
    /// Lets somebody else live here.
    pub(crate) async fn person(&self, name: &str) -> UserId {
        people::named(name).register(&self.store).await.id
    }

    /// One acts on another: `connection/request`, `hide`, `follow`.
    pub(crate) async fn act(&self, actor: UserId, action: &str, other: UserId) -> Reply {
        self.post(&format!("/api/v2/user/{other}/{action}/")).by(actor).send().await
    }

    /// One acts on another, and that works. A second goes by.
    #[track_caller]
    pub(crate) fn does(
        &self,
        actor: UserId,
        action: &str,
        other: UserId,
    ) -> impl Future<Output = ()> {
        let at = std::panic::Location::caller();
        async move {
            let reply = self.act(actor, action, other).await;
            assert!(reply.status.is_success(), "{action}: {:?} at {at}", reply.body);
            self.clock.advance(TimeDelta::seconds(1));
        }
    }

    /// Connects two.
    pub(crate) async fn connect(&self, one: UserId, other: UserId) {
        self.does(one, "connection/request", other).await;
        self.does(other, "connection/accept", one).await;
    }

    /// Blocks somebody, as the moderator.
    pub(crate) async fn block(&self, user: UserId) {
        let path = format!("/api/v2/moderation/user/{user}/");
        let body = serde_json::json!({"status": "b"});
        self.patch(&path).by(self.mo).json(&body).send().await.empty(204);
    }

    /// What one sees under a path about another: `connection_status`, `is_hidden`, or nothing for the
    /// user.
    pub(crate) async fn sees(&self, viewer: UserId, other: UserId, what: &str) -> Value {
        let path = format!("/api/v2/user/{other}/{what}");
        let seen = self.get(&path).by(viewer).send().await.json(200);
        if what.is_empty() { seen } else { seen[what.trim_end_matches('/')].clone() }
    }
}
