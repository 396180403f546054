//! What clients may know of the settings.

use std::collections::BTreeSet;

use kith_domain::community::{Community, Mode};
use kith_domain::preference::{Preference, PreferenceValue, SIGNIN_PROVIDERS, all};

use crate::{closed, community};

fn switch(preferences: &[Preference], section: &str, name: &str) -> bool {
    let found = preferences.iter().find(|one| one.section == section && one.name == name);
    match found.map(|one| &one.value) {
        Some(PreferenceValue::Switch(on)) => *on,
        other => panic!("{section}.{name} is {other:?}"),
    }
}

#[test]
fn ids_and_names_are_unique_and_the_same_whatever_the_settings() {
    let listed = |community: &Community| {
        let all = all(community);
        all.into_iter().map(|one| (one.id, one.section, one.name)).collect::<Vec<_>>()
    };
    let first = listed(&community(Mode::Friendship));
    for mode in [Mode::Friendship, Mode::Follow] {
        let providers = SIGNIN_PROVIDERS.map(str::to_owned).to_vec();
        let with_providers = Community { signin_providers: providers, ..closed(mode) };
        for community in [community(mode), closed(mode), with_providers] {
            assert_eq!(listed(&community), first, "{community:?}");
        }
    }
    let ids: Vec<u32> = first.iter().map(|(id, ..)| *id).collect();
    assert!(ids.iter().copied().eq(1..=u32::try_from(first.len()).unwrap()), "{ids:?}");
    let names: BTreeSet<_> = first.iter().map(|(_, section, name)| (section, name)).collect();
    assert_eq!(names.len(), first.len());
    let bare: BTreeSet<_> = first.iter().map(|(_, _, name)| name).collect();
    assert_eq!(bare.len(), first.len(), "names are unique without their sections, too");
}

#[test]
fn the_two_modes_are_opposite_booleans() {
    for (mode, follows) in [(Mode::Follow, true), (Mode::Friendship, false)] {
        for community in [community(mode), closed(mode)] {
            let all = all(&community);
            assert_eq!(switch(&all, "configurations", "follow_enabled"), follows);
            assert_eq!(switch(&all, "configurations", "connection_enabled"), !follows);
            let available = switch(&all, "configurations", "content_availability");
            assert_eq!(available, community.content_availability);
        }
    }
}

#[test]
fn a_provider_is_on_exactly_if_the_operator_offers_it() {
    for offered in SIGNIN_PROVIDERS {
        let providers = vec![offered.to_owned(), "something-else".to_owned()];
        let community = Community { signin_providers: providers, ..community(Mode::Friendship) };
        let all = all(&community);
        for provider in SIGNIN_PROVIDERS {
            let on = switch(&all, "providers", &format!("{provider}_signin_enabled"));
            assert_eq!(on, provider == offered, "{provider}");
        }
        assert!(!all.iter().any(|one| one.name.contains("something-else")));
    }
}
