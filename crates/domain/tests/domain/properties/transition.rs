//! What the rules about ties never do, tried in every situation there is.

use kith_domain::community::Mode;
use kith_domain::connection::{Action, Change, Pair, Refusal, RequestState, Situation, decide};
use kith_domain::follow;

const BOTH: [bool; 2] = [false, true];

/// Every situation there is.
fn situations() -> Vec<Situation> {
    let mut all = Vec::new();
    for mode in [Mode::Friendship, Mode::Follow] {
        for pair in Pair::all() {
            for other_is_live in BOTH {
                for actor_is_blocked in BOTH {
                    for hidden in BOTH {
                        all.push(Situation { mode, pair, other_is_live, actor_is_blocked, hidden });
                    }
                }
            }
        }
    }
    all
}

/// How many ties a pair has: a request is half of one.
fn closeness(pair: Pair) -> i32 {
    let request = |state| i32::from(state == RequestState::Pending);
    if pair.is_connected() { 3 } else { request(pair.mine()) + request(pair.theirs()) }
}

#[test]
fn every_situation_has_an_answer_and_no_pair_is_illegal() {
    let situations = situations();
    assert_eq!(situations.len(), 144);
    for situation in situations {
        for action in Action::ALL {
            if let Ok(Change::To(pair)) = decide(action, &situation) {
                assert!(Pair::all().contains(&pair), "{action:?} in {situation:?}");
                assert_ne!(pair, situation.pair, "a change changes: {action:?} in {situation:?}");
            }
        }
    }
}

#[test]
fn no_tie_is_built_between_the_hidden_or_by_the_blocked() {
    for situation in situations() {
        if !(situation.hidden || situation.actor_is_blocked) {
            continue;
        }
        for action in Action::ALL {
            match decide(action, &situation) {
                Ok(Change::To(pair)) => {
                    assert!(!action.builds(), "{action:?} in {situation:?}");
                    assert!(
                        closeness(pair) < closeness(situation.pair)
                            || pair.mine() == RequestState::None,
                        "{action:?} in {situation:?} makes {pair:?}"
                    );
                    assert!(!pair.is_connected(), "{action:?} in {situation:?}");
                }
                Ok(Change::Seen) => assert_eq!(action, Action::MarkSeen),
                Err(_) => {}
            }
        }
    }
}

#[test]
fn cutting_is_open_to_everybody() {
    for situation in situations() {
        let free = Situation { hidden: false, actor_is_blocked: false, ..situation };
        for action in Action::ALL {
            let decided = decide(action, &situation);
            if action.builds() {
                let allowed = situation == free || decided.is_err();
                assert!(allowed, "{action:?} in {situation:?}");
            } else {
                assert_eq!(decided, decide(action, &free), "{action:?} in {situation:?}");
            }
        }
    }
}

#[test]
fn what_a_stranger_learns_of_hiding_is_the_same_whatever_the_pair() {
    for situation in situations() {
        let hindered = situation.hidden || situation.actor_is_blocked;
        if hindered && situation.other_is_live && situation.mode == Mode::Friendship {
            for action in [Action::Request, Action::Accept, Action::CancelReject] {
                assert_eq!(decide(action, &situation), Err(Refusal::Forbidden), "{situation:?}");
            }
        }
    }
}

#[test]
fn nothing_happens_in_the_other_mode_or_to_who_is_not_there() {
    for situation in situations() {
        for action in Action::ALL {
            let decided = decide(action, &situation);
            if situation.mode == Mode::Follow && action != Action::MarkSeen {
                assert_eq!(decided, Err(Refusal::WrongMode), "{action:?} in {situation:?}");
            } else if !situation.other_is_live {
                assert_eq!(decided, Err(Refusal::NoSuchUser), "{action:?} in {situation:?}");
            } else if situation.mode == Mode::Follow {
                assert_eq!(decided, Err(Refusal::NothingThere), "{action:?} in {situation:?}");
            }
        }
    }
}

#[test]
fn whatever_was_done_can_be_undone() {
    use Action::{Accept, CancelReject, CancelRequest, Reject, Remove, Request};
    let quiet = |pair| Situation {
        mode: Mode::Friendship,
        pair,
        other_is_live: true,
        actor_is_blocked: false,
        hidden: false,
    };
    for pair in Pair::all() {
        for (action, back) in
            [(Request, CancelRequest), (Reject, CancelReject), (CancelReject, Reject)]
        {
            if let Ok(Change::To(then)) = decide(action, &quiet(pair)) {
                assert_eq!(
                    decide(back, &quiet(then)),
                    Ok(Change::To(pair)),
                    "{action:?}, {pair:?}"
                );
            }
        }
        if let Ok(Change::To(then)) = decide(Accept, &quiet(pair)) {
            let removed = decide(Remove, &quiet(then));
            assert_eq!(removed, Ok(Change::To(Pair::STRANGERS)), "{pair:?}");
        }
    }
}

#[test]
fn one_can_always_stop_following_and_not_always_begin() {
    for bits in 0..32_u8 {
        let [follows, following, other_is_live, actor_is_blocked, hidden] =
            [1, 2, 4, 8, 16].map(|bit| bits & bit != 0);
        let mode = if follows { Mode::Follow } else { Mode::Friendship };
        let situation =
            follow::Situation { mode, following, other_is_live, actor_is_blocked, hidden };
        let expected = match (follows, other_is_live, following) {
            (false, _, _) => Err(follow::Refusal::WrongMode),
            (true, false, _) => Err(follow::Refusal::NoSuchUser),
            (true, true, true) => Ok(follow::Change::Unfollow),
            (true, true, false) if hidden || actor_is_blocked => Err(follow::Refusal::Forbidden),
            (true, true, false) => Ok(follow::Change::Follow),
        };
        assert_eq!(follow::decide(&situation), expected, "{situation:?}");
    }
}
