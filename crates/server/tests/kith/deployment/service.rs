use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::unit::Unit;
use super::{default, read, root, settings_in};
use crate::database::{Place, on_both};
use crate::process::{Client, SECRET, Server};

const UNIT: &str = "deploy/systemd/kith.service";
const SEALING: &str = "deploy/systemd/kith.service.d/sealing.conf";
const ADMIN: &str = "deploy/systemd/kith-admin";
const SEALING_KEYS: &str = "2026:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The unit's own environment and the example settings, but for the port.
fn it_starts_as_the_unit_starts_it(place: &Place) {
    let credentials = tempfile::tempdir().unwrap();
    let secrets =
        [("database_url", &*place.url()), ("jwt_secrets", SECRET), ("sealing_keys", SEALING_KEYS)];
    let (unit, sealing) = (Unit::parse(&read(UNIT)), Unit::parse(&read(SEALING)));
    let needed = [unit.credentials(), sealing.credentials()].concat();
    assert_eq!(needed.len(), secrets.len());
    for (name, _) in needed {
        let (_, secret) = secrets.iter().find(|(known, _)| *known == name).unwrap();
        fs::write(credentials.path().join(name), format!("{secret}\n")).unwrap();
    }
    let mut kith = Command::new(env!("CARGO_BIN_EXE_kith"));
    kith.env_clear().current_dir(credentials.path()).env("KITH__SERVER__LISTEN", "127.0.0.1:0");
    for (name, value) in [unit.environment(), sealing.environment()].concat() {
        let value = value.replace("%d", credentials.path().to_str().unwrap());
        let installed = value.replace("/etc/kith/kith.toml", example().to_str().unwrap());
        kith.env(name, installed);
    }
    let command = unit.one("ExecStart").strip_prefix("/usr/local/bin/kith ").unwrap();
    let server = Server::run(kith.args(command.split(' ')));
    assert_eq!(Client::new(&server, None).get("/ready").0, 200);
    let (status, log) = server.stop(&format!("-{}", signal(&unit)));
    assert!(status.success(), "{log}");
    assert!(log.lines().all(|line| line.starts_with('{')), "the example says json: {log}");
    assert!(!log.contains(SECRET) && !log.contains(SEALING_KEYS), "a secret is in the log");
}

on_both!(it_starts_as_the_unit_starts_it);

fn example() -> std::path::PathBuf {
    root().join("config/production.toml").canonicalize().unwrap()
}

fn signal(unit: &Unit) -> String {
    unit.one("KillSignal").strip_prefix("SIG").unwrap().to_owned()
}

#[test]
fn the_unit_gives_no_right_that_is_not_needed() {
    let unit = Unit::parse(&read(UNIT));
    for (name, value) in [
        ("User", "kith"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("AmbientCapabilities", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("PrivateUsers", "yes"),
        ("ProtectProc", "invisible"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectControlGroups", "yes"),
        ("ProtectClock", "yes"),
        ("RestrictNamespaces", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("MemoryDenyWriteExecute", "yes"),
        ("SystemCallArchitectures", "native"),
        ("StateDirectory", "kith"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
    ] {
        assert_eq!(unit.one(name), value, "{name}");
    }
    let calls: Vec<_> = unit.service("SystemCallFilter").collect();
    assert_eq!(calls, ["@system-service", "~@privileged @resources"]);
    assert_eq!(unit.service("ReadWritePaths").count(), 0, "one folder is written to");
}

#[test]
fn the_unit_names_settings_and_no_secret() {
    for path in [UNIT, SEALING] {
        let unit = Unit::parse(&read(path));
        for (name, value) in unit.environment() {
            if name == "KITH_CONFIG" {
                continue;
            }
            // What a unit says everybody may read, so it says only where a secret is.
            assert_eq!(settings_in(name).len(), 1, "{name}");
            let credential = value.strip_prefix("%d/").unwrap();
            assert!(name.ends_with("_FILE"), "{name}");
            assert!(unit.credentials().iter().any(|(known, _)| *known == credential), "{value}");
        }
        assert_eq!(unit.service("EnvironmentFile").count(), 0);
    }
}

#[test]
fn systemd_waits_until_kith_has_stopped_by_itself() {
    let unit = Unit::parse(&read(UNIT));
    assert_eq!(signal(&unit), "TERM");
    let duration = |text: &str| humantime::parse_duration(text).unwrap();
    let own = ["KITH__SERVER__SHUTDOWN_DELAY", "KITH__SERVER__SHUTDOWN_TIMEOUT"];
    let own: Duration = own.into_iter().map(|name| duration(&default(name))).sum();
    let patience = duration(unit.one("TimeoutStopSec"));
    assert!(patience >= own + Duration::from_secs(10), "{patience:?} for {own:?} and the database");
}

#[test]
fn commands_run_with_the_services_user_settings_and_secrets() {
    let script = read(ADMIN);
    assert!(Command::new("sh").arg("-n").arg(root().join(ADMIN)).status().unwrap().success());
    let unit = Unit::parse(&read(UNIT));
    let user = unit.one("User");
    assert!(script.contains(&format!("--reuid={user} --regid={user}")), "{user}");
    let config = unit.environment().into_iter().find(|(name, _)| *name == "KITH_CONFIG").unwrap().1;
    assert!(script.contains(&format!("export KITH_CONFIG={config}\n")), "{config}");
    let program = unit.one("ExecStart").split(' ').next().unwrap();
    assert!(script.contains(&format!("{program} \"$@\"")), "{program}");
    for (name, file) in [unit.credentials(), Unit::parse(&read(SEALING)).credentials()].concat() {
        let folder = Path::new(file).parent().unwrap().display();
        assert!(script.contains(&format!("credentials={folder}\n")), "{file}");
        assert!(script.contains(&format!("cat \"$credentials/{name}\"")), "{name}");
    }
    assert_eq!(settings_in(&script).len(), 3);
}

#[test]
fn the_user_is_made_who_is_named() {
    let users = read("deploy/systemd/kith.sysusers");
    let user = format!("u {} - ", Unit::parse(&read(UNIT)).one("User"));
    assert!(users.lines().any(|line| line.starts_with(&user)), "{users}");
}
