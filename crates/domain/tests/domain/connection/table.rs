//! The golden table: what every action does in every situation, and what the two see afterwards.

use std::fmt::Write as _;

use kith_domain::community::Mode;
use kith_domain::connection::{
    Action, Change, Pair, Refusal, RequestState, Situation, Ties, decide,
};

/// How two stand to each other in a word for each direction.
fn name(pair: Pair) -> String {
    let request = |state| match state {
        RequestState::None => "-",
        RequestState::Pending => "pending",
        RequestState::Rejected => "rejected",
    };
    if pair.is_connected() {
        return "connected".to_owned();
    }
    format!("{}/{}", request(pair.mine()), request(pair.theirs()))
}

fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongMode => "wrong mode",
        Refusal::NoSuchUser => "no such user",
        Refusal::Oneself => "oneself",
        Refusal::Forbidden => "forbidden",
        Refusal::AlreadyConnected => "already connected",
        Refusal::AlreadyExists => "already exists",
        Refusal::NothingThere => "·",
    }
}

fn status(pair: Pair, mode: Mode) -> &'static str {
    Ties::from(pair).status(mode).map_or("null", kith_domain::connection::ConnectionStatus::as_str)
}

/// What each action does to each pair, with the status that both see then.
fn table(mode: Mode, other_is_live: bool, actor_is_blocked: bool, hidden: bool) -> String {
    let mut table = String::new();
    for pair in Pair::all() {
        let situation = Situation { mode, pair, other_is_live, actor_is_blocked, hidden };
        write!(table, "  {:18}", name(pair)).unwrap();
        for action in Action::ALL {
            let cell = match decide(action, &situation) {
                Ok(Change::To(then)) => format!("→ {}", name(then)),
                Ok(Change::Seen) => "→ seen".to_owned(),
                Err(reason) => refusal(reason).to_owned(),
            };
            write!(table, " {cell:19}").unwrap();
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    table
}

/// Every situation but for the pair; those with the same table share it.
fn tables() -> Vec<(Vec<String>, String)> {
    let mut tables: Vec<(Vec<String>, String)> = Vec::new();
    for mode in [Mode::Friendship, Mode::Follow] {
        for bits in 0..8_u8 {
            let [gone, blocked, hidden] = [4, 2, 1].map(|bit| bits & bit != 0);
            let words = [
                (mode == Mode::Follow, "follow mode"),
                (gone, "the other is deleted"),
                (blocked, "I am blocked"),
                (hidden, "one hides the other"),
            ];
            let words: Vec<&str> =
                words.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect();
            let name = if words.is_empty() { "nothing else".to_owned() } else { words.join(", ") };
            let table = table(mode, !gone, blocked, hidden);
            match tables.iter_mut().find(|(_, other)| *other == table) {
                Some((names, _)) => names.push(name),
                None => tables.push((vec![name], table)),
            }
        }
    }
    tables
}

#[test]
fn what_every_action_does_in_every_situation() {
    let mut golden = String::from(
        "A pair is my request/their request. → what it becomes; otherwise why not; · nothing there.\n\n\
         What the two see of each pair:\n\n",
    );
    writeln!(golden, "  {:18} {:29} they see", "pair", "I see").unwrap();
    for pair in Pair::all() {
        let (mine, theirs) =
            (status(pair, Mode::Friendship), status(pair.turned(), Mode::Friendship));
        writeln!(golden, "  {:18} {mine:29} {theirs}", name(pair)).unwrap();
        assert_eq!(status(pair, Mode::Follow), "null", "nothing of it shows in the other mode");
    }
    let mut situations = 0;
    for (names, table) in tables() {
        situations += names.len();
        golden.push_str("\nWith ");
        golden.push_str(&names.join("; or\n     "));
        write!(golden, ":\n\n  {:18}", "pair").unwrap();
        for action in Action::ALL {
            write!(golden, " {:19}", format!("{action:?}")).unwrap();
        }
        golden.truncate(golden.trim_end().len());
        write!(golden, "\n{table}").unwrap();
    }
    assert_eq!(situations, 16);
    insta::with_settings!({
        snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::assert_snapshot!("connections", golden);
    });
}
