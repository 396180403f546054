//! What Cargo says of the packages: `cargo metadata`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::Deserialize;

/// The package that is shipped.
const SHIPPED: &str = "kith-server";

/// The packages of the workspace, and those of others that they use.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) workspace_root: PathBuf,
    workspace_members: BTreeSet<String>,
}

/// One version of a package.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    id: String,
    pub(crate) name: String,
    pub(crate) version: semver::Version,
    /// An SPDX expression.
    pub(crate) license: Option<String>,
    /// A file of its own, where no expression says it.
    pub(crate) license_file: Option<PathBuf>,
    pub(crate) manifest_path: PathBuf,
    #[serde(default)]
    pub(crate) authors: Vec<String>,
    #[serde(default)]
    pub(crate) dependencies: Vec<Dependency>,
}

/// What a package asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) req: String,
    /// `None` for a folder on this machine.
    pub(crate) source: Option<String>,
}

impl Metadata {
    /// Everything that is used on any platform, to test and to build too.
    pub(crate) fn of_workspace() -> anyhow::Result<Self> {
        let every = "--workspace --all-features --target all --edges normal,build,dev";
        Self::of(every.split(' '))
    }

    /// What is in the binary for that platform.
    pub(crate) fn of_binary(target: &str) -> anyhow::Result<Self> {
        let linked = ["--package", SHIPPED, "--edges", "normal,no-proc-macro", "--target", target];
        Self::of(linked)
    }

    /// What `cargo metadata` knows of the packages that `cargo tree` finds. The first knows too much:
    /// what is switched off by a feature is among it.
    fn of<'a>(tree: impl IntoIterator<Item = &'a str>) -> anyhow::Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["tree", "--locked", "--prefix", "none", "--format", "{p}"]).args(tree);
        let used = String::from_utf8(stdout_of(&mut cargo)?).context("cargo tree")?;
        // `serde v1.0.0 (…)`
        let used: BTreeSet<_> = used
            .lines()
            .filter_map(|line| {
                let mut words = line.split(' ');
                Some((words.next()?, words.next()?.strip_prefix('v')?))
            })
            .collect();
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--format-version=1", "--locked", "--all-features"]);
        let all = stdout_of(&mut cargo)?;
        let mut all: Self = serde_json::from_slice(&all).context("cargo metadata")?;
        all.packages.retain(|one| used.contains(&(&*one.name, &*one.version.to_string())));
        if all.packages.len() < used.len() {
            bail!("cargo tree knows packages that cargo metadata does not know");
        }
        Ok(all)
    }

    /// Whether it is Kith's own.
    pub(crate) fn is_own(&self, package: &Package) -> bool {
        self.workspace_members.contains(&package.id)
    }
}

impl Package {
    /// Where its files are.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new("."))
    }

    /// Name and version.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// This machine's platform.
pub(crate) fn host() -> anyhow::Result<String> {
    let answer = stdout_of(Command::new("rustc").arg("-vV"))?;
    let answer = String::from_utf8(answer).context("rustc -vV")?;
    let host = answer.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV names no host")?.to_owned())
}

fn stdout_of(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let name = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}
