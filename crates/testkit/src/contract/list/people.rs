//! The clauses about people and what ties them to each other.

/// Makes a test of each.
#[doc(hidden)]
#[macro_export]
macro_rules! __people_clauses {
    ($fixture:tt $attributes:tt) => {
        $crate::__contract_clauses! {
            $fixture $attributes
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
                person {
                    a_person_is_the_user_and_what_ties_the_viewer_to_them,
                    a_softly_deleted_person_is_seen_without_ties_and_an_erased_one_is_not,
                }
                search {
                    everybody_is_found_without_a_condition,
                    a_search_looks_into_username_and_real_name,
                    each_field_is_searched_alone,
                    letters_of_every_script_have_no_case,
                    what_looks_like_a_pattern_is_plain_text,
                    all_conditions_must_hold,
                    whoever_is_excluded_is_not_found,
                    hidden_users_are_left_out_or_the_only_ones,
                    blocked_users_are_found_and_deleted_ones_are_not,
                    users_are_found_as_the_viewer_sees_them,
                }
                order {
                    each_key_orders_upwards_and_downwards_in_pages_of_every_size,
                    whoever_has_exactly_the_name_comes_first,
                    the_exact_name_is_found_by_either_condition_and_only_if_both_hold,
                    a_page_begins_behind_a_place_whoever_has_left_or_was_renamed,
                    an_edit_moves_a_user_to_the_new_place,
                }
                moderate {
                    a_user_is_blocked_until_approved,
                    moderators_delete_softly_once_and_for_good,
                    approving_brings_a_softly_deleted_user_back_as_they_were,
                    blocking_a_softly_deleted_user_brings_them_back_blocked,
                    only_whoever_reaches_admins_moderates_one,
                    who_is_not_there_is_not_moderated,
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
            connections {
                act {
                    a_request_is_counted_accepted_and_the_connection_removed,
                    a_rejected_request_counts_for_the_sender_alone,
                    accepting_removes_the_requests_of_both_directions,
                    dates_are_kept_to_the_microsecond_and_the_first_sight_stays,
                    a_request_made_anew_is_another_one,
                    a_rejected_request_is_marked_as_seen_too,
                    a_refused_action_leaves_everything_as_it_was,
                    whoever_was_deleted_meanwhile_does_nothing,
                    an_action_concerns_nobody_else,
                }
                situations {
                    every_action_in_every_situation_does_what_the_rules_say,
                }
                requests {
                    requests_are_listed_newest_first_then_the_higher_id,
                    rejected_requests_are_among_the_sent_and_not_among_the_received,
                    both_ends_list_the_same_request_with_the_other_user,
                    a_request_that_is_gone_leaves_the_pages_without_gaps,
                    who_is_not_there_has_no_requests,
                }
                list {
                    mutual_connections_come_first_then_the_newest_then_the_higher_id,
                    without_mutual_ones_the_newest_come_first,
                    all_ones_own_connections_are_mutual,
                    listed_users_come_as_the_viewer_sees_them,
                    hidden_and_blocked_users_stay_in_the_list_and_deleted_ones_do_not,
                    requests_are_no_connections,
                    only_a_live_user_has_a_list,
                }
                paging {
                    pages_neither_skip_nor_repeat_who_is_there_throughout,
                    a_page_begins_behind_a_place_whether_or_not_its_row_is_left,
                    a_cursor_of_one_part_works_in_a_filtered_list_too,
                }
                ties {
                    ties_are_seen_from_both_sides,
                    nobody_is_tied_to_themselves,
                    there_are_no_ties_to_who_is_not_there,
                    a_thousand_are_asked_for_at_once_unknown_and_repeated_ones_too,
                }
                dormant {
                    ties_of_a_softly_deleted_user_sleep_and_wake,
                    a_tie_of_two_deleted_users_wakes_with_the_second,
                    ties_of_others_stay_awake,
                    hard_deletion_removes_every_tie_and_lowers_the_counters_of_others,
                    erasing_one_of_two_deleted_users_leaves_nothing_to_wake,
                    what_others_do_meanwhile_counts_when_they_are_back,
                    hiding_outlives_a_soft_deletion,
                }
                races {
                    of_two_who_ask_each_other_one_has_asked,
                    a_request_is_made_once_however_often_it_is_tried,
                    a_request_is_accepted_or_cancelled_and_not_both,
                    a_request_is_accepted_or_rejected_and_not_both,
                    a_connection_is_removed_once,
                    a_tie_is_built_before_one_hides_the_other_or_not_at_all,
                    a_tie_is_built_before_the_actor_is_blocked_or_not_at_all,
                    accepting_and_deletion_agree_whichever_comes_first,
                    whoever_asks_while_the_connection_is_removed_is_early_or_late,
                    two_connected_users_who_are_deleted_at_once_stop_counting,
                    a_user_who_comes_back_while_another_leaves_counts_whoever_is_left,
                    counters_of_one_whom_everybody_wants_lose_nothing,
                    crossing_actions_of_a_circle_neither_block_each_other_nor_lose_count,
                    a_user_erased_among_many_acts_leaves_no_trace,
                }
            }
            follows {
                toggle {
                    every_toggle_in_every_situation_does_what_the_rules_say,
                    following_is_counted_at_both_ends_and_has_one_direction,
                    whoever_was_deleted_meanwhile_follows_nobody,
                }
                between {
                    following_is_seen_from_both_ends,
                    nobody_follows_who_is_not_there,
                }
                list {
                    those_whom_the_viewer_follows_come_first_then_the_newest,
                    in_ones_own_lists_those_whom_one_follows_come_first,
                    listed_users_come_as_the_viewer_sees_them,
                    hidden_users_stay_in_the_list_and_deleted_ones_do_not,
                    a_page_begins_behind_a_place_whether_or_not_its_row_is_left,
                    only_a_live_user_has_lists,
                }
                races {
                    every_toggle_counts_however_many_toggle_at_once,
                    followers_who_come_at_once_are_all_counted,
                    following_hiding_and_deletion_agree_whichever_comes_first,
                    followers_of_each_other_who_are_erased_at_once_leave_nothing,
                }
            }
            hides {
                toggle {
                    hiding_is_toggled_for_one_direction_alone,
                    only_live_users_hide_and_are_hidden,
                    hiding_leaves_every_tie_as_it_was,
                    hiding_keeps_from_building_ties_and_not_from_cutting_them,
                    every_toggle_counts_however_many_toggle_at_once,
                }
                between {
                    hiding_is_seen_from_both_sides,
                    nobody_hides_who_is_not_there,
                    the_hidden_are_listed_in_the_order_of_their_ids,
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
