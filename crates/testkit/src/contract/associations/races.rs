//! Several at the same moment.

use kith_domain::StoreError;
use kith_domain::UserId;
use kith_domain::association::{Linked, NewAssociation, Unlinked};
use kith_domain::user::{Deleted, Deletion, Registered};

use crate::FixedClock;
use crate::accounts::{account, external, social};
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::people::{bruno, named};

/// How either of two different attempts ended.
#[derive(Debug)]
enum Outcome {
    Link(Linked),
    Delete(Deleted),
    Register(Registered),
}

type Attempted = Result<Outcome, StoreError>;

pub async fn the_losers_of_a_race_are_told_taken(arena: &Arena) {
    let mut owners = Vec::new();
    for number in 0..CONTENDERS {
        owners.push(named(&format!("user-{number}")).register(&*arena.users).await.id);
    }
    for round in 0..ROUNDS {
        let ext_id = round.to_string();
        let links = owners.iter().map(|owner| social(*owner, "google", &ext_id).build());
        let outcomes = arena.at_once(links.map(|new| link(arena, new)).collect()).await;
        let won = expect_one_linked(&outcomes, round);
        assert_eq!(arena.holder(&account("google", &ext_id)).await, Some(won));
    }
    let mut held = 0;
    for owner in owners {
        held += arena.trusted(owner).await.expect("is live").len();
    }
    assert_eq!(held, ROUNDS, "one association for each round, whoever got it");
}

pub async fn a_user_links_an_account_once_however_often_they_try_at_once(arena: &Arena) {
    let owner = named("anna").register(&*arena.users).await.id;
    for round in 0..ROUNDS {
        let new = external(owner, &round.to_string()).build();
        let attempts = (0..CONTENDERS).map(|_| link(arena, new.clone())).collect();
        expect_one_linked(&arena.at_once(attempts).await, round);
        assert_eq!(arena.trusted(owner).await.map(|all| all.len()), Some(round + 1));
    }
}

pub async fn a_registration_and_a_link_do_not_share_an_account(arena: &Arena) {
    let bruno = bruno().register(&*arena.users).await.id;
    for round in 0..ROUNDS {
        let ext_id = format!("crm-{round}");
        let new = named(&format!("user-{round}")).ext_id(&ext_id).build();
        let users = arena.users.clone();
        let register: Attempt<Attempted> =
            Box::pin(async move { users.register(&new).await.map(Outcome::Register) });
        let outcomes =
            arena.at_once(vec![register, link(arena, external(bruno, &ext_id).build())]).await;
        let holder = arena.holder(&account("external", &ext_id)).await;
        match outcomes.as_slice() {
            [
                Ok(Outcome::Register(Registered::Registered(user))),
                Ok(Outcome::Link(Linked::Taken)),
            ] => {
                assert_eq!(holder, Some(user.id), "round {round}");
            }
            [
                Ok(Outcome::Register(Registered::ExtIdTaken)),
                Ok(Outcome::Link(Linked::Linked(_))),
            ] => {
                assert_eq!(holder, Some(bruno), "round {round}");
            }
            _ => panic!("round {round}: {outcomes:?}"),
        }
    }
}

pub async fn hard_deletion_leaves_no_orphan_of_a_link_at_the_same_time(arena: &Arena) {
    let bruno = bruno().register(&*arena.users).await.id;
    for round in 0..ROUNDS {
        let owner = named(&format!("user-{round}")).register(&*arena.users).await.id;
        let ext_id = round.to_string();
        let new = social(owner, "google", &ext_id).build();
        let outcomes =
            arena.at_once(vec![delete(arena, owner, Deletion::Hard), link(arena, new)]).await;
        let [Ok(Outcome::Delete(Deleted::Deleted)), Ok(Outcome::Link(linked))] =
            outcomes.as_slice()
        else {
            panic!("round {round}: {outcomes:?}");
        };
        assert!(!matches!(linked, Linked::Taken), "round {round}: nobody else wants it");
        assert_eq!(arena.user(owner).await, None, "round {round}");
        assert_eq!(arena.trusted(owner).await, None, "round {round}");
        assert_eq!(arena.holder(&account("google", &ext_id)).await, None, "round {round}");
        social(bruno, "google", &ext_id).link(&*arena.associations).await;
    }
}

pub async fn soft_deletion_and_a_link_at_the_same_time_agree(arena: &Arena) {
    for round in 0..ROUNDS {
        let owner = named(&format!("user-{round}")).register(&*arena.users).await.id;
        let new = external(owner, &round.to_string()).build();
        let account = new.association.account.clone();
        let outcomes =
            arena.at_once(vec![delete(arena, owner, Deletion::Soft), link(arena, new)]).await;
        let user = arena.user(owner).await.expect("is kept");
        assert!(user.is_deleted(), "round {round}: {outcomes:?}");
        match outcomes.as_slice() {
            [Ok(Outcome::Delete(Deleted::Deleted)), Ok(Outcome::Link(Linked::Linked(_)))] => {
                assert_eq!(arena.holder(&account).await, Some(owner), "round {round}");
                assert_eq!(user.ext_id, Some(account.ext_id), "round {round}");
            }
            [Ok(Outcome::Delete(Deleted::Deleted)), Ok(Outcome::Link(Linked::NoSuchUser))] => {
                assert_eq!(arena.holder(&account).await, None, "round {round}");
                assert_eq!(user.ext_id, None, "round {round}");
            }
            _ => panic!("round {round}: {outcomes:?}"),
        }
    }
}

pub async fn an_account_is_unlinked_once_however_many_try(arena: &Arena) {
    let owner = named("anna").register(&*arena.users).await.id;
    for round in 0..ROUNDS {
        let account = social(owner, "google", "1155").link(&*arena.associations).await.account;
        let unlink = |_| -> Attempt<Result<Unlinked, StoreError>> {
            let (associations, account) = (arena.associations.clone(), account.clone());
            Box::pin(async move { associations.unlink(owner, &account).await })
        };
        let outcomes = arena.at_once((0..CONTENDERS).map(unlink).collect()).await;
        let won = count(&outcomes, |outcome| matches!(outcome, Ok(Unlinked::Unlinked)));
        let lost = count(&outcomes, |outcome| matches!(outcome, Ok(Unlinked::NotLinked)));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
        assert_eq!(arena.trusted(owner).await, Some(vec![]), "round {round}");
    }
}

fn link(ports: &Ports, new: NewAssociation) -> Attempt<Attempted> {
    let associations = ports.associations.clone();
    Box::pin(async move { associations.link(&new).await.map(Outcome::Link) })
}

fn delete(ports: &Ports, id: UserId, deletion: Deletion) -> Attempt<Attempted> {
    let users = ports.users.clone();
    let at = FixedClock::start();
    Box::pin(async move { users.delete(id, deletion, at).await.map(Outcome::Delete) })
}

/// One has linked, and all others were told that the account is taken; gives back the one.
fn expect_one_linked(outcomes: &[Attempted], round: usize) -> UserId {
    let taken = count(outcomes, |outcome| matches!(outcome, Ok(Outcome::Link(Linked::Taken))));
    let won = outcomes.iter().filter_map(|outcome| match outcome {
        Ok(Outcome::Link(Linked::Linked(association))) => Some(association.owner),
        _ => None,
    });
    let won: Vec<UserId> = won.collect();
    assert_eq!((won.len(), taken), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
    won[0]
}
