//! A catalog with a mistake is refused as a whole, and the refusal says where.

use kith_domain::Invalid;
use kith_domain::provider_connection::{
    AuthType, Catalog, CatalogError, Fault, ProviderDefinition, ProviderSlug, Resource,
    ResourceDefinition, Scope, Written,
};

fn all(texts: &[&str]) -> Vec<Written> {
    texts.iter().map(|text| Written::from(*text)).collect()
}

fn resource(resource: &str, required: &[&str], optional: &[&str]) -> ResourceDefinition {
    ResourceDefinition {
        resource: resource.into(),
        required: all(required),
        optional: all(optional),
    }
}

/// A provider with nothing wrong.
fn acme() -> ProviderDefinition {
    ProviderDefinition {
        slug: "acme".into(),
        name: "Acme".into(),
        description: "Acme measures.".into(),
        logo: "acme.svg".into(),
        auth_type: Some("oauth".into()),
        supported_resources: all(&["sleep", "activity"]),
        scopes: all(&["s", "a", "h"]),
        resource_scopes: vec![resource("sleep", &["s", "a"], &["h"])],
    }
}

#[test]
fn a_catalog_is_what_was_written_in_that_order() {
    let other = ProviderDefinition { slug: "aaa".into(), auth_type: None, ..acme() };
    let catalog = Catalog::new([acme(), other]).unwrap();
    let slugs: Vec<&str> = catalog.entries().iter().map(|entry| entry.slug().as_str()).collect();
    assert_eq!(slugs, ["acme", "aaa"]);

    let acme = catalog.get("acme").unwrap();
    assert_eq!((acme.name(), acme.description()), ("Acme", "Acme measures."));
    assert_eq!(acme.logo().as_str(), "acme.svg");
    assert_eq!(acme.auth_type(), Some(AuthType::Oauth));
    assert_eq!(acme.scopes().iter().map(Scope::as_str).collect::<Vec<_>>(), ["s", "a", "h"]);
    let [sleep, activity] = acme.resources() else { panic!("two resources") };
    assert_eq!(sleep.resource(), "sleep".parse::<Resource>().unwrap());
    assert_eq!(sleep.required().iter().map(Scope::as_str).collect::<Vec<_>>(), ["s", "a"]);
    assert_eq!(sleep.optional().iter().map(Scope::as_str).collect::<Vec<_>>(), ["h"]);
    assert_eq!(activity.resource(), "activity".parse::<Resource>().unwrap());
    assert!(activity.required().is_empty() && activity.optional().is_empty());

    assert_eq!(catalog.get("aaa").unwrap().auth_type(), None);
    assert!(catalog.get("ACME").is_none() && catalog.get("").is_none());
    let slug: ProviderSlug = "acme".parse().unwrap();
    assert!(catalog.get(slug.as_str()).is_some());
}

/// What one change to the provider is refused with: its entry, text and fault.
fn refused(change: impl FnOnce(&mut ProviderDefinition)) -> (&'static str, String, Fault) {
    let mut definition = acme();
    change(&mut definition);
    let slug = definition.slug.text.clone();
    let CatalogError { provider, entry, written, fault } = Catalog::new([definition]).unwrap_err();
    assert_eq!(provider, slug);
    (entry, written.text, fault)
}

#[test]
fn every_mistake_is_refused_and_named() {
    let named = |entry, text: &str, fault| (entry, text.to_owned(), fault);
    let malformed = |(entry, text, fault): (&'static str, String, Fault)| {
        assert!(matches!(fault, Fault::Invalid(Invalid::Malformed(_))), "{fault:?}");
        (entry, text)
    };
    assert_eq!(malformed(refused(|p| p.slug = "A".into())), ("slug", "A".to_owned()));
    assert_eq!(malformed(refused(|p| p.logo = "../a".into())), ("logo", "../a".to_owned()));
    assert_eq!(malformed(refused(|p| p.name = "a\nb".into())), ("name", "a\nb".to_owned()));
    assert_eq!(
        malformed(refused(|p| p.auth_type = Some("magic".into()))),
        ("auth type", "magic".to_owned())
    );
    assert_eq!(
        malformed(refused(|p| p.supported_resources.push("slep".into()))),
        ("resource", "slep".to_owned())
    );
    assert_eq!(
        malformed(refused(|p| p.resource_scopes.push(resource("slep", &[], &[])))),
        ("resource", "slep".to_owned())
    );
    assert_eq!(malformed(refused(|p| p.scopes.push("a b".into()))), ("scope", "a b".to_owned()));

    let blank = Fault::Invalid(Invalid::Empty);
    assert_eq!(refused(|p| p.name = " ".into()), named("name", " ", blank));
    assert_eq!(refused(|p| p.description = "".into()), named("description", "", blank));

    let twice = Fault::NamedTwice;
    assert_eq!(refused(|p| p.scopes.push("s".into())), named("scope", "s", twice));
    assert_eq!(
        refused(|p| p.supported_resources.push("sleep".into())),
        named("resource", "sleep", twice)
    );
    assert_eq!(
        refused(|p| p.resource_scopes.push(resource("sleep", &[], &[]))),
        named("resource", "sleep", twice)
    );
    for (required, optional) in [(vec!["h", "h"], vec![]), (vec![], vec!["h", "h"])] {
        assert_eq!(
            refused(|p| p.resource_scopes.push(resource("activity", &required, &optional))),
            named("scope", "h", twice)
        );
    }
    assert_eq!(
        refused(|p| p.resource_scopes.push(resource("activity", &["a", "s"], &["h", "s"]))),
        named("scope", "s", twice),
        "required and optional at once"
    );

    for (required, optional) in [(vec!["a", "x"], vec![]), (vec!["a"], vec!["x"])] {
        assert_eq!(
            refused(|p| p.resource_scopes.push(resource("activity", &required, &optional))),
            named("scope", "x", Fault::UnlistedScope)
        );
    }
    assert_eq!(
        refused(|p| p.resource_scopes.push(resource("meal", &["a"], &[]))),
        named("resource", "meal", Fault::UnsupportedResource)
    );

    let error = Catalog::new([acme(), acme()]).unwrap_err();
    assert_eq!(error.fault, Fault::DuplicateSlug);
    assert_eq!(
        error.to_string(),
        r#"provider "acme": slug "acme": an earlier provider has this slug"#
    );
}
