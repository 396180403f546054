//! The golden matrix: which viewer learns which field of which association.

use std::fmt::Write as _;

use kith_domain::UserId;
use kith_domain::access::Permit;
use kith_domain::association::{
    Association, Details, LinkRefusal, LinkRequest, Metadata, Misfit, link, list,
};
use kith_domain::user::{Role, Status};
use kith_domain::visibility::{Member, Viewer};
use kith_testkit::accounts::account;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::viewer;

const FIELDS: [&str; 6] =
    ["user_id", "provider", "ext_id", "profile_url", "show_in_profile", "metadata"];

/// The columns: everybody who may ask for Anna's associations.
fn viewers(anna: UserId, other: UserId) -> [(&'static str, Viewer); 8] {
    let blocked = Member { id: other, role: None, status: Status::Blocked };
    [
        ("anonymous", Viewer::Anonymous),
        ("self", viewer(anna, None)),
        ("other", viewer(other, None)),
        ("blocked other", Viewer::Member(blocked)),
        ("moderator", viewer(other, Some(Role::Moderator))),
        ("editor", viewer(other, Some(Role::Editor))),
        ("publisher", viewer(other, Some(Role::Publisher))),
        ("admin", viewer(other, Some(Role::Admin))),
    ]
}

/// The rows: an association of each kind, with every field that it can have.
fn requests() -> [LinkRequest; 4] {
    let request = |provider: &str, show_in_profile: bool| {
        let external = provider == "external";
        LinkRequest {
            account: account(provider, &format!("{provider}-{show_in_profile}")),
            profile_url: (!external).then(|| "https://example.com/anna".parse().unwrap()),
            show_in_profile,
            metadata: external.then(|| Metadata::parse(r#"{"username":"anna"}"#).unwrap()),
        }
    };
    [
        request("external", false),
        request("external", true),
        request("google", false),
        request("google", true),
    ]
}

/// A field's value as text; nothing if this kind of association has no such field.
fn value(association: &Association, field: &str) -> Option<String> {
    match (field, &association.details) {
        ("user_id", _) => Some(association.owner.to_string()),
        ("provider", _) => Some(association.account.provider.to_string()),
        ("ext_id", _) => Some(association.account.ext_id.to_string()),
        ("profile_url", Details::Social { profile_url, .. }) => {
            profile_url.as_ref().map(|url| url.as_str().to_owned())
        }
        ("show_in_profile", Details::Social { show_in_profile, .. }) => {
            Some(show_in_profile.to_string())
        }
        ("metadata", Details::External { metadata }) => metadata.as_ref().map(Metadata::to_json),
        _ => None,
    }
}

#[tokio::test]
async fn who_sees_which_field_of_which_association() {
    let store = MemoryStore::new();
    let anna = people::named("anna").register(&store).await.id;
    let other = people::bruno().register(&store).await.id;
    let viewers = viewers(anna, other);

    let mut linked = Vec::new();
    for request in requests() {
        let (provider, shown) = (request.account.provider.to_string(), request.show_in_profile);
        let outcome = link(&store, &FixedClock::new(), Permit::operator(anna), request).await;
        linked.push((provider, shown, outcome));
    }
    let mut lists = Vec::new();
    for (_, viewer) in &viewers {
        lists.push(list(&store, viewer, anna).await.unwrap());
    }

    let mut matrix = String::from("✓ sees  · does not see  - there is no such field\n\n");
    write!(matrix, "{:9} {:15} {:15}", "provider", "show_in_profile", "field").unwrap();
    for (name, _) in &viewers {
        write!(matrix, "  {name}").unwrap();
    }
    matrix.push('\n');
    for (provider, shown, outcome) in linked {
        let association = match outcome {
            Ok(association) => association,
            Err(LinkRefusal::Misfits(misfits)) => {
                assert_eq!(misfits, [Misfit::ShowInProfile]);
                writeln!(matrix, "\n{provider:9} {shown:<15} cannot be linked").unwrap();
                continue;
            }
            Err(refusal) => panic!("{provider}: {refusal}"),
        };
        matrix.push('\n');
        for field in FIELDS {
            write!(matrix, "{provider:9} {shown:<15} {field:15}").unwrap();
            let truth = value(&association, field);
            for ((name, _), list) in viewers.iter().zip(&lists) {
                let seen = list.iter().find(|seen| seen.account == association.account);
                let tick = match (&truth, seen.and_then(|seen| value(seen, field))) {
                    (None, None) => '-',
                    (Some(_), None) => '·',
                    (truth, seen) => {
                        assert_eq!(truth, &seen, "{name} sees something that is not so");
                        '✓'
                    }
                };
                write!(matrix, "  {tick:^width$}", width = name.len()).unwrap();
            }
            let end = matrix.trim_end().len();
            matrix.truncate(end);
            matrix.push('\n');
        }
    }
    insta::with_settings!({
        snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::assert_snapshot!("visibility", matrix);
    });
}
