//! The people of the demo.

use anyhow::Context as _;
use kith_domain::UserId;
use kith_domain::access::{AdminPermit, Permit};
use kith_domain::association::{self, Associations, ExternalAccount, LinkRequest, Metadata};
use kith_domain::community::Mode;
use kith_domain::connection::{self, Action};
use kith_domain::hide;
use kith_domain::user::{self, Lookup, ProfileEdit, RegisterRequest, Role, User, Username, Users};
use kith_domain::visibility::Member;
use kith_persistence::Database;

use super::providers;
use crate::clock::{RandomUuids, SystemClock};

/// Whom the tour meets.
pub(crate) struct People {
    pub(crate) ada: User,
    pub(crate) anna: User,
    pub(crate) bruno: User,
    pub(crate) everybody: Vec<User>,
}

struct Person {
    username: &'static str,
    real_name: &'static str,
    location: &'static str,
    role: Option<Role>,
    ext_id: Option<&'static str>,
    accounts: &'static [Account],
}

struct Account {
    provider: &'static str,
    ext_id: &'static str,
    profile_url: &'static str,
    show_in_profile: bool,
}

const PEOPLE: &[Person] = &[
    Person {
        username: "ada",
        real_name: "Ada Conti",
        location: "Milan",
        role: Some(Role::Admin),
        ext_id: None,
        accounts: &[],
    },
    Person {
        username: "anna",
        real_name: "Anna Rossi",
        location: "Turin",
        role: None,
        ext_id: Some("crm-118"),
        accounts: &[
            Account {
                provider: "google",
                ext_id: "1155",
                profile_url: "https://example.com/anna",
                show_in_profile: true,
            },
            Account {
                provider: "linkedin",
                ext_id: "anna-rossi",
                profile_url: "https://www.linkedin.com/in/anna-rossi-example",
                show_in_profile: false,
            },
        ],
    },
    Person {
        username: "bruno",
        real_name: "Bruno Bianchi",
        location: "Genoa",
        role: None,
        ext_id: Some("crm-119"),
        accounts: &[Account {
            provider: "keycloak",
            ext_id: "5f0c6a1e",
            profile_url: "",
            show_in_profile: true,
        }],
    },
    Person {
        username: "carla",
        real_name: "Carla Verdi",
        location: "Rome",
        role: Some(Role::Moderator),
        ext_id: None,
        accounts: &[],
    },
    friend("dario", "Dario Greco", "Bari"),
    friend("elena", "Elena Ricci", "Parma"),
    friend("fabio", "Fabio Marino", "Palermo"),
];

/// Comes last, tied to nobody: once she is there, the community is complete.
const NEWCOMER: Person = friend("giulia", "Giulia Costa", "Trieste");

const fn friend(username: &'static str, real_name: &'static str, location: &'static str) -> Person {
    Person { username, real_name, location, role: None, ext_id: None, accounts: &[] }
}

/// Who did what about whom, in this order. Anna and Bruno are strangers with two friends in common.
const HISTORY: &[(&str, Action, &str)] = &[
    ("anna", Action::Request, "carla"),
    ("carla", Action::Accept, "anna"),
    ("dario", Action::Request, "anna"),
    ("anna", Action::Accept, "dario"),
    ("bruno", Action::Request, "carla"),
    ("carla", Action::Accept, "bruno"),
    ("bruno", Action::Request, "dario"),
    ("dario", Action::Accept, "bruno"),
    ("bruno", Action::Request, "fabio"),
    ("fabio", Action::Accept, "bruno"),
    ("elena", Action::Request, "anna"),
    ("anna", Action::Request, "fabio"),
    ("bruno", Action::Request, "elena"),
    ("elena", Action::Reject, "bruno"),
];

/// Who hides whom.
const HIDDEN: (&str, &str) = ("fabio", "carla");

/// Makes the community unless it is there; what has become of it stays as it is.
pub(crate) async fn found(database: &Database) -> anyhow::Result<People> {
    let (users, associations) = (database.users(), database.associations());
    let missing = async |person: &Person| {
        let username: Username = person.username.parse()?;
        anyhow::Ok(users.find(&Lookup::Username(username)).await?.is_none())
    };
    if missing(&NEWCOMER).await? {
        for person in PEOPLE {
            if missing(person).await? {
                move_in(person, &*users, &*associations)
                    .await
                    .with_context(|| format!("cannot make the demo's {}", person.username))?;
            }
        }
        meet(database).await.context("cannot tie the demo's people to each other")?;
        providers::connect(database).await.context("cannot connect the demo's people")?;
        move_in(&NEWCOMER, &*users, &*associations).await?;
    }
    let everybody = users.list(None, 100).await?;
    let one = |name: &str| {
        let found = everybody.iter().find(|user| user.username.key() == name).cloned();
        found.with_context(|| format!("{name} is gone from the demo; remove its file"))
    };
    Ok(People { ada: one("ada")?, anna: one("anna")?, bruno: one("bruno")?, everybody })
}

/// Lets everything happen that the demo's people have behind them.
async fn meet(database: &Database) -> anyhow::Result<()> {
    let (connections, hides) = (database.connections(), database.hides());
    for (actor, action, other) in HISTORY {
        let (actor, other) = (member(database, actor).await?, id(database, other).await?);
        let acted =
            connection::act(&*connections, &SystemClock, Mode::Friendship, &actor, other, *action);
        match acted.await {
            // A run that was interrupted has done a part of it.
            Ok(_) | Err(connection::ActRefusal::Refused(_)) => {}
            Err(connection::ActRefusal::Store(failure)) => return Err(failure.into()),
        }
    }
    let (actor, other) = (member(database, HIDDEN.0).await?, id(database, HIDDEN.1).await?);
    if !hide::between(&*hides, &actor, other).await?.hides {
        hide::toggle(&*hides, &SystemClock, &actor, other).await?;
    }
    Ok(())
}

pub(super) async fn id(database: &Database, username: &str) -> anyhow::Result<UserId> {
    let found = database.users().find(&Lookup::Username(username.parse()?)).await?;
    Ok(found.with_context(|| format!("there is no {username}"))?.id)
}

async fn member(database: &Database, username: &str) -> anyhow::Result<Member> {
    let id = id(database, username).await?;
    database.users().member(id).await?.with_context(|| format!("{username} is deleted"))
}

async fn move_in(
    person: &Person,
    users: &dyn Users,
    associations: &dyn Associations,
) -> anyhow::Result<()> {
    let request = RegisterRequest {
        username: person.username.parse()?,
        real_name: person.real_name.parse()?,
        email: Some(format!("{}@example.com", person.username).parse()?),
        role: person.role,
        ext_id: None,
        avatar: None,
    };
    let operator = AdminPermit::operator();
    let user = user::register(users, &SystemClock, &RandomUuids, operator, request).await?;
    let permit = Permit::operator(user.id);
    let location = Some(person.location.parse()?);
    user::edit(users, permit, &ProfileEdit { location, ..ProfileEdit::default() }).await?;
    for request in links(person)? {
        association::link(associations, &SystemClock, permit, request).await?;
    }
    Ok(())
}

fn links(person: &Person) -> anyhow::Result<Vec<LinkRequest>> {
    let mut links = Vec::new();
    if let Some(ext_id) = person.ext_id {
        let metadata = format!(r#"{{"ext_id": "{ext_id}", "username": "{}"}}"#, person.username);
        links.push(LinkRequest {
            account: ExternalAccount { provider: "external".parse()?, ext_id: ext_id.parse()? },
            profile_url: None,
            show_in_profile: false,
            metadata: Some(Metadata::parse(&metadata)?),
        });
    }
    for account in person.accounts {
        let profile_url =
            (!account.profile_url.is_empty()).then(|| account.profile_url.parse()).transpose()?;
        links.push(LinkRequest {
            account: ExternalAccount {
                provider: account.provider.parse()?,
                ext_id: account.ext_id.parse()?,
            },
            profile_url,
            show_in_profile: account.show_in_profile,
            metadata: None,
        });
    }
    Ok(links)
}
