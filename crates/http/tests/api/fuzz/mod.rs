//! What must hold for any bytes that anybody sends: the targets of the fuzzing in `fuzz/`, which looks
//! for inputs that break them. A plain `cargo test` replays the seeds and whatever was found.

mod bodies;
mod cursors;
mod imports;
mod queries;
#[cfg(test)]
mod replay;
mod service;
mod tokens;
mod urls;

/// What one target does with an input: panics if a promise is broken.
type Target = fn(&[u8]);

/// Every target by its name, which is that of its file in `fuzz/fuzz_targets` and of its folder in
/// `fuzz/seeds`.
pub(crate) const TARGETS: [(&str, Target); 7] = [
    ("json_bodies", bodies::json),
    ("form_bodies", bodies::form),
    ("import_lines", imports::lines),
    ("queries", queries::queries),
    ("cursors", cursors::cursors),
    ("tokens", tokens::tokens),
    ("urls", urls::urls),
];

/// Gives an input to the target of that name.
pub(crate) fn run(name: &str, input: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target");
    target(input);
}
