//! Looking up keys.

use kith_domain::api_key::KeyHash;

use super::{all, by_text, create, known};
use crate::contract::Ports;
use crate::contract::sources::at;

pub async fn an_empty_store_has_no_keys(ports: &Ports) {
    assert_eq!(all(ports).await, []);
    assert_eq!(by_text(ports, "").await, None);
}

pub async fn a_key_is_found_by_its_whole_hash_alone(ports: &Ports) {
    for number in 0..5 {
        create(ports, &format!("key-{number}"), &format!("secret {number}"), at(number)).await;
    }
    for number in 0..5 {
        let (name, text) = (format!("key-{number}"), format!("secret {number}"));
        assert_eq!(by_text(ports, &text).await, Some(known(&name, &text, at(number))));
        let mut bytes = *KeyHash::of(&text).as_bytes();
        for place in [0, 15, 31] {
            bytes[place] ^= 1;
            let hash = KeyHash::stored(&bytes).expect("32 bytes");
            let found = ports.api_keys.by_hash(&hash).await.expect("storage works");
            assert_eq!(found, None, "one bit of byte {place} is another");
            bytes[place] ^= 1;
        }
    }
}

pub async fn keys_are_listed_oldest_first(ports: &Ports) {
    let mut expected = Vec::new();
    for (name, second) in [("b", 1), ("a", 2), ("c", 2), ("z", 3), ("0", 4)] {
        create(ports, name, name, at(second)).await;
        expected.push(known(name, name, at(second)));
    }
    assert_eq!(all(ports).await, expected);
}
