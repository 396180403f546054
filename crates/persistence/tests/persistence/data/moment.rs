//! An export is one moment, whatever is written meanwhile.

use kith_persistence::export;

use super::{exported, fill, import_text, is_sound};
use crate::database::Place;
use crate::migrations::on_both;

/// Somebody who comes while the export is at its second table, with everything that refers to them.
const INTRUDER: &str = "\
    insert into users (id, uuid, username, username_key, date_joined, real_name_key, location_key, \
      description_key) {overriding} \
      values (100, '77e55044-10b1-426f-9247-bb680e5fe0c8', 'z', 'z', {now}, '', '', ''); \
    insert into client_users (user_id, client_user_id, live) values (100, 'z', true); \
    insert into follows (follower_id, followed_id, since) values (100, 2, {now}); \
    update users set followings_counter = 1 where id = 100; \
    update users set followers_counter = followers_counter + 1 where id = 2";

/// An export tells how far it is between two pages, and cannot wait.
fn intrude(place: &Place) {
    let (overriding, now) = match place {
        Place::Sqlite(_) => ("", "0"),
        Place::Postgres(_) => ("overriding system value", "now()"),
    };
    let sql = INTRUDER.replace("{overriding}", overriding).replace("{now}", now);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(place.execute(&sql));
        });
    });
}

async fn what_is_written_meanwhile_is_not_in_it(place: Place) {
    fill(&place).await;
    let before = exported(&place).await;
    let (mut lines, mut intruded) = (Vec::new(), false);
    let mut progress = |_| {
        if !intruded {
            intrude(&place);
            intruded = true;
        }
    };
    export(&place.options(), &mut lines, &mut progress).await.unwrap();
    assert!(intruded);
    assert_eq!(String::from_utf8(lines).unwrap(), before);
    assert!(is_sound(&place).await);
    let after = exported(&place).await;
    assert_eq!(after.lines().count(), before.lines().count() + 3);
    let copy = match &place {
        Place::Sqlite(_) => Place::sqlite(),
        Place::Postgres(_) => Place::postgres().await,
    };
    copy.open().await.close();
    import_text(&copy, &after).await.unwrap();
    assert_eq!(exported(&copy).await, after);
}

on_both!(what_is_written_meanwhile_is_not_in_it);
