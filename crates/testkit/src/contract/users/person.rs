//! A user as somebody sees them.

use kith_domain::UserId;
use kith_domain::connection::Ties;
use kith_domain::user::{Deletion, Person};

use crate::contract::{Ports, stranger};
use crate::people::{anna, full_profile};
use crate::ties::{connect, follow, request};

pub async fn a_person_is_the_user_and_what_ties_the_viewer_to_them(ports: &Ports) {
    let anna = anna().profile(full_profile()).register(&*ports.users).await.id;
    let [bruno, carla] = ports.people(["bruno", "carla"]).await;
    connect(&*ports.connections, anna, bruno).await;
    request(&*ports.connections, carla, anna).await;
    follow(&*ports.follows, bruno, anna).await;
    let user = ports.user(anna).await.expect("is kept");
    for (viewer, ties) in [
        (None, Ties::default()),
        (Some(anna), Ties::default()),
        (Some(bruno), Ties { connected: true, followed: true, ..Ties::default() }),
        (Some(carla), Ties { sent: true, ..Ties::default() }),
        (Some(stranger()), Ties::default()),
    ] {
        let expected = Person { user: user.clone(), ties };
        assert_eq!(person(ports, anna, viewer).await, Some(expected), "{viewer:?}");
    }
}

pub async fn a_softly_deleted_person_is_seen_without_ties_and_an_erased_one_is_not(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    connect(&*ports.connections, anna, bruno).await;
    follow(&*ports.follows, bruno, anna).await;
    ports.delete(anna, Deletion::Soft).await;
    let user = ports.user(anna).await.expect("is kept");
    assert!(user.is_deleted());
    for viewer in [None, Some(bruno), Some(anna)] {
        let expected = Person { user: user.clone(), ties: Ties::default() };
        assert_eq!(person(ports, anna, viewer).await, Some(expected), "{viewer:?}");
    }
    let seen = person(ports, bruno, Some(anna)).await.expect("is live");
    assert_eq!(seen.ties, Ties::default());
    ports.delete(anna, Deletion::Hard).await;
    for viewer in [None, Some(bruno)] {
        assert_eq!(person(ports, anna, viewer).await, None);
        assert_eq!(person(ports, stranger(), viewer).await, None);
    }
}

async fn person(ports: &Ports, id: UserId, viewer: Option<UserId>) -> Option<Person> {
    ports.users.person(id, viewer).await.expect("storage works")
}
