//! Random histories of a small community, run against the service and the reference side by side.

use super::look;
use super::reference::{Reference, Standing};
use super::service::{Founder, Service};
use super::step::{People, Step, Verb, Who};

/// How many users a community has.
pub(crate) const USERS: usize = 6;
/// How many steps a history has.
pub(crate) const STEPS: usize = 60;
/// After how many steps of a seed's history everything is looked at, lists and counters included; after
/// the others, at the statuses that the step is about. To look at everything costs ten steps.
pub(crate) fn looks_after(seed: u64) -> usize {
    if seed.is_multiple_of(5) { 1 } else { 20 }
}

/// How many shorter histories are tried to find the shortest that fails.
const TRIES: usize = 500;

/// Random numbers that are the same on every machine (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// The history of a seed. Two thirds of its actions fit the situation; the others are blind.
pub(crate) fn of_seed(seed: u64) -> Vec<Step> {
    let mut random = Random(seed);
    let mut situation = Reference::of(USERS);
    let mut history = Vec::new();
    for _ in 0..STEPS {
        let step = step(&mut random, &situation);
        situation.apply(step);
        history.push(step);
    }
    history
}

fn step(random: &mut Random, situation: &Reference) -> Step {
    let (actor, other) = (random.below(USERS), random.below(USERS));
    match random.below(200) {
        0..14 => Step::Hide(actor, other),
        14..20 => Step::Block(other),
        20..28 => Step::Delete(other),
        28 => Step::Erase(other),
        29..45 => {
            let unfree = |user: &Who| {
                matches!(situation.standings[*user], Standing::Blocked | Standing::Deleted)
            };
            let unfree: Vec<Who> = situation.everybody().filter(unfree).collect();
            Step::Approve(if unfree.is_empty() { other } else { random.one_of(&unfree) })
        }
        45..95 => Step::Act(actor, random.one_of(&Verb::ALL), other),
        _ => Step::Act(actor, random.one_of(&fitting(situation, actor, other)), other),
    }
}

/// What the actor can do about the other, as far as their ties go.
fn fitting(situation: &Reference, actor: Who, other: Who) -> Vec<Verb> {
    let rejected =
        |(from, request): (Who, super::reference::Request)| from == other && request.rejected;
    let mut fitting = match situation.status(actor, other) {
        Some("connected") => vec![Verb::Remove],
        Some("received_connection_request") => vec![Verb::Accept, Verb::Reject, Verb::MarkSeen],
        Some("sent_connection_request") => vec![Verb::CancelRequest],
        _ => vec![Verb::Request],
    };
    if situation.requests_to(actor).any(rejected) {
        fitting.push(Verb::CancelReject);
    }
    fitting
}

/// Where a history went wrong.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How many steps it took.
    pub(crate) steps: usize,
    /// What was seen.
    pub(crate) what: String,
}

/// Lives a history with people who have none; looks after every step.
pub(crate) async fn live(
    service: &impl Service,
    people: &People,
    mut reference: Reference,
    history: &[Step],
    looks_after: usize,
) -> Result<(), Failure> {
    for (number, step) in history.iter().enumerate() {
        let failure = |what| Failure { steps: number + 1, what };
        one_step(service, people, &mut reference, *step).await.map_err(failure)?;
        if (number + 1) % looks_after == 0 || number + 1 == history.len() {
            look::everything(service, people, &reference).await.map_err(failure)?;
            continue;
        }
        let (Step::Act(one, _, other) | Step::Hide(one, other)) = *step else {
            // Standing changes what everybody sees.
            for user in reference.everybody() {
                look::statuses(service, people, &reference, user).await.map_err(failure)?;
            }
            continue;
        };
        for user in [one, other] {
            look::statuses(service, people, &reference, user).await.map_err(failure)?;
        }
    }
    Ok(())
}

/// Takes a step, and compares the answer.
pub(crate) async fn one_step(
    service: &impl Service,
    people: &People,
    reference: &mut Reference,
    step: Step,
) -> Result<(), String> {
    let expected = reference.apply(step);
    let (status, body) = service.call(&people.call(step)).await;
    if expected.is(status, &body) {
        return Ok(());
    }
    Err(format!("{step:?} is answered {status} {body}, not {expected:?}"))
}

/// Finds a history that is as short as possible and fails too, by leaving steps out.
pub(crate) async fn shorten(
    service: &impl Service,
    founder: &Founder,
    reference: &Reference,
    history: &[Step],
    failure: Failure,
) -> (Vec<Step>, Failure) {
    let mut shortest = history[..failure.steps].to_vec();
    let mut why = failure;
    let mut chunk = shortest.len() / 2;
    let mut tries = 0;
    while chunk > 0 {
        let (mut begin, mut shorter) = (0, false);
        while begin < shortest.len() && tries < TRIES {
            tries += 1;
            let mut attempt = shortest.clone();
            attempt.drain(begin..(begin + chunk).min(shortest.len()));
            let people = founder.strangers(service, USERS).await;
            // To look at everything each time finds whatever was found.
            match live(service, &people, reference.clone(), &attempt, 1).await {
                Ok(()) => begin += chunk,
                Err(failure) => {
                    attempt.truncate(failure.steps);
                    (shortest, why, shorter) = (attempt, failure, true);
                }
            }
        }
        if !(shorter && chunk == 1) {
            chunk /= 2;
        }
    }
    (shortest, why)
}
