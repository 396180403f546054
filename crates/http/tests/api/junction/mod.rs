//! Junction's API.

mod bulk;
mod catalog;
mod connections;
mod demo_and_manual;
mod faults;
mod hostile;
mod keys;
mod logos;
mod paths;
mod secrets;
mod statuses;
mod undo;
mod users;

use serde_json::{Value, json};

use crate::support::Kith;

/// Nobody's id.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

impl Kith {
    /// Makes a user with that reference; their id.
    async fn client(&self, client_user_id: &str) -> String {
        let body = json!({"client_user_id": client_user_id});
        let made = self.post("/v2/user").keyed().json(&body).send().await.plain_json(200);
        made["user_id"].as_str().unwrap().to_owned()
    }

    /// Connects a user with a provider as that account, with those scopes.
    async fn joined(&self, user: &str, provider: &str, account: &Value, scopes: &Value) {
        let body = json!({"external_user_id": account, "granted_scopes": scopes});
        let path = format!("/kith/v1/users/{user}/providers/{provider}");
        self.put(&path).keyed().json(&body).send().await.plain_json(200);
    }

    /// A user's connections.
    async fn providers_of(&self, user: &str) -> Vec<Value> {
        let path = format!("/v2/user/providers/{user}");
        let answer = self.get(&path).keyed().send().await.plain_json(200);
        assert_eq!(answer.as_object().unwrap().len(), 1);
        answer["providers"].as_array().unwrap().clone()
    }
}
