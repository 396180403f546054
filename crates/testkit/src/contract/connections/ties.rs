//! What ties one user to others.

use std::collections::BTreeMap;

use kith_domain::UserId;
use kith_domain::connection::{Pair, Ties};
use kith_domain::user::Deletion;

use crate::contract::{Ports, stranger};
use crate::ties::{arrange, connect, follow};

pub async fn ties_are_seen_from_both_sides(ports: &Ports) {
    for (number, pair) in Pair::all().into_iter().enumerate() {
        let names = [format!("me-{number}"), format!("other-{number}")];
        let [me, other] = ports.people([&*names[0], &*names[1]]).await;
        arrange(&*ports.connections, me, other, pair).await;
        follow(&*ports.follows, me, other).await;
        let mine = Ties { followed: true, ..Ties::from(pair) };
        let theirs = Ties::from(pair.turned());
        assert_eq!(ports.ties(me, other).await, Some(mine), "{pair:?}");
        assert_eq!(ports.ties(other, me).await, Some(theirs), "{pair:?}");
        assert_eq!(tied(ports, me, &[other]).await, BTreeMap::from([(other, mine)]));
        for (viewer, seen, ties) in [(me, other, mine), (other, me, theirs)] {
            let person = ports.users.person(seen, Some(viewer)).await.expect("storage works");
            assert_eq!(person.map(|person| person.ties), Some(ties), "{pair:?}");
        }
    }
}

pub async fn nobody_is_tied_to_themselves(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    connect(&*ports.connections, anna, bruno).await;
    follow(&*ports.follows, anna, bruno).await;
    assert_eq!(ports.ties(anna, anna).await, Some(Ties::default()));
    let tied = tied(ports, anna, &[anna]).await;
    assert_eq!(tied, BTreeMap::from([(anna, Ties::default())]));
}

pub async fn there_are_no_ties_to_who_is_not_there(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    for other in [deleted, erased] {
        connect(&*ports.connections, anna, other).await;
        follow(&*ports.follows, anna, other).await;
    }
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    for other in [deleted, erased, stranger()] {
        assert_eq!(ports.ties(anna, other).await, None);
    }
    let nobody = tied(ports, anna, &[deleted, erased, stranger()]).await;
    assert_eq!(nobody, BTreeMap::new());
    assert_eq!(tied(ports, anna, &[]).await, BTreeMap::new());
    // Nor is anybody tied to a viewer who is gone.
    for viewer in [deleted, erased, stranger()] {
        assert_eq!(ports.ties(viewer, anna).await, Some(Ties::default()));
        let tied = tied(ports, viewer, &[anna]).await;
        assert_eq!(tied, BTreeMap::from([(anna, Ties::default())]));
    }
}

pub async fn a_thousand_are_asked_for_at_once_unknown_and_repeated_ones_too(ports: &Ports) {
    let [anna] = ports.people(["anna"]).await;
    let mut expected = BTreeMap::new();
    let mut asked = Vec::new();
    for (number, pair) in Pair::all().into_iter().enumerate() {
        let [other] = ports.people([&*format!("other-{number}")]).await;
        arrange(&*ports.connections, anna, other, pair).await;
        expected.insert(other, Ties::from(pair));
        asked.push(other);
    }
    expected.insert(anna, Ties::default());
    asked.push(anna);
    let known = asked.clone();
    let unknown = (0..980).filter_map(|number| UserId::new(i64::MAX - number));
    asked.extend(unknown);
    asked.extend(known.iter().rev());
    assert_eq!(asked.len(), 1_000);
    assert_eq!(tied(ports, anna, &asked).await, expected);
}

async fn tied(ports: &Ports, viewer: UserId, others: &[UserId]) -> BTreeMap<UserId, Ties> {
    let tied = ports.connections.ties_to_all(viewer, others).await.expect("storage works");
    let map: BTreeMap<UserId, Ties> = tied.iter().copied().collect();
    for (id, ties) in tied {
        assert!(others.contains(&id), "{id} was not asked for");
        assert_eq!(map[&id], ties, "whoever is given twice is given alike");
    }
    map
}
