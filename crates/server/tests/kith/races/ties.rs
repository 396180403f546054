//! The races of connecting.

use super::contest::Contest;
use crate::database::{Place, on_both};
use crate::model::step::Step::{self, Act, Approve, Delete, Erase, Hide};
use crate::model::step::Verb::{Accept, CancelRequest, Reject, Remove, Request};

/// User 1 has asked user 0.
const ASKED: &[Step] = &[Act(1, Request, 0)];
const CONNECTED: &[Step] = &[Act(1, Request, 0), Act(0, Accept, 1)];

fn each_asks_the_other(place: &Place) {
    let at_once = [Act(0, Request, 1), Act(1, Request, 0)];
    Contest { name: "each asks the other", before: &[], at_once, after: &[] }.run(place);
}

fn one_asks_twice(place: &Place) {
    let at_once = [Act(0, Request, 1), Act(0, Request, 1)];
    Contest { name: "one asks twice", before: &[], at_once, after: &[] }.run(place);
}

fn accept_and_cancel(place: &Place) {
    let at_once = [Act(0, Accept, 1), Act(1, CancelRequest, 0)];
    Contest { name: "accept and cancel", before: ASKED, at_once, after: &[] }.run(place);
}

fn accept_and_reject(place: &Place) {
    let at_once = [Act(0, Accept, 1), Act(0, Reject, 1)];
    Contest { name: "accept and reject", before: ASKED, at_once, after: &[] }.run(place);
}

fn accept_and_hide_by_the_asker(place: &Place) {
    let (at_once, after) = ([Act(0, Accept, 1), Hide(1, 0)], &[Hide(1, 0)]);
    Contest { name: "accept and hide by the asker", before: ASKED, at_once, after }.run(place);
}

fn accept_and_hide_by_the_asked(place: &Place) {
    let (at_once, after) = ([Act(0, Accept, 1), Hide(0, 1)], &[Hide(0, 1)]);
    Contest { name: "accept and hide by the asked", before: ASKED, at_once, after }.run(place);
}

/// Brought back, the asker is connected, or waits for an answer, whichever it was.
fn accept_and_soft_delete_of_the_asker(place: &Place) {
    let name = "accept and soft delete of the asker";
    let (at_once, after) = ([Act(0, Accept, 1), Delete(1)], &[Approve(1)]);
    Contest { name, before: ASKED, at_once, after }.run(place);
}

fn accept_and_soft_delete_of_the_asked(place: &Place) {
    let name = "accept and soft delete of the asked";
    let (at_once, after) = ([Act(0, Accept, 1), Delete(0)], &[Approve(0)]);
    Contest { name, before: ASKED, at_once, after }.run(place);
}

fn accept_and_hard_delete_of_the_asker(place: &Place) {
    let name = "accept and hard delete of the asker";
    Contest { name, before: ASKED, at_once: [Act(0, Accept, 1), Erase(1)], after: &[] }.run(place);
}

fn accept_and_hard_delete_of_the_asked(place: &Place) {
    let name = "accept and hard delete of the asked";
    Contest { name, before: ASKED, at_once: [Act(0, Accept, 1), Erase(0)], after: &[] }.run(place);
}

fn remove_and_ask_again(place: &Place) {
    let at_once = [Act(0, Remove, 1), Act(1, Request, 0)];
    Contest { name: "remove and ask again", before: CONNECTED, at_once, after: &[] }.run(place);
}

on_both!(
    each_asks_the_other,
    one_asks_twice,
    accept_and_cancel,
    accept_and_reject,
    accept_and_hide_by_the_asker,
    accept_and_hide_by_the_asked,
    accept_and_soft_delete_of_the_asker,
    accept_and_soft_delete_of_the_asked,
    accept_and_hard_delete_of_the_asker,
    accept_and_hard_delete_of_the_asked,
    remove_and_ask_again
);
