//! Several at the same moment.

use kith_domain::StoreError;
use kith_domain::provider_connection::{
    Acted, Action, ConnectionHealth, Refusal, Sealed, SealedPlace,
};
use uuid::Uuid;

use super::states::PROVIDER;
use crate::clients::{client, day};
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::contract::sources::at;
use crate::providers::{connect, grant, perform, report, sealed, slug};

/// How any of several different attempts ended.
#[derive(Debug)]
enum Outcome {
    Act(Acted),
    Reseal(bool),
    Pause(u32),
}

type Attempted = Result<Outcome, StoreError>;

pub async fn a_user_is_connected_once_however_many_try_at_once(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&format!("user {round}")).create(&*arena.client_users).await;
        let attempts = (0..CONTENDERS).map(|number| {
            let granted = grant(&number.to_string(), &[]);
            act(arena, user.uuid, Action::Connect(granted), Some(tokens(number)))
        });
        let outcomes = arena.at_once(attempts.collect()).await;
        let done = count(&outcomes, |it| matches!(it, Ok(Outcome::Act(Acted::Done(Some(_))))));
        assert_eq!(done, CONTENDERS, "round {round}: {outcomes:?}");
        let found = arena.providers(user.uuid).await.expect("is live");
        let [one] = found.as_slice() else { panic!("round {round}: {found:?}") };
        let mut all = arena.all_sealed().await;
        all.retain(|one| one.user == user.uuid);
        let [kept] = all.as_slice() else { panic!("round {round}: {all:?}") };
        // Consent and credentials are those of one and the same.
        let id = one.connection.grant.external_user_id.as_ref().expect("was given");
        let number: usize = id.as_str().parse().expect("a number");
        assert_eq!(kept.sealed, tokens(number), "round {round}");
        arena.expect_legal(&[user.id]).await;
    }
}

pub async fn a_user_is_linked_once_however_many_try_at_once(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&format!("user {round}")).create(&*arena.client_users).await;
        let attempts = (0..CONTENDERS).map(|number| {
            act(arena, user.uuid, Action::Link(grant(&number.to_string(), &[])), None)
        });
        let outcomes = arena.at_once(attempts.collect()).await;
        let refused = Acted::Refused(Refusal::AlreadyConnected);
        let won = count(&outcomes, |it| matches!(it, Ok(Outcome::Act(Acted::Done(Some(_))))));
        let lost = count(&outcomes, |it| matches!(it, Ok(Outcome::Act(it)) if *it == refused));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
        arena.expect_legal(&[user.id]).await;
    }
}

pub async fn an_error_and_the_end_agree_whichever_comes_first(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&format!("user {round}")).create(&*arena.client_users).await;
        let connections = &*arena.provider_connections;
        connect(connections, user.uuid, PROVIDER, grant("1", &[]), Some(&tokens(0))).await;
        let outcomes = arena
            .at_once(vec![
                act(arena, user.uuid, report("It broke."), None),
                act(arena, user.uuid, Action::Deregister, None),
            ])
            .await;
        let not_connected = Acted::Refused(Refusal::NotConnected);
        match outcomes.as_slice() {
            [Ok(Outcome::Act(Acted::Done(Some(_)))), Ok(Outcome::Act(Acted::Done(None)))] => {}
            [Ok(Outcome::Act(reported)), Ok(Outcome::Act(Acted::Done(None)))]
                if *reported == not_connected => {}
            _ => panic!("round {round}: {outcomes:?}"),
        }
        assert_eq!(arena.providers(user.uuid).await, Some(vec![]), "round {round}");
        assert_eq!(arena.all_sealed().await, vec![], "round {round}");
        arena.expect_legal(&[user.id]).await;
    }
}

pub async fn the_end_comes_once_however_many_want_it(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&format!("user {round}")).create(&*arena.client_users).await;
        let connections = &*arena.provider_connections;
        connect(connections, user.uuid, PROVIDER, grant("1", &[]), None).await;
        let attempts =
            (0..CONTENDERS).map(|_| act(arena, user.uuid, Action::Deregister, None)).collect();
        let outcomes = arena.at_once(attempts).await;
        let refused = Acted::Refused(Refusal::NotConnected);
        let won = count(&outcomes, |it| matches!(it, Ok(Outcome::Act(Acted::Done(None)))));
        let lost = count(&outcomes, |it| matches!(it, Ok(Outcome::Act(it)) if *it == refused));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
    }
}

pub async fn sealing_again_never_undoes_what_a_connection_brought(arena: &Arena) {
    let user = client("x").create(&*arena.client_users).await;
    let place = SealedPlace { user_id: user.id, provider: slug(PROVIDER) };
    let connections = &*arena.provider_connections;
    for round in 0..ROUNDS {
        let (old, again) = (tokens(round), sealed("new", format!("again {round}").as_bytes()));
        let fresh = sealed("new", format!("fresh {round}").as_bytes());
        connect(connections, user.uuid, PROVIDER, grant("1", &[]), Some(&old)).await;
        let outcomes = arena
            .at_once(vec![
                reseal(arena, &place, &old, &again),
                act(arena, user.uuid, Action::Connect(grant("2", &[])), Some(fresh.clone())),
            ])
            .await;
        assert!(
            matches!(
                outcomes.as_slice(),
                [Ok(Outcome::Reseal(_)), Ok(Outcome::Act(Acted::Done(Some(_))))]
            ),
            "round {round}: {outcomes:?}"
        );
        let [kept] = arena.all_sealed().await.try_into().expect("one");
        assert_eq!(kept.sealed, fresh, "round {round}: {outcomes:?}");
    }
}

pub async fn of_many_who_seal_again_one_does(arena: &Arena) {
    let user = client("x").create(&*arena.client_users).await;
    let place = SealedPlace { user_id: user.id, provider: slug(PROVIDER) };
    for round in 0..ROUNDS {
        let old = tokens(round);
        let connections = &*arena.provider_connections;
        connect(connections, user.uuid, PROVIDER, grant("1", &[]), Some(&old)).await;
        let again = |number: usize| sealed("new", format!("{round} {number}").as_bytes());
        let attempts = (0..CONTENDERS).map(|number| reseal(arena, &place, &old, &again(number)));
        let outcomes = arena.at_once(attempts.collect()).await;
        let won: Vec<usize> = (0..CONTENDERS)
            .filter(|number| matches!(outcomes[*number], Ok(Outcome::Reseal(true))))
            .collect();
        let lost = count(&outcomes, |it| matches!(it, Ok(Outcome::Reseal(false))));
        assert_eq!((won.len(), lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
        let [kept] = arena.all_sealed().await.try_into().expect("one");
        assert_eq!(kept.sealed, again(won[0]), "round {round}");
    }
}

pub async fn pausing_what_has_ended_and_other_acts_agree(arena: &Arena) {
    for round in 0..ROUNDS {
        let new = client(&format!("user {round}")).ingestion("", "2025-01-01");
        let user = new.create(&*arena.client_users).await;
        let connections = &*arena.provider_connections;
        connect(connections, user.uuid, PROVIDER, grant("1", &[]), None).await;
        let outcomes = arena
            .at_once(vec![
                pause_ended(arena),
                act(arena, user.uuid, Action::Pause, None),
                pause_ended(arena),
            ])
            .await;
        let paused = outcomes.iter().map(|outcome| match outcome {
            Ok(Outcome::Pause(number)) => *number,
            Ok(Outcome::Act(Acted::Done(Some(_)))) => 1,
            Ok(Outcome::Act(Acted::Refused(Refusal::AlreadyPaused))) => 0,
            _ => panic!("round {round}: {outcomes:?}"),
        });
        assert_eq!(paused.sum::<u32>(), 1, "round {round}: {outcomes:?}");
        let found = arena.providers(user.uuid).await.expect("is live");
        assert_eq!(found[0].connection.health, ConnectionHealth::Paused, "round {round}");
        perform(connections, user.uuid, PROVIDER, &Action::Deregister).await;
    }
}

fn tokens(number: usize) -> Sealed {
    sealed("old", format!("tokens {number}").as_bytes())
}

fn act(
    ports: &Ports,
    user: Uuid,
    action: Action,
    credentials: Option<Sealed>,
) -> Attempt<Attempted> {
    let connections = ports.provider_connections.clone();
    Box::pin(async move {
        let provider = slug(PROVIDER);
        let acted = connections.act(user.into(), &provider, &action, credentials.as_ref(), at(0));
        acted.await.map(Outcome::Act)
    })
}

fn reseal(ports: &Ports, place: &SealedPlace, old: &Sealed, new: &Sealed) -> Attempt<Attempted> {
    let connections = ports.provider_connections.clone();
    let (place, old, new) = (place.clone(), old.clone(), new.clone());
    Box::pin(async move { connections.reseal(&place, &old, &new).await.map(Outcome::Reseal) })
}

fn pause_ended(ports: &Ports) -> Attempt<Attempted> {
    let connections = ports.provider_connections.clone();
    Box::pin(
        async move { connections.pause_ended(day("2026-01-01"), 100).await.map(Outcome::Pause) },
    )
}
