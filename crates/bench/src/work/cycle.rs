//! Two strangers meet and part: three changes, after which everything is as it was.

use std::net::SocketAddr;

use super::people::People;
use super::{Sample, Targets, Work};
use crate::load::{Credential, Requests, post};
use crate::sql::StandIn;

/// One asks, the other accepts, the first one ends it.
pub(super) fn cycle(people: &People, server: SocketAddr) -> Work {
    let mut requests = Requests::exclusive(3);
    for (one, (token, token_of_other)) in people.strangers.ids().zip(&people.tokens_of_strangers) {
        let other = one + 1;
        for (user, action, token) in
            [(other, "request", token), (one, "accept", token_of_other), (other, "remove", token)]
        {
            let path = format!("/api/v2/user/{user}/connection/{action}/");
            requests.push(&post(server, &path, &Credential::Token(token)));
        }
    }
    let (turn, one) = people.strangers.middle();
    let other = one + 1;
    let (first, step, pairs) = people.strangers.formula();
    Work {
        name: "request + accept + remove cycle",
        targets: Targets { postgres: Some(0.50), sqlite: None },
        requests,
        // Each client has pairs of its own, as each connection has.
        choice: format!(
            "\\set k :client_id + :clients * random(0, {pairs} / :clients - 1)\n\
             \\set one {first} + :k * {step}\n\\set other :one + 1\n\
             \\set minus_one -:one\n\\set minus_other -:other\n"
        ),
        sample: Sample {
            turn,
            stand_ins: vec![
                StandIn::needed(one, ":one"),
                StandIn::needed(other, ":other"),
                StandIn::possible(format!("-{one}"), ":minus_one"),
                StandIn::possible(format!("-{other}"), ":minus_other"),
                StandIn::possible(
                    format!("{{{one},{other}}}"),
                    "array[:one::bigint, :other::bigint]",
                ),
            ],
            looks_right: |answer| answer.get("connection_status").is_some(),
        },
    }
}
