//! Two users with one account at a provider, where storage was opened to refuse that.

use kith_domain::client_user::Forgotten;
use kith_domain::provider_connection::{Acted, Action, Refusal};
use kith_domain::user::{Deletion, Moderation};
use kith_domain::{StoreError, UserId};
use uuid::Uuid;

use super::states::{PROVIDER, arrange, states};
use crate::clients::client;
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::contract::sources::at;
use crate::providers::{connect, grant, perform, report, sealed, slug, unknown_grant};

pub async fn an_account_is_refused_to_a_second_user_however_the_first_stands(ports: &Ports) {
    let second = client("second").create(&*ports.client_users).await;
    for (number, state) in states().into_iter().enumerate() {
        let user = client(&number.to_string()).create(&*ports.client_users).await;
        let connection = arrange(ports, user.uuid, state.as_ref(), None).await;
        let before = ports.everything().await;
        let wanted = grant("before", &["other"]);
        for action in [Action::Link(wanted.clone()), Action::Connect(wanted)] {
            if connection.is_some() {
                let acted = act(ports, second.uuid, PROVIDER, &action).await;
                assert_eq!(acted, Acted::Duplicate, "{action:?} beside {state:?}");
                assert_eq!(ports.everything().await, before, "{action:?} beside {state:?}");
            } else {
                let done = perform(&*ports.provider_connections, second.uuid, PROVIDER, &action);
                assert!(done.await.is_some(), "{action:?}");
                let end = Action::Deregister;
                perform(&*ports.provider_connections, second.uuid, PROVIDER, &end).await;
            }
        }
        ports.delete(user.id, Deletion::Hard).await;
    }
}

pub async fn a_connection_does_not_change_to_anothers_account(ports: &Ports) {
    let [first, second] = two(ports).await;
    let connections = &*ports.provider_connections;
    let kept = sealed("k1", b"tokens");
    connect(connections, first, PROVIDER, grant("1", &[]), Some(&kept)).await;
    connect(connections, second, PROVIDER, grant("2", &["daily"]), Some(&kept)).await;
    for broken in [None, Some(report("It broke.")), Some(Action::Pause)] {
        if let Some(broken) = broken {
            perform(connections, second, PROVIDER, &broken).await;
        }
        let before = ports.everything().await;
        let wanted = grant("1", &[]);
        for action in [Action::Reconnect(wanted.clone()), Action::Connect(wanted.clone())] {
            let acted = act(ports, second, PROVIDER, &action).await;
            assert_eq!(acted, Acted::Duplicate, "{action:?}");
            assert_eq!(ports.everything().await, before, "credentials and all");
        }
    }
    // The rules come first.
    connect(connections, second, PROVIDER, grant("2", &[]), None).await;
    let acted = act(ports, second, PROVIDER, &Action::Link(grant("1", &[]))).await;
    assert_eq!(acted, Acted::Refused(Refusal::AlreadyConnected));
    // One's own account is no obstacle.
    connect(connections, first, PROVIDER, grant("1", &["daily"]), None).await;
}

pub async fn only_the_same_id_at_the_same_provider_is_the_same_account(ports: &Ports) {
    let [first, second] = two(ports).await;
    let connections = &*ports.provider_connections;
    connect(connections, first, PROVIDER, grant("FB1", &[]), None).await;
    for (provider, id) in [("garmin", "FB1"), (PROVIDER, "fb1"), (PROVIDER, "FB1 ")] {
        connect(connections, second, provider, grant(id, &[]), None).await;
    }
    assert_eq!(
        act(ports, second, PROVIDER, &Action::Connect(grant("FB1", &[]))).await,
        Acted::Duplicate
    );
}

pub async fn ids_that_nobody_knows_are_never_the_same(ports: &Ports) {
    let [first, second] = two(ports).await;
    let connections = &*ports.provider_connections;
    for user in [first, second] {
        connect(connections, user, PROVIDER, unknown_grant(), None).await;
        perform(connections, user, PROVIDER, &Action::Pause).await;
        perform(connections, user, PROVIDER, &Action::Recover).await;
    }
}

pub async fn an_account_is_free_when_its_connection_ends(ports: &Ports) {
    let [first, second] = two(ports).await;
    let connections = &*ports.provider_connections;
    let id = ports.client(first).await.expect("is live").id;
    for ending in 0..6 {
        connect(connections, first, PROVIDER, grant("1", &[]), None).await;
        match ending {
            0 => drop(perform(connections, first, PROVIDER, &Action::Deregister).await),
            1 => drop(connect(connections, first, PROVIDER, grant("2", &[]), None).await),
            2 => ports.forget(first, at(0)).await,
            3 => ports.delete(id, Deletion::Soft).await,
            4 => ports.moderate(id, Moderation::Delete(Deletion::Soft)).await,
            _ => ports.delete(id, Deletion::Hard).await,
        }
        connect(connections, second, PROVIDER, grant("1", &[]), None).await;
        perform(connections, second, PROVIDER, &Action::Deregister).await;
        match ending {
            2 => drop(ports.undo(&Forgotten::Uuid(first), at(1)).await),
            3 | 4 => ports.moderate(id, Moderation::Approve).await,
            _ => {}
        }
    }
}

pub async fn whoever_comes_back_takes_no_account_with_them(ports: &Ports) {
    let [first, second] = two(ports).await;
    let connections = &*ports.provider_connections;
    connect(connections, first, PROVIDER, grant("1", &[]), None).await;
    ports.forget(first, at(0)).await;
    connect(connections, second, PROVIDER, grant("1", &[]), None).await;
    ports.undo(&Forgotten::Uuid(first), at(1)).await;
    assert_eq!(ports.providers(first).await, Some(vec![]));
    let acted = act(ports, first, PROVIDER, &Action::Connect(grant("1", &[]))).await;
    assert_eq!(acted, Acted::Duplicate);
}

pub async fn of_many_who_want_one_account_one_gets_it(arena: &Arena) {
    let mut users: Vec<(UserId, Uuid)> = Vec::new();
    for number in 0..CONTENDERS {
        let user = client(&number.to_string()).create(&*arena.client_users).await;
        users.push((user.id, user.uuid));
    }
    for round in 0..ROUNDS {
        let account = format!("account {round}");
        let attempts = users.iter().map(|(_, user)| wish(arena, *user, &account)).collect();
        let outcomes = arena.at_once(attempts).await;
        let won = count(&outcomes, |outcome| matches!(outcome, Ok(Acted::Done(Some(_)))));
        let lost = count(&outcomes, |outcome| matches!(outcome, Ok(Acted::Duplicate)));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
        for ((_, user), outcome) in users.iter().zip(outcomes) {
            let has = arena.providers(*user).await.expect("is live").into_iter().any(|one| {
                one.connection.grant.external_user_id.is_some_and(|id| id.as_str() == account)
            });
            assert_eq!(has, outcome.is_ok_and(|acted| acted != Acted::Duplicate), "{round}");
        }
    }
    let ids: Vec<UserId> = users.iter().map(|(id, _)| *id).collect();
    arena.expect_legal(&ids).await;
}

async fn two(ports: &Ports) -> [Uuid; 2] {
    let first = client("1").create(&*ports.client_users).await;
    let second = client("2").create(&*ports.client_users).await;
    [first.uuid, second.uuid]
}

/// Tries with credentials, so that it shows if a refusal leaves any.
async fn act(ports: &Ports, user: Uuid, provider: &str, action: &Action) -> Acted {
    let credentials = sealed("k2", b"others");
    ports.act_with(user, provider, action, Some(&credentials), at(60)).await
}

fn wish(ports: &Ports, user: Uuid, account: &str) -> Attempt<Result<Acted, StoreError>> {
    let connections = ports.provider_connections.clone();
    let action = Action::Connect(grant(account, &[]));
    Box::pin(
        async move { connections.act(user.into(), &slug(PROVIDER), &action, None, at(0)).await },
    )
}
