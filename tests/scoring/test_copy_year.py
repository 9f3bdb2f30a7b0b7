"""A bloc's year copied into the next: what goes along, what never does, twice the same, and whose sheets are ranked."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from blocs import services as org
from blocs.access import Action, granted, refresh
from blocs.models import BlocYear
from campaigns import services as campaigns
from campaigns.models import Campaign, Deadline, Plan, Submission
from campaigns.services.reminder_rules import save_reminder_rules
from scoring.models import CriteriaSet, ScoreEntry, ScoreSheet, ScoringSetup, YearCopy
from scoring.services import compute_ranking
from scoring.services.copy_year import copy_year
from scoring.services.year_items import Part
from scoring.services.year_preview import preview_year
from tests.factories import BlocYearFactory, MembershipFactory, UnitFactory
from tests.scoring.scenes import make_set, open_scoring, submit_all, verify_all

pytestmark = pytest.mark.django_db
D = dt.date
LINE = {"offset": -9, "subject": "Sắp đến hạn", "text": "Còn ít ngày."}


@pytest.fixture
def full(world):
    """A campaign with two phases, three deadlines (one counted from another), own reminders, a plan and scoring."""
    campaign, by = world.bloc.campaign, world.leader
    year = campaign.to_year
    phase = campaigns.add_phase(
        campaign_id=campaign.pk,
        by=by,
        name="Đợt 1",
        from_value=D(year, 1, 1),
        to_value=D(year, 6, 30),
        occasions=[{"name": "Ngày thành lập", "day": "03/02", "origin_year": 1930}],
    )
    common = {"campaign_id": campaign.pk, "by": by, "kind": "year_report", "precision": "day"}
    report = campaigns.add_deadline(
        **common,
        title=f"Báo cáo năm {year}",
        value=D(year, 2, 29) if year % 4 == 0 else D(year, 12, 10),
        words=f"chậm nhất 10/12/{year}",
        to_leader=True,
        phase=phase,
    )
    campaigns.add_deadline(**common | {"kind": "ad_hoc"}, title="Báo cáo đột xuất", value=D(year, 5, 5), to_leader=True)
    after = campaigns.add_deadline(
        **common | {"kind": "meeting", "precision": "none"},
        title="Hội nghị tổng kết",
        anchor=report,
        anchor_kind="due",
        offset=7,
    )
    save_reminder_rules(campaign_id=campaign.pk, lines=[LINE], by=by)
    plan = campaigns.save_plan(campaign_id=campaign.pk, by=by, number="15", day=3, month=2)
    node = campaigns.add_node(plan_id=plan.pk, by=by, label="I.", title="MỤC ĐÍCH")
    campaigns.add_node(plan_id=plan.pk, by=by, parent=node, label="1.", text=f"Thi đua năm {year}", deadline=report)
    campaigns.add_basis(plan_id=plan.pk, by=by, number="12/QĐ-UBND", date=D(year, 1, 5))
    campaigns.add_recipient(plan_id=plan.pk, by=by, text="Các đơn vị")
    criteria = make_set(world)
    setup = {"criteria_set_id": criteria.pk, "explain_days": 9}
    from scoring.services import set_up_scoring

    set_up_scoring(campaign_id=campaign.pk, by=world.board, **setup)
    world.report, world.after = report, after
    return world


def keys(user, source, *parts):
    preview = preview_year(user, source)
    return [
        item.key
        for section in preview.sections
        for item in section.items
        if item.is_new and (not parts or section.part in parts)
    ]


def copied(world, by=None, *parts):
    user, source = by or world.board, world.bloc.year
    return copy_year(source_id=source.pk, keys=keys(user, source, *parts), by=user)


def target(world):
    return BlocYear.objects.get(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)


def test_the_structure_goes_along_a_year_later(full):
    copied(full)
    new, year = target(full), full.bloc.year.year + 1
    members = {row.unit: (row.role, row.valid_from) for row in new.memberships.select_related("unit")}
    roles = ["leader", "deputy", "member", "member"]
    assert members == {unit: (role, D(year, 1, 1)) for unit, role in zip(full.bloc.units, roles, strict=True)}
    campaign = Campaign.objects.get(bloc_year=new)
    assert str(year) in campaign.title and campaign.theme == ""
    phase = campaign.phases.get()
    assert (phase.from_value, phase.to_value) == (D(year, 1, 1), D(year, 6, 30))
    rows = {row.title: row for row in campaign.deadlines.all()}
    assert set(rows) == {f"Báo cáo năm {year}", "Hội nghị tổng kết"}
    report, meeting = rows[f"Báo cáo năm {year}"], rows["Hội nghị tổng kết"]
    assert report.value == D(year, full.report.value.month, full.report.value.day)
    assert (report.words, report.phase) == (f"chậm nhất 10/12/{year}", phase)
    assert (meeting.anchor, meeting.offset) == (report, 7)
    assert list(campaign.reminder_rules.values_list("offset", flat=True)) == [-9]
    setup = ScoringSetup.objects.get(campaign=campaign)
    assert (setup.explain_days, setup.criteria_set) == (9, CriteriaSet.objects.get())


def test_the_new_leader_may_begin_before_the_year(full):
    """Two leaders at once: the new year is prepared while the old one is finished."""
    source, today = full.bloc.year, timezone.localdate()
    copy_year(
        source_id=source.pk, keys=keys(full.board, source, Part.YEAR, Part.MEMBER), by=full.board, members_from=today
    )
    new = target(full)
    assert set(new.memberships.values_list("valid_from", flat=True)) == {today}
    seat = new.memberships.get(unit=full.bloc.units[3])
    org.change_role(by=full.board, membership=seat, role="leader", from_day=today, former_leader="member")
    old, coming = refresh(full.leader), refresh(full.other_unit_head)
    assert granted(old, Action.CAMPAIGN_MANAGE, source) and not granted(old, Action.CAMPAIGN_MANAGE, new)
    assert granted(coming, Action.CAMPAIGN_MANAGE, new) and not granted(coming, Action.CAMPAIGN_MANAGE, source)


def test_members_begin_in_the_new_year_or_the_one_before(full):
    source = full.bloc.year
    for day in (D(source.year - 1, 12, 31), D(source.year + 2, 1, 1)):
        with pytest.raises(ValidationError) as caught:
            copy_year(source_id=source.pk, keys=keys(full.board, source), by=full.board, members_from=day)
        assert list(caught.value.error_dict) == ["members_from"]
    assert not BlocYear.objects.filter(year=source.year + 1).exists()


def test_the_plan_goes_along_as_a_draft_without_number_and_with_doubts(full):
    copied(full)
    year = full.bloc.year.year + 1
    plan = Plan.objects.get(campaign__bloc_year=target(full))
    assert (plan.state, plan.number, plan.day, plan.year) == ("draft", "", None, year)
    nodes = list(plan.nodes.order_by("order", "pk").values_list("label", "parent__label", "text"))
    assert ("1.", "I.", f"Thi đua năm {year}") in nodes
    assert plan.nodes.get(label="1.").deadline.campaign == plan.campaign
    basis = plan.bases.get()
    assert (basis.number, basis.date.year) == ("12/QĐ-UBND", year - 1)  # what is cited keeps its date
    assert "xem còn hiệu lực" in basis.suspect
    assert plan.recipients.get().text == "Các đơn vị"


def test_scores_papers_and_states_never_go_along(world):
    scene = open_scoring(world)
    submit_all(scene)
    verify_all(scene)
    compute_ranking(campaign_id=world.bloc.campaign.pk, by=world.leader, final=True)
    before = ScoreSheet.objects.count(), ScoreEntry.objects.count(), Submission.objects.count()
    copied(world)
    campaign = Campaign.objects.get(bloc_year=target(world))
    assert (ScoreSheet.objects.count(), ScoreEntry.objects.count(), Submission.objects.count()) == before
    assert not campaign.rankings.exists() and not campaign.registrations.exists()
    assert not Deadline.objects.filter(campaign=campaign, done_on__isnull=False).exists()


def test_a_second_run_adds_nothing_and_shows_what_there_is(full):
    copied(full)
    counts = Deadline.objects.count(), Campaign.objects.count(), YearCopy.objects.count()
    assert keys(full.board, full.bloc.year) == []
    assert copy_year(source_id=full.bloc.year.pk, keys=[f"deadline:{full.report.pk}"], by=full.board) is None
    row = Deadline.objects.filter(campaign__bloc_year=target(full), kind="year_report").get()
    row.title = "Đổi tên sau khi chép"
    row.save()
    assert copied(full) is None  # found again by what was copied, not by its words
    assert (Deadline.objects.count(), Campaign.objects.count(), YearCopy.objects.count()) == counts


def test_what_was_left_out_can_follow_later(full):
    copied(full, None, Part.YEAR, Part.MEMBER, Part.CAMPAIGN)
    assert not Deadline.objects.filter(campaign__bloc_year=target(full)).exists()
    copied(full, None, Part.DEADLINE)
    assert Deadline.objects.filter(campaign__bloc_year=target(full)).count() == 2
    assert AuditEntry.objects.filter(event="year.copy").count() == 2


def test_a_deadline_whose_anchor_stays_behind_stands_without_a_day(full):
    copied(full, None, Part.YEAR, Part.CAMPAIGN)
    copy_year(source_id=full.bloc.year.pk, keys=[f"deadline:{full.after.pk}"], by=full.board)
    row = Deadline.objects.get(campaign__bloc_year=target(full))
    assert (row.anchor, row.anchor_kind, row.last_day) == (None, "", None)


def test_a_part_without_what_it_stands_on_is_refused_whole(full):
    with pytest.raises(Refused) as caught:
        copy_year(source_id=full.bloc.year.pk, keys=[f"deadline:{full.report.pk}"], by=full.board)
    assert caught.value.reason == Reason.WRONG_STATE
    assert not BlocYear.objects.filter(year=full.bloc.year.year + 1).exists()


def test_a_unit_that_ended_is_replaced_by_who_goes_on(full):
    old, new = full.bloc.units[2], UnitFactory(authority=full.a, name="Đơn vị mới")
    org.reorganise_units(by=full.board, kind="merge", on=timezone.localdate(), predecessors=[old], successors=[new])
    copied(full)
    units = {row.unit for row in target(full).memberships.select_related("unit")}
    assert new in units and old not in units and len(units) == 4


def test_the_new_leader_copies_the_campaign_and_the_board_the_members(full):
    new = BlocYearFactory(bloc=full.bloc.year.bloc, year=full.bloc.year.year + 1)
    MembershipFactory(bloc_year=new, unit=full.bloc.units[3], role="leader", valid_from=timezone.localdate())
    sections = {section.part: section for section in preview_year(full.other_unit_head, full.bloc.year).sections}
    assert sections[Part.MEMBER].refused and not sections[Part.DEADLINE].refused
    with pytest.raises(Refused) as caught:
        copied(full, full.other_unit_head, Part.MEMBER)
    assert caught.value.reason == Reason.NOT_YOUR_ROLE
    copied(full, full.other_unit_head, Part.CAMPAIGN, Part.DEADLINE)
    assert Campaign.objects.filter(bloc_year=new).exists()
    item = next(item for item in sections[Part.MEMBER].items if item.words == full.bloc.units[0].name)
    assert "vào với vai trò thành viên" in item.look


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("head", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not(full, who, reason):
    with pytest.raises(Refused) as caught:
        copy_year(source_id=full.bloc.year.pk, keys=["year:1"], by=full.people[who])
    assert caught.value.reason == reason


def test_the_preview_asks_a_constant_number_of_questions(full):
    def questions():
        with CaptureQueriesContext(connection) as found:
            preview_year(full.board, full.bloc.year)
        return len(found)

    few = questions()
    for number in range(4):
        campaigns.add_deadline(
            campaign_id=full.bloc.campaign.pk, by=full.leader, title=f"Mốc {number}", precision="none", to_leader=True
        )
        MembershipFactory(bloc_year=full.bloc.year, unit=UnitFactory(authority=full.a))
    assert questions() == few


def test_the_page(full, sign_in):
    client, url = sign_in(full.board), reverse("scoring:copy_year", args=[full.bloc.year.pk])
    page = client.get(url).content.decode()
    assert f"Báo cáo năm {full.bloc.year.year + 1}" in page and "Báo cáo đột xuất" not in page
    assert client.post(url, {}).status_code == 422
    for text in ("32/13/2026", "01/01/1999"):
        wrong = client.post(url, {"chon": keys(full.board, full.bloc.year), "members_from": text})
        assert wrong.status_code == 422 and f'value="{text}"' in wrong.content.decode()
    assert client.post(url, {"chon": [f"deadline:{full.report.pk}"]}).status_code == 409
    answer = client.post(url, {"chon": keys(full.board, full.bloc.year)})
    assert answer.status_code == 302 and answer.url == reverse("blocs:bloc_year_detail", args=[target(full).pk])
    assert "Không còn mục nào" in client.get(url).content.decode()


# Whose sheets are ranked


def test_a_unit_that_left_is_not_ranked_here_and_that_is_said(world):
    scene = open_scoring(world)
    submit_all(scene)
    verify_all(scene)
    seat = world.bloc.year.memberships.get(unit=world.bloc.units[2])
    seat.valid_to = D(world.bloc.year.year, 7, 31)
    seat.save()
    ranking = compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=True)
    assert {row.unit_id for row in ranking.rows.all()} == {
        unit.pk for unit in world.bloc.units if unit != world.bloc.units[2]
    }
    assert any(world.bloc.units[2].name in sentence for sentence in ranking.problems)
    assert ScoreSheet.objects.get(campaign=scene.campaign, unit=world.bloc.units[2]).state == "verified"


def test_each_bloc_ranks_its_part_where_the_rule_says_so(world):
    scene = open_scoring(world)
    submit_all(scene)
    verify_all(scene)
    world.bloc.year.memberships.filter(unit=world.bloc.units[2]).update(valid_to=D(world.bloc.year.year, 7, 31))
    BlocYear.objects.filter(pk=world.bloc.year.pk).update(moved_rule="own_part")
    ranking = compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=True)
    assert ranking.rows.count() == 4
