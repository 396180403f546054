//! A client that tells exactly what came of a request.

mod call;
mod client;
mod probe;
mod sample;

pub(crate) use call::Call;
pub(crate) use client::{Answer, Client, Outcome};
pub(crate) use probe::Probe;
pub(crate) use sample::{Sample, Samples, Unanswered};
