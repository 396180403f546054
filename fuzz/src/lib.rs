//! The targets, as the tests have them: each is an ordinary function that panics where a promise is
//! broken, and lies with the tests that replay its seeds.

#![expect(dead_code, reason = "the targets need a part of what the tests share")]

#[path = "../../crates/http/tests/api/fuzz/mod.rs"]
mod fuzz;
#[path = "../../crates/persistence/tests/persistence/data/lines.rs"]
mod lines;
#[path = "../../crates/server/src/settings/mod.rs"]
mod settings;
#[path = "../../crates/server/src/settings/fuzz.rs"]
mod settings_fuzz;
#[path = "../../crates/http/tests/api/support/mod.rs"]
mod support;

/// Gives an input to the target of that name.
pub fn run(target: &str, input: &[u8]) {
    fuzz::run(target, input);
}

/// Gives an input to the target of the lines of an import.
pub fn exported_lines(input: &[u8]) {
    lines::exported_lines(input);
}

/// Gives an input to the target of the settings.
pub fn settings(input: &[u8]) {
    settings_fuzz::settings(input);
}
