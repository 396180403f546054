use std::io::Write as _;

use super::*;

/// Lines that the mistakes below are made in.
const FILE: &str = r#"# Two providers
[[provider]]
slug = "acme"
name = "Acme"
description = "Acme measures."
logo = "acme.svg"
auth_type = "oauth"
supported_resources = [
  "sleep",
  "activity", # both
]
scopes = ["s", "h"]

[provider.resource_scopes]
sleep = { required = ["s"], optional = ["h"] }
activity = { required = ["s"] }

[[provider]]
slug = "other"
name = "Other"
description = "Another."
logo = "other.svg"
supported_resources = []
"#;

/// What comes of a file with that text; `{file}` stands for its path.
fn load_text(text: &[u8]) -> Result<Catalog, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text).unwrap();
    let path = file.path().display().to_string();
    load(Some(file.path())).map_err(|error| format!("{error:#}").replace(&path, "{file}"))
}

#[test]
fn the_default_catalog_is_there() {
    let catalog = load(None).unwrap();
    assert_eq!(catalog.entries().len(), 41);
    assert_eq!(catalog.get("oura").unwrap().name(), "Oura");
}

#[test]
fn a_file_takes_the_place_of_the_default() {
    let catalog = load_text(FILE.as_bytes()).unwrap();
    let slugs: Vec<&str> = catalog.entries().iter().map(|entry| entry.slug().as_str()).collect();
    assert_eq!(slugs, ["acme", "other"]);
    assert!(load_text(FILE.replace('\n', "\r\n").as_bytes()).is_ok());
    assert_eq!(load_text(b"provider = []").unwrap().entries().len(), 0);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none.toml");
    assert_eq!(
        format!("{:#}", load(Some(&missing)).unwrap_err()),
        format!(
            "cannot read the catalog of providers {}: No such file or directory (os error 2)",
            missing.display()
        )
    );
    let error = format!("{:#}", load(Some(folder.path())).unwrap_err());
    let named = format!("cannot read the catalog of providers {}: ", folder.path().display());
    assert!(error.starts_with(&named), "{error}");
}

/// One change to the file, and what it is refused with.
const MISTAKES: &[(&str, &str, &str)] = &[
    // No TOML, or not of this form
    (
        r#"slug = "other""#,
        "slug = other",
        "line 19: string values must be quoted, expected literal string",
    ),
    (r#"slug = "other""#, r#"slug "other""#, "line 19: key with no value, expected `=`"),
    (r#"slug = "other""#, r#"slug = "other"#, "line 19: invalid basic string, expected `\"`"),
    (r#"slug = "other""#, "slug = \"other\"\nslug = \"third\"", "line 20: duplicate key"),
    ("# both\n]", "# both\n", "line 12: unexpected `=` in array, expected value, `]`"),
    ("activity = { required", "sleep = { required", "line 16: duplicate key"),
    (r#"logo = "other.svg""#, "logo = 7", "line 22: invalid type: integer `7`, expected a string"),
    (
        "supported_resources = []",
        r#"supported_resources = "all""#,
        "line 23: invalid type: string \"all\", expected a sequence",
    ),
    ("name = \"Other\"\n", "", "line 18: missing field `name`"),
    (
        r#"name = "Other""#,
        r#"nmae = "Other""#,
        "line 20: unknown field `nmae`, expected one of `slug`, `name`, `description`, `logo`, \
         `auth_type`, `supported_resources`, `scopes`, `resource_scopes`",
    ),
    (
        "optional",
        "optoinal",
        "line 15: unknown field `optoinal`, expected `required` or `optional`",
    ),
    (
        "[[provider]]\nslug = \"other\"",
        "[[providers]]\nslug = \"other\"",
        "line 18: unknown field `providers`, expected `provider`",
    ),
    // No such value
    (
        r#"slug = "other""#,
        r#"slug = "Other""#,
        "line 19: provider \"Other\": slug \"Other\": \
         A slug starts with a-z or 0-9 and goes on with these or '_'.",
    ),
    (
        r#"slug = "other""#,
        r#"slug = """#,
        "line 19: provider \"\": slug \"\": This field may not be blank.",
    ),
    (
        r#"name = "Other""#,
        r#"name = " ""#,
        "line 20: provider \"other\": name \" \": This field may not be blank.",
    ),
    (
        "Another.",
        "\\u202E.rehtonA",
        "line 21: provider \"other\": description \"\\u{202e}.rehtonA\": \
         Bidirectional control characters are not allowed.",
    ),
    (
        r#"logo = "other.svg""#,
        r#"logo = "../other.svg""#,
        "line 22: provider \"other\": logo \"../other.svg\": \
         A file name starts with a letter or digit and goes on with these or '.', '_', '-'.",
    ),
    (
        r#""oauth""#,
        r#""OAuth""#,
        "line 7: provider \"acme\": auth type \"OAuth\": \
         An auth type is oauth, team_oauth, sdk, password, email, app or nothing.",
    ),
    (
        r#""activity", #"#,
        r#""actvity", #"#,
        "line 10: provider \"acme\": resource \"actvity\": There is no such resource.",
    ),
    (
        "activity = {",
        "actvity = {",
        "line 16: provider \"acme\": resource \"actvity\": There is no such resource.",
    ),
    (
        r#"scopes = ["s", "h"]"#,
        r#"scopes = ["s", "h h"]"#,
        "line 12: provider \"acme\": scope \"h h\": \
         A scope is written in visible ASCII characters without '\"' and '\\'.",
    ),
    // Values that do not go together
    (
        r#"slug = "other""#,
        r#"slug = "acme""#,
        "line 19: provider \"acme\": slug \"acme\": an earlier provider has this slug",
    ),
    (
        r#""activity", #"#,
        r#""sleep", #"#,
        "line 10: provider \"acme\": resource \"sleep\": named twice",
    ),
    (
        r#"scopes = ["s", "h"]"#,
        r#"scopes = ["s", "h", "s"]"#,
        "line 12: provider \"acme\": scope \"s\": named twice",
    ),
    (
        r#"optional = ["h"]"#,
        r#"optional = ["s"]"#,
        "line 15: provider \"acme\": scope \"s\": named twice",
    ),
    (
        r#"scopes = ["s", "h"]"#,
        r#"scopes = ["s"]"#,
        "line 15: provider \"acme\": scope \"h\": not one of the provider's scopes",
    ),
    (
        "activity = {",
        "meal = {",
        "line 16: provider \"acme\": resource \"meal\": \
         not one of the provider's supported resources",
    ),
    // Both resources of line 15 and 16 lose their scopes, and the first of the two is named.
    (
        "scopes = [\"s\", \"h\"]\n",
        "# none\n",
        "line 15: provider \"acme\": scope \"s\": not one of the provider's scopes",
    ),
];

#[test]
fn every_mistake_is_refused_with_the_file_and_the_line() {
    for (right, wrong, refusal) in MISTAKES {
        assert_eq!(FILE.matches(right).count(), 1, "{right}");
        let error = load_text(FILE.replace(right, wrong).as_bytes()).unwrap_err();
        assert_eq!(error, format!("{{file}}: {refusal}"), "{wrong}");
    }
}

#[test]
fn a_file_that_is_empty_cut_off_or_no_text_is_refused() {
    let cut = FILE.find(" # both").unwrap();
    for (text, refusal) in [
        (&b""[..], "line 1: missing field `provider`"),
        (&FILE.as_bytes()[..cut], "line 10: unclosed array, expected `]`"),
        (b"# Caf\xc3\xa9\n# Caf\xe9\n", "line 2: not UTF-8"),
    ] {
        assert_eq!(load_text(text).unwrap_err(), format!("{{file}}: {refusal}"));
    }
}
