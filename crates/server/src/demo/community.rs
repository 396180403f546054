//! The people of the demo.

use anyhow::Context as _;
use kith_domain::access::{AdminPermit, Permit};
use kith_domain::association::{self, Associations, ExternalAccount, LinkRequest, Metadata};
use kith_domain::user::{self, Lookup, ProfileEdit, RegisterRequest, Role, User, Username, Users};
use kith_persistence::Database;

use crate::clock::{RandomUuids, SystemClock};

/// Whom the tour meets.
pub(crate) struct People {
    pub(crate) ada: User,
    pub(crate) anna: User,
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
];

/// Makes whoever is missing; the others stay as they are.
pub(crate) async fn found(database: &Database) -> anyhow::Result<People> {
    let (users, associations) = (database.users(), database.associations());
    for person in PEOPLE {
        let username: Username = person.username.parse()?;
        if users.find(&Lookup::Username(username)).await?.is_none() {
            move_in(person, &*users, &*associations)
                .await
                .with_context(|| format!("cannot make the demo's {}", person.username))?;
        }
    }
    let everybody = users.list(None, 100).await?;
    let one = |name: &str| {
        let found = everybody.iter().find(|user| user.username.key() == name).cloned();
        found.with_context(|| format!("{name} is gone from the demo"))
    };
    Ok(People { ada: one("ada")?, anna: one("anna")?, everybody })
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
