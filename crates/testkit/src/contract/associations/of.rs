//! Listing a user's associations.

use chrono::TimeDelta;
use kith_domain::association::Association;
use kith_domain::user::Deletion;
use kith_domain::visibility::Audience;
use serde_json::json;

use crate::FixedClock;
use crate::accounts::{external, social};
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, named};

/// Neither in the order of the alphabet nor of length nor of numbers.
const EXT_IDS: [&str; 8] = ["m", "10", "z", "9", "a", "ä", "M", "100"];

pub async fn associations_are_listed_oldest_first(ports: &Ports) {
    let owner = named("anna").register(&*ports.users).await.id;
    let mut expected = Vec::new();
    let mut instant = FixedClock::start();
    for ext_id in EXT_IDS {
        instant += TimeDelta::microseconds(1);
        let provider = if expected.len() % 2 == 0 { "twitter" } else { "facebook" };
        let new = social(owner, provider, ext_id).shown().created_at(instant);
        expected.push(new.link(&*ports.associations).await);
    }
    for audience in [Audience::Trusted, Audience::Public] {
        let listed = ports.associations.of(owner, audience).await.expect("storage works");
        assert_eq!(listed.as_ref(), Some(&expected));
    }
}

pub async fn associations_of_one_instant_are_listed_in_the_order_of_linking(ports: &Ports) {
    let owner = named("anna").ext_id("n").register(&*ports.users).await.id;
    let mut expected = ports.trusted(owner).await.expect("is live");
    for ext_id in EXT_IDS {
        expected.push(external(owner, ext_id).link(&*ports.associations).await);
        expected.push(social(owner, "google", ext_id).link(&*ports.associations).await);
    }
    assert_eq!(ports.trusted(owner).await, Some(expected));
}

pub async fn an_audience_gets_exactly_what_it_sees(ports: &Ports) {
    let owner = anna().register(&*ports.users).await.id;
    let url = "https://example.com/anna";
    for new in [
        social(owner, "google", "hidden"),
        social(owner, "google", "shown").shown(),
        social(owner, "twitter", "hidden with a URL").profile_url(url),
        social(owner, "twitter", "shown with a URL").profile_url(url).shown(),
        external(owner, "second"),
        external(owner, "third").metadata(json!({"show_in_profile": true})),
    ] {
        new.link(&*ports.associations).await;
    }
    let all = ports.trusted(owner).await.expect("is live");
    assert_eq!(all.len(), 7);
    for (audience, number) in [(Audience::Trusted, 7), (Audience::Public, 2)] {
        let listed = ports.associations.of(owner, audience).await.expect("storage works");
        let seen: Vec<Association> =
            all.iter().filter(|association| audience.sees(association)).cloned().collect();
        assert_eq!(seen.len(), number);
        assert_eq!(listed, Some(seen), "{audience:?}");
    }
}

pub async fn a_list_holds_only_what_the_owner_linked(ports: &Ports) {
    let anna = named("anna").register(&*ports.users).await.id;
    let bruno = bruno().register(&*ports.users).await.id;
    let carla = named("carla").register(&*ports.users).await.id;
    let hers = social(anna, "google", "1").shown().link(&*ports.associations).await;
    let his = social(bruno, "google", "2").shown().link(&*ports.associations).await;
    for audience in [Audience::Trusted, Audience::Public] {
        for (owner, expected) in [(anna, vec![&hers]), (bruno, vec![&his]), (carla, vec![])] {
            let listed = ports.associations.of(owner, audience).await.expect("storage works");
            assert_eq!(listed.expect("is live").iter().collect::<Vec<_>>(), expected);
        }
    }
}

pub async fn only_a_live_user_has_a_list(ports: &Ports) {
    let deleted = anna().register(&*ports.users).await.id;
    let erased = bruno().register(&*ports.users).await.id;
    social(deleted, "google", "1").shown().link(&*ports.associations).await;
    let at = FixedClock::start();
    ports.users.delete(deleted, Deletion::Soft, at).await.expect("storage works");
    ports.users.delete(erased, Deletion::Hard, at).await.expect("storage works");
    for owner in [deleted, erased, stranger()] {
        for audience in [Audience::Trusted, Audience::Public] {
            let listed = ports.associations.of(owner, audience).await.expect("storage works");
            assert_eq!(listed, None);
        }
    }
}
