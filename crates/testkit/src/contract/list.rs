//! The list of all clauses, and what stamps a test out of each.

/// Makes a test of every clause of the contract, for one store.
///
/// `contract_tests!(module, fixture)` expands to a module of tests. The fixture is an expression of
/// a type that implements [`Fixture`](crate::contract::Fixture); it is evaluated for each test, inside
/// an async function, so it may await. `ignore = "reason"` marks each test as ignored.
///
/// The crate that uses it needs tokio with `macros` and `rt-multi-thread`.
///
/// ```
/// use kith_testkit::memory::MemoryStore;
///
/// kith_testkit::contract_tests!(memory, MemoryStore::new());
/// kith_testkit::contract_tests!(not_here, MemoryStore::new(), ignore = "shows what is missing");
/// ```
#[macro_export]
macro_rules! contract_tests {
    ($module:ident, $fixture:expr $(, ignore = $reason:literal)? $(,)?) => {
        $crate::__contract_clauses! {
            $module ($fixture) [$(#[ignore = $reason])?]
            users {
                register {
                    a_user_is_stored_as_registered,
                    a_name_is_all_that_a_user_needs,
                    everybody_has_an_id_of_their_own,
                    an_ext_id_is_linked_as_an_external_account,
                    every_role_is_kept,
                    the_day_of_joining_is_kept_to_the_microsecond,
                    a_username_is_taken_whatever_the_case,
                    an_email_address_is_taken_whatever_the_case,
                    an_ext_id_is_taken_however_it_was_linked,
                    what_is_left_empty_is_never_taken,
                    a_refused_registration_leaves_no_trace,
                    of_many_who_want_one_name_one_gets_it,
                    of_many_who_want_one_address_one_gets_it,
                    of_many_who_want_one_ext_id_one_gets_it,
                }
                find {
                    an_empty_store_knows_nobody,
                    a_user_is_found_by_name_and_address_whatever_the_case,
                    a_user_is_found_by_each_account,
                    a_name_that_looks_like_a_pattern_is_none,
                    a_member_has_the_role_and_the_status_of_the_user,
                    the_ext_id_is_that_of_the_oldest_external_account,
                }
                edit {
                    each_field_is_changed_alone,
                    all_fields_are_changed_at_once,
                    an_edit_of_nothing_changes_nothing,
                    what_is_set_can_be_emptied,
                    every_text_is_kept_as_written,
                    every_gender_and_date_is_kept,
                    a_name_that_somebody_has_is_refused_with_the_whole_edit,
                    ones_own_name_may_change_its_case,
                    a_name_that_was_given_up_is_free,
                    only_a_live_user_is_edited,
                    of_two_edits_to_one_name_one_is_refused,
                    an_edit_brings_no_erased_user_back,
                }
                role {
                    a_role_is_given_changed_and_taken_away,
                    only_a_live_user_gets_a_role,
                }
                delete {
                    a_softly_deleted_user_is_kept_but_no_member,
                    soft_deletion_keeps_everything_taken,
                    soft_deletion_happens_once,
                    hard_deletion_leaves_nothing,
                    hard_deletion_follows_soft_deletion,
                    hard_deletion_frees_name_address_and_accounts,
                    an_id_is_never_given_again,
                    who_is_not_there_cannot_be_deleted,
                    deletion_concerns_nobody_else,
                }
                list {
                    pages_follow_each_other_without_gaps,
                    softly_deleted_users_are_listed_and_erased_ones_are_not,
                    a_page_may_begin_behind_an_id_that_nobody_has,
                    a_page_may_be_empty,
                }
            }
            associations {
                link {
                    an_association_is_stored_as_given_back,
                    an_external_account_has_one_owner,
                    an_account_is_the_pair_of_provider_and_ext_id,
                    a_user_may_have_several_accounts_with_a_provider,
                    an_ext_id_is_kept_and_compared_byte_for_byte,
                    a_profile_url_is_kept_as_written,
                    a_missing_user_is_told_before_a_taken_account,
                    a_refusal_leaves_no_trace,
                }
                metadata {
                    metadata_comes_back_as_it_came,
                    no_metadata_is_not_empty_metadata,
                    metadata_may_be_as_large_and_as_deep_as_is_allowed,
                }
                of {
                    associations_are_listed_oldest_first,
                    associations_of_one_instant_are_listed_in_the_order_of_linking,
                    an_audience_gets_exactly_what_it_sees,
                    a_list_holds_only_what_the_owner_linked,
                    only_a_live_user_has_a_list,
                }
                unlink {
                    an_unlinked_account_is_gone_and_free,
                    an_account_is_unlinked_once,
                    nobody_unlinks_what_somebody_else_linked,
                    only_the_very_same_account_is_unlinked,
                    only_a_live_user_unlinks,
                }
                races {
                    the_losers_of_a_race_are_told_taken,
                    a_user_links_an_account_once_however_often_they_try_at_once,
                    a_registration_and_a_link_do_not_share_an_account,
                    hard_deletion_leaves_no_orphan_of_a_link_at_the_same_time,
                    soft_deletion_and_a_link_at_the_same_time_agree,
                    an_account_is_unlinked_once_however_many_try,
                }
            }
            storage {
                health {
                    a_store_that_works_says_so,
                }
            }
        }
    };
}

/// Stamps the tests out of the list in [`contract_tests!`](crate::contract_tests).
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_clauses {
    (
        $module:ident ($fixture:expr) $attributes:tt
        $($noun:ident { $($verb:ident { $($clause:ident,)+ })+ })+
    ) => {
        mod $module {
            use super::*;
            $(mod $noun {
                use super::*;
                $(mod $verb {
                    use super::*;
                    $($crate::__contract_test!(($fixture) $attributes $noun $verb $clause);)+
                })+
            })+
        }
    };
}

/// Makes the test of one clause.
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_test {
    (($fixture:expr) [$($attributes:tt)*] $noun:ident $verb:ident $clause:ident) => {
        #[::tokio::test(flavor = "multi_thread")]
        $($attributes)*
        async fn $clause() {
            let fixture = $fixture;
            let ports = $crate::contract::Fixture::ports(&fixture).await;
            let arena = $crate::contract::race::Arena::new(ports, |task| {
                let running = ::tokio::spawn(task);
                Box::pin(async move { assert!(running.await.is_ok(), "a contender panicked") })
            });
            $crate::contract::$noun::$verb::$clause(&arena).await;
        }
    };
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// The names of all clauses below a directory, read from the source.
    fn clauses(directory: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                clauses(&path, found);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            for function in source.split("pub async fn ").skip(1) {
                let (name, rest) = function.split_once('(').unwrap();
                let rest = rest.trim_start();
                if rest.starts_with("ports: &Ports") || rest.starts_with("arena: &Arena") {
                    found.push(name.to_owned());
                }
            }
        }
    }

    #[test]
    fn no_clause_is_forgotten_in_the_list() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
        let mut found = Vec::new();
        clauses(&root, &mut found);
        assert!(found.len() > 70, "{found:?}");
        let list = fs::read_to_string(root.join("list.rs")).unwrap();
        for name in found {
            let line = |line: &&str| line.trim() == format!("{name},");
            assert_eq!(list.lines().filter(line).count(), 1, "{name}");
        }
    }
}
