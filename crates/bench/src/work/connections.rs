//! Pages of a user's connections, mutual ones first.

use std::net::SocketAddr;

use anyhow::Context as _;
use serde_json::Value;

use super::people::{People, Spread};
use super::{Sample, Targets, Work};
use crate::load::{Credential, Requests, get};
use crate::sql::StandIn;

/// The name of the work that reads the first page.
pub(crate) const FIRST_PAGE: &str =
    "connections page, limit 20, offset 0, mutual-first, 100-friend users";

/// Where the deep page begins.
const DEEP: u64 = 4_900;
/// Users of a page.
const LIMIT: u64 = 20;
/// Of all viewers, every so many look at the hub, since each needs a cursor of their own.
const FEWER: usize = 20;

fn is_full_page(answer: &Value) -> bool {
    answer["results"].as_array().is_some_and(|users| users.len() == 20)
}

/// The first page of somebody with 100 friends, seen by one of them.
pub(super) fn first_page(people: &People, server: SocketAddr) -> Work {
    let ring = people.ring;
    // Somebody up to 50 places further in the ring.
    let friend = |place: usize, viewer: u64| (viewer + (place as u64 * 7) % 50) % ring + 1;
    let mut requests = Requests::single();
    for (place, viewer) in people.viewers.ids().enumerate() {
        let path = format!("/api/v2/user/{}/connections/?limit={LIMIT}", friend(place, viewer));
        requests.push(&get(server, &path, &Credential::Token(&people.tokens_of_viewers[place])));
    }
    let (turn, viewer) = people.viewers.middle();
    let choice = people.viewers.choice("viewer");
    Work {
        name: FIRST_PAGE,
        targets: Targets { postgres: Some(0.60), sqlite: Some(0.20) },
        requests,
        choice: format!("{choice}\\set owner (:viewer + (:k * 7) % 50) % {ring} + 1\n"),
        sample: Sample {
            turn,
            stand_ins: vec![
                StandIn::needed(viewer, ":viewer"),
                StandIn::needed(friend(turn, viewer), ":owner"),
            ],
            looks_right: is_full_page,
        },
    }
}

/// Pages of the one who has 5,000 friends, seen by some of them, each of whom knows 100 others of
/// these.
pub(crate) struct HubPages<'a> {
    pub(crate) people: &'a People,
    pub(crate) server: SocketAddr,
}

impl HubPages<'_> {
    fn viewers(&self) -> impl Iterator<Item = (u64, &str)> {
        let tokens = self.people.tokens_of_viewers.iter().map(String::as_str);
        self.people.viewers.ids().zip(tokens).step_by(FEWER)
    }

    fn page(&self, token: &str, position: &str) -> Vec<u8> {
        let path = format!("/api/v2/user/{}/connections/?limit={LIMIT}{position}", self.people.hub);
        get(self.server, &path, &Credential::Token(token))
    }

    /// A page of each viewer that begins at an offset.
    pub(crate) fn offset(&self, offset: u64) -> Requests {
        let mut requests = Requests::single();
        for (_, token) in self.viewers() {
            requests.push(&self.page(token, &format!("&offset={offset}")));
        }
        requests
    }

    /// The same pages, by the cursors that the pages before them give.
    pub(crate) fn cursor(
        &self,
        offset: u64,
        body: &dyn Fn(&[u8]) -> anyhow::Result<Vec<u8>>,
    ) -> anyhow::Result<Requests> {
        let mut requests = Requests::single();
        for (_, token) in self.viewers() {
            let before = body(&self.page(token, &format!("&offset={}", offset - LIMIT)))?;
            let before: Value = serde_json::from_slice(&before)?;
            let cursor = before["next_cursor"].as_str().context("a page has no cursor")?;
            requests.push(&self.page(token, &format!("&cursor={cursor}")));
        }
        Ok(requests)
    }

    pub(super) fn at_offset(&self) -> Work {
        self.work(
            "the same at offset 4,900 of 5,000",
            Targets { postgres: Some(0.60), sqlite: None },
            self.offset(DEEP),
        )
    }

    pub(super) fn by_cursor(
        &self,
        body: &dyn Fn(&[u8]) -> anyhow::Result<Vec<u8>>,
    ) -> anyhow::Result<Work> {
        Ok(self.work(
            "the same place by cursor",
            Targets { postgres: None, sqlite: None },
            self.cursor(DEEP, body)?,
        ))
    }

    fn work(&self, name: &'static str, targets: Targets, requests: Requests) -> Work {
        let viewers: Vec<u64> = self.viewers().map(|(viewer, _)| viewer).collect();
        let turn = viewers.len() / 2 + viewers.len() / 7;
        let step = viewers[1] - viewers[0];
        let spread = Spread::every(viewers[0], step, viewers.len() as u64);
        let hub = self.people.hub;
        Work {
            name,
            targets,
            requests,
            choice: format!("{}\\set hub {hub}\n", spread.choice("viewer")),
            sample: Sample {
                turn,
                stand_ins: vec![
                    StandIn::needed(viewers[turn], ":viewer"),
                    StandIn::needed(hub, ":hub"),
                ],
                looks_right: is_full_page,
            },
        }
    }
}
