//! Acting on another user, step by step.

use chrono::TimeDelta;
use kith_domain::connection::{Act, Action, ConnectionRequest, Pair, Refusal, Ties};
use kith_domain::user::{Counters, Deletion, Moderation};
use kith_domain::{Timestamp, UserId};

use crate::FixedClock;
use crate::contract::{Ports, stranger};
use crate::ties::{act, arrange, attempt, connect, follow, hide, perform, request};

pub async fn a_request_is_counted_accepted_and_the_connection_removed(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let sent = Counters { requests_sent: 1, ..Counters::default() };
    let received = Counters { requests_received: 1, ..Counters::default() };
    let connected = Counters { connections: 1, ..Counters::default() };
    let nothing = Counters::default();
    let connections = &*ports.connections;

    request(connections, anna, bruno).await;
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (sent, received));
    let ties = perform(connections, act(bruno, anna, Action::Accept)).await;
    assert_eq!(ties, Ties { connected: true, ..Ties::default() });
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (connected, connected));
    let ties = perform(connections, act(bruno, anna, Action::Remove)).await;
    assert_eq!(ties, Ties::default());
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (nothing, nothing));
    assert_eq!((ports.sent(anna).await, ports.received(bruno).await), (vec![], vec![]));
}

pub async fn a_rejected_request_counts_for_the_sender_alone(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let connections = &*ports.connections;
    let sent = Counters { requests_sent: 1, ..Counters::default() };
    let received = Counters { requests_received: 1, ..Counters::default() };
    let nothing = Counters::default();

    request(connections, anna, bruno).await;
    perform(connections, act(bruno, anna, Action::Reject)).await;
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (sent, nothing));
    perform(connections, act(bruno, anna, Action::CancelReject)).await;
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (sent, received));
    perform(connections, act(bruno, anna, Action::Reject)).await;
    perform(connections, act(anna, bruno, Action::CancelRequest)).await;
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (nothing, nothing));
}

pub async fn accepting_removes_the_requests_of_both_directions(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let connections = &*ports.connections;
    request(connections, anna, bruno).await;
    perform(connections, act(bruno, anna, Action::Reject)).await;
    request(connections, bruno, anna).await;
    perform(connections, act(anna, bruno, Action::Accept)).await;
    for id in [anna, bruno] {
        assert_eq!((ports.sent(id).await, ports.received(id).await), (vec![], vec![]));
        let connected = Counters { connections: 1, ..Counters::default() };
        assert_eq!(ports.counters(id).await, connected);
    }
    perform(connections, act(anna, bruno, Action::Remove)).await;
    assert_eq!(ports.pair(anna, bruno).await, Pair::STRANGERS, "no request comes back");
}

pub async fn dates_are_kept_to_the_microsecond_and_the_first_sight_stays(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let connections = &*ports.connections;
    let at = |microseconds| FixedClock::start() + TimeDelta::microseconds(microseconds);
    let step = async |actor, other, action, microseconds| {
        perform(connections, Act { at: at(microseconds), ..act(actor, other, action) }).await;
        only(ports.sent(anna).await)
    };
    let dates = |request: &ConnectionRequest| (request.created, request.rejected, request.viewed);

    let made = step(anna, bruno, Action::Request, 1).await;
    assert_eq!(dates(&made), (at(1), None, None));
    let seen = step(bruno, anna, Action::MarkSeen, 2).await;
    assert_eq!(dates(&seen), (at(1), None, Some(at(2))));
    let seen = step(bruno, anna, Action::MarkSeen, 3).await;
    assert_eq!(dates(&seen), (at(1), None, Some(at(2))), "the first date stays");
    assert_eq!(dates(&only(ports.received(bruno).await)), dates(&seen));
    let rejected = step(bruno, anna, Action::Reject, 4).await;
    assert_eq!(dates(&rejected), (at(1), Some(at(4)), Some(at(2))));
    let restored = step(bruno, anna, Action::CancelReject, 5).await;
    assert_eq!(dates(&restored), (at(1), None, Some(at(2))), "it is the same request again");
    let rejected = step(bruno, anna, Action::Reject, 6).await;
    assert_eq!(dates(&rejected), (at(1), Some(at(6)), Some(at(2))));
    assert_eq!([seen.id, restored.id, rejected.id], [made.id; 3]);
}

pub async fn a_request_made_anew_is_another_one(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let connections = &*ports.connections;
    let later: Timestamp = FixedClock::start() + TimeDelta::days(1);
    request(connections, anna, bruno).await;
    perform(connections, act(bruno, anna, Action::MarkSeen)).await;
    perform(connections, act(bruno, anna, Action::Reject)).await;
    let first = only(ports.sent(anna).await);
    perform(connections, act(anna, bruno, Action::CancelRequest)).await;
    perform(connections, Act { at: later, ..act(anna, bruno, Action::Request) }).await;
    let second = only(ports.sent(anna).await);
    assert_ne!(second.id, first.id);
    assert_eq!((second.created, second.rejected, second.viewed), (later, None, None));
}

pub async fn a_rejected_request_is_marked_as_seen_too(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    request(&*ports.connections, anna, bruno).await;
    perform(&*ports.connections, act(bruno, anna, Action::Reject)).await;
    perform(&*ports.connections, act(bruno, anna, Action::MarkSeen)).await;
    let request = only(ports.sent(anna).await);
    assert_eq!(request.viewed, Some(FixedClock::start()));
    assert_eq!(request.rejected, Some(FixedClock::start()));
}

pub async fn a_refused_action_leaves_everything_as_it_was(ports: &Ports) {
    let [anna, bruno, carla, dora] = ports.people(["anna", "bruno", "carla", "dora"]).await;
    let connections = &*ports.connections;
    connect(connections, anna, bruno).await;
    request(connections, anna, carla).await;
    perform(connections, act(carla, anna, Action::Reject)).await;
    request(connections, dora, anna).await;
    follow(&*ports.follows, anna, dora).await;
    hide(&*ports.hides, dora, anna).await;
    let before = ports.everything().await;
    for (actor, other, action, refusal) in [
        (anna, bruno, Action::Request, Refusal::AlreadyConnected),
        (anna, carla, Action::Request, Refusal::AlreadyExists),
        (carla, anna, Action::Accept, Refusal::NothingThere),
        (anna, dora, Action::Accept, Refusal::Forbidden),
        (bruno, carla, Action::Request, Refusal::NoSuchUser),
    ] {
        let other = if refusal == Refusal::NoSuchUser { stranger() } else { other };
        let outcome = attempt(connections, act(actor, other, action)).await;
        assert_eq!(outcome, Err(refusal), "{action:?}");
        assert_eq!(ports.everything().await, before, "{action:?}");
    }
}

pub async fn whoever_was_deleted_meanwhile_does_nothing(ports: &Ports) {
    for (number, pair) in Pair::all().into_iter().enumerate() {
        for deletion in [Deletion::Soft, Deletion::Hard] {
            let names = [format!("me-{number}-{deletion:?}"), format!("x-{number}-{deletion:?}")];
            let [me, other] = ports.people([&*names[0], &*names[1]]).await;
            arrange(&*ports.connections, me, other, pair).await;
            ports.delete(me, deletion).await;
            for action in Action::ALL {
                let outcome = attempt(&*ports.connections, act(me, other, action)).await;
                assert_eq!(outcome, Err(Refusal::NoSuchUser), "{action:?} of {pair:?}");
            }
            ports.expect_legal(&[me, other]).await;
            if deletion == Deletion::Soft {
                ports.moderate(me, Moderation::Approve).await;
                assert_eq!(ports.pair(me, other).await, pair);
            }
        }
    }
}

pub async fn an_action_concerns_nobody_else(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let connections = &*ports.connections;
    let mut others: Vec<(UserId, Pair)> = Vec::new();
    for (number, pair) in Pair::all().into_iter().enumerate() {
        let [other] = ports.people([&*format!("other-{number}")]).await;
        arrange(connections, anna, other, pair).await;
        others.push((other, pair));
    }
    request(connections, anna, bruno).await;
    perform(connections, act(bruno, anna, Action::Reject)).await;
    request(connections, bruno, anna).await;
    perform(connections, act(anna, bruno, Action::Accept)).await;
    perform(connections, act(anna, bruno, Action::Remove)).await;
    for (other, pair) in &others {
        assert_eq!(ports.pair(anna, *other).await, *pair);
    }
    let everybody: Vec<UserId> =
        others.iter().map(|(other, _)| *other).chain([anna, bruno]).collect();
    ports.expect_legal(&everybody).await;
}

fn only(requests: Vec<ConnectionRequest>) -> ConnectionRequest {
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.into_iter().next().expect("one")
}
