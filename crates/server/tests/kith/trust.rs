//! The page of evidence, docs/trust.md, names tests and commands that exist, and results that were
//! recorded. To have the results written anew after a full run:
//!
//! `KITH_TEST_WRITE=1 cargo test -p kith-server --test kith trust`

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

const PAGE: &str = "docs/trust.md";
/// What wrote a file in docs/trust, and what its lines are about beside the promise.
const RUNS: [(&str, &str, &str); 3] = [
    ("torture", "database", "Database"),
    ("schemathesis", "database", "Database"),
    ("fuzz", "target", "Target"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).unwrap()
}

/// What stands between backticks outside of blocks, and the lines of blocks.
fn code(page: &str) -> Vec<String> {
    let (mut prose, mut code, mut fenced) = (String::new(), Vec::new(), false);
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            code.push(line.split(" #").next().unwrap().trim().to_owned());
        } else {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    code.extend(prose.split('`').skip(1).step_by(2).map(|span| span.replace('\n', " ")));
    code
}

/// Every source below a folder.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Whether a source has a function of that name.
fn has_function(source: &str, name: &str) -> bool {
    let declared =
        |rest: &str| rest.starts_with(name) && rest[name.len()..].starts_with(['(', '<']);
    source.split("fn ").skip(1).any(declared)
}

#[test]
fn every_test_that_is_named_exists() {
    let page = page();
    let mut named = BTreeSet::new();
    for span in code(&page) {
        let Some((path, name)) = span.split_once("::") else { continue };
        let source = fs::read_to_string(root().join(path)).unwrap_or_default();
        assert!(has_function(&source, name), "there is no {name} in {path}");
        named.insert(span.clone());
    }
    assert!(named.len() >= 60, "only {} are named", named.len());
    assert!(!has_function("async fn another_one() {}", "another"));
}

/// A script with its flags, a pass of the tests with what it filters by, a recipe.
#[test]
fn every_command_that_is_named_can_be_run() {
    let page = page();
    let mut named = 0;
    for line in code(&page) {
        let words: Vec<_> = line.split_whitespace().collect();
        match *words {
            [script, ref flags @ ..] if script.starts_with("scripts/") => {
                let text = fs::read_to_string(root().join(script)).expect(script);
                // Behind `with-postgres.sh` stands a command of its own.
                let own = flags.iter().take_while(|flag| flag.starts_with("--"));
                for flag in own {
                    assert!(text.contains(*flag), "{script} knows no {flag}");
                }
                if let ["cargo", "test", ref arguments @ ..] = *flags {
                    assert_can_be_tested(&line, arguments);
                }
            }
            ["cargo", "test", ref arguments @ ..] => assert_can_be_tested(&line, arguments),
            ["just", recipe, ..] => {
                let recipes = fs::read_to_string(root().join("justfile")).unwrap();
                let is_it = |line: &str| line.split([' ', ':']).next() == Some(recipe);
                assert!(recipes.lines().any(is_it), "there is no recipe {recipe}");
            }
            _ => continue,
        }
        named += 1;
    }
    assert!(named >= 10, "only {named} are named");
}

/// `-p PACKAGE [--test TARGET] [-- [--ignored] FILTER…]`
#[track_caller]
fn assert_can_be_tested(line: &str, arguments: &[&str]) {
    let after = |flag| arguments.iter().skip_while(move |one| **one != flag).nth(1);
    let Some(package) = after("-p") else { panic!("{line}: of which package?") };
    let folder = root().join("crates").join(package.strip_prefix("kith-").unwrap());
    if let Some(target) = after("--test") {
        let target = folder.join("tests").join(target);
        assert!(target.exists() || target.with_extension("rs").exists(), "{line}");
    }
    let mut known = Vec::new();
    sources(&folder, &mut known);
    // Tests of the contract are stamped out of names that stand there.
    sources(&root().join("crates/testkit/src"), &mut known);
    let filters = arguments.iter().skip_while(|one| **one != "--").skip(1);
    for filter in filters.filter(|one| !one.starts_with('-')) {
        let name = filter.rsplit("::").next().unwrap();
        let is_there = |source: &String| {
            source.contains(&format!("mod {name}")) || source.contains(&format!("fn {name}"))
        };
        assert!(known.iter().any(is_there), "{line}: nothing is called {name}");
    }
}

/// The lines of a file of results as a table; every line must be whole. What was broken is in bold.
fn table(run: &str, member: &str, heading: &str) -> String {
    let file = root().join(format!("docs/trust/{run}.jsonl"));
    let Ok(lines) = fs::read_to_string(&file) else {
        return "No full run has been recorded yet.\n".to_owned();
    };
    let mut table =
        format!("| Promise | {heading} | Attempts | Broken | Run |\n|---|---|---|---|---|\n");
    let (mut attempts, mut broken) = (0, 0);
    for line in lines.lines() {
        let result: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| result[name].as_str().unwrap_or_else(|| panic!("{name}: {line}"));
        let number = |name: &str| result[name].as_u64().unwrap_or_else(|| panic!("{name}: {line}"));
        let (tried, failed) = (number("attempts"), number("broken"));
        let promise = text("promise").replace('|', "\\|");
        let of = text(member);
        // Which form it was, and of which commit, where the run says so.
        let run: Vec<_> =
            ["form", "commit"].iter().filter_map(|name| result[*name].as_str()).collect();
        let run = run.join(" of ");
        let tried_text = thousands(tried);
        let failed_text = if failed > 0 { format!("**{failed}**") } else { failed.to_string() };
        writeln!(table, "| {promise} | {of} | {tried_text} | {failed_text} | {run} |").unwrap();
        attempts += tried;
        broken += failed;
    }
    assert!(attempts > 0, "{run}: nothing was tried");
    writeln!(table, "| Together | | {} | {broken} | |", thousands(attempts)).unwrap();
    table
}

/// 1,000,000
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Puts a text between the two marks of a run.
fn put(page: &str, run: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {run} -->\n"), format!("<!-- /{run} -->"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}{text}{end}{after}")
}

#[test]
fn the_results_are_those_that_were_recorded() {
    assert_eq!([7, 1_000, 123_456_789].map(thousands), ["7", "1,000", "123,456,789"]);
    let page = page();
    let mut recorded = page.clone();
    for (run, member, heading) in RUNS {
        recorded = put(&recorded, run, &table(run, member, heading));
    }
    if writes() {
        fs::write(root().join(PAGE), recorded).unwrap();
        return;
    }
    assert!(
        page == recorded,
        "docs/trust.md does not say what is in docs/trust; to have it written:\n    \
         KITH_TEST_WRITE=1 cargo test -p kith-server --test kith trust"
    );
}

#[expect(clippy::disallowed_methods, reason = "whether to write is for whoever runs the tests")]
fn writes() -> bool {
    std::env::var("KITH_TEST_WRITE").is_ok()
}
