use std::process::Command;

use super::{read, root, settings_in};

const FILE: &str = "deploy/Containerfile";

/// One instruction, with its lines put together.
struct Instruction {
    name: String,
    arguments: String,
}

/// The instructions in their order, and for each in which stage it is; before the first, in none.
fn instructions() -> Vec<(usize, Instruction)> {
    let text = read(FILE);
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let (mut stage, mut instructions) = (0, Vec::new());
    for line in lines.join("\n").replace("\\\n", " ").lines().filter(|line| !line.is_empty()) {
        let (name, arguments) = line.split_once(' ').unwrap();
        assert!(name.chars().all(|one| one.is_ascii_uppercase()), "{line}");
        stage += usize::from(name == "FROM");
        let arguments = arguments.trim().to_owned();
        instructions.push((stage, Instruction { name: name.to_owned(), arguments }));
    }
    instructions
}

/// The arguments of every such instruction of a stage.
fn arguments(stage: usize, name: &str) -> Vec<String> {
    let wanted = |(of, one): &(usize, Instruction)| *of == stage && one.name == name;
    instructions().into_iter().filter(wanted).map(|(_, one)| one.arguments).collect()
}

fn stages() -> usize {
    instructions().last().unwrap().0
}

#[test]
fn it_runs_as_a_user_without_rights_and_without_a_shell() {
    assert_eq!(stages(), 2);
    let [user] = &*arguments(2, "USER") else { panic!("one user is named") };
    assert!(user.split(':').all(|id| id.parse::<u32>().unwrap() >= 1000), "{user}");
    let (entry, command) = (arguments(2, "ENTRYPOINT"), arguments(2, "CMD"));
    assert_eq!(entry, [r#"["/usr/local/bin/kith"]"#]);
    assert_eq!(command, [r#"["serve"]"#]);
    assert_eq!(arguments(2, "STOPSIGNAL"), ["SIGTERM"]);
    assert_eq!(arguments(2, "RUN").len(), 0, "nothing can run there but Kith");
    // Everything is made in the stage before, and nothing of its tools comes along.
    assert_eq!(arguments(2, "COPY"), ["--from=build /image /"]);
    // What is written to belongs to that user.
    let id = user.split(':').next().unwrap();
    let made = arguments(1, "RUN").join(" ");
    assert!(made.contains(&format!("-m 0700 -o {id} -g {id} /image/var/lib/kith")), "{made}");
    assert_eq!(arguments(2, "WORKDIR"), ["/var/lib/kith"]);
}

#[test]
fn it_is_made_of_versions_that_are_named() {
    let bases = arguments(0, "ARG");
    assert_eq!(bases.len(), 2);
    for base in &bases {
        let (_, image) = base.split_once('=').unwrap();
        let (_, tag) = image.rsplit_once(':').unwrap();
        assert!(tag != "latest" && image.contains('/'), "{image}");
    }
    for from in [1, 2].map(|stage| arguments(stage, "FROM").remove(0)) {
        assert!(from.starts_with("${R"), "{from} is no argument that can be pinned");
    }
    assert!(instructions().iter().all(|(_, one)| one.name != "ADD"), "ADD takes what comes");
    // The toolchain of the image is the one that is used, and new enough.
    let toolchain = arguments(1, "ENV").remove(0).replace("RUSTUP_TOOLCHAIN=", "");
    assert!(bases[0].contains(&format!("rust:{toolchain}-")), "{toolchain}");
    let manifest = read("Cargo.toml");
    let needed = manifest.split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(toolchain.starts_with(&format!("{needed}.")), "{toolchain} for {needed}");
    // The C library that it is built with is the one that it runs with.
    assert!(bases[0].ends_with("-bookworm") && bases[1].contains("debian12"), "{bases:?}");
}

#[test]
fn what_it_copies_is_there_and_what_it_needs_is_copied() {
    let mut copied = Vec::new();
    for line in arguments(1, "COPY") {
        let paths: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        let (_, sources) = paths.split_last().unwrap();
        copied.extend_from_slice(sources);
    }
    for path in &copied {
        assert!(root().join(path).exists(), "{path}");
    }
    for line in arguments(1, "RUN") {
        for word in line.split_whitespace().filter(|word| word.contains('/')) {
            let ours = ["scripts/", "config/"].iter().any(|folder| word.starts_with(folder));
            let there = copied.iter().any(|path| word.starts_with(path.as_str()));
            assert!(!ours || (there && root().join(word).exists()), "{word}");
        }
    }
}

#[test]
fn its_settings_and_its_commands_exist() {
    let environment = arguments(2, "ENV").join(" ");
    assert_eq!(settings_in(&environment).len(), 1);
    let config = environment.split("KITH_CONFIG=").nth(1).unwrap().split(' ').next().unwrap();
    assert!(
        arguments(1, "RUN").join(" ").contains(&format!("config/production.toml /image{config}"))
    );
    let check = arguments(2, "HEALTHCHECK").remove(0);
    let (_, command) = check.split_once(" CMD ").unwrap();
    let command: Vec<String> = serde_json::from_str(command).unwrap();
    assert_eq!(command[0], "/usr/local/bin/kith");
    let help = Command::new(env!("CARGO_BIN_EXE_kith")).args(&command[1..]).arg("--help").output();
    assert!(help.unwrap().status.success(), "{command:?}");
}
