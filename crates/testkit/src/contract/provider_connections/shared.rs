//! Two users with one account at a provider, where nobody minds.

use crate::clients::client;
use crate::contract::Ports;
use crate::providers::{connect, grant};

pub async fn users_may_share_an_account_unless_storage_was_opened_otherwise(ports: &Ports) {
    let mut users = Vec::new();
    for reference in ["1", "2", "3"] {
        let user = client(reference).create(&*ports.client_users).await;
        connect(&*ports.provider_connections, user.uuid, "fitbit", grant("FB1", &[]), None).await;
        users.push(user.id);
    }
    for user in &users {
        let found = ports.providers(*user).await.expect("is live");
        assert_eq!(found[0].connection.grant, grant("FB1", &[]));
    }
    ports.expect_legal(&users).await;
}
