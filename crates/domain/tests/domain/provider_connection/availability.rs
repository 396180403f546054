//! The golden table: what every set of scopes makes available at every provider that has scopes; and
//! what holds for any provider and any scopes.

use std::fmt::Write as _;

use kith_domain::provider_connection::{
    AvailabilityStatus, Catalog, CatalogEntry, GrantedScopes, ProviderDefinition, Resource,
    ResourceAvailability, ResourceDefinition, Scope, SupportedResource, Written,
    resource_availability,
};
use proptest::prelude::*;

use super::default_catalog::default_catalog;

fn granted<'a>(scopes: impl IntoIterator<Item = &'a Scope>) -> GrantedScopes {
    GrantedScopes::new(scopes.into_iter().cloned()).unwrap()
}

fn of<'a>(
    entry: &'a CatalogEntry,
    granted: Option<&GrantedScopes>,
    resource: Resource,
) -> ResourceAvailability<'a> {
    let all = resource_availability(entry, granted);
    all.into_iter().find(|availability| availability.resource == resource).unwrap()
}

fn list(scopes: &[&Scope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    if names.is_empty() { "·".to_owned() } else { names.join(", ") }
}

/// A line for those scopes: the status and the four lists.
fn line(golden: &mut String, what: &str, availability: &ResourceAvailability<'_>) {
    write!(golden, "    {what:32} {:12}", availability.status.as_str()).unwrap();
    match &availability.scope_requirements {
        None => golden.push_str(" null"),
        Some(scopes) => {
            let (granted, denied) = (&scopes.user_granted, &scopes.user_denied);
            write!(
                golden,
                " granted {} + {} | denied {} + {}",
                list(&granted.required),
                list(&granted.optional),
                list(&denied.required),
                list(&denied.optional)
            )
            .unwrap();
        }
    }
    golden.push('\n');
}

/// What each set of scopes that matters to a resource makes of it.
fn table(entry: &CatalogEntry, supported: &SupportedResource) -> String {
    let of = |scopes: Option<GrantedScopes>| of(entry, scopes.as_ref(), supported.resource());
    let mut table = String::new();
    line(&mut table, "unknown", &of(None));
    line(&mut table, "none", &of(Some(GrantedScopes::default())));
    line(&mut table, "all", &of(Some(granted(entry.scopes()))));
    for (alone, all_but) in each_scope(entry, supported, true) {
        line(&mut table, &format!("only {}", alone.0), &of(Some(alone.1)));
        line(&mut table, &format!("all but {}", all_but.0), &of(Some(all_but.1)));
    }
    table
}

/// A scope, and scopes that are granted because of it.
type Case<'a> = (&'a Scope, GrantedScopes);

/// Each scope of the provider that matters to a resource, or does not: granted alone, and denied alone.
fn each_scope<'a>(
    entry: &'a CatalogEntry,
    supported: &SupportedResource,
    matters: bool,
) -> Vec<(Case<'a>, Case<'a>)> {
    let needs = |scope: &Scope| {
        supported.required().contains(scope) || supported.optional().contains(scope)
    };
    let wanted = entry.scopes().iter().filter(|scope| needs(scope) == matters);
    let cases = wanted.map(|scope| {
        let others = entry.scopes().iter().filter(|other| *other != scope);
        ((scope, granted([scope])), (scope, granted(others)))
    });
    cases.collect()
}

/// So the golden table has a line for each scope that matters, and no more.
#[test]
fn scopes_that_a_resource_does_not_need_make_no_difference() {
    for entry in default_catalog().entries() {
        for supported in entry.resources() {
            let of = |scopes: &GrantedScopes| of(entry, Some(scopes), supported.resource());
            let (none, all) = (of(&GrantedScopes::default()), of(&granted(entry.scopes())));
            for ((scope, alone), (_, all_but)) in each_scope(entry, supported, false) {
                assert_eq!(of(&alone), none, "{} {scope}", entry.slug());
                assert_eq!(of(&all_but), all, "{} {scope}", entry.slug());
            }
        }
    }
}

#[test]
fn what_the_scopes_of_every_provider_make_available() {
    let mut golden = String::from("Lists are required + optional scopes; · none.\n");
    for entry in default_catalog().entries().iter().filter(|entry| !entry.scopes().is_empty()) {
        writeln!(golden, "\n{}", entry.slug()).unwrap();
        // Resources with the same table share it.
        let mut tables: Vec<(Vec<&str>, String)> = Vec::new();
        for supported in entry.resources() {
            let (name, table) = (supported.resource().as_str(), table(entry, supported));
            match tables.iter_mut().find(|(_, other)| *other == table) {
                Some((names, _)) => names.push(name),
                None => tables.push((vec![name], table)),
            }
        }
        for (names, table) in tables {
            writeln!(golden, "  {}", names.join(", ")).unwrap();
            golden.push_str(&table);
        }
    }
    insta::with_settings!({
        snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::assert_snapshot!("availability", golden);
    });
}

#[test]
fn without_scopes_everything_is_available_whatever_is_granted() {
    let catalog = default_catalog();
    let foreign = granted(&["daily".parse().unwrap()]);
    for entry in catalog.entries().iter().filter(|entry| entry.scopes().is_empty()) {
        for scopes in [None, Some(&GrantedScopes::default()), Some(&foreign)] {
            let all = resource_availability(entry, scopes);
            assert_eq!(all.len(), entry.resources().len());
            for availability in all {
                assert_eq!(availability.status, AvailabilityStatus::Available);
                assert_eq!(availability.scope_requirements, None);
            }
        }
    }
}

/// The example of the contract, section 4.6.
#[test]
fn garmin_sleeps_with_daily_alone() {
    let catalog = default_catalog();
    let daily = granted(&["daily".parse().unwrap()]);
    let sleep = of(catalog.get("garmin").unwrap(), Some(&daily), "sleep".parse().unwrap());
    assert_eq!(sleep.status, AvailabilityStatus::Available);
    let scopes = sleep.scope_requirements.unwrap();
    let lists = [
        scopes.user_granted.required,
        scopes.user_granted.optional,
        scopes.user_denied.required,
        scopes.user_denied.optional,
    ];
    assert_eq!(lists.map(|scopes| list(&scopes)), ["daily", "·", "·", "spo2Daily"]);
}

/// What a generated resource asks of each scope of its provider.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Need {
    Required,
    Optional,
    Nothing,
}

fn need() -> impl Strategy<Value = Need> {
    prop_oneof![Just(Need::Required), Just(Need::Optional), Just(Need::Nothing)]
}

/// The scopes `s0`, `s1`, … of which that holds, in an order of the test's own.
fn scopes(needs: &[(usize, Need)], wanted: Need) -> Vec<Written> {
    let fits = needs.iter().filter(|(_, need)| *need == wanted);
    fits.map(|(number, _)| Written::from(format!("s{number}").as_str())).collect()
}

/// A provider with one resource that has those needs, and with so many scopes.
fn provider(scope_count: usize, needs: &[(usize, Need)]) -> Catalog {
    let definition = ProviderDefinition {
        slug: "acme".into(),
        name: "Acme".into(),
        description: "Acme measures.".into(),
        logo: "acme.svg".into(),
        auth_type: None,
        supported_resources: vec!["sleep".into()],
        scopes: (0..scope_count).map(|n| Written::from(format!("s{n}").as_str())).collect(),
        resource_scopes: vec![ResourceDefinition {
            resource: "sleep".into(),
            required: scopes(needs, Need::Required),
            optional: scopes(needs, Need::Optional),
        }],
    };
    Catalog::new([definition]).unwrap()
}

proptest! {
    #[test]
    fn each_scope_is_in_one_list_and_required_ones_decide(
        needs in proptest::collection::vec(need(), 1..9).prop_flat_map(|needs| {
            Just(needs.into_iter().enumerate().collect::<Vec<_>>()).prop_shuffle()
        }),
        given in proptest::collection::vec(any::<bool>(), 9),
        foreign in any::<bool>(),
    ) {
        let catalog = provider(needs.len(), &needs);
        let entry = catalog.get("acme").unwrap();
        let is_given = |number: usize| given[number];
        let mut given_scopes: Vec<Scope> = needs
            .iter()
            .filter(|(number, _)| is_given(*number))
            .map(|(number, _)| format!("s{number}").parse().unwrap())
            .collect();
        if foreign {
            given_scopes.push("foreign".parse().unwrap());
        }
        let all = resource_availability(entry, Some(&granted(&given_scopes)));
        prop_assert_eq!(all.len(), 1);
        let scopes = all[0].scope_requirements.as_ref().unwrap();

        // Each list is exactly the scopes of that need and fate, in the order of the definition; so
        // together they hold each scope once and no other.
        for (lists, fate) in [(&scopes.user_granted, true), (&scopes.user_denied, false)] {
            for (list, wanted) in
                [(&lists.required, Need::Required), (&lists.optional, Need::Optional)]
            {
                let names: Vec<&str> = list.iter().map(|scope| scope.as_str()).collect();
                let expected: Vec<String> = needs
                    .iter()
                    .filter(|(number, need)| *need == wanted && is_given(*number) == fate)
                    .map(|(number, _)| format!("s{number}"))
                    .collect();
                prop_assert_eq!(names, expected);
            }
        }

        let denied = needs.iter().any(|(n, need)| *need == Need::Required && !is_given(*n));
        let available = all[0].status == AvailabilityStatus::Available;
        prop_assert_eq!(available, !denied);

        let unknown = resource_availability(entry, None);
        prop_assert_eq!(unknown[0].status, AvailabilityStatus::Available);
        prop_assert_eq!(&unknown[0].scope_requirements, &None);
    }

    /// Any scopes at any provider of the catalog: a further scope never takes anything away.
    #[test]
    fn more_scopes_never_make_less_available(
        index in 0..default_catalog().entries().len(),
        few in proptest::collection::vec(any::<bool>(), 13),
        more in proptest::collection::vec(any::<bool>(), 13),
    ) {
        let catalog = default_catalog();
        let entry = &catalog.entries()[index];
        let pick = |wanted: &dyn Fn(usize) -> bool| {
            granted(entry.scopes().iter().enumerate().filter(|(n, _)| wanted(*n)).map(|(_, s)| s))
        };
        let less = resource_availability(entry, Some(&pick(&|n| few[n])));
        let most = resource_availability(entry, Some(&pick(&|n| few[n] || more[n])));
        let order: Vec<Resource> = entry.resources().iter().map(SupportedResource::resource).collect();
        prop_assert_eq!(less.iter().map(|a| a.resource).collect::<Vec<_>>(), order);
        for (less, most) in less.iter().zip(&most) {
            prop_assert!(
                less.status != AvailabilityStatus::Available || most.status == less.status
            );
        }
    }
}
