//! Who hides whom.

use kith_domain::hide::Hiding;
use kith_domain::user::Deletion;

use crate::contract::{Ports, stranger};
use crate::ties::hide;

pub async fn hiding_is_seen_from_both_sides(ports: &Ports) {
    let [anna, bruno, carla, dora] = ports.people(["anna", "bruno", "carla", "dora"]).await;
    for (who, other) in [(anna, bruno), (anna, carla), (carla, anna)] {
        hide(&*ports.hides, who, other).await;
    }
    for (who, other, hides, hidden_by) in [
        (anna, bruno, true, false),
        (bruno, anna, false, true),
        (anna, carla, true, true),
        (carla, anna, true, true),
        (anna, dora, false, false),
        (bruno, carla, false, false),
        (anna, anna, false, false),
    ] {
        let hiding = ports.hides.between(who, other).await.expect("storage works");
        assert_eq!(hiding, Some(Hiding { hides, hidden_by }), "{who} and {other}");
    }
}

pub async fn nobody_hides_who_is_not_there(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    for other in [deleted, erased] {
        hide(&*ports.hides, anna, other).await;
    }
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    for other in [deleted, erased, stranger()] {
        let hiding = ports.hides.between(anna, other).await.expect("storage works");
        assert_eq!(hiding, None, "{other}");
    }
}

pub async fn the_hidden_are_listed_in_the_order_of_their_ids(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let crowd = ports.crowd("other", 6).await;
    assert_eq!(ports.hides.hidden_by(anna).await.expect("storage works"), vec![]);
    for number in [3, 0, 5, 1, 4] {
        hide(&*ports.hides, anna, crowd[number]).await;
    }
    hide(&*ports.hides, bruno, crowd[2]).await;
    hide(&*ports.hides, crowd[2], anna).await;
    ports.delete(crowd[4], Deletion::Soft).await;
    ports.delete(crowd[5], Deletion::Hard).await;
    let hidden = ports.hides.hidden_by(anna).await.expect("storage works");
    assert_eq!(hidden, [crowd[0], crowd[1], crowd[3]]);
    assert_eq!(ports.hides.hidden_by(bruno).await.expect("storage works"), [crowd[2]]);
    assert_eq!(ports.hides.hidden_by(stranger()).await.expect("storage works"), vec![]);
}
