"""From promises to the pledge: what is shared, what may be added up, and the one writing that is hashed."""

import hashlib
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.canonical import canonical_bytes, sha256_of
from campaigns.rules.consolidation import Promise, consolidate, figure, shared_of

D = Decimal


def promise(unit: int, title="Hồ sơ đúng hạn", measure="%", planned="95", direction="up") -> Promise:
    return Promise(unit, f"Sở {unit}", title, measure, direction, None if planned is None else D(planned))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (promise(1), promise(2), True),
        (promise(1), promise(2, title="  HỒ SƠ  đúng hạn"), True),
        (promise(1), promise(2, measure="hồ sơ"), False),
        (promise(1), promise(2, direction="down"), False),
        (promise(1), promise(1), False),
        (promise(1), promise(2, title="Hồ sơ trước hạn"), False),
    ],
)
def test_what_is_the_same_target(one, other, same):
    assert bool(shared_of([one, other])) is same


@pytest.mark.parametrize(
    ("measure", "planned", "addable"),
    [
        ("sáng kiến", "3", True),
        ("Triệu đồng", "3.5", True),
        ("%", "95", False),
        ("Tỷ lệ (%)", "95", False),
        ("điểm", "9", False),
        ("thứ hạng", "1", False),
        ("hạng", "1", False),
        ("mức", "4", False),
        ("cửa hàng", "2", True),
        ("hạng mục", "2", True),
        ("tháng", "2", True),
        ("", "3", False),
        ("sáng kiến", None, False),
    ],
)
def test_what_has_a_sum(measure, planned, addable):
    shared = shared_of([promise(1, measure=measure, planned=planned), promise(2, measure=measure, planned="3")])
    assert [row.may_be_added for row in shared] == [addable]


def test_chosen_sums_are_added_equal_figures_said_once_the_rest_unit_by_unit():
    rows = [
        promise(1, "Sáng kiến", "sáng kiến", "2.5"),
        promise(2, "Sáng kiến", "sáng kiến", "3"),
        promise(1),
        promise(2),
        promise(1, "Hài lòng", "%", "90"),
        promise(2, "Hài lòng", "%", "92"),
        promise(2, "Riêng", "việc", "1"),
    ]
    key = rows[0].key
    percent = rows[4].key
    found = consolidate(rows, {key, percent})
    said = [(row["title"], row["how"], row["planned"]) for row in found["shared"]]
    assert said == [("Sáng kiến", "sum", "5,5"), ("Hồ sơ đúng hạn", "same", "95"), ("Hài lòng", "each", "")]
    assert found["shared"][2]["parts"] == [{"unit": "Sở 1", "planned": "90"}, {"unit": "Sở 2", "planned": "92"}]
    own = [{"title": "Riêng", "measure_unit": "việc", "planned": "1"}]
    assert found["own"] == [{"unit_id": 2, "unit": "Sở 2", "rows": own}]


@pytest.mark.parametrize(("value", "text"), [("1234.5000", "1234,5"), ("100", "100"), ("0.0000", "0"), (None, "")])
def test_figures_are_written_the_vietnamese_way(value, text):
    assert figure(None if value is None else D(value)) == text


def test_every_promise_stands_once():
    rows = [
        promise(unit, title, "việc", "1") for unit in (1, 2, 3) for title in ("A", "B") if (unit, title) != (3, "B")
    ]
    found = consolidate([*rows, promise(3, "C", "việc", "1")], ())
    parts = sum(len(row["parts"]) for row in found["shared"])
    own = sum(len(unit["rows"]) for unit in found["own"])
    assert (parts, own) == (5, 1)


plain = st.recursive(
    st.text(max_size=8) | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


# The first draw of a text reads tables of letters: how long that takes says nothing about the rule.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(alphabet="abc", max_size=3), plain, max_size=4))
def test_the_order_of_keys_does_not_change_the_checksum(value):
    turned = dict(reversed(value.items()))
    assert sha256_of(turned) == sha256_of(value)


def test_the_bytes_are_those_the_docstring_describes():
    value = {"b": "Giao ước", "a": [1, None, True]}
    assert canonical_bytes(value) == '{"a":[1,null,true],"b":"Giao ước"}'.encode()
    decomposed = {"b": unicodedata.normalize("NFD", "Giao ước"), "a": [1, None, True]}
    assert sha256_of(decomposed) == hashlib.sha256(canonical_bytes(value)).hexdigest()
