//! `kith user`

use std::io::Write;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use kith_domain::UserId;
use kith_domain::access::AdminPermit;
use kith_domain::association::ExtId;
use kith_domain::text::Line;
use kith_domain::user::{
    self, Email, Lookup, RegisterRequest, Role, User as Person, Username, Users,
};
use serde_json::json;

use crate::application::open;
use crate::clock::{RandomUuids, SystemClock};
use crate::settings::Settings;

/// How many users are read at a time.
const PAGE: u32 = 500;

/// Make, list and promote users
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Create(Create),
    List(List),
    Promote(Promote),
}

/// Make a user
#[derive(Debug, Args)]
pub(super) struct Create {
    /// Letters, digits, _ and -; unique whatever the case
    #[arg(long, value_name = "NAME")]
    username: Username,

    /// admin, moderator, editor or publisher
    #[arg(long)]
    role: Option<Role>,

    /// The id in your own identity system: makes the association with `external`
    #[arg(long, value_name = "ID")]
    ext_id: Option<ExtId>,

    /// Unique whatever the case
    #[arg(long, value_name = "ADDRESS")]
    email: Option<Email>,

    /// A person's name
    #[arg(long, value_name = "NAME")]
    real_name: Option<Line<255>>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// List all users, by id
#[derive(Debug, Args)]
pub(super) struct List {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Give a user a role, or take it away
#[derive(Debug, Args)]
pub(super) struct Promote {
    /// The user's integer id or username
    #[arg(value_name = "USER")]
    user: String,

    /// admin, moderator, editor, publisher, or none
    #[arg(long, default_value = "admin")]
    role: String,

    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl User {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let database = open(settings).await?;
        let users = database.users();
        let outcome = match self {
            Self::Create(command) => command.run(&*users, out).await,
            Self::List(command) => command.run(&*users, out).await,
            Self::Promote(command) => command.run(&*users, out).await,
        };
        database.close();
        outcome
    }
}

impl Create {
    async fn run(self, users: &dyn Users, out: &mut dyn Write) -> anyhow::Result<()> {
        let request = RegisterRequest {
            username: self.username,
            real_name: self.real_name.unwrap_or_default(),
            email: self.email,
            role: self.role,
            ext_id: self.ext_id,
            avatar: None,
        };
        let permit = AdminPermit::operator();
        let person = user::register(users, &SystemClock, &RandomUuids, permit, request).await?;
        print(out, &person, self.json)
    }
}

impl List {
    async fn run(self, users: &dyn Users, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let page = users.list(after, PAGE).await?;
            for person in &page {
                print(out, person, self.json)?;
            }
            match page.last() {
                Some(last) => after = Some(last.id),
                None => return Ok(()),
            }
        }
    }
}

impl Promote {
    async fn run(self, users: &dyn Users, out: &mut dyn Write) -> anyhow::Result<()> {
        let role = match self.role.as_str() {
            "none" => None,
            role => Some(role.parse::<Role>().context("--role")?),
        };
        let id = self.id(users).await?;
        let Some(person) = users.set_role(id, role).await? else {
            bail!("there is no live user {}", self.user);
        };
        print(out, &person, self.json)
    }

    /// A name of digits alone means the id.
    async fn id(&self, users: &dyn Users) -> anyhow::Result<UserId> {
        if let Ok(id) = self.user.parse() {
            return Ok(id);
        }
        let username = self.user.parse().context("the user")?;
        match users.find(&Lookup::Username(username)).await? {
            Some(person) => Ok(person.id),
            None => bail!("there is no user {}", self.user),
        }
    }
}

fn print(out: &mut dyn Write, person: &Person, as_json: bool) -> anyhow::Result<()> {
    let role = person.role.map(Role::as_str);
    let ext_id = person.ext_id.as_ref().map(ExtId::as_str);
    if as_json {
        let person = json!({
            "id": person.id.get(),
            "uuid": person.uuid.to_string(),
            "username": person.username.as_str(),
            "email": person.email.as_ref().map(Email::as_str),
            "role": role,
            "status": person.status.as_str(),
            "ext_id": ext_id,
        });
        writeln!(out, "{person}")?;
    } else {
        let deleted = if person.is_deleted() { "  (deleted)" } else { "" };
        writeln!(
            out,
            "{:>6}  {}  {:<20}  {:<9}  {}{deleted}",
            person.id,
            person.uuid,
            person.username.as_str(),
            role.unwrap_or("-"),
            ext_id.unwrap_or("-"),
        )?;
    }
    Ok(())
}
