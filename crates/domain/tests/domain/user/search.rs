//! Looking for users.

use kith_domain::UserId;
use kith_domain::community::Mode;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{DirectoryQuery, Person, SearchRefusal, hidden, search};
use kith_domain::visibility::Viewer;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{people, ties};

use crate::{assert_refused, closed, community, member, viewer};

fn ids(page: &Page<Person>) -> Vec<UserId> {
    page.items.iter().map(|person| person.user.id).collect()
}

#[tokio::test]
async fn whom_the_caller_hides_is_found_among_the_hidden_alone() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    let carla = people::named("carla").register(&store).await.id;
    ties::hide(&store, anna, bruno).await;
    ties::connect(&store, anna, carla).await;
    let (query, page) = (DirectoryQuery::default(), PageRequest::first(10));
    for mode in [Mode::Friendship, Mode::Follow] {
        for (viewer, expected) in [
            (Viewer::Anonymous, vec![anna, bruno, carla]),
            (viewer(anna, None), vec![anna, carla]),
            (viewer(bruno, None), vec![anna, bruno, carla]),
        ] {
            let found = search(&store, &community(mode), &viewer, &query, &page).await.unwrap();
            assert_eq!(ids(&found), expected, "{viewer:?}");
            assert_eq!(usize::try_from(found.count).unwrap(), expected.len());
            let is_anna = viewer.member().is_some_and(|member| member.id == anna);
            assert_eq!(found.items.last().unwrap().ties.connected, is_anna, "{viewer:?}");
        }
    }
    let found = hidden(&store, &member(anna, None), &query, &page).await.unwrap();
    assert_eq!(ids(&found), [bruno]);
    let found = hidden(&store, &member(bruno, None), &query, &page).await.unwrap();
    assert_eq!(ids(&found), []);
    let query = DirectoryQuery { search: Some("car".to_owned()), ..query };
    let found = hidden(&store, &member(anna, None), &query, &page).await.unwrap();
    assert_eq!(ids(&found), [], "the query holds among the hidden, too");
}

#[tokio::test]
async fn anonymous_callers_search_exactly_if_content_is_available() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let (query, page) = (DirectoryQuery::default(), PageRequest::first(10));
    let before = store.dump();
    for mode in [Mode::Friendship, Mode::Follow] {
        let refused = search(&store, &closed(mode), &Viewer::Anonymous, &query, &page).await;
        assert_refused!(refused, SearchRefusal::NotAuthenticated, store, before);
        let found = search(&store, &closed(mode), &viewer(anna, None), &query, &page).await;
        assert_eq!(ids(&found.unwrap()), [anna]);
    }
    store.fail();
    let community = community(Mode::Friendship);
    let refused = search(&store, &community, &Viewer::Anonymous, &query, &page).await;
    assert_refused!(refused, SearchRefusal::Store(_), store, before);
    assert!(hidden(&store, &member(anna, None), &query, &page).await.is_err());
}
