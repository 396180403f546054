//! Registering a user.

use kith_domain::StoreError;
use kith_domain::association::{Association, Details};
use kith_domain::user::{Counters, Lookup, Registered, Role, Status, User};
use kith_domain::visibility::Audience;

use crate::accounts::{account, external, social};
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::people::{NewUserBuilder, anna, bruno, full_profile, named};
use crate::{FixedClock, SequentialUuids};

pub async fn a_user_is_stored_as_registered(ports: &Ports) {
    let new = anna().profile(full_profile()).role(Role::Editor).build();
    let Registered::Registered(user) = ports.users.register(&new).await.expect("storage works")
    else {
        panic!("everything is free in an empty store");
    };
    let expected = User {
        id: user.id,
        uuid: new.uuid,
        username: new.username,
        email: new.email,
        role: new.role,
        status: Status::Approved,
        ext_id: new.ext_id,
        profile: new.profile,
        counters: Counters::default(),
        date_joined: new.date_joined,
        deleted_at: None,
    };
    assert_eq!(*user, expected);
    assert_eq!(ports.user(user.id).await, Some(expected));
}

pub async fn a_name_is_all_that_a_user_needs(ports: &Ports) {
    let user = named("x").register(&*ports.users).await;
    assert_eq!((&user.email, user.role, &user.ext_id), (&None, None, &None));
    assert_eq!(user.profile, named("x").build().profile);
    assert_eq!(ports.trusted(user.id).await, Some(vec![]));
    assert_eq!(ports.user(user.id).await, Some(user));
}

pub async fn everybody_has_an_id_of_their_own(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let bruno = bruno().register(&*ports.users).await;
    assert_ne!(anna.id, bruno.id);
    assert_eq!(ports.user(anna.id).await, Some(anna));
    assert_eq!(ports.user(bruno.id).await, Some(bruno));
}

pub async fn an_ext_id_is_linked_as_an_external_account(ports: &Ports) {
    let anna = anna().ext_id("crm-118").register(&*ports.users).await;
    let linked = Association {
        owner: anna.id,
        account: account("external", "crm-118"),
        details: Details::External { metadata: None },
    };
    assert_eq!(ports.holder(&linked.account).await, Some(anna.id));
    assert_eq!(ports.trusted(anna.id).await, Some(vec![linked]));
    let public = ports.associations.of(anna.id, Audience::Public).await.expect("storage works");
    assert_eq!(public, Some(vec![]));
}

pub async fn every_role_is_kept(ports: &Ports) {
    for role in Role::ALL {
        let user = named(role.as_str()).role(*role).register(&*ports.users).await;
        assert_eq!(user.role, Some(*role));
        assert_eq!(ports.user(user.id).await, Some(user));
    }
}

pub async fn the_day_of_joining_is_kept_to_the_microsecond(ports: &Ports) {
    let instants = [
        "2026-11-21T08:00:00.000001Z",
        "2026-11-21T07:59:59.999999Z",
        "1969-12-31T23:59:59.999999Z",
        "1900-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
    ];
    for (number, instant) in instants.into_iter().enumerate() {
        let joined = instant.parse().expect("an instant");
        let user = named(&format!("user-{number}")).joined(joined).register(&*ports.users).await;
        assert_eq!(user.date_joined, joined);
        assert_eq!(ports.user(user.id).await, Some(user));
    }
}

pub async fn a_username_is_taken_whatever_the_case(ports: &Ports) {
    named("Anna_Z-1").register(&*ports.users).await;
    for name in ["Anna_Z-1", "anna_z-1", "ANNA_Z-1"] {
        let new = named(name).uuid(SequentialUuids::numbered(1));
        assert_eq!(refusal(ports, new).await, Registered::UsernameTaken, "{name}");
    }
    // Underscores are characters like any other.
    named("annasz-1").register(&*ports.users).await;
}

pub async fn an_email_address_is_taken_whatever_the_case(ports: &Ports) {
    named("anna").email("Anna_R@München.example").register(&*ports.users).await;
    for address in ["Anna_R@München.example", "anna_r@münchen.example", "ANNA_R@MÜNCHEN.EXAMPLE"]
    {
        let new = named("bruno").email(address);
        assert_eq!(refusal(ports, new).await, Registered::EmailTaken, "{address}");
    }
    named("bruno").email("annasr@münchen.example").register(&*ports.users).await;
}

pub async fn an_ext_id_is_taken_however_it_was_linked(ports: &Ports) {
    let anna = named("anna").ext_id("by-registration").register(&*ports.users).await;
    external(anna.id, "by-link").link(&*ports.associations).await;
    for ext_id in ["by-registration", "by-link"] {
        let new = named("bruno").ext_id(ext_id);
        assert_eq!(refusal(ports, new).await, Registered::ExtIdTaken, "{ext_id}");
    }
    // The same words with another provider are another account, and case counts.
    social(anna.id, "google", "1155").link(&*ports.associations).await;
    named("bruno").ext_id("1155").register(&*ports.users).await;
    named("carla").ext_id("BY-LINK").register(&*ports.users).await;
}

pub async fn what_is_left_empty_is_never_taken(ports: &Ports) {
    for name in ["anna", "bruno", "carla"] {
        let user = named(name).register(&*ports.users).await;
        assert_eq!((user.email, user.ext_id), (None, None));
    }
}

pub async fn a_refused_registration_leaves_no_trace(ports: &Ports) {
    anna().register(&*ports.users).await;
    let before = ports.everything().await;
    let carla = || named("carla").email("carla@example.com").ext_id("crm-3");
    for (new, taken) in [
        (named("Anna").email("carla@example.com").ext_id("crm-3"), Registered::UsernameTaken),
        (carla().email("ANNA@example.com"), Registered::EmailTaken),
        (carla().ext_id("crm-118"), Registered::ExtIdTaken),
    ] {
        assert_eq!(refusal(ports, new).await, taken);
        assert_eq!(ports.everything().await, before);
        let lookups = [
            Lookup::Username("carla".parse().expect("valid")),
            Lookup::Email("carla@example.com".parse().expect("valid")),
            Lookup::Account(account("external", "crm-3")),
        ];
        for lookup in lookups {
            assert_eq!(ports.find(lookup).await, None, "after {taken:?}");
        }
    }
    carla().register(&*ports.users).await;
}

pub async fn of_many_who_want_one_name_one_gets_it(arena: &Arena) {
    let cases = ["carla", "CARLA", "Carla", "cArLa"];
    race(arena, &Registered::UsernameTaken, |round, number| {
        let name = format!("{}-{round}", cases[number % cases.len()]);
        named(&name).email(&format!("{number}@{round}.example"))
    })
    .await;
}

pub async fn of_many_who_want_one_address_one_gets_it(arena: &Arena) {
    let cases = ["carla", "CARLA", "Carla", "cArLa"];
    race(arena, &Registered::EmailTaken, |round, number| {
        let address = format!("{}@{round}.example", cases[number % cases.len()]);
        named(&format!("user-{round}-{number}")).email(&address)
    })
    .await;
}

pub async fn of_many_who_want_one_ext_id_one_gets_it(arena: &Arena) {
    race(arena, &Registered::ExtIdTaken, |round, number| {
        named(&format!("user-{round}-{number}")).ext_id(&format!("crm-{round}"))
    })
    .await;
}

/// Registers with what is taken, and gives back how that was said.
async fn refusal(ports: &Ports, new: NewUserBuilder) -> Registered {
    ports.users.register(&new.build()).await.expect("a taken value is no failure of storage")
}

/// Many registrations at once of which one can succeed; each round has values of its own.
async fn race(
    arena: &Arena,
    taken: &Registered,
    contender: impl Fn(usize, usize) -> NewUserBuilder,
) {
    for round in 0..ROUNDS {
        let attempt = |number| {
            let users = arena.users.clone();
            let distinct = u64::try_from(round * CONTENDERS + number).expect("small");
            let new = contender(round, number).uuid(SequentialUuids::numbered(distinct)).build();
            let attempt = async move { users.register(&new).await };
            Box::pin(attempt) as Attempt<Result<Registered, StoreError>>
        };
        let outcomes = arena.at_once((0..CONTENDERS).map(attempt).collect()).await;
        let won = count(&outcomes, |outcome| matches!(outcome, Ok(Registered::Registered(_))));
        let lost = count(&outcomes, |outcome| outcome.as_ref().is_ok_and(|found| found == taken));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
    }
    let everything = arena.everything().await;
    assert_eq!(everything.len(), ROUNDS);
    assert!(everything.iter().all(|one| one.user.date_joined == FixedClock::start()));
}
