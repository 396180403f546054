//! Reads about one user.

use std::net::SocketAddr;

use serde_json::Value;

use super::people::People;
use super::{Sample, Targets, Work};
use crate::load::{Credential, Requests, get};
use crate::sql::StandIn;

/// What anybody sees of a user's accounts: three of five.
pub(super) fn associations_of_a_user(people: &People, server: SocketAddr) -> Work {
    let mut requests = Requests::single();
    for id in people.anybody.ids() {
        let path = format!("/api/v2/user/{id}/provider/");
        requests.push(&get(server, &path, &Credential::Nobody));
    }
    let (turn, owner) = people.anybody.middle();
    Work {
        name: "associations of a user, anonymous",
        targets: Targets { postgres: Some(0.75), sqlite: Some(0.50) },
        requests,
        choice: people.anybody.choice("owner"),
        sample: Sample {
            turn,
            stand_ins: vec![StandIn::needed(owner, ":owner")],
            looks_right: |answer| answer.as_array().is_some_and(|shown| shown.len() == 3),
        },
    }
}

/// All five accounts of the user whose token it is.
pub(super) fn associations_of_oneself(people: &People, server: SocketAddr) -> Work {
    let mut requests = Requests::single();
    for (id, token) in people.themselves.ids().zip(&people.tokens_of_themselves) {
        let path = format!("/api/v2/user/{id}/provider/");
        requests.push(&get(server, &path, &Credential::Token(token)));
    }
    let (turn, owner) = people.themselves.middle();
    Work {
        name: "associations of oneself, with a JWT",
        targets: Targets { postgres: Some(0.70), sqlite: Some(0.45) },
        requests,
        choice: people.themselves.choice("owner"),
        sample: Sample {
            turn,
            stand_ins: vec![StandIn::needed(owner, ":owner")],
            looks_right: |answer| answer.as_array().is_some_and(|all| all.len() == 5),
        },
    }
}

/// Both connections of a user with providers.
pub(super) fn provider_connections(people: &People, server: SocketAddr) -> Work {
    let mut requests = Requests::single();
    for id in people.anybody.ids() {
        let path = format!("/v2/user/providers/{}", uuid(id));
        requests.push(&get(server, &path, &Credential::Key(&people.key)));
    }
    let (turn, owner) = people.anybody.middle();
    Work {
        name: "provider connections of a user, with an API key",
        targets: Targets { postgres: Some(0.60), sqlite: Some(0.40) },
        requests,
        choice: people.anybody.choice("owner"),
        sample: Sample {
            turn,
            stand_ins: vec![StandIn::needed(uuid(owner), UUID_OF_OWNER)],
            looks_right: |answer| {
                let providers = answer["providers"].as_array();
                providers.is_some_and(|providers| {
                    providers.len() == 2
                        && providers.iter().all(|one| one["status"] == "connected")
                        && providers.iter().all(|one| one["resource_availability"] != Value::Null)
                })
            },
        },
    }
}

/// The UUID that `kith seed` gives a user.
fn uuid(user: u64) -> String {
    format!("{user:08x}-0000-4000-8000-{:012x}", (user * 2_654_435_761) % (1 << 48))
}

/// The same for pgbench, whose variables are numbers. It costs the reference about a microsecond.
const UUID_OF_OWNER: &str = "cast(lpad(to_hex(:owner::bigint), 8, '0') || '-0000-4000-8000-' || \
    lpad(to_hex((:owner::bigint * 2654435761) % 281474976710656), 12, '0') as uuid)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_those_of_the_seed() {
        assert_eq!(uuid(101), "00000065-0000-4000-8000-003e6be302d5");
    }
}
