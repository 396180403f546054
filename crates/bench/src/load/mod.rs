//! The load generator: one poll for many connections, each of which sends its next request as soon as
//! the last one is answered.
//!
//! It runs on the cores that it loads, as pgbench does, so it does as little as it can for a request:
//! what is sent was made before, of an answer only the status and the length are looked at.

mod answer;
mod connection;
mod exchange;
mod generator;
mod latencies;
mod requests;

pub(crate) use exchange::{exchange, hold};
pub(crate) use generator::{Effort, Outcome, THREADS, run};
pub(crate) use latencies::Latencies;
pub(crate) use requests::{Credential, Requests, get, post};
