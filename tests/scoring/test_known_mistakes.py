"""Mistakes other systems of this kind are known to make, each with the tests that show this one does not."""

import pytest

from tests.scoring import (
    test_explanations,
    test_results,
    test_services_sheets,
    test_services_verification,
    test_snapshots,
    test_targets,
)

SHOWN_BY = {
    "screen and Excel rank in two orders": [test_results.test_the_same_order_and_words_on_screen_in_excel_and_on_paper],
    "ranks on an early column, a later correction moves nothing": [
        test_results.test_the_rank_follows_the_effective_score_and_says_which_basis,
        test_snapshots.test_a_correction_needs_a_second_person_and_is_published_beside_the_old,
    ],
    "computing again overwrites verified scores in silence": [
        test_results.test_points_somebody_typed_are_never_overwritten,
        test_results.test_a_late_change_lists_everybody_it_moves_and_is_saved_only_after_that,
        test_results.test_computing_again_changes_no_score_and_gives_a_new_version,
    ],
    "a unit sets its own target or drops a task": [
        test_targets.test_a_unit_cannot_set_its_own_target_or_tick_not_assigned
    ],
    "points computed in the browser are believed": [test_results.test_the_server_computes_what_the_rules_say],
    "an explanation is said to be saved and is not": [test_explanations.test_nothing_is_said_to_be_saved_that_is_not],
    "the next step waits for an explanation nobody wants to give": [
        test_explanations.test_nobody_must_explain_to_go_on,
        test_explanations.test_the_window_closes_by_the_date_alone_and_silence_leaves_the_score,
    ],
    "returning drops the reason and reopens the whole sheet": [
        test_services_verification.test_returned_lines_open_and_the_rest_stays_locked,
        test_services_verification.test_returning_needs_a_reason_and_a_choice,
    ],
    "equal units stand in the order of the sort": [
        test_results.test_declared_keys_part_equal_units_and_say_so,
        test_results.test_the_meeting_parts_equal_units_with_a_reason,
    ],
    "the leader verifies the own unit": [
        test_services_verification.test_nobody_verifies_the_own_unit_and_the_deputy_only_the_leader
    ],
    "a sent sheet is still written on, outside its dates": [
        test_services_sheets.test_a_sent_sheet_is_closed_for_its_unit,
        test_services_sheets.test_no_recall_after_the_deadline,
    ],
}


@pytest.mark.parametrize("mistake", SHOWN_BY)
def test_each_has_tests_that_run(mistake):
    tests = SHOWN_BY[mistake]
    assert tests
    assert all(test.__name__.startswith("test_") for test in tests)
