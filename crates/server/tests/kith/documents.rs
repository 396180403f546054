//! What people read is held against what there is: README.md and everything in docs/.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use config::{Config, File, FileFormat};
use serde_json::Value;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/// Stands for the name of any setting.
const PLACEHOLDER: &str = "KITH__SECTION__KEY";
/// What the names of files end with, when a page names one.
const ENDINGS: [&str; 6] = [".md", ".mjs", ".rs", ".sh", ".snap", ".toml"];

/// One page.
struct Document {
    path: PathBuf,
    text: String,
}

impl Document {
    /// What stands between backticks, and the lines of fenced blocks.
    fn code(&self) -> Vec<&str> {
        let (mut code, mut fenced) = (Vec::new(), false);
        let mut prose = 0;
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let end = at + line.len();
            if line.starts_with("```") {
                if !fenced {
                    code.extend(spans(&self.text[prose..at]));
                }
                (fenced, prose) = (!fenced, end);
            } else if fenced {
                code.push(line.trim());
            }
            at = end;
        }
        code.extend(spans(&self.text[prose..]));
        code
    }

    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().display().to_string()
    }
}

/// What stands between backticks; a span may go over the end of a line.
fn spans(prose: &str) -> impl Iterator<Item = &str> {
    prose.split('`').skip(1).step_by(2)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// README.md and every page below docs.
fn documents() -> Vec<Document> {
    let mut paths = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    let read = |path: PathBuf| Document { text: fs::read_to_string(&path).unwrap(), path };
    paths.into_iter().map(read).collect()
}

/// The sections of the default settings, and the names in each.
fn settings() -> Vec<(String, Vec<String>)> {
    let defaults = File::from(root().join("config/default.toml")).format(FileFormat::Toml);
    let defaults = Config::builder().add_source(defaults).build().unwrap();
    let defaults: Value = defaults.try_deserialize().unwrap();
    let sections = defaults.as_object().unwrap().iter();
    let names = |section: &Value| section.as_object().unwrap().keys().cloned().collect();
    sections.map(|(name, section)| (name.clone(), names(section))).collect()
}

/// Fails with every mistake that was found, and also if fewer than `least` things were looked at.
#[track_caller]
fn conclude(looked_at: usize, least: usize, mistakes: &[String]) {
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    assert!(looked_at >= least, "only {looked_at} were found: does this test still look?");
}

/// Whether a page has a heading that is linked to as `#anchor`: in small letters, with `-` for spaces
/// and without other signs.
fn has_heading(page: &str, anchor: &str) -> bool {
    page.lines().filter(|line| line.starts_with('#')).any(|line| {
        let heading = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let kept = |character: &char| character.is_alphanumeric() || "-_".contains(*character);
        heading.chars().filter(kept).eq(anchor.chars())
    })
}

#[test]
fn every_relative_link_leads_to_a_file_and_to_a_heading_in_it() {
    let (mut links, mut mistakes) = (0, Vec::new());
    for document in documents() {
        for rest in document.text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap();
            if target.contains("://") {
                continue;
            }
            links += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = match file {
                "" => document.path.clone(),
                file => document.path.parent().unwrap().join(file),
            };
            let page = || fs::read_to_string(&path).unwrap_or_default();
            if !path.exists() || !(anchor.is_empty() || has_heading(&page(), anchor)) {
                mistakes.push(format!("{} links to {target}", document.name()));
            }
        }
    }
    assert!(!has_heading("# One heading", "another-heading"));
    conclude(links, 30, &mistakes);
}

#[test]
fn every_decision_is_in_the_list() {
    let list = fs::read_to_string(root().join("docs/adr/README.md")).unwrap();
    let (mut decisions, mut mistakes) = (0, Vec::new());
    for entry in fs::read_dir(root().join("docs/adr")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        decisions += 1;
        if name != "README.md" && !list.contains(&format!("({name})")) {
            mistakes.push(name);
        }
    }
    conclude(decisions, 19, &mistakes);
}

#[test]
fn every_setting_that_is_named_exists() {
    let settings = settings();
    let exists = |section: &str, name: &str| {
        settings.iter().any(|(known, names)| known == section && names.iter().any(|n| n == name))
    };
    let (mut named, mut mistakes) = (0, Vec::new());
    for document in documents() {
        let word = |character: char| !character.is_ascii_alphanumeric() && character != '_';
        for variable in document.text.split(word).filter(|word| word.starts_with("KITH__")) {
            named += 1;
            let name = variable["KITH__".len()..].to_lowercase();
            let known = name.split_once("__").is_some_and(|(section, name)| exists(section, name));
            if !known && variable != PLACEHOLDER {
                mistakes.push(format!("{} names {variable}", document.name()));
            }
        }
        for code in document.code() {
            let Some((section, name)) = code.split_once('.') else { continue };
            if settings.iter().any(|(known, _)| known == section) && !is_file_name(code) {
                named += 1;
                if !exists(section, name) {
                    mistakes.push(format!("{} names {code}", document.name()));
                }
            }
        }
    }
    conclude(named, 40, &mistakes);
}

fn is_file_name(code: &str) -> bool {
    // What is installed lies elsewhere.
    let ours = !code.starts_with('/') && !code.contains([' ', '…', '*']);
    ours && ENDINGS.iter().any(|ending| code.ends_with(ending))
}

/// Paths are from the root, or from the sources of a crate.
#[test]
fn every_file_that_is_named_exists() {
    let crates = fs::read_dir(root().join("crates")).unwrap();
    let mut origins = vec![root()];
    origins.extend(crates.map(|entry| entry.unwrap().path().join("src")));
    let folders =
        ["crates/", "docs/", "migrations/", "scripts/", "config/", "deploy/", "fuzz/", ".ci/"];
    let (mut named, mut mistakes) = (0, Vec::new());
    for document in documents() {
        for code in document.code() {
            // A function in a file is looked for where the page of evidence is held.
            let code = code.split("::").next().unwrap_or(code);
            let in_folder = folders.iter().any(|folder| code.starts_with(folder));
            if !(in_folder || is_file_name(code)) || code.contains(' ') {
                continue;
            }
            named += 1;
            if !origins.iter().any(|origin| origin.join(code).exists()) {
                mistakes.push(format!("{} names {code}", document.name()));
            }
        }
    }
    conclude(named, 60, &mistakes);
}

#[test]
fn every_recipe_that_is_named_exists() {
    let recipes = fs::read_to_string(root().join("justfile")).unwrap();
    let exists = |name: &str| {
        recipes.lines().any(|line| {
            let heads = line.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', ' ']));
            heads && line.contains(':')
        })
    };
    assert!(exists("test-fast") && !exists("no-such-recipe"));
    let (mut named, mut mistakes) = (0, Vec::new());
    for document in documents() {
        for code in document.code() {
            let Some(recipe) = code.strip_prefix("just ") else { continue };
            named += 1;
            if !exists(recipe.split_whitespace().next().unwrap_or_default()) {
                mistakes.push(format!("{} names {code}", document.name()));
            }
        }
    }
    conclude(named, 3, &mistakes);
}

/// The words up to the first flag must be a command, and its help must have every flag.
#[test]
fn every_command_line_is_understood() {
    let (mut named, mut mistakes) = (0, Vec::new());
    for document in documents() {
        for code in document.code() {
            let Some(line) = code.strip_prefix("kith ") else { continue };
            named += 1;
            let words: Vec<_> = line.split_whitespace().take_while(|word| *word != "#").collect();
            let command = words.iter().take_while(|word| !word.starts_with('-'));
            let mut kith = Command::new(env!("CARGO_BIN_EXE_kith"));
            let help = kith.env_clear().args(command).arg("--help").output().unwrap();
            let text = String::from_utf8(help.stdout).unwrap();
            let mut flags = words.iter().filter(|word| word.starts_with('-'));
            if !help.status.success() || flags.any(|flag| !text.contains(flag)) {
                mistakes.push(format!("{} says kith {line}", document.name()));
            }
        }
    }
    conclude(named, 8, &mistakes);
}

/// Every operation of the API's description, as `GET /health`, with its description.
fn operations() -> BTreeMap<String, Value> {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let mut operations = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in METHODS {
            if let Some(operation) = item.get(method.to_lowercase()) {
                operations.insert(format!("{method} {path}"), operation.clone());
            }
        }
    }
    operations
}

/// Whether that status of an operation is one that the page states once, for a whole API.
fn is_of_everything(operation: &Value, status: &str) -> bool {
    let names: &[&str] = match status {
        "401" => &["TokenNotValid", "JunctionUnauthorized", "ProblemUnauthorized"],
        "403" => &["ProblemForbidden"],
        "408" => &["JunctionTimeout", "ProblemTimeout"],
        "413" => &["JunctionTooLarge", "ProblemTooLarge"],
        "422" => &["JunctionWrong", "ProblemWrong"],
        "429" => &["TooManyRequests", "JunctionTooManyRequests", "ProblemTooManyRequests"],
        "500" => &["Internal", "JunctionInternal", "ProblemInternal"],
        "503" => &["Unavailable", "JunctionUnavailable", "ProblemUnavailable"],
        _ => return false,
    };
    let reference = &operation["responses"][status]["$ref"];
    names.iter().any(|name| *reference == format!("#/components/responses/{name}"))
}

#[test]
fn the_tables_of_the_http_api_list_what_is_served_with_its_statuses() {
    let page = fs::read_to_string(root().join("docs/http-api.md")).unwrap();
    let (mut operations, mut mistakes) = (operations(), Vec::new());
    let number = operations.len();
    let mut named = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        if !METHODS.contains(&cells[1]) {
            continue;
        }
        if cells[4] != "the same" {
            let words = cells[4].split(|character: char| !character.is_ascii_alphanumeric());
            let is_status = |word: &&str| word.len() == 3 && word.parse::<u16>().is_ok();
            named = words.filter(is_status).map(str::to_owned).collect();
        }
        let operation = format!("{} {}", cells[1], cells[2].trim_matches('`'));
        let Some(description) = operations.remove(&operation) else {
            mistakes.push(format!("{operation} is not served, or stands there twice"));
            continue;
        };
        let statuses = description["responses"].as_object().unwrap().keys().cloned().collect();
        for status in named.symmetric_difference(&statuses) {
            if !is_of_everything(&description, status) {
                mistakes.push(format!("{operation}: {status}"));
            }
        }
    }
    mistakes.extend(operations.into_keys().map(|missing| format!("{missing} is missing")));
    conclude(number, 50, &mistakes);
}

/// What the paths of the APIs begin with.
const APIS: [&str; 3] = ["/api/v2/", "/v2/", "/kith/v1/"];

/// The paths below `api` that a page names, from that beginning on.
fn paths<'a>(page: &'a str, api: &'a str) -> impl Iterator<Item = &'a str> {
    let ends = |c: char| !c.is_ascii_alphanumeric() && !"/{}_-".contains(c);
    page.match_indices(api)
        .filter(|(at, _)| !page[..*at].ends_with("/api"))
        .filter_map(move |(at, _)| page[at..].split(ends).next())
}

/// Whether `path` is one of that template: a place holds itself, and whatever else can stand there.
fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.trim_matches('/'), path.trim_matches('/'));
    template.split('/').count() == path.split('/').count()
        && template.split('/').zip(path.split('/')).all(|(place, part)| {
            part == place
                || match place {
                    "{id}" => part.parse::<u64>().is_ok(),
                    _ => place.starts_with('{') && !part.starts_with('{'),
                }
        })
}

/// Elsewhere a path may have values for its places, a query, and no slash at its end.
#[test]
fn every_path_that_is_named_is_served() {
    let operations = operations();
    let served: Vec<_> =
        operations.keys().filter_map(|operation| operation.split(' ').nth(1)).collect();
    assert!(!fits("/v2/user/{user_id}", "/v2/user/{id}") && !fits("/v2/user", "/v2/users"));
    let mut mistakes = Vec::new();
    for (api, least) in APIS.into_iter().zip([15, 20, 10]) {
        let mut named = 0;
        for document in documents() {
            for path in paths(&document.text, api).filter(|path| *path != api) {
                named += 1;
                let folder = path.ends_with('/') && served.iter().any(|one| one.starts_with(path));
                if !folder && !served.iter().any(|template| fits(template, path)) {
                    mistakes.push(format!("{} names {path}", document.name()));
                }
            }
        }
        conclude(named, least, &mistakes);
    }
}

/// The codes stand between backticks in the descriptions of the refusals.
#[test]
fn every_problem_is_listed() {
    let page = fs::read_to_string(root().join("docs/junction-api.md")).unwrap();
    let table: BTreeSet<_> =
        page.lines().filter(|line| line.starts_with("| ")).flat_map(spans).collect();
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let (mut codes, mut mistakes) = (0, Vec::new());
    for (name, response) in document["components"]["responses"].as_object().unwrap() {
        if !name.starts_with("Problem") {
            continue;
        }
        let described = spans(response["description"].as_str().unwrap());
        for code in described.filter(|code| !["errors", "Retry-After"].contains(code)) {
            codes += 1;
            if !table.contains(code) {
                mistakes.push(format!("{name} can be {code}"));
            }
        }
    }
    conclude(codes, 15, &mistakes);
}

#[test]
fn the_readme_has_the_two_commands() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let fenced: Vec<_> = readme.split("```sh\n").skip(1).collect();
    for (block, command) in [(0, "cargo run --release -- demo"), (4, "scripts/test.sh")] {
        assert_eq!(fenced[block].lines().next(), Some(command));
    }
}

/// Of all packages with a binary, `cargo run` at the root must know which one is meant: Kith.
#[test]
fn cargo_runs_kith() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let by_default = metadata["workspace_default_members"].as_array().unwrap();
    let run = packages.iter().filter(|package| by_default.contains(&package["id"]));
    let targets = run.flat_map(|package| package["targets"].as_array().unwrap());
    let binaries = targets.filter(|target| target["kind"][0] == "bin");
    assert_eq!(binaries.map(|target| &target["name"]).collect::<Vec<_>>(), ["kith"]);
}
