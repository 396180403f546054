//! The texts that come with a package, or those that its licence is known by.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use spdx::{Expression, ParseMode};

use crate::metadata::Package;
use crate::policy::Policy;

/// How names of such files begin, in capitals.
const BEGINNINGS: [&str; 6] = ["COPYING", "COPYRIGHT", "LICENCE", "LICENSE", "NOTICE", "UNLICENSE"];
/// What ends the name of a file that is no prose.
const NO_PROSE: [&str; 9] = ["c", "go", "h", "html", "json", "py", "rs", "toml", "yml"];
/// Folders of packages are no deeper, where it matters.
const DEPTH: usize = 5;

/// What is to be passed on for a package: the files that its authors put there, for works within it
/// too; or, where they forgot them, the licence's own text with their names.
pub(super) fn of(package: &Package, policy: &Policy) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    collect(package.folder(), DEPTH, &mut files)?;
    files.extend(package.license_file.iter().map(|file| package.folder().join(file)));
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        if !text.trim().is_empty() {
            texts.push(text);
        }
    }
    if texts.is_empty() {
        texts = without_files(package, policy)?;
    }
    Ok(texts)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files)?;
            }
        } else if is_notice(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_notice(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        && !NO_PROSE.contains(&ending.as_str())
}

/// The texts of those licences, of a choice, that are allowed.
fn without_files(package: &Package, policy: &Policy) -> anyhow::Result<Vec<String>> {
    let expression = package.license.as_deref().context("neither a licence nor a file with one")?;
    let expression = Expression::parse_mode(expression, ParseMode::LAX).context("its licence")?;
    let allowed = policy.licences_of(package)?;
    let chosen = expression.minimized_requirements(&allowed).context("its licence")?;
    let mut texts = Vec::new();
    for requirement in chosen {
        let Some(id) = requirement.license.id() else { bail!("{requirement} has no known text") };
        texts.push(format!("By {}\n\n{}", authors(package), id.text()));
    }
    Ok(texts)
}

fn authors(package: &Package) -> String {
    match package.authors.as_slice() {
        [] => format!("the authors of {}", package.name),
        authors => authors.join(", "),
    }
}

/// A licence's own text.
pub(super) fn standard(license: &str) -> anyhow::Result<&'static str> {
    let id = spdx::license_id(license).with_context(|| format!("{license} is no SPDX licence"))?;
    Ok(id.text())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(folder: &Path, license: &str) -> Package {
        serde_json::from_value(json!({
            "id": "one", "name": "one", "version": "1.0.0", "license": license,
            "license_file": null, "manifest_path": folder.join("Cargo.toml"),
            "authors": ["Ada"],
        }))
        .unwrap()
    }

    fn policy() -> Policy {
        toml::from_str(
            "licenses.allow = ['MIT']\nbans.deny = []\nsources = {allow-registry = [], allow-git = []}",
        )
        .unwrap()
    }

    #[test]
    fn files_are_found_in_folders_too_and_code_is_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("vendored/deeper")).unwrap();
        for (file, text) in [
            ("LICENSE-MIT", "its own\r\n"),
            ("vendored/deeper/Copying.txt", "within"),
            ("license.rs", "code"),
            ("README.md", "prose"),
            ("NOTICE", " \n"),
        ] {
            fs::write(folder.path().join(file), text).unwrap();
        }
        let texts = of(&package(folder.path(), "MIT"), &policy()).unwrap();
        assert_eq!(texts, ["its own\n", "within"]);
    }

    #[test]
    fn without_files_the_licence_that_is_allowed_speaks_with_the_authors_names() {
        let folder = tempfile::tempdir().unwrap();
        let texts = of(&package(folder.path(), "GPL-3.0-only OR MIT"), &policy()).unwrap();
        assert_eq!(texts.len(), 1);
        assert!(texts[0].starts_with("By Ada\n"), "{}", texts[0]);
        assert!(texts[0].contains("Permission is hereby granted"), "{}", texts[0]);
        of(&package(folder.path(), "GPL-3.0-only"), &policy()).unwrap_err();
    }
}
