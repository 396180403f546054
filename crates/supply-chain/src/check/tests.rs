use std::path::Path;

use serde_json::{Value, json};

use super::{Report, check};
use crate::lockfile::{self, Locked};
use crate::metadata::Metadata;
use crate::policy::Policy;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn policy() -> Policy {
    toml::from_str(
        r#"
        [licenses]
        allow = ["MIT"]
        exceptions = [{ allow = ["Zlib"], crate = "of-zlib" }]
        [bans]
        deny = [
            { crate = "openssl-sys", reason = "no system library" },
            { crate = "jsonwebtoken@<10.3", reason = "believed too much" },
            { crate = "rustls", deny-multiple-versions = true, reason = "one TLS" },
        ]
        [sources]
        allow-registry = ["https://github.com/rust-lang/crates.io-index"]
        allow-git = ["https://example.com/fork"]
        "#,
    )
    .unwrap()
}

fn package(name: &str, version: &str, license: Option<&str>) -> Value {
    let id = format!("{name}@{version}");
    json!({
        "id": id, "name": name, "version": version, "license": license, "license_file": null,
        "manifest_path": "/nowhere/Cargo.toml",
    })
}

fn look(packages: &[Value], locked: &[Locked]) -> Report {
    let metadata = json!({
        "packages": packages, "workspace_root": "/nowhere", "workspace_members": ["own@0.1.0"],
    });
    let metadata: Metadata = serde_json::from_value(metadata).unwrap();
    check(&metadata, locked, &policy()).unwrap()
}

fn locked(source: Option<&str>, checksum: Option<&str>) -> Locked {
    let (source, checksum) = (source.map(str::to_owned), checksum.map(str::to_owned));
    Locked { name: "one".to_owned(), version: "1.0.0".to_owned(), source, checksum }
}

#[test]
fn kith_is_made_of_what_may_be() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let metadata = Metadata::of_workspace().unwrap();
    let locked = lockfile::read(&root).unwrap();
    let report = check(&metadata, &locked, &Policy::read(&root).unwrap()).unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(report.packages > 200 && locked.len() > 200, "{report}");
}

#[test]
fn a_choice_of_licences_needs_one_that_is_allowed_and_a_sum_all() {
    for fine in ["MIT", "MIT OR GPL-3.0-only", "GPL-3.0-only/MIT"] {
        assert!(look(&[package("one", "1.0.0", Some(fine))], &[]).is_clean(), "{fine}");
    }
    for wrong in [Some("GPL-3.0-only"), Some("MIT AND Zlib"), Some("as you like"), None] {
        assert_eq!(look(&[package("one", "1.0.0", wrong)], &[]).findings.len(), 1, "{wrong:?}");
    }
}

#[test]
fn an_exception_is_for_its_package_alone() {
    assert!(look(&[package("of-zlib", "1.0.0", Some("Zlib"))], &[]).is_clean());
    assert!(!look(&[package("another", "1.0.0", Some("Zlib"))], &[]).is_clean());
}

#[test]
fn what_is_banned_is_found_and_told_with_the_reason() {
    let report = look(&[package("openssl-sys", "0.9.1", Some("MIT"))], &[]);
    assert_eq!(report.findings, ["openssl-sys 0.9.1: no system library"]);
    assert!(!look(&[package("jsonwebtoken", "10.2.9", Some("MIT"))], &[]).is_clean());
    assert!(look(&[package("jsonwebtoken", "10.3.0", Some("MIT"))], &[]).is_clean());
}

#[test]
fn several_versions_are_told_and_wrong_only_where_that_is_said() {
    let two = |name| [package(name, "1.0.0", Some("MIT")), package(name, "2.0.0", Some("MIT"))];
    let report = look(&two("base64"), &[]);
    assert!(report.is_clean() && report.duplicates == ["base64 1.0.0, 2.0.0"], "{report}");
    assert_eq!(look(&two("rustls"), &[]).findings, ["rustls 1.0.0 and 2.0.0: one TLS"]);
    assert!(look(&two("rustls")[..1], &[]).is_clean());
}

#[test]
fn a_requirement_that_any_version_meets_is_found() {
    let mut own = package("own", "0.1.0", Some("MIT"));
    own["dependencies"] = json!([{"name": "serde", "req": "*", "source": CRATES_IO}]);
    assert_eq!(look(&[own.clone()], &[]).findings, ["own takes any version of serde"]);
    own["dependencies"][0]["source"] = Value::Null;
    assert!(look(&[own], &[]).is_clean());
}

#[test]
fn everything_comes_from_a_registry_that_is_allowed_with_its_checksum() {
    let fork = "git+https://example.com/fork?branch=main#0123";
    for fine in
        [locked(None, None), locked(Some(CRATES_IO), Some("0123")), locked(Some(fork), None)]
    {
        assert!(look(&[], &[fine]).is_clean());
    }
    for wrong in [
        locked(Some(CRATES_IO), None),
        locked(Some("registry+https://elsewhere.example/index"), Some("0123")),
        locked(Some("git+https://example.com/fork-of-fork#0123"), None),
        locked(Some("sparse+https://elsewhere.example/"), Some("0123")),
    ] {
        let report = look(&[], &[wrong]);
        assert_eq!(report.findings.len(), 1, "{report}");
    }
}
