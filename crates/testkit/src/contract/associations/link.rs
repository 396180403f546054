//! Linking an account.

use kith_domain::UserId;
use kith_domain::association::{Details, Linked};
use kith_domain::user::Deletion;
use serde_json::json;

use crate::FixedClock;
use crate::accounts::{NewAssociationBuilder, account, external, social};
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, named};

/// Ids of which no two are the same bytes, but some are for careless eyes.
fn near_equals() -> Vec<String> {
    let plain = [
        "anna",
        "Anna",
        "ANNA",
        "anna ",
        " anna",
        "anna\u{a0}",
        "anna\u{200b}",
        "аnna",
        "\u{e9}",
        "e\u{301}",
        "e",
        "E",
        "ß",
        "ss",
        "ẞ",
        "i",
        "I",
        "ı",
        "İ",
        "fi",
        "ﬁ",
        "a_b",
        "a%b",
        "axb",
        "a%",
        "%",
        "_",
        "*",
        "?",
        "'",
        "''",
        "\"",
        "\\",
        "\\\\",
        "\\'",
        "'; drop table users; --",
        "$1",
        "null",
        "NULL",
        "0",
        "00",
        "1",
        "0001",
        "1.0",
        "1e0",
        "+1",
        "-1",
        "9223372036854775808",
        "true",
        "\u{feff}x",
        "x",
        "x\u{2028}",
        "\u{10ffff}",
        "{}",
        "[]",
        " ",
        "  ",
    ];
    let long = ["😀", "é", "x"].map(|character| character.repeat(255));
    let nearly = long.iter().map(|id| format!("{}y", id.chars().take(254).collect::<String>()));
    plain.map(str::to_owned).into_iter().chain(nearly).chain(long.clone()).collect()
}

pub async fn an_association_is_stored_as_given_back(ports: &Ports) {
    let owner = named("anna").register(&*ports.users).await.id;
    let new = [
        social(owner, "google", "1"),
        social(owner, "google", "2").shown(),
        social(owner, "azure-ad", "3").profile_url("https://example.com/anna"),
        social(owner, &"p".repeat(64), "4").profile_url("https://example.com/anna").shown(),
        external(owner, "5"),
        external(owner, "6").metadata(json!({"username": "anna"})),
    ]
    .map(NewAssociationBuilder::build);
    let mut expected = Vec::new();
    for new in new {
        let linked = ports.associations.link(&new).await.expect("storage works");
        assert_eq!(linked, Linked::Linked(new.association.clone()));
        expected.push(new.association);
        assert_eq!(ports.trusted(owner).await.as_ref(), Some(&expected));
    }
}

pub async fn an_external_account_has_one_owner(ports: &Ports) {
    let anna = named("anna").register(&*ports.users).await.id;
    let bruno = bruno().register(&*ports.users).await.id;
    social(anna, "google", "1155").shown().link(&*ports.associations).await;
    external(anna, "crm-118").metadata(json!({"first": true})).link(&*ports.associations).await;
    let before = ports.everything().await;
    for owner in [bruno, anna] {
        let url = "https://example.com/usurper";
        for new in [
            social(owner, "google", "1155").profile_url(url),
            external(owner, "crm-118").metadata(json!({"first": false})),
        ] {
            assert_eq!(link(ports, new).await, Linked::Taken);
            assert_eq!(ports.everything().await, before);
        }
    }
    assert_eq!(ports.holder(&account("google", "1155")).await, Some(anna));
}

pub async fn an_account_is_the_pair_of_provider_and_ext_id(ports: &Ports) {
    let providers = ["google", "external", "a.b", "a-b", "a_b", "ab", "a.b.", "0"];
    for provider in providers {
        let owner =
            named(&format!("of-{}", provider.replace('.', "dot"))).register(&*ports.users).await.id;
        let new = if provider == "external" {
            external(owner, "1155")
        } else {
            social(owner, provider, "1155")
        };
        new.link(&*ports.associations).await;
        assert_eq!(ports.holder(&account(provider, "1155")).await, Some(owner), "{provider}");
    }
    assert_eq!(ports.everything().await.len(), providers.len());
    assert_eq!(ports.holder(&account("a", "1155")).await, None);
}

pub async fn a_user_may_have_several_accounts_with_a_provider(ports: &Ports) {
    let anna = named("anna").register(&*ports.users).await.id;
    for ext_id in ["1", "2", "3"] {
        social(anna, "google", ext_id).link(&*ports.associations).await;
        external(anna, ext_id).link(&*ports.associations).await;
    }
    assert_eq!(ports.trusted(anna).await.map(|all| all.len()), Some(6));
}

pub async fn an_ext_id_is_kept_and_compared_byte_for_byte(ports: &Ports) {
    let ids = near_equals();
    let mut owners = Vec::new();
    for (number, ext_id) in ids.iter().enumerate() {
        // Half of them by registration, half by a link.
        let new = named(&format!("user-{number}"));
        let owner = if number % 2 == 0 {
            new.ext_id(ext_id).register(&*ports.users).await.id
        } else {
            let owner = new.register(&*ports.users).await.id;
            external(owner, ext_id).link(&*ports.associations).await;
            owner
        };
        owners.push(owner);
    }
    for (ext_id, owner) in ids.iter().zip(owners) {
        assert_eq!(ports.holder(&account("external", ext_id)).await, Some(owner), "{ext_id:?}");
        let user = ports.user(owner).await.expect("is live");
        assert_eq!(user.ext_id.expect("is linked").as_str(), ext_id);
        let linked = ports.trusted(owner).await.expect("is live");
        assert_eq!(linked[0].account.ext_id.as_str(), ext_id);
    }
}

pub async fn a_profile_url_is_kept_as_written(ports: &Ports) {
    let owner = named("anna").register(&*ports.users).await.id;
    let long = format!("https://example.com/{}", "😀".repeat(2028));
    let urls = [
        "https://example.com",
        "HTTP://EXAMPLE.com:80/A/../b?c=d&e=%27%00#f",
        "https://münchen.example/straße",
        "https://[::1]:8080/",
        "https://example.com/'\"`;--%s{}",
        &long,
    ];
    for (number, url) in urls.into_iter().enumerate() {
        let new = social(owner, "site", &number.to_string()).profile_url(url);
        let linked = new.link(&*ports.associations).await;
        let listed = ports.trusted(owner).await.expect("is live").pop();
        assert_eq!(listed.as_ref(), Some(&linked));
        let Details::Social { profile_url: Some(kept), .. } = linked.details else {
            panic!("the URL is lost: {linked:?}");
        };
        assert_eq!(kept.as_str(), url);
    }
}

pub async fn a_missing_user_is_told_before_a_taken_account(ports: &Ports) {
    let [deleted, erased] = gone(ports).await;
    let bruno = bruno().register(&*ports.users).await.id;
    social(bruno, "google", "taken").link(&*ports.associations).await;
    for owner in [deleted, erased, stranger()] {
        for ext_id in ["taken", "free"] {
            let outcome = link(ports, social(owner, "google", ext_id)).await;
            assert_eq!(outcome, Linked::NoSuchUser, "{ext_id}");
        }
    }
}

pub async fn a_refusal_leaves_no_trace(ports: &Ports) {
    let [deleted, erased] = gone(ports).await;
    let before = ports.everything().await;
    for owner in [deleted, erased, stranger()] {
        assert_eq!(link(ports, social(owner, "google", "1155")).await, Linked::NoSuchUser);
        assert_eq!(link(ports, external(owner, "1155")).await, Linked::NoSuchUser);
    }
    assert_eq!(ports.everything().await, before);
    for provider in ["google", "external"] {
        assert_eq!(ports.holder(&account(provider, "1155")).await, None);
    }
    // The accounts are as free as before.
    let bruno = bruno().register(&*ports.users).await.id;
    social(bruno, "google", "1155").link(&*ports.associations).await;
    external(bruno, "1155").link(&*ports.associations).await;
}

/// One user who is softly deleted and one who is erased.
async fn gone(ports: &Ports) -> [UserId; 2] {
    let deleted = anna().register(&*ports.users).await.id;
    let erased = named("erased").register(&*ports.users).await.id;
    let at = FixedClock::start();
    ports.users.delete(deleted, Deletion::Soft, at).await.expect("storage works");
    ports.users.delete(erased, Deletion::Hard, at).await.expect("storage works");
    [deleted, erased]
}

async fn link(ports: &Ports, new: NewAssociationBuilder) -> Linked {
    ports.associations.link(&new.build()).await.expect("a refusal is no failure of storage")
}
