//! What the running binary tells of itself: numbers, log lines, spans.

mod collector;
mod log_lines;
mod metrics;
mod scrape;
mod traces;
