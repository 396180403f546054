//! The questions: what must not be there, in SQL that both databases understand.
//!
//! Each answers with rows of `one`, `other` (the ids of the users, the second may be null) and
//! `detail`. `{leeway}` stands for how much an instant may be off, `{duplicates_refused}` for whether two
//! users may not be connected with one account at a provider.

mod accounts;
mod counters;
mod faces;
mod hides;
mod pairs;
mod provider_connections;

/// How much there is.
pub(super) const HOW_MUCH: &str = "select
  (select count(*) from users) as users,
  (select count(*) from associations) as associations,
  (select count(*) from connections) as connection_rows,
  (select count(*) from connection_requests) as requests,
  (select count(*) from follows) as follows,
  (select count(*) from hides) as hides,
  (select count(*) from client_users) as client_users,
  (select count(*) from provider_connections) as provider_connections,
  (select count(*) from provider_credentials) as provider_credentials";

/// A kind of damage, and how to find it.
pub(super) struct Question {
    pub(super) invariant: &'static str,
    pub(super) kind: &'static str,
    pub(super) sql: &'static str,
}

/// Every question, by invariant.
pub(super) fn all() -> impl Iterator<Item = &'static Question> {
    [
        accounts::QUESTIONS,
        pairs::QUESTIONS,
        hides::QUESTIONS,
        counters::QUESTIONS,
        provider_connections::QUESTIONS,
        faces::QUESTIONS,
    ]
    .into_iter()
    .flatten()
}
