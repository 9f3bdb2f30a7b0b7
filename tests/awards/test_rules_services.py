"""Own rule sets: who writes them, what is refused, what becomes verified by whom, published once for all."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.models import AwardRule, AwardType, BaseSalary, RuleSet, RuleSettings
from awards.permissions_rules import RuleReason
from awards.services import rule_sets as services
from awards.services.base_salaries import add_base_salary
from tests.awards.rule_scenes import NOW, loaded, own_draft, own_published, rule, rule_of, rule_set

pytestmark = pytest.mark.django_db
UNITY = {"p": "internal_unity", "clause": "Điều 5", "status": "unconfirmed"}


@pytest.fixture(autouse=True)
def rules(db):
    loaded()


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def problems_of(call, **kwargs):
    with pytest.raises(ValidationError) as error:
        call(**kwargs)
    return error.value.message_dict if hasattr(error.value, "error_dict") else error.value.messages


def save(row, by, version=None, **parts):
    return services.save_rule(rule_id=row.pk, version=row.version if version is None else version, by=by, **parts)


def head_of(draft, **changes):
    return {name: getattr(draft, name) for name in services.HEAD} | {"instruments": draft.instruments.all()} | changes


def test_a_copy_carries_every_rule_and_says_what_it_is_based_on(world):
    draft = own_draft(world)
    assert draft.is_draft and draft.based_on == rule_set() and draft.instruments.count() == 6
    copied = {row.award_type_id: row.parts() for row in draft.rules.all()}
    assert copied == {row.award_type_id: row.parts() for row in rule_set().rules.all()}
    entry = AuditEntry.objects.get(event="rule_set.copy")
    assert (entry.by, entry.authority_id, entry.after["based_on"]) == (world.board, world.a.pk, rule_set().pk)


@pytest.mark.parametrize("who", ["viewer", "leader", "head", "foreign_board", "no_post"])
def test_only_the_board_of_the_authority_copies(world, who):
    assert reason_of(own_draft, world=world, by=world.people[who]) == Reason.NOT_YOUR_ROLE
    assert not RuleSet.objects.filter(authority__isnull=False).exists()


def test_a_draft_is_the_offices_alone(world):
    draft, published = own_draft(world), own_published(world)
    seen = {
        who: set(RuleSet.objects.visible_to(world.people[who]).filter(authority=world.a))
        for who in ("board", "viewer", "head", "leader", "foreign_board", "no_post")
    }
    both = {draft, published}
    assert seen == {"board": both, "viewer": {published}, "head": {published}, "leader": {published}, "foreign_board": set(), "no_post": set()}  # fmt: skip
    assert RuleSet.objects.visible_to(world.people["no_post"]).count() == 3, "the common ones are public law"


def test_days_that_end_before_they_begin_are_refused(world):
    found = problems_of(own_draft, world=world, effective_from=dt.date(2026, 6, 1), effective_to=dt.date(2026, 6, 1))
    assert found == {"__all__": ["Ngày hết áp dụng phải sau ngày bắt đầu áp dụng."]}


def test_writing_a_rule_leaves_before_and_after(world):
    row = rule_of(own_draft(world))
    before = row.conditions
    saved = save(row, world.board, conditions=[UNITY], vote={"pct": 70, "base": "present", "status": "unconfirmed"})
    assert (saved.conditions, saved.version) == ([UNITY], 1)
    entry = AuditEntry.objects.get(event="award_rule.save")
    assert (entry.before["conditions"], entry.after["conditions"]) == (before, [UNITY])
    assert rule("CSTDCS").conditions == before, "the common set stays"


def test_what_is_not_well_formed_is_refused_at_its_column(world):
    row = rule_of(own_draft(world))
    bad = {"conditions": [UNITY | {"p": "magic"}], "cap": {"pct": 500, "of": "NOPE", "status": "verified"}}
    assert set(problems_of(save, row=row, by=world.board, **bad)) == {"conditions", "cap"}


def test_a_fact_becomes_verified_only_with_the_text_it_was_compared_with(world):
    row = rule_of(own_draft(world), "CSTD_TINH")
    sure = [leaf | {"status": "verified"} for leaf in row.conditions]
    assert problems_of(save, row=row, by=world.board, conditions=sure) == {"checked": ["Hãy ghi văn bản đã đối chiếu (số, ngày, điều khoản)."]}  # fmt: skip
    saved = save(row, world.board, conditions=sure, checked=" Công báo số 1 ")
    [check] = saved.checks
    assert (check["text"], check["by"], check["on"]) == (
        "Công báo số 1",
        world.board.full_name,
        f"{clock.today():%d/%m/%Y}",
    )
    assert len(check["what"]) == 3 and all(what.startswith("Điều kiện: ") for what in check["what"])
    again = save(saved, world.board, conditions=sure, source="x")
    assert len(again.checks) == 1, "nothing new was verified"
    other = save(again, world.board, bonus_status="verified", checked="Nghị định")
    assert [check["what"] for check in other.checks][1] == ["Tiền thưởng: 3 lần"]
    assert rule("CSTD_TINH").checks == []


def test_changing_a_verified_fact_asks_again(world):
    row = rule_of(own_draft(world), "LDTT")
    changed = [row.conditions[0] | {"level": "HTXSNV"}, *row.conditions[1:]]
    assert set(problems_of(save, row=row, by=world.board, conditions=changed)) == {"checked"}


def test_the_second_of_two_who_write_at_once_is_told(world):
    row = rule_of(own_draft(world))
    save(row, world.board, version=0, source="một")
    assert reason_of(save, row=row, by=world.board, version=0, source="hai") == Reason.STALE
    draft = row.rule_set
    services.update_rule_set(rule_set_id=draft.pk, version=0, by=world.board, **head_of(draft, name="Một"))
    again = head_of(draft, name="Hai")
    assert reason_of(services.update_rule_set, rule_set_id=draft.pk, version=0, by=world.board, **again) == Reason.STALE
    assert reason_of(services.publish_rule_set, rule_set_id=draft.pk, version=0, by=world.board) == Reason.STALE


def test_adding_and_taking_out_a_title(world):
    draft = own_draft(world)
    services.drop_rule(rule_id=rule_of(draft).pk, by=world.board)
    assert not draft.rules.filter(award_type__code="CSTDCS").exists()
    kind = AwardType.objects.get(code="CSTDCS")
    row = services.add_rule(rule_set_id=draft.pk, award_type_id=kind.pk, by=world.board)
    assert (row.conditions, row.bonus) == ([], None)
    assert problems_of(services.add_rule, rule_set_id=draft.pk, award_type_id=kind.pk, by=world.board) == {"award_type": ["Bộ quy định đã có danh hiệu, hình thức này."]}  # fmt: skip
    events = list(AuditEntry.objects.filter(event__in=("award_rule.add", "award_rule.drop")).values_list("event", flat=True))  # fmt: skip
    assert sorted(events) == ["award_rule.add", "award_rule.drop"]
    assert AuditEntry.objects.get(event="award_rule.drop").before["article"]


def test_nothing_of_a_published_set_is_ever_changed(world):
    own = own_published(world)
    row, head = rule_of(own), head_of(own)
    board = {"by": world.board}
    calls = [
        (services.save_rule, {"rule_id": row.pk, "version": row.version, "source": "x"}),
        (services.drop_rule, {"rule_id": row.pk}),
        (services.add_rule, {"rule_set_id": own.pk, "award_type_id": row.award_type_id}),
        (services.update_rule_set, {"rule_set_id": own.pk, "version": own.version, **head}),
        (services.publish_rule_set, {"rule_set_id": own.pk, "version": own.version}),
    ]
    assert [reason_of(call, **kwargs, **board) for call, kwargs in calls] == [RuleReason.PUBLISHED] * 5
    common = rule_set(NOW)
    assert reason_of(services.update_rule_set, rule_set_id=common.pk, version=0, **board, **head) == RuleReason.COMMON
    assert AwardRule.objects.get(pk=row.pk).parts() == row.parts()


def test_others_do_not_even_find_a_draft(world):
    draft = own_draft(world)
    row = rule_of(draft)
    for who in ("foreign_board", "viewer", "head"):
        assert reason_of(save, row=row, by=world.people[who], source="x") == Reason.OUT_OF_REACH
        assert reason_of(services.publish_rule_set, rule_set_id=draft.pk, version=0, by=world.people[who]) == Reason.OUT_OF_REACH  # fmt: skip


def test_publishing_needs_instruments_and_rules(world):
    draft = own_draft(world, instruments=[])
    sentence = ["Bộ quy định phải có văn bản căn cứ và ít nhất một danh hiệu hoặc hình thức."]
    assert problems_of(services.publish_rule_set, rule_set_id=draft.pk, version=0, by=world.board) == sentence
    full = own_draft(world)
    full.rules.all().delete()
    assert problems_of(services.publish_rule_set, rule_set_id=full.pk, version=0, by=world.board) == sentence


def test_publishing_says_who_and_when(world):
    own = own_published(world)
    assert (own.published_by, own.is_draft) == (world.board, False)
    assert AuditEntry.objects.get(event="rule_set.publish").after["rules"] == 36


def test_warning_days_and_base_salary_are_the_boards(world):
    row = services.set_warn_days(authority=world.a, warn_days=90, by=world.board)
    assert RuleSettings.objects.get(authority=world.a) == row and row.warn_days == 90
    assert set(problems_of(services.set_warn_days, authority=world.a, warn_days=0, by=world.board)) == {"warn_days"}
    values = {"amount": 2_500_000, "valid_from": dt.date(2026, 7, 1), "source": "Nghị định", "source_status": "secondary"}  # fmt: skip
    for who in ("viewer", "head", "foreign_board"):
        assert reason_of(services.set_warn_days, authority=world.a, warn_days=9, by=world.people[who]) == Reason.NOT_YOUR_ROLE  # fmt: skip
        assert reason_of(add_base_salary, authority=world.a, by=world.people[who], **values) == Reason.NOT_YOUR_ROLE
    salary = add_base_salary(authority=world.a, by=world.board, **values)
    assert AuditEntry.objects.get(event="base_salary.add").after["amount"] == 2_500_000
    with pytest.raises(TypeError):
        salary.save()
    with pytest.raises(TypeError):
        BaseSalary.objects.update(amount=1)
