//! The statements of hot requests, as Kith sends them: they are kept prepared, and what is chosen for them
//! are the indexes that were made for them.

use std::collections::BTreeSet;

use kith_persistence::{Database, FEWEST_USERS, SeedPlan};

use super::asked::{self, Hot};
use super::planner::Planner;
use crate::database::Place;
use crate::migrations::on_both;
use crate::recorded::{Noted, Recording, record};
use crate::worker::on_a_worker;

/// What the seed has none of, some for each: PostgreSQL reads a table that it knows to be empty as a whole, and
/// one index for the other where each leads to one row. Nobody is among them who acts below.
const MORE: &str = "
    insert into connection_requests (from_id, to_id, created)
    select n, m, now() from generate_series(5001, 5100) as n, generate_series(6601, 6620) as m;
    insert into follows (follower_id, followed_id, since)
    select n, n + 1, now() from generate_series(1, 5000) as n;
    insert into hides (user_id, hidden_id, since)
    select n, n + 1, now() from generate_series(8000, 9500) as n;
    insert into api_keys (name, hash, created_at)
    select 'key-' || n, sha256(cast(cast(n as text) as bytea)), now()
    from generate_series(1, 1000) as n;
    analyze";

async fn hot_statements_are_kept_and_served_by_indexes(place: Place) {
    record();
    let options = place.options();
    kith_persistence::migrate(&options).await.unwrap();
    let plan = SeedPlan::of(FEWEST_USERS).unwrap();
    kith_persistence::seed(&options, plan, |_| ()).await.unwrap();
    if matches!(place, Place::Postgres(_)) {
        place.execute(MORE).await;
    }
    let database = Database::open(&options).await.unwrap();
    on_a_worker(move || look(place, database, plan)).await;
}

async fn look(place: Place, database: Database, seeded: SeedPlan) {
    let recording = Recording::of(&place);
    let planner = Planner::of(&place).await;
    let mut kept = BTreeSet::new();
    let mut sent = || {
        let mut sent = Vec::new();
        for noted in recording.take() {
            match noted {
                Noted::Executed(text) => sent.push(text),
                Noted::Kept(text) => drop(kept.insert(text)),
            }
        }
        sent.retain(|text| is_work(text));
        let sent = sent.iter().map(|text| without_parameters(text));
        let known = |text: &str| (text.to_owned(), kept.contains(text));
        sent.map(known).collect::<Vec<_>>()
    };
    let (look_ups, acts) = (asked::look_ups(&database, seeded).await, asked::acts(&database));
    let pages = asked::pages(&database, seeded).await;
    sent();
    let mut wrong = Vec::new();
    let others = look_ups.into_iter().chain(acts).map(|hot| (hot, false));
    for (hot, is_page) in others.chain(pages.into_iter().map(|hot| (hot, true))) {
        let Hot { what, ask, sqlite, postgres } = hot;
        ask.await;
        let mut plans = String::new();
        for (text, is_kept) in sent() {
            let plan = planner.plan(&text).await;
            if !is_kept {
                wrong.push(format!("{what}: this is prepared anew each time:\n{text}"));
            }
            if planner.reads_a_whole_table(&plan) || (is_page && planner.sorts_a_list(&plan)) {
                wrong.push(format!("{what}: this reads or sorts too much:\n{text}\n{plan}"));
            }
            plans.push_str(&plan);
        }
        let indexes = match planner {
            Planner::Sqlite(_) => sqlite,
            Planner::Postgres(_) => postgres,
        };
        for index in indexes.iter().filter(|index| !plans.contains(**index)) {
            wrong.push(format!("{what}: {index} is not used:\n{plans}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    database.close();
}

/// Whether it is more than the beginning or the end of something.
fn is_work(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    ["select", "with", "insert", "update", "delete"].contains(&word.as_str())
}

/// A statement as it is prepared.
fn without_parameters(text: &str) -> &str {
    text.split_once(" -- binds: ").map_or(text, |(statement, _)| statement)
}

on_both!(hot_statements_are_kept_and_served_by_indexes);
