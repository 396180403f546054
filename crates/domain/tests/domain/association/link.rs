//! Linking an account.

use chrono::TimeDelta;
use kith_domain::StoreError;
use kith_domain::access::Permit;
use kith_domain::association::{
    Association, Associations as _, Details, LinkRefusal, LinkRequest, Metadata, Misfit, link,
};
use kith_domain::user::{Deletion, Users as _};
use kith_domain::visibility::Audience;
use kith_testkit::accounts::{account, social};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, stranger};

/// A request that names nothing but the account.
fn plain(provider: &str, ext_id: &str) -> LinkRequest {
    LinkRequest {
        account: account(provider, ext_id),
        profile_url: None,
        show_in_profile: false,
        metadata: None,
    }
}

fn metadata() -> Metadata {
    Metadata::parse(r#"{"username":"anna"}"#).unwrap()
}

#[tokio::test]
async fn a_link_has_the_details_that_go_with_the_provider() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let owner = people::named("anna").register(&store).await.id;
    let permit = Permit::operator(owner);
    let profile_url = "https://example.com/anna".parse().ok();
    let google = LinkRequest { show_in_profile: true, profile_url, ..plain("google", "1155") };
    let external = LinkRequest { metadata: Some(metadata()), ..plain("external", "crm-118") };

    let first = link(&store, &clock, permit, google.clone()).await.unwrap();
    clock.advance(TimeDelta::seconds(1));
    let second = link(&store, &clock, permit, external.clone()).await.unwrap();

    let expected = [
        Association {
            owner,
            account: google.account,
            details: Details::Social { profile_url: google.profile_url, show_in_profile: true },
        },
        Association {
            owner,
            account: external.account,
            details: Details::External { metadata: Some(metadata()) },
        },
    ];
    assert_eq!([&first, &second], [&expected[0], &expected[1]]);
    let stored = store.of(owner, Audience::Trusted).await.unwrap().unwrap();
    assert_eq!(stored, expected);
    assert!(store.dump().contains("created_at: 2026-11-21T08:00:00Z"), "{}", store.dump());
    assert!(store.dump().contains("created_at: 2026-11-21T08:00:01Z"), "{}", store.dump());
}

#[tokio::test]
async fn what_does_not_go_with_the_provider_is_told_all_at_once() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let permit = Permit::operator(people::named("anna").register(&store).await.id);
    let before = store.dump();
    let profile_url = || "https://example.com/anna".parse().ok();
    let external = || plain("external", "crm-118");
    for (request, expected) in [
        (LinkRequest { profile_url: profile_url(), ..external() }, vec![Misfit::ProfileUrl]),
        (LinkRequest { show_in_profile: true, ..external() }, vec![Misfit::ShowInProfile]),
        (
            LinkRequest { profile_url: profile_url(), show_in_profile: true, ..external() },
            vec![Misfit::ProfileUrl, Misfit::ShowInProfile],
        ),
        (
            LinkRequest { metadata: Some(metadata()), ..plain("google", "1155") },
            vec![Misfit::Metadata],
        ),
    ] {
        let LinkRefusal::Misfits(misfits) =
            link(&store, &clock, permit, request).await.unwrap_err()
        else {
            panic!("expected {expected:?}");
        };
        assert_eq!(misfits, expected);
        assert_eq!(store.dump(), before);
    }
}

#[tokio::test]
async fn a_taken_account_is_refused_to_everybody() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    social(anna, "google", "1155").shown().link(&store).await;
    let before = store.dump();
    for owner in [anna, bruno] {
        for (provider, ext_id) in [("google", "1155"), ("external", "crm-118")] {
            let outcome =
                link(&store, &clock, Permit::operator(owner), plain(provider, ext_id)).await;
            assert_refused!(outcome, LinkRefusal::Taken, store, before);
        }
    }
}

#[tokio::test]
async fn only_a_live_user_gets_an_account() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let deleted = people::anna().register(&store).await.id;
    let erased = people::bruno().register(&store).await.id;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    store.delete(erased, Deletion::Hard, FixedClock::start()).await.unwrap();
    let before = store.dump();
    for owner in [deleted, erased, stranger()] {
        for ext_id in ["crm-118", "free"] {
            let outcome =
                link(&store, &clock, Permit::operator(owner), plain("external", ext_id)).await;
            assert_refused!(outcome, LinkRefusal::NoSuchUser, store, before);
        }
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_links_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let owner = people::anna().register(&store).await.id;
    let before = store.dump();
    store.fail();
    let outcome = link(&store, &clock, Permit::operator(owner), plain("google", "1155")).await;
    assert_refused!(outcome, LinkRefusal::Store(StoreError::Unavailable(_)), store, before);
    store.recover();
    link(&store, &clock, Permit::operator(owner), plain("google", "1155")).await.unwrap();
}
