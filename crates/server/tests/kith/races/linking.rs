//! Many clients, one account.

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use crate::database::{Place, on_both};
use crate::process::{Client, Server, answer, create_user, kith, token};

const CLIENTS: usize = 64;
const USERS: usize = 8;
const ROUNDS: usize = 200;

/// 64 clients of eight users link the same account at the same moment, 200 times.
fn an_account_that_all_want_at_once_has_one_owner(place: &Place) {
    let server = Server::start(place);
    let url = place.url();
    let admin = create_user(&url, &["admin", "--role", "admin"]);
    let admin = Client::new(&server, Some(&token(&url, &admin)));
    let users: Vec<(Value, String)> = (0..USERS)
        .map(|number| {
            let user = create_user(&url, &[&format!("user{number}")]);
            let token = token(&url, &user);
            (user["id"].clone(), token)
        })
        .collect();

    let barrier = Barrier::new(CLIENTS);
    let answers: Vec<Vec<(u16, Value)>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (id, token) = &users[number % USERS];
                let client = Client::new(&server, Some(token));
                let path = format!("/api/v2/user/{id}/provider/");
                let barrier = &barrier;
                scope.spawn(move || {
                    let round = |round: usize| {
                        let account = json!({"provider": "google", "ext_id": round.to_string()});
                        barrier.wait();
                        client.post(&path, &account)
                    };
                    (0..ROUNDS).map(round).collect()
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });

    for round in 0..ROUNDS {
        let round_answers = answers.iter().map(|client| &client[round]);
        let (winners, losers): (Vec<_>, Vec<_>) =
            round_answers.partition(|(status, _)| *status == 201);
        let [(_, won)] = winners[..] else { panic!("round {round} has {} winners", winners.len()) };
        for (status, body) in losers {
            assert_eq!(*status, 400, "{body}");
            assert_eq!(body["errors"][0]["field"], "ext_id", "{body}");
            assert_eq!(body["errors"][0]["messages"][0]["code"], "unique", "{body}");
        }
        let (_, holder) =
            admin.get(&format!("/api/v2/account/search/?provider=google&ext_id={round}"));
        assert_eq!(holder["id"], won["user_id"], "round {round}");
    }
    let total: usize = users
        .iter()
        .map(|(id, _)| {
            admin.get(&format!("/api/v2/user/{id}/provider/")).1.as_array().unwrap().len()
        })
        .sum();
    assert_eq!(total, ROUNDS, "the lists hold what was won, and nothing else");
    answer(kith(&url).arg("check"));
}

on_both!(an_account_that_all_want_at_once_has_one_owner);
