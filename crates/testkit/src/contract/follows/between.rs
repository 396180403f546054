//! Who of two follows the other.

use kith_domain::UserId;
use kith_domain::follow::Following;
use kith_domain::user::Deletion;

use crate::contract::{Ports, stranger};
use crate::ties::follow;

pub async fn following_is_seen_from_both_ends(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    follow(&*ports.follows, anna, bruno).await;
    follow(&*ports.follows, anna, carla).await;
    follow(&*ports.follows, carla, anna).await;
    for (who, other, follows, followed_by) in [
        (anna, bruno, true, false),
        (bruno, anna, false, true),
        (anna, carla, true, true),
        (carla, anna, true, true),
        (bruno, carla, false, false),
        (anna, anna, false, false),
    ] {
        let expected = Some(Following { follows, followed_by });
        assert_eq!(between(ports, who, other).await, expected, "{who} and {other}");
    }
}

pub async fn nobody_follows_who_is_not_there(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    for other in [deleted, erased] {
        follow(&*ports.follows, anna, other).await;
        follow(&*ports.follows, other, anna).await;
    }
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    for other in [deleted, erased, stranger()] {
        assert_eq!(between(ports, anna, other).await, None);
        assert_eq!(between(ports, other, anna).await, Some(Following::default()));
    }
}

async fn between(ports: &Ports, who: UserId, other: UserId) -> Option<Following> {
    ports.follows.between(who, other).await.expect("storage works")
}
