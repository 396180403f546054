//! The real binary: started, asked, killed, started again.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod boot;
mod check;
#[path = "../../src/clock.rs"]
mod clock;
mod command_line;
mod data;
mod database;
mod deployment;
mod documents;
mod health;
mod idle;
mod jwks;
mod limits;
mod model;
#[path = "../../../persistence/tests/persistence/postgres_schema.rs"]
mod postgres_schema;
mod process;
mod races;
mod sdk;
mod secrets;
mod shutdown;
mod silence;
mod sockets;
mod team;
mod telemetry;
mod tls;
mod trust;
mod wire;
