//! Several at the same moment.

use kith_domain::client_user::{
    ClientUserEdit, Created, Deleted, Edited, Forgotten, GRACE, NewClientUser, Restored,
};
use kith_domain::provider_connection::{Acted, Action};
use kith_domain::user::{Deletion, Moderated, Moderation};
use kith_domain::{StoreError, UserId};
use uuid::Uuid;

use crate::SequentialUuids;
use crate::clients::client;
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::contract::sources::{at, the_end};
use crate::providers::{grant, sealed, slug};

/// How any of several different attempts ended.
#[derive(Debug)]
enum Outcome {
    Create(Created),
    Edit(Edited),
    Delete(Deleted),
    Undo(Restored),
    Erase(bool),
    Moderate(Moderated),
    Connect(Acted),
}

type Attempted = Result<Outcome, StoreError>;

pub async fn of_many_who_want_one_reference_one_gets_it(arena: &Arena) {
    for round in 0..ROUNDS {
        let attempts = (0..CONTENDERS).map(|number| create(arena, contender(round, number)));
        let outcomes = arena.at_once(attempts.collect()).await;
        let created = outcomes.iter().filter_map(|outcome| match outcome {
            Ok(Outcome::Create(Created::Created(user))) => Some(user),
            _ => None,
        });
        let created: Vec<_> = created.collect();
        let [winner] = created.as_slice() else { panic!("round {round}: {outcomes:?}") };
        let lost = count(&outcomes, |outcome| {
            let Ok(Outcome::Create(Created::Taken(holder))) = outcome else { return false };
            (holder.uuid, holder.created_on) == (winner.uuid, winner.created_on)
        });
        assert_eq!(lost, CONTENDERS - 1, "round {round}: {outcomes:?}");
        let found = arena.referred(&reference(round)).await;
        assert_eq!(found.as_ref(), Some(&***winner));
    }
    assert_eq!(arena.everything().await.len(), ROUNDS, "nobody else was made");
}

pub async fn a_reference_is_won_by_making_or_by_editing(arena: &Arena) {
    let user = client("user").create(&*arena.client_users).await;
    for round in 0..ROUNDS {
        let outcomes = arena
            .at_once(vec![
                create(arena, contender(round, 0)),
                edit(arena, user.uuid, &reference(round)),
            ])
            .await;
        let holder = arena.referred(&reference(round)).await.expect("somebody has it");
        match outcomes.as_slice() {
            [Ok(Outcome::Create(Created::Created(new))), Ok(Outcome::Edit(Edited::Taken))] => {
                assert_eq!(holder.id, new.id, "round {round}");
            }
            [Ok(Outcome::Create(Created::Taken(by))), Ok(Outcome::Edit(Edited::Edited))] => {
                assert_eq!((holder.id, by.uuid), (user.id, user.uuid), "round {round}");
            }
            _ => panic!("round {round}: {outcomes:?}"),
        }
    }
}

pub async fn a_user_is_deleted_once_however_many_try(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        let attempts = (0..CONTENDERS).map(|_| delete(arena, user.uuid)).collect();
        let outcomes = arena.at_once(attempts).await;
        let won = count(&outcomes, |it| matches!(it, Ok(Outcome::Delete(Deleted::Deleted))));
        let lost = count(&outcomes, |it| matches!(it, Ok(Outcome::Delete(Deleted::NoSuchUser))));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
    }
}

pub async fn a_deletion_is_taken_back_once_however_many_try(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        arena.forget(user.uuid, at(0)).await;
        let by_reference = Forgotten::ClientUserId(user.client_user_id.clone());
        let names = [Forgotten::Uuid(user.uuid), by_reference];
        let attempts = (0..CONTENDERS).map(|number| undo(arena, &names[number % 2])).collect();
        let outcomes = arena.at_once(attempts).await;
        let won = count(&outcomes, |it| matches!(it, Ok(Outcome::Undo(Restored::Restored))));
        assert_eq!(won, 1, "round {round}: {outcomes:?}");
        // Whoever comes too late finds nobody deleted.
        let late = count(&outcomes, |it| matches!(it, Ok(Outcome::Undo(Restored::NoSuchUser))));
        assert_eq!(late, CONTENDERS - 1, "round {round}: {outcomes:?}");
        assert_eq!(arena.client(user.id).await, Some(user), "round {round}");
    }
}

pub async fn whoever_comes_back_and_whoever_comes_do_not_share_a_reference(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        arena.forget(user.uuid, at(0)).await;
        let forgotten = Forgotten::Uuid(user.uuid);
        let outcomes =
            arena.at_once(vec![undo(arena, &forgotten), create(arena, contender(round, 0))]).await;
        let holder = arena.referred(&reference(round)).await.expect("somebody has it");
        match outcomes.as_slice() {
            [Ok(Outcome::Undo(Restored::Restored)), Ok(Outcome::Create(Created::Taken(by)))] => {
                assert_eq!((holder.id, by.uuid), (user.id, user.uuid), "round {round}");
            }
            [Ok(Outcome::Undo(Restored::Taken)), Ok(Outcome::Create(Created::Created(new)))] => {
                assert_eq!(holder.id, new.id, "round {round}");
                assert_eq!(arena.client(user.id).await, None, "round {round}");
            }
            _ => panic!("round {round}: {outcomes:?}"),
        }
        arena.expect_legal(&[user.id, holder.id]).await;
    }
}

pub async fn erasing_and_taking_back_agree(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        arena.forget(user.uuid, at(0)).await;
        // One looks just before the grace is over, the other just then.
        let forgotten = Forgotten::Uuid(user.uuid);
        let outcomes = arena.at_once(vec![undo(arena, &forgotten), erase(arena, user.id)]).await;
        match outcomes.as_slice() {
            [Ok(Outcome::Undo(Restored::Restored)), Ok(Outcome::Erase(false))] => {
                assert_eq!(arena.client(user.id).await, Some(user.clone()), "round {round}");
            }
            [Ok(Outcome::Undo(Restored::NoSuchUser)), Ok(Outcome::Erase(true))] => {
                assert_eq!(arena.user(user.id).await, None, "round {round}");
            }
            _ => panic!("round {round}: {outcomes:?}"),
        }
        arena.expect_legal(&[user.id]).await;
    }
    assert_eq!(arena.due(the_end()).await, []);
}

pub async fn erasing_and_approving_agree(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        arena.forget(user.uuid, at(0)).await;
        let outcomes = arena
            .at_once(vec![moderate(arena, user.id, Moderation::Approve), erase(arena, user.id)])
            .await;
        match outcomes.as_slice() {
            [Ok(Outcome::Moderate(Moderated::Done)), Ok(Outcome::Erase(false))] => {
                assert_eq!(arena.client(user.id).await, Some(user.clone()), "round {round}");
            }
            [Ok(Outcome::Moderate(Moderated::NoSuchUser)), Ok(Outcome::Erase(true))] => {
                assert_eq!(arena.user(user.id).await, None, "round {round}");
            }
            _ => panic!("round {round}: {outcomes:?}"),
        }
        arena.expect_legal(&[user.id]).await;
    }
}

pub async fn no_connection_of_a_deleted_user_is_ever_left(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        let mut attempts = vec![delete(arena, user.uuid)];
        for number in 1..CONTENDERS {
            attempts.push(connect(arena, user.uuid, &format!("provider_{}", number % 4)));
        }
        let outcomes = arena.at_once(attempts).await;
        assert!(matches!(outcomes[0], Ok(Outcome::Delete(Deleted::Deleted))), "{outcomes:?}");
        let expected = count(&outcomes[1..], |outcome| {
            matches!(outcome, Ok(Outcome::Connect(Acted::Done(Some(_)) | Acted::NoSuchUser)))
        });
        assert_eq!(expected, CONTENDERS - 1, "round {round}: {outcomes:?}");
        arena.expect_legal(&[user.id]).await;
        let restored = arena.undo(&Forgotten::Uuid(user.uuid), at(1)).await;
        assert_eq!(restored, Restored::Restored, "round {round}");
        assert_eq!(arena.client(user.id).await, Some(user), "round {round}: none came back");
    }
}

pub async fn no_connection_is_left_however_the_other_api_deletes(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = client(&reference(round)).create(&*arena.client_users).await;
        let deletion = [Deletion::Soft, Deletion::Hard][round % 2];
        let mut attempts = vec![moderate(arena, user.id, Moderation::Delete(deletion))];
        attempts.extend((0..3).map(|number| connect(arena, user.uuid, &format!("p{number}"))));
        let outcomes = arena.at_once(attempts).await;
        assert!(matches!(outcomes[0], Ok(Outcome::Moderate(Moderated::Done))), "{outcomes:?}");
        let expected = count(&outcomes[1..], |outcome| {
            matches!(outcome, Ok(Outcome::Connect(Acted::Done(Some(_)) | Acted::NoSuchUser)))
        });
        assert_eq!(expected, 3, "round {round}: {outcomes:?}");
        arena.expect_legal(&[user.id]).await;
        if deletion == Deletion::Soft {
            arena.moderate(user.id, Moderation::Approve).await;
            assert_eq!(arena.client(user.id).await, Some(user), "round {round}: none came back");
        }
    }
}

fn reference(round: usize) -> String {
    format!("user {round}")
}

/// One of many who want the reference of a round.
fn contender(round: usize, number: usize) -> NewClientUser {
    let distinct = u64::try_from(round * CONTENDERS + number).expect("small");
    let seconds = i64::try_from(number).expect("small");
    let new = client(&reference(round)).uuid(SequentialUuids::numbered(distinct));
    new.created_on(at(seconds)).build()
}

fn create(ports: &Ports, new: NewClientUser) -> Attempt<Attempted> {
    let users = ports.client_users.clone();
    Box::pin(async move { users.create(&new).await.map(Outcome::Create) })
}

fn edit(ports: &Ports, user: Uuid, reference: &str) -> Attempt<Attempted> {
    let users = ports.client_users.clone();
    let edit = ClientUserEdit { client_user_id: reference.parse().ok(), ..Default::default() };
    Box::pin(async move { users.edit(user, &edit, at(0)).await.map(Outcome::Edit) })
}

fn delete(ports: &Ports, user: Uuid) -> Attempt<Attempted> {
    let users = ports.client_users.clone();
    Box::pin(async move { users.delete(user, at(0), at(0) + GRACE).await.map(Outcome::Delete) })
}

fn undo(ports: &Ports, forgotten: &Forgotten) -> Attempt<Attempted> {
    let (users, forgotten) = (ports.client_users.clone(), forgotten.clone());
    let now = at(-1) + GRACE;
    Box::pin(async move { users.undo_delete(&forgotten, now).await.map(Outcome::Undo) })
}

fn erase(ports: &Ports, user: UserId) -> Attempt<Attempted> {
    let users = ports.client_users.clone();
    Box::pin(async move { users.erase(user, at(0) + GRACE).await.map(Outcome::Erase) })
}

fn moderate(ports: &Ports, user: UserId, moderation: Moderation) -> Attempt<Attempted> {
    let users = ports.users.clone();
    Box::pin(
        async move { users.moderate(user, moderation, true, at(0)).await.map(Outcome::Moderate) },
    )
}

fn connect(ports: &Ports, user: Uuid, provider: &str) -> Attempt<Attempted> {
    let (connections, provider) = (ports.provider_connections.clone(), slug(provider));
    let (action, credentials) = (Action::Connect(grant("1", &[])), sealed("k1", b"tokens"));
    Box::pin(async move {
        let acted = connections.act(user.into(), &provider, &action, Some(&credentials), at(0));
        acted.await.map(Outcome::Connect)
    })
}
