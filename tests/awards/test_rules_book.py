"""Rule sets as data, which one answers on a day, money by day, what lapses."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from awards.models import AwardRule, AwardType, BaseSalary, RuleSet
from awards.money import base_salary_on, bonus_of, bonuses_on
from awards.rule_book import rule_for, rules_on
from awards.rule_warnings import warnings_at
from awards.rules.conditions import leaves
from awards.services.rule_loading import DATA, load_base_salaries, load_rule_sets
from blocs.models import Authority
from campaigns.models import LegalDocument
from tests.awards.rule_scenes import BEFORE, NOW, OLD, loaded, own_draft, own_published, rule, rule_set

pytestmark = pytest.mark.django_db
FILES = sorted((DATA / "rule_sets").glob("*.json"))


@pytest.fixture
def rules(db):
    loaded()


def award(code="CSTDCS"):
    return AwardType.objects.get(code=code)


def set_of(day, authority_id=0, code="CSTDCS"):
    found = rule_for(award(code), authority_id, day)
    return found.rule_set.code if found else None


def test_loading_twice_changes_nothing(rules):
    assert RuleSet.objects.count() == 3
    assert (load_rule_sets(), load_base_salaries()) == ([], [])
    assert set(AwardRule.objects.filter(rule_set__code=NOW).values_list("award_type__code", flat=True)) == set(
        AwardType.objects.values_list("code", flat=True)
    )


def test_a_changed_file_is_brought_in_with_what_was_there_before(rules, tmp_path):
    told = json.loads(FILES[-1].read_text())
    told["rules"] = [row | {"article": "Điều mới"} for row in told["rules"] if row["award"] == "LDTT"]
    (tmp_path / "a.json").write_text(json.dumps(told))
    assert [row.code for row in load_rule_sets(tmp_path)] == [NOW]
    entry = AuditEntry.objects.filter(event="award_rule.load").latest("pk")
    assert (entry.before["article"], entry.after["article"]) == ("Luật Thi đua, khen thưởng 2022, Điều 24 khoản 1", "Điều mới")  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fact_of_a_set_has_a_clause_and_a_status(file):
    for row in json.loads(file.read_text())["rules"]:
        facts = [*leaves(row["conditions"]), *row["deciders"], *row["dossier"]]
        facts += [part for part in (row["cap"], row["vote"]) if part]
        assert all(fact["clause"] and fact["status"] in ("verified", "secondary", "unconfirmed") for fact in facts)
        assert row["bonus"] is None or row["bonus_source"]


def test_what_was_only_known_of_old_law_is_not_told_as_the_present(rules):
    """awards.md §4.2: tags vo and m of the present set must be confirmed, vs is secondary, v is verified."""
    assert rule("CSTDCS").cap["status"] == rule("CSTD_TINH").vote["status"] == "unconfirmed"
    assert "quy định cũ" in rule("CSTDCS").cap["note"]
    assert rule("CSTDCS", OLD).cap["status"] == "verified"
    assert {leaf["status"] for leaf in leaves(rule("LDTT").conditions) if leaf["p"] != "hold"} == {"verified"}
    assert rule("AHLD_TT").conditions[1]["status"] == "verified"
    assert rule("TTLDTT").conditions[1] == {"p": "member_share", "code": "LDTT", "op": ">=", "pct": 70, "clause": "Luật Thi đua, khen thưởng 2022, Điều 28", "status": "secondary"}  # fmt: skip
    assert rule("TTLDTT", OLD).conditions[0]["op"] == ">" and rule("TTLDTT", OLD).conditions[0]["pct"] == 50


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2017, 9, 30), None),
        (dt.date(2017, 10, 1), OLD),
        (dt.date(2023, 12, 31), OLD),
        (dt.date(2024, 1, 1), BEFORE),
        (dt.date(2025, 6, 30), BEFORE),
        (dt.date(2025, 7, 1), NOW),
        (dt.date(2027, 2, 28), NOW),
        (dt.date(2027, 3, 1), None),
    ],
)
def test_which_common_set_answers_on_a_day(rules, day, code):
    assert set_of(day) == code


def test_a_change_of_rules_on_a_day_changes_only_later_proposals(world, rules):
    days = [dt.date(2026, 5, 31), dt.date(2026, 6, 1), dt.date(2026, 12, 31)]
    before = [rule_for(award(), world.a.pk, day).parts() for day in days]
    changed = [{"p": "internal_unity", "clause": "Điều 5", "status": "verified"}]
    own = own_published(world, conditions=changed)
    found = [rule_for(award(), world.a.pk, day) for day in days]
    assert found[0].parts() == before[0]
    assert [row.conditions for row in found[1:]] == [changed, changed]
    assert {row.rule_set_id for row in found[1:]} == {own.pk}
    assert set_of(days[1], world.b.pk) == NOW, "of another authority the common set still answers"


def test_a_draft_answers_for_nothing(world, rules):
    own_draft(world, effective_from=dt.date(2026, 1, 1))
    assert set_of(dt.date(2026, 7, 1), world.a.pk) == NOW


def test_what_an_own_set_leaves_out_the_common_one_answers(world, rules):
    own = own_published(world)
    AwardRule.objects.filter(rule_set=own).exclude(award_type__code="CSTDCS").delete()
    day = dt.date(2026, 7, 1)
    assert (set_of(day, world.a.pk, "CSTDCS"), set_of(day, world.a.pk, "LDTT")) == (own.code, NOW)


def test_of_two_own_sets_the_later_answers_from_its_day(world, rules):
    first = own_published(world)
    second = own_published(world, head={"effective_from": dt.date(2026, 9, 1)})
    found = [set_of(day, world.a.pk) for day in (dt.date(2026, 8, 31), dt.date(2026, 9, 1))]
    assert found == [first.code, second.code]


DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 12, 31))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(day=DAYS)
def test_on_any_day_one_answer_and_it_holds_on_that_day(world, rules, day):
    own_published_once(world)
    found = rules_on(world.a.pk, day)
    assert all(row.rule_set.holds_on(day) for row in found.values())
    common = [row for row in RuleSet.objects.filter(authority__isnull=True) if row.holds_on(day)]
    assert len(common) == (1 if dt.date(2017, 10, 1) <= day < dt.date(2027, 3, 1) else 0)
    own = [row for row in RuleSet.objects.filter(authority=world.a) if row.holds_on(day)]
    assert {row.rule_set_id for row in found.values()} <= {row.pk for row in [*common, *own]}
    if own:
        latest = max(own, key=lambda row: row.effective_from)
        assert {row.rule_set_id for row in found.values()} == {latest.pk}


def own_published_once(world):
    if not RuleSet.objects.filter(authority=world.a).exists():
        own_published(world, head={"effective_from": dt.date(2026, 6, 1), "effective_to": dt.date(2026, 9, 1)})
        own_published(world, head={"effective_from": dt.date(2026, 8, 1), "effective_to": dt.date(2028, 1, 1)})


def test_the_rule_book_takes_two_statements_however_many_sets(world, rules):
    own_published(world)
    own_published(world, head={"effective_from": dt.date(2026, 7, 1)})
    with CaptureQueriesContext(
        connection,
    ) as statements:
        rules_on(world.a.pk, dt.date(2026, 8, 1))
    assert len(statements) == 2


# money -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (dt.date(2017, 6, 30), None),
        (dt.date(2017, 7, 1), 1_300_000),
        (dt.date(2023, 6, 30), 1_490_000),
        (dt.date(2023, 7, 1), 1_800_000),
        (dt.date(2024, 6, 30), 1_800_000),
        (dt.date(2024, 7, 1), 2_340_000),
    ],
)
def test_the_base_salary_of_a_day(rules, day, amount):
    row = base_salary_on(0, day)
    assert (row and row.amount) == amount


def test_a_bonus_is_of_the_day_of_the_decision_with_its_sources(rules):
    june, july = (bonus_of(award("CO_TINH"), 0, dt.date(2024, month, 30)) for month in (6, 7))
    assert (june.amount, july.amount) == (14_400_000, 18_720_000)
    assert (july.coefficient, july.base, july.status, july.unconfirmed) == (8, 2_340_000, "secondary", True)
    assert "Điều 54" in july.source and "73/2024/NĐ-CP" in july.source
    assert june.status == "unconfirmed", "the base salary before is only remembered"


def test_no_bonus_where_multiple_or_base_is_not_known(rules):
    day = dt.date(2026, 1, 1)
    assert bonus_of(award("AHLD_TT"), 0, day) is None
    assert bonus_of(award("CSTDCS"), 0, dt.date(2020, 1, 1)) is None, "the old set tells no bonus"
    BaseSalary.objects.all()._raw_delete("default")
    assert bonuses_on(0, day) == {}


def test_an_own_base_salary_of_the_same_day_comes_first_and_the_last_written(world, rules):
    for amount in (2_500_000, 2_600_000):
        BaseSalary.objects.create(authority=world.a, amount=amount, valid_from=dt.date(2024, 7, 1), source="x")
    day = dt.date(2026, 1, 1)
    assert (base_salary_on(world.a.pk, day).amount, base_salary_on(world.b.pk, day).amount) == (2_600_000, 2_340_000)
    BaseSalary.objects.create(amount=2_700_000, valid_from=dt.date(2025, 1, 1), source="x")
    assert base_salary_on(world.a.pk, day).amount == 2_700_000, "a later common one counts"


def test_money_of_the_whole_catalogue_takes_three_statements(rules):
    with CaptureQueriesContext(connection) as statements:
        assert len(bonuses_on(0, dt.date(2026, 1, 1))) > 20
    assert len(statements) == 3


# what lapses ---------------------------------------------------------------------------------------------------------


def told(authority: Authority, day, days=180):
    return [(warning.lapsed, warning.text) for warning in warnings_at(authority.pk, day, days)]


SET_ENDS = (False, "Bộ quy định hết áp dụng từ ngày 01/03/2027.")
DECREE_ENDS = (False, "Nghị định số 152/2025/NĐ-CP hết hiệu lực từ ngày 01/03/2027.")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 9, 1), []),  # 181 days before
        (dt.date(2026, 9, 2), [SET_ENDS, DECREE_ENDS]),  # 180
        (dt.date(2027, 2, 28), [SET_ENDS, DECREE_ENDS]),
    ],
)
def test_warned_of_what_lapses_within_the_days(world, rules, day, expected):
    assert told(world.a, day) == expected


def test_after_the_last_set_ended_nothing_answers_and_that_is_said(world, rules):
    [(lapsed, text)] = told(world.a, dt.date(2027, 3, 1))
    assert lapsed and text.startswith("Không còn bộ quy định nào áp dụng") and "01/03/2027" in text


def test_a_set_followed_without_a_gap_warns_of_nothing(world, rules):
    own_published(world, head={"effective_from": dt.date(2027, 3, 1)})
    assert told(world.a, dt.date(2027, 1, 1)) == []
    assert told(world.b, dt.date(2027, 1, 1)) == [SET_ENDS, DECREE_ENDS]


def test_an_instrument_that_lapsed_while_its_set_goes_on(world, rules):
    LegalDocument.objects.filter(number="15/2025/TT-BNV").update(lapsed_on=dt.date(2026, 1, 1))
    assert told(world.a, dt.date(2026, 2, 1)) == [(True, "Thông tư số 15/2025/TT-BNV đã hết hiệu lực từ ngày 01/01/2026.")]  # fmt: skip


def test_nobody_without_rule_sets_is_warned(world):
    assert told(world.a, dt.date(2027, 3, 1)) == []


def test_the_set_of_before_says_only_what_is_known(rules):
    assert rule_set(BEFORE).rules.filter(award_type__code="BK_TTG_TT").count() == 0
    assert rule("CSTDCS", BEFORE).cap == {}
    assert {leaf["status"] for row in rule_set(BEFORE).rules.all() for leaf in leaves(row.conditions)} == {"verified", "secondary"}  # fmt: skip
