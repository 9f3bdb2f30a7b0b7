"""Quotas as written by the board, who is within them, drafts by quota, trying out."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.models import AwardRecord, Decision, Nomination, Quota
from awards.permissions_quotas import QuotaReason
from awards.proposal_reading import ground_of, read_proposal
from awards.quota_reading import allowance_of, allowances
from awards.services.nominations import refuse_nomination, submit_nomination
from awards.services.places import draft_by_quota
from awards.services.quotas import withdraw_quota
from awards.states_quotas import QuotaFigure
from awards.what_if import Trial, disputed_points, disputes_of, try_out
from blocs.models import Change, HistoryPolicy, UnitLineage
from scoring import services as scoring
from scoring.services.meeting import bring_to_meeting
from tests.awards.quota_scenes import CERTIFICATE, FLAG, GOVERNMENT, D, inside, place, quota, ranked
from tests.awards.scenes import award_type
from tests.factories import UnitFactory
from tests.scoring.scenes import line, open_scoring, submit_all

pytestmark = pytest.mark.django_db


# --- the rules of the board ---------------------------------------------------------------------------------------


def test_saving_a_quota_is_audited(world):
    row = quota(world, value="2", source="Hướng dẫn 12/HD")

    entry = AuditEntry.objects.get(event="quota.create")
    assert (entry.target_id, entry.by, entry.after["value"], entry.authority_id) == (
        str(row.pk),
        world.board,
        "2",
        world.a.pk,
    )


def test_only_the_staff_of_the_office_writes_quotas(world):
    for by, reason in (
        (world.leader, Reason.OUT_OF_REACH),
        (world.viewer, Reason.NOT_YOUR_ROLE),
        (world.foreign_board, Reason.OUT_OF_REACH),
    ):
        with pytest.raises(Refused) as refused:
            quota(world.__class__(**{**vars(world), "board": by}))
        assert refused.value.reason is reason
    assert not Quota.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "1.5"}, "value"),
        ({"value": "101", "figure": "pct_members"}, "__all__"),
        ({"year_to": 2000}, "__all__"),
        ({"falls_to": FLAG}, "falls_to"),
    ],
)
def test_a_quota_that_cannot_be_is_refused_at_its_field(world, changes, field):
    with pytest.raises(ValidationError) as wrong:
        quota(world, **changes)
    assert field in wrong.value.message_dict


def test_a_withdrawn_quota_counts_no_more_and_stays(world):
    row = quota(world)
    withdraw_quota(quota_id=row.pk, reason="Ghi nhầm", by=world.board)

    assert allowance_of(world.bloc.campaign) == []
    assert Quota.objects.get().withdrawn_reason == "Ghi nhầm"
    with pytest.raises(Refused) as again:
        withdraw_quota(quota_id=row.pk, reason="Lần nữa", by=world.board)
    assert again.value.reason is QuotaReason.WITHDRAWN


def test_quotas_hold_for_their_blocs_kinds_and_years(world):
    quota(world, FLAG, blocs=[world.other_bloc.year.bloc])
    quota(world, CERTIFICATE, kind="cum")
    quota(world, GOVERNMENT, year_from=world.bloc.year.year - 3, year_to=world.bloc.year.year - 1)

    given = allowances(world.a.pk, world.bloc.year.year)
    assert [(one.quota.award_type.code, one.bloc_year) for one in given] == [(FLAG, world.other_bloc.year)]
    assert allowance_of(world.bloc.campaign) == []


def test_percent_of_the_rest_counts_without_those_of_higher_awards(world):
    """Four members: one flag, then half of the remaining three, rounded down."""
    quota(world, FLAG, order=1)
    quota(world, CERTIFICATE, "50", order=2, figure=QuotaFigure.PCT_REMAINING)

    assert [one.places for one in allowance_of(world.bloc.campaign)] == [1, 1]
    assert allowance_of(world.bloc.campaign)[1].words == "50% của 3 đơn vị còn lại = 1,5 → không quá 1."


# --- who is within a quota ----------------------------------------------------------------------------------------


def test_the_chosen_of_a_higher_award_leave_the_lower_one_to_the_next(world):
    ranking, units = ranked(world), world.bloc.units
    flag, certificate = quota(world, FLAG, order=1), quota(world, CERTIFICATE, order=2)

    assert inside(ranking, flag) == [units[3].pk]
    assert inside(ranking, certificate) == [units[2].pk]


def test_refused_the_government_flag_gets_the_provincial_one_granted_does_not(world):
    ranking, units = ranked(world), world.bloc.units
    government = quota(world, GOVERNMENT, order=1, falls_to=FLAG)
    flag = quota(world, FLAG, order=2)
    assert inside(ranking, flag) == [units[3].pk]  # keeps the place until it is known

    (draft,) = draft_by_quota(ranking_id=ranking.pk, quota_id=government.pk, unit_ids=[units[3].pk], by=world.leader)
    submit_nomination(nomination_id=draft.pk, by=world.leader)
    line = next(one for one in read_proposal(ranking).lines if one.quota.pk == flag.pk)
    assert (line.choice.inside, line.choice.holding) == ((units[3].pk,), {units[3].pk})

    refuse_nomination(nomination_id=draft.pk, by=world.board, reason="Chưa đủ điều kiện")
    line = next(one for one in read_proposal(ranking).lines if one.quota.pk == flag.pk)
    assert (line.choice.inside, line.choice.holding) == ((units[3].pk,), frozenset())


def test_granted_the_government_flag_the_next_unit_gets_the_provincial_one(world):
    ranking, units = ranked(world), world.bloc.units
    government = quota(world, GOVERNMENT, order=1, falls_to=FLAG)
    flag = quota(world, FLAG, order=2)
    (draft,) = draft_by_quota(ranking_id=ranking.pk, quota_id=government.pk, unit_ids=[units[3].pk], by=world.leader)
    submit_nomination(nomination_id=draft.pk, by=world.leader)
    Nomination.objects.filter(pk=draft.pk).update(state="approved")

    assert inside(ranking, flag) == [units[2].pk]


def test_who_got_it_in_the_years_before_is_not_considered(world):
    ranking, units = ranked(world), world.bloc.units
    row = quota(world, FLAG, rest_years=2)
    year = world.bloc.campaign.to_year
    for unit, years_ago in ((units[3], 2), (units[2], 3)):
        record_award(world, unit, year - years_ago)

    line = next(one for one in read_proposal(ranking).lines if one.quota.pk == row.pk)
    assert line.choice.inside == (units[2].pk,)
    assert line.choice.barred[units[3].pk].startswith(f"Đã được khen mức này năm {year - 2}")


@pytest.mark.parametrize(("rule", "barred"), [("", False), ("shown", False), ("main", True), ("all", True)])
def test_a_predecessors_award_counts_as_the_lineage_policy_says(world, rule, barred):
    ranking, unit = ranked(world), world.bloc.units[3]
    row, year = quota(world, FLAG, rest_years=2), world.bloc.campaign.to_year
    old = UnitFactory(authority=world.a, name="Sở Ngoại vụ cũ")
    line = {"kind": Change.MERGE, "on": dt.date(year - 1, 7, 1), "main": True, "decision": "NQ 1"}
    UnitLineage.objects.create(predecessor=old, successor=unit, **line)
    record_award(world, old, year - 2)
    if rule:
        HistoryPolicy.objects.create(
            authority=world.a, kind=Change.MERGE, rule=rule, source="TT 15/2025", by=world.board, at=clock.now()
        )
    found = next(one for one in read_proposal(ranking).lines if one.quota.pk == row.pk).choice.barred
    assert (unit.pk in found) is barred
    assert not barred or "Sở Ngoại vụ cũ" in found[unit.pk]


def test_what_a_predecessor_got_after_the_change_is_not_the_units_past(world):
    ranking, unit = ranked(world), world.bloc.units[3]
    row, year = quota(world, FLAG, rest_years=3), world.bloc.campaign.to_year
    old = UnitFactory(authority=world.a)
    line = {"kind": Change.SPLIT, "on": dt.date(year - 2, 7, 1), "main": True, "decision": "NQ 1"}
    UnitLineage.objects.create(predecessor=old, successor=unit, **line)
    said = {"source": "TT 15/2025", "by": world.board, "at": clock.now()}
    HistoryPolicy.objects.create(authority=world.a, kind=Change.SPLIT, rule="all", **said)
    record_award(world, old, year - 1)
    assert unit.pk not in next(one for one in read_proposal(ranking).lines if one.quota.pk == row.pk).choice.barred


def record_award(world, unit, year):
    """The flag of a year, by a decision of its own."""
    decision = Decision.objects.create(
        authority=world.a,
        number=f"{year}/QĐ-UBND",
        date=dt.date(year, 12, 30),
        issuer="UBND tỉnh",
        signer="Chủ tịch",
        by=world.board,
        at=clock.now(),
    )
    AwardRecord.objects.create(
        decision=decision,
        authority=world.a,
        unit=unit,
        unit_name=unit.name,
        award_type=award_type(FLAG),
        year=year,
        subject=unit.name,
    )


# --- drafts -------------------------------------------------------------------------------------------------------


def test_drafts_carry_place_and_points_and_are_made_once(world):
    ranking, units = ranked(world), world.bloc.units
    row = quota(world, CERTIFICATE, "2")
    place(ranking, [units[1]], 2, world.leader)
    place(ranking, [units[2]], 3, world.leader)
    made = draft_by_quota(ranking_id=ranking.pk, quota_id=row.pk, unit_ids=[units[1].pk, units[3].pk], by=world.leader)

    assert [(one.unit, one.state, one.ranking_row.unit_id) for one in made] == [
        (units[3], "draft", units[3].pk),
        (units[1], "draft", units[1].pk),
    ]
    assert "Xếp hạng 1" in made[0].achievement and "điểm" in made[0].achievement
    assert "Hạng do hội nghị khối quyết định (theo điểm: hạng 3): Hội nghị biểu quyết" in made[1].achievement
    again = draft_by_quota(ranking_id=ranking.pk, quota_id=row.pk, unit_ids=[units[3].pk], by=world.leader)
    assert again == [] and Nomination.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "place_no", "reason"),
    [
        ("leader", 0, QuotaReason.NOT_INSIDE),
        ("leader", None, QuotaReason.NOTHING_CHOSEN),
        ("deputy", 3, Reason.NOT_YOUR_ROLE),
        ("board", 3, Reason.NOT_YOUR_ROLE),
        ("foreign_board", 3, Reason.OUT_OF_REACH),
    ],
)
def test_drafts_are_refused_with_the_reason(world, who, place_no, reason):
    ranking, row = ranked(world), quota(world, FLAG)
    chosen = [] if place_no is None else [world.bloc.units[place_no].pk]
    with pytest.raises(Refused) as refused:
        draft_by_quota(ranking_id=ranking.pk, quota_id=row.pk, unit_ids=chosen, by=getattr(world, who))
    assert refused.value.reason is reason
    assert not Nomination.objects.exists()


def test_no_drafts_by_a_provisional_result_or_a_quota_of_others(world):
    ranking = ranked(world, final=False)
    row = quota(world, FLAG)
    with pytest.raises(Refused) as refused:
        draft_by_quota(ranking_id=ranking.pk, quota_id=row.pk, unit_ids=[world.bloc.units[3].pk], by=world.leader)
    assert refused.value.reason is QuotaReason.NOT_FINAL


def test_of_units_that_share_the_last_place_only_so_many_as_fit(world):
    ranking, units = ranked(world), world.bloc.units
    row = quota(world, FLAG)
    place(ranking, [units[2]], 1, world.leader)
    with pytest.raises(Refused) as refused:
        draft_by_quota(ranking_id=ranking.pk, quota_id=row.pk, unit_ids=[units[2].pk, units[3].pk], by=world.leader)
    assert refused.value.reason is QuotaReason.TOO_MANY
    assert len(draft_by_quota(ranking_id=ranking.pk, quota_id=row.pk, unit_ids=[units[2].pk], by=world.leader)) == 1


# --- trying out ---------------------------------------------------------------------------------------------------


def tried(ranking, trial, user):
    disputed = disputed_points(disputes_of(ranking, user))
    proposal = read_proposal(ranking, disputed)
    return try_out(proposal, ground_of(ranking.campaign, list(proposal.names())), trial, disputed)


def test_more_points_change_places_and_the_quota_and_write_nothing(world):
    ranking, units = ranked(world), world.bloc.units
    quota(world, FLAG)
    before = {row.unit_id: (row.rank, row.verified_points) for row in ranking.rows.all()}
    outcome = tried(ranking, Trial(points={units[2].pk: D(5)}), world.leader)

    changed = {one.before.unit_id: one for one in outcome.moved if one.changed}
    flag = "Cờ thi đua của Ủy ban nhân dân tỉnh"
    assert (changed[units[2].pk].after.place.rank, changed[units[2].pk].enters) == (1, (flag,))
    assert (changed[units[3].pk].after.place.rank, changed[units[3].pk].leaves) == (2, (flag,))
    assert set(changed) == {units[2].pk, units[3].pk}
    assert {row.unit_id: (row.rank, row.verified_points) for row in ranking.rows.all()} == before


def test_nothing_tried_changes_nothing(world):
    ranking = ranked(world)
    quota(world, FLAG)
    outcome = tried(
        ranking, Trial(points={world.bloc.units[2].pk: D(0), world.bloc.units[3].pk: D("0.0")}), world.leader
    )
    assert [one.changed for one in outcome.moved] == [False] * 4


def test_one_more_place_lets_the_next_one_in(world):
    ranking = ranked(world)
    row = quota(world, FLAG)
    outcome = tried(ranking, Trial(shifts={row.pk: 1}), world.leader)
    assert [one.before.unit_id for one in outcome.moved if one.enters] == [world.bloc.units[2].pk]


def test_a_disputed_line_is_tried_with_another_score(world):
    """The group's sums and the criterion's maximum stay in force."""
    scene = open_scoring(world)
    submit_all(scene)
    unit = world.bloc.units[2]
    row = line(scene.sheets[unit.pk], "1")
    scoring.change_line(line_id=row.pk, points=D(2), reason="Thiếu văn bản", by=world.leader)
    bring_to_meeting(line_id=row.pk, reason="Cần nghe", by=world.leader)
    ranking = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)

    (dispute,) = disputes_of(ranking, world.board)
    assert (dispute.points, dispute.low, dispute.high, dispute.spread) == (D(2), D(2), D(7), D(5))
    stored = ranking.rows.get(unit=unit).verified_points
    for typed, more in ((D(7), D(5)), (D(99), D(8))):
        outcome = tried(ranking, Trial(scores={row.pk: typed}), world.board)
        after = next(one.after for one in outcome.moved if one.before.unit_id == unit.pk)
        assert after.row.verified_points == stored + more
    assert row.entries.count() == 2


def test_members_do_not_learn_of_the_meeting_list(world):
    ranking = ranked(world)
    assert disputes_of(ranking, world.head) == []
