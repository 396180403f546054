//! The golden table: what toggling does in every situation, and what the one who acts sees then.

use std::fmt::Write as _;

use kith_domain::community::Mode;
use kith_domain::connection::Ties;
use kith_domain::follow::{Change, Refusal, Situation, decide};

#[test]
fn what_toggling_does_in_every_situation() {
    let mut golden = String::from("✓ holds  · does not\n\n");
    let head = ["mode", "following", "other lives", "blocked", "hidden", "outcome", "I see"];
    let [mode, following, live, blocked, hidden, outcome, see] = head;
    writeln!(golden, "{mode:10}  {following}  {live}  {blocked}  {hidden}  {outcome:14}  {see}")
        .unwrap();
    for mode in [Mode::Friendship, Mode::Follow] {
        golden.push('\n');
        for bits in 0..16_u8 {
            let [hidden, actor_is_blocked, gone, following] =
                [1, 2, 4, 8].map(|bit| bits & bit != 0);
            let situation =
                Situation { mode, following, other_is_live: !gone, actor_is_blocked, hidden };
            let decided = decide(&situation);
            let outcome = match decided {
                Ok(Change::Follow) => "→ followed",
                Ok(Change::Unfollow) => "→ not followed",
                Err(Refusal::WrongMode) => "wrong mode",
                Err(Refusal::NoSuchUser) => "no such user",
                Err(Refusal::Oneself) => "oneself",
                Err(Refusal::Forbidden) => "forbidden",
            };
            let followed = match decided {
                Ok(change) => change == Change::Follow,
                // A deleted user is tied to nobody.
                Err(_) => following && !gone,
            };
            let status = Ties { followed, ..Ties::default() }.status(mode);
            let tick = |holds| if holds { '✓' } else { '·' };
            writeln!(
                golden,
                "{:10}  {:^9}  {:^11}  {:^7}  {:^6}  {outcome:14}  {}",
                format!("{mode:?}"),
                tick(following),
                tick(!gone),
                tick(actor_is_blocked),
                tick(hidden),
                status.map_or("null", kith_domain::connection::ConnectionStatus::as_str),
            )
            .unwrap();
        }
    }
    insta::with_settings!({
        snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::assert_snapshot!("follows", golden);
    });
}
