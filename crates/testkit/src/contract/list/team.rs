//! The clauses about a team's users, where their data comes from, and keys.

/// Makes a test of each.
#[doc(hidden)]
#[macro_export]
macro_rules! __team_clauses {
    ($fixture:tt $attributes:tt) => {
        $crate::__contract_clauses! {
            $fixture $attributes
            client_users {
                create {
                    a_user_is_stored_as_created,
                    a_reference_is_all_that_a_user_needs,
                    each_option_is_kept_alone,
                    a_user_of_the_team_has_the_other_face,
                    a_user_of_the_other_api_has_the_uuid_as_reference,
                    references_differ_in_every_byte,
                    a_taken_reference_is_refused_with_its_holder,
                    the_reference_of_whoever_was_deleted_is_free,
                }
                read {
                    an_empty_store_has_no_users,
                    a_user_is_found_by_each_id_and_by_reference,
                    a_blocked_user_is_read_and_a_deleted_one_is_not,
                    connected_sources_come_by_time_then_slug_however_they_stand,
                }
                list {
                    users_of_both_apis_come_newest_first,
                    pages_follow_each_other_without_gaps,
                    only_live_users_are_listed_and_counted,
                }
                edit {
                    each_field_is_changed_alone,
                    null_takes_away_and_absence_leaves,
                    a_value_that_is_set_again_is_dated_anew,
                    an_edit_of_nothing_changes_nothing,
                    a_reference_that_somebody_has_is_refused_with_the_whole_edit,
                    a_reference_that_was_given_up_is_free,
                    bounds_are_never_reversed_with_the_one_that_is_stored,
                    only_a_live_user_of_the_team_is_edited,
                    a_user_of_the_other_api_is_edited_like_any,
                }
                delete {
                    a_deleted_user_is_gone_from_every_read,
                    what_is_unique_in_the_other_api_stays_taken,
                    deletion_happens_once,
                    who_is_not_there_cannot_be_deleted_by_the_team,
                    a_blocked_user_is_deleted_like_any,
                    deletion_by_the_team_concerns_nobody_else,
                    ties_sleep_while_a_user_is_deleted,
                    soft_deletion_in_the_other_api_ends_connections_for_good,
                    blocking_and_approving_leave_connections_alone,
                }
                undo_delete {
                    a_user_comes_back_by_either_name_without_connections,
                    a_user_comes_back_in_the_standing_they_had,
                    a_user_of_the_other_api_comes_back_with_everything,
                    the_grace_ends_to_the_microsecond,
                    of_several_with_one_reference_the_latest_comes_back,
                    whose_grace_is_over_is_not_the_latest,
                    nobody_comes_back_to_a_reference_that_is_taken,
                    only_deletions_by_the_team_are_taken_back,
                    each_deletion_is_taken_back_once_and_has_a_grace_of_its_own,
                }
                both {
                    moderation_brings_a_user_back_and_ends_the_grace,
                    whoever_is_brought_back_without_their_reference_has_the_uuid,
                    whoever_finds_even_their_uuid_taken_has_what_nobody_has,
                    soft_deletion_of_whoever_is_deleted_leaves_the_grace,
                    hard_deletion_of_whoever_is_deleted_leaves_nothing,
                    whoever_was_deleted_in_the_other_api_is_never_due,
                    a_name_that_is_chosen_in_the_other_api_is_shown,
                }
                erase {
                    users_are_due_when_the_grace_is_over_the_longest_due_first,
                    erasing_leaves_nothing,
                    whoever_is_not_due_is_not_erased,
                }
                metrics {
                    live_users_and_their_connections_are_counted,
                }
                races {
                    of_many_who_want_one_reference_one_gets_it,
                    a_reference_is_won_by_making_or_by_editing,
                    a_user_is_deleted_once_however_many_try,
                    a_deletion_is_taken_back_once_however_many_try,
                    whoever_comes_back_and_whoever_comes_do_not_share_a_reference,
                    erasing_and_taking_back_agree,
                    erasing_and_approving_agree,
                    no_connection_of_a_deleted_user_is_ever_left,
                    no_connection_is_left_however_the_other_api_deletes,
                }
            }
            provider_connections {
                act {
                    every_action_does_what_the_rules_say,
                    a_user_is_named_by_either_id,
                    only_live_users_have_connections,
                    what_was_granted_is_kept_as_it_came,
                    every_error_is_kept_as_it_was_reported,
                    a_connection_keeps_its_beginning_until_it_ends,
                    any_slug_has_a_connection_of_its_own,
                }
                credentials {
                    consent_replaces_credentials_and_nothing_else_touches_them,
                    credentials_come_back_with_no_later_connection,
                    every_byte_of_credentials_is_kept,
                    what_a_refusal_brought_is_not_kept,
                }
                of {
                    connections_come_by_time_then_slug,
                    everybody_has_a_list_of_their_own,
                }
                sealed {
                    all_come_by_user_then_slug,
                    connections_without_credentials_are_none_of_them,
                    unknown_ids_and_scopes_are_no_obstacle,
                    every_filter_narrows,
                    pages_of_every_size_go_on_behind_a_place,
                    deleted_users_have_none,
                }
                reseal {
                    what_is_there_is_replaced_and_the_connection_is_not,
                    nothing_changes_if_something_else_is_there,
                }
                pause_ended {
                    only_those_before_the_day_are_paused,
                    what_is_paused_keeps_everything_but_its_error,
                    no_more_are_paused_than_was_asked_for,
                    the_end_is_the_one_that_is_stored_now,
                    the_first_and_the_last_day_are_days_like_any,
                }
                shared {
                    users_may_share_an_account_unless_storage_was_opened_otherwise,
                }
                races {
                    a_user_is_connected_once_however_many_try_at_once,
                    a_user_is_linked_once_however_many_try_at_once,
                    an_error_and_the_end_agree_whichever_comes_first,
                    the_end_comes_once_however_many_want_it,
                    sealing_again_never_undoes_what_a_connection_brought,
                    of_many_who_seal_again_one_does,
                    pausing_what_has_ended_and_other_acts_agree,
                }
            }
            api_keys {
                create {
                    a_key_is_kept_as_it_was_made,
                    a_name_is_taken_while_its_key_is_in_force,
                    the_name_of_a_revoked_key_is_free,
                    of_many_who_want_one_name_one_gets_it,
                }
                read {
                    an_empty_store_has_no_keys,
                    a_key_is_found_by_its_whole_hash_alone,
                    keys_are_listed_oldest_first,
                }
                revoke {
                    a_revoked_key_is_remembered_with_the_moment,
                    only_a_key_in_force_is_revoked,
                    a_key_is_revoked_once_however_many_try,
                }
            }
            bulk_operations {
                list {
                    an_empty_store_has_no_operations,
                    an_operation_is_kept_as_it_was,
                    the_latest_come_first_in_pages_of_every_size,
                    a_page_begins_before_any_place,
                    operations_that_end_at_once_are_all_kept,
                }
            }
        }
    };
}
