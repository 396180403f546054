//! Every earlier schema, upgraded while the version before goes on writing.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tokio::task::JoinHandle;

use super::Setting;
use super::start::start;
use crate::community::Crowd;
use crate::database::{Database, Engine};
use crate::http::{Call, Client, Outcome};
use crate::kith::Server;
use crate::postgres::Session;
use crate::report::Finding;
use crate::sqlite::SqliteSession;

/// How many users there are before.
const USERS: usize = 50;
/// How many start at once.
const INSTANCES: usize = 3;
const WRITES: u64 = 20;
/// How many writes of the version before go well before the upgrade begins.
const BEFORE: usize = 50;

/// The migrations of an engine, oldest first: what the schema calls them, and what they do.
fn migrations(engine: Engine) -> anyhow::Result<Vec<(String, String)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let folder = folder.join(engine.to_string());
    let mut migrations = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let version = name.split('_').next().unwrap_or_default().replace('-', "");
        migrations.push((version, fs::read_to_string(entry.path().join("up.sql"))?));
    }
    migrations.sort();
    Ok(migrations)
}

/// Rows of the time when this migration was the newest.
fn rows(engine: Engine, migration: usize) -> String {
    let sqlite = engine == Engine::Sqlite;
    let instant = if sqlite { "1700000000000000" } else { "timestamptz '2023-11-14 22:13:20Z'" };
    let numbers = format!(
        "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {USERS})"
    );
    match migration {
        0 => {
            let uuid = if sqlite {
                "printf('00000000-0000-4000-8000-%012d', n)"
            } else {
                "cast('00000000-0000-4000-8000-' || lpad(cast(n as text), 12, '0') as uuid)"
            };
            format!(
                "{numbers} insert into users (uuid, username, username_key, date_joined, \
                 real_name_key, location_key, description_key) \
                 select {uuid}, 'old-' || n, 'old-' || n, {instant}, '', '', '' from numbers"
            )
        }
        1 => format!(
            "{numbers} insert into associations (user_id, provider, ext_id, show_in_profile, created_at) \
             select n, 'google', 'old-' || n, {}, {instant} from numbers",
            if sqlite { "1" } else { "true" },
        ),
        2 => format!(
            "insert into connections (user_id, other_id, since) values (1, 2, {instant}), (2, 1, {instant}); \
             update users set connections_counter = 1 where id in (1, 2); \
             insert into connection_requests (from_id, to_id, created) values (3, 4, {instant}); \
             update users set requests_sent_counter = 1 where id = 3; \
             update users set requests_received_counter = 1 where id = 4"
        ),
        4 => format!(
            "insert into provider_connections (user_id, provider, created_on, status) \
             values (1, 'fitbit', {instant}, 'connected'), (2, 'oura', {instant}, 'paused')"
        ),
        _ => "select 1".to_owned(),
    }
}

/// Each of them, from the first to the last but one.
pub(super) async fn upgrade(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let migrations = migrations(setting.engine)?;
    let kith = setting.patient();
    let mut written = 0;
    for _ in 0..setting.form.upgrades {
        for count in 1..migrations.len() {
            let database = old_schema(setting, &migrations[..count]).await?;
            let before = VersionBefore::start(&database, count > 1).await?;
            before.has_written(BEFORE).await?;
            let mut servers = start(&kith, &database.url(), INSTANCES, &mut finding).await?;
            let after = before.count() + BEFORE;
            before.has_written(after).await?;
            let edits = before.end().await?;
            written += edits.len();
            let Some(first) = servers.first() else { continue };
            let url = database.url();
            let seen = look(first, &edits, count > 1).await;
            finding.note_error(seen.with_context(|| format!("from migration {count}")));
            let key = kith.key(&url, "upgrade").await?;
            let seen = look_at_rows(first, count, &key).await;
            finding.note_error(seen.with_context(|| format!("from migration {count}")));
            let crowd = Crowd::gather(&kith, &url, first, &mut setting.chance).await?;
            let load = crowd.write(first.address);
            load.more(WRITES).await?;
            let (mut crowd, samples, wrong) = load.end().await?;
            finding.broken.extend(wrong);
            finding.broken.extend(samples.wrong("failed", |sample| !sample.succeeded()));
            if let Err(wrong) = crowd.look(first).await {
                finding.broken.extend(wrong);
            }
            finding.note_error(database.check(&kith).await);
            for server in &mut servers {
                server.terminate()?;
                finding.note_error(server.ended().await);
            }
            finding.attempts += 1;
        }
    }
    finding.figure("earlier schemas", migrations.len() - 1);
    finding.figure("writes of the version before", written);
    finding.figure("instances at once", INSTANCES);
    Ok(finding)
}

/// A database as these migrations leave it, with rows of that time.
async fn old_schema<'a>(
    setting: &Setting<'a>,
    migrations: &[(String, String)],
) -> anyhow::Result<Database<'a>> {
    let database = Database::create(setting.engine, setting.cluster).await?;
    database
        .execute(
            "create table __diesel_schema_migrations (version varchar(50) primary key not null, \
             run_on timestamp not null default current_timestamp)",
        )
        .await?;
    for (number, (version, up)) in migrations.iter().enumerate() {
        database.execute(up).await?;
        let applied =
            format!("insert into __diesel_schema_migrations (version) values ('{version}')");
        database.execute(&applied).await?;
        database.execute(&rows(setting.engine, number)).await?;
    }
    Ok(database)
}

/// The version before, as far as the database sees it: it edits users and links accounts, all the time.
struct VersionBefore {
    stop: Arc<AtomicBool>,
    written: tokio::sync::watch::Receiver<usize>,
    task: JoinHandle<anyhow::Result<Vec<usize>>>,
}

/// What it writes with.
enum Connection {
    Sqlite(SqliteSession),
    Postgres(Session),
}

impl Connection {
    async fn execute(&mut self, sql: &str) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(session) => tokio::task::block_in_place(|| session.execute(sql)),
            Self::Postgres(session) => session.execute(sql).await,
        }
    }
}

/// What it writes the nth time, in one transaction.
fn edit(engine: Engine, number: usize, links: bool) -> String {
    let user = 1 + number % USERS;
    let bio = format!("update users set bio = 'edit {number}' where id = {user}");
    if !links {
        return bio;
    }
    let (show, instant) = match engine {
        Engine::Sqlite => ("1", "1700000000000000"),
        Engine::Postgres => ("true", "now()"),
    };
    format!(
        "begin; {bio}; insert into associations (user_id, provider, ext_id, show_in_profile, created_at) \
         values ({user}, 'twitter', 'edit-{number}', {show}, {instant}); commit"
    )
}

impl VersionBefore {
    async fn start(database: &Database<'_>, links: bool) -> anyhow::Result<Self> {
        let (engine, mut connection) = match database {
            Database::Sqlite(_) => {
                (Engine::Sqlite, Connection::Sqlite(SqliteSession::open(&database.file()?)?))
            }
            Database::Postgres { cluster, name } => {
                (Engine::Postgres, Connection::Postgres(cluster.session(name).await?))
            }
        };
        let stop = Arc::new(AtomicBool::new(false));
        let (count, written) = tokio::sync::watch::channel(0);
        let task = tokio::spawn({
            let stop = Arc::clone(&stop);
            async move {
                let mut edits = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let number = edits.len();
                    connection.execute(&edit(engine, number, links)).await?;
                    edits.push(number);
                    count.send_replace(edits.len());
                    // Others want the lock, too.
                    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                }
                Ok(edits)
            }
        });
        Ok(Self { stop, written, task })
    }

    fn count(&self) -> usize {
        *self.written.borrow()
    }

    /// Waits until it has written so often.
    async fn has_written(&self, times: usize) -> anyhow::Result<()> {
        let mut written = self.written.clone();
        let enough = written.wait_for(|written| *written >= times);
        let enough = tokio::time::timeout(crate::process::PATIENCE, enough).await;
        // If it has ended, its end says why.
        enough.context("the version before cannot write any more")?.map(|_| ()).or(Ok(()))
    }

    /// Everything that was acknowledged to it.
    async fn end(self) -> anyhow::Result<Vec<usize>> {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await?.context("the version before could not write any more")
    }
}

/// Looks whether the newest version shows what the version before has written.
async fn look(server: &Server, edits: &[usize], links: bool) -> anyhow::Result<()> {
    let mut client = Client::new(server.address);
    for user in 1..=USERS {
        let body = read(&mut client, format!("/api/v2/user/{user}/")).await?;
        let last = edits.iter().rev().find(|number| 1 + **number % USERS == user);
        let bio = last.map_or(String::new(), |number| format!("edit {number}"));
        ensure!(
            body["bio"] == bio && body["username"] == format!("old-{user}"),
            "{body}, not {bio}"
        );
        if !links {
            continue;
        }
        let linked = read(&mut client, format!("/api/v2/user/{user}/provider/")).await?;
        let mut expected = vec![format!("old-{user}")];
        let its = edits.iter().filter(|number| 1 + **number % USERS == user);
        expected.extend(its.map(|number| format!("edit-{number}")));
        let rows = linked.as_array().into_iter().flatten();
        let seen: Vec<&str> = rows.filter_map(|row| row["ext_id"].as_str()).collect();
        ensure!(seen == expected, "user {user} has {seen:?}, not {expected:?}");
    }
    Ok(())
}

/// Looks whether the newest version shows the ties and the connections with providers of [`rows`].
async fn look_at_rows(server: &Server, migrations: usize, key: &Arc<str>) -> anyhow::Result<()> {
    let mut client = Client::new(server.address);
    if migrations > 2 {
        for (user, friend) in [(1, 2), (2, 1)] {
            let list = read(&mut client, format!("/api/v2/user/{user}/connections/")).await?;
            let is_friend = list["count"] == 1 && list["results"][0]["id"] == friend;
            ensure!(is_friend, "user {user} has {list}, not the connection with {friend}");
        }
        for (user, counter) in [(3, "sent"), (4, "received")] {
            let profile = read(&mut client, format!("/api/v2/user/{user}/")).await?;
            let counter = format!("connection_requests_{counter}_counter");
            ensure!(profile[&counter] == 1, "user {user} has lost a request: {profile}");
        }
    }
    if migrations > 4 {
        for (user, provider, status) in [(1, "fitbit", "connected"), (2, "oura", "paused")] {
            let path = format!("/v2/user/providers/00000000-0000-4000-8000-{user:012}");
            let list = ask(&mut client, Call::get(path).key(key)).await?;
            let found = &list["providers"][0];
            let is_there = found["slug"] == provider && found["status"] == status;
            ensure!(is_there, "user {user} has {list}, not {provider}, {status}");
        }
    }
    Ok(())
}

async fn read(client: &mut Client, path: String) -> anyhow::Result<Value> {
    ask(client, Call::get(path)).await
}

async fn ask(client: &mut Client, call: Call) -> anyhow::Result<Value> {
    match client.send(&call).await {
        Outcome::Answered(answer) if answer.status == 200 => Ok(answer.json()),
        outcome => anyhow::bail!("{}: {}", call.path, outcome.describe()),
    }
}
