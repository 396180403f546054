//! What becomes of credentials.

use kith_domain::provider_connection::{
    Acted, Action, Sealed, SealedConnection, SealedPlace, SealedRequest, decide,
};

use super::states::{PROVIDER, actions, arrange, states};
use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::providers::{connect, grant, perform, sealed, slug, unknown_grant};

pub async fn consent_replaces_credentials_and_nothing_else_touches_them(ports: &Ports) {
    let (old, new) = (sealed("old", b"before"), sealed("new", b"after"));
    for (row, state) in states().into_iter().enumerate() {
        for (column, action) in actions().into_iter().enumerate() {
            for (number, (had, given)) in
                [(None, None), (None, Some(&new)), (Some(&old), None), (Some(&old), Some(&new))]
                    .into_iter()
                    .enumerate()
            {
                let name = format!("{row} {column} {number}");
                let user = client(&name).create(&*ports.client_users).await;
                let before = arrange(ports, user.uuid, state.as_ref(), had).await;
                let had = before.as_ref().and(had);
                let acted = ports.act_with(user.uuid, PROVIDER, &action, given, at(60)).await;
                let expected = match decide(before.as_ref(), action.clone(), at(60)) {
                    Ok(None) => None,
                    Ok(Some(_)) if action.grant().is_some() => given,
                    Ok(Some(_)) | Err(_) => had,
                };
                let theirs = SealedRequest {
                    users: Some(vec![user.uuid]),
                    limit: 9,
                    ..SealedRequest::default()
                };
                let found = ports.sealed(&theirs).await;
                let found: Vec<&Sealed> = found.iter().map(|one| &one.sealed).collect();
                let case = format!("{action:?} on {before:?}: {acted:?}");
                assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{case}");
            }
        }
    }
}

pub async fn credentials_come_back_with_no_later_connection(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let connections = &*ports.provider_connections;
    let credentials = sealed("k1", b"tokens");
    connect(connections, user.uuid, PROVIDER, grant("1", &[]), Some(&credentials)).await;
    perform(connections, user.uuid, PROVIDER, &Action::Deregister).await;
    assert_eq!(ports.all_sealed().await, vec![]);
    connect(connections, user.uuid, PROVIDER, grant("1", &[]), None).await;
    assert_eq!(ports.all_sealed().await, vec![]);
}

pub async fn every_byte_of_credentials_is_kept(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let every: Vec<u8> = (0..=u8::MAX).collect();
    for bytes in [vec![0], every.clone(), every.repeat(64)] {
        let credentials = sealed("2026-11.a_B", &bytes);
        let granted = grant("FB1", &["weight", "activity"]);
        let connections = &*ports.provider_connections;
        connect(connections, user.uuid, PROVIDER, granted.clone(), Some(&credentials)).await;
        let expected = SealedConnection {
            place: SealedPlace { user_id: user.id, provider: slug(PROVIDER) },
            user: user.uuid,
            external_user_id: granted.external_user_id,
            granted_scopes: granted.granted_scopes,
            sealed: credentials,
        };
        assert_eq!(ports.all_sealed().await, [expected]);
    }
}

pub async fn what_a_refusal_brought_is_not_kept(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let (old, new) = (sealed("old", b"before"), sealed("new", b"after"));
    connect(&*ports.provider_connections, user.uuid, PROVIDER, grant("1", &[]), Some(&old)).await;
    let before = ports.everything().await;
    let link = Action::Link(unknown_grant());
    let acted = ports.act_with(user.uuid, PROVIDER, &link, Some(&new), at(60)).await;
    assert!(matches!(acted, Acted::Refused(_)));
    assert_eq!(ports.everything().await, before);
}
