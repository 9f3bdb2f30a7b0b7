"""Numbering anew after moves."""

from campaigns.labels import following, usual
from campaigns.rules.relabel import Row, relabel


def rows(*told):
    """(key, parent, label) …"""
    return [Row(*row) for row in told]


def test_gaps_and_repetitions_are_closed_on_every_level():
    outline = rows((1, None, "I."), (2, 1, "1."), (3, 1, "4."), (4, None, "III."), (5, 4, "2."), (6, 4, "2."))
    assert relabel(outline, "state") == {3: "2.", 4: "II.", 5: "1."}


def test_nothing_to_do_changes_nothing():
    assert relabel(rows((1, None, "I."), (2, 1, "a)"), (3, 1, "b)"), (4, None, "II.")), "state") == {}


def test_signs_bare_rows_and_other_words_stay():
    outline = rows((1, None, "I."), (2, 1, "-"), (3, 1, ""), (4, 1, "-"), (5, 1, "Đợt 1"), (6, None, "III."))
    assert relabel(outline, "state") == {6: "II."}


def test_a_row_moved_in_takes_the_form_of_its_new_neighbours():
    outline = rows((1, None, "I."), (2, 1, "1."), (3, 1, "2."), (4, 1, "II."))
    assert relabel(outline, "state") == {4: "3."}


def test_a_row_alone_under_its_own_kind_takes_the_usual_form_of_the_level():
    outline = rows((1, None, "I-"), (2, 1, "II-"), (3, 2, "III-"))
    assert relabel(outline, "party") == {2: "1.", 3: "a)"}


def test_decimals_follow_their_parent():
    outline = rows((1, None, "1."), (2, None, "3."), (3, 2, "3.1."), (4, 2, "3.3."), (5, 3, "3.1.2."))
    assert relabel(outline, "state") == {2: "2.", 3: "2.1.", 4: "2.2.", 5: "2.1.1."}


def test_deep_rows_without_a_usual_number_are_counted_plainly():
    outline = rows((1, None, "I."), (2, 1, "1."), (3, 2, "a)"), (4, 3, "b)"))
    assert relabel(outline, "state") == {4: "1)"}


def test_what_follows():
    assert [following(label) for label in ("b)", "d)", "2.3.", "IX.", "-", "", "Đợt 1", "Điều 9.")] == [
        "c)",
        "đ)",
        "2.4.",
        "X.",
        "-",
        "",
        "Đợt 1",
        "Điều 10.",
    ]
    assert (usual(1, "party"), usual(2, "state"), usual(12, "state")) == ("I-", "1.", "+")
