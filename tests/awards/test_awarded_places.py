"""The place the meeting gave beside the computed one: who records it, which word counts, what follows from it."""

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.models import RankDecision
from awards.permissions_quotas import QuotaReason
from awards.proposal_reading import read_proposal
from awards.quota_reading import awarded_ranks, leaders_of
from awards.services.places import decide_places
from campaigns.models import Meeting
from reports.facts.ranking import ranking_facts
from reports.facts.reporting import final_facts
from reports.place_words import decided_at
from scoring import services as scoring
from tests.awards.quota_scenes import FLAG, D, inside, place, quota, ranked
from tests.scoring.scenes import line, open_scoring, submit_all

pytestmark = pytest.mark.django_db


# --- what the meeting decided -------------------------------------------------------------------------------------


def test_an_awarded_place_stands_beside_the_computed_one(world):
    ranking, units = ranked(world), world.bloc.units
    place(ranking, [units[1]], 2, world.leader, minutes="BB 05, 12/12")

    found = awarded_ranks(ranking)[units[1].pk]
    assert (found.computed, found.rank, found.differs) == (3, 2, True)
    assert ranking.rows.get(unit=units[1]).rank == 3
    entry = AuditEntry.objects.get(event="ranking.place")
    assert (entry.by, entry.after, entry.note) == (
        world.leader,
        {"unit": units[1].pk, "computed": 3, "awarded": 2},
        "Hội nghị biểu quyết",
    )


def test_the_last_word_counts_and_the_first_stays(world):
    ranking, units = ranked(world), world.bloc.units
    place(ranking, [units[1]], 2, world.leader)
    place(ranking, [units[1]], None, world.leader)

    assert awarded_ranks(ranking)[units[1].pk].rank is None
    assert [row.rank for row in RankDecision.objects.order_by("pk")] == [2, None]
    with pytest.raises(TypeError):
        RankDecision.objects.update(rank=1)


def test_a_word_lapses_when_the_points_are_others(world):
    scene = open_scoring(world)
    submit_all(scene)
    ranking = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    unit = world.bloc.units[1]
    place(ranking, [unit], 1, world.leader)
    scoring.change_line(line_id=line(scene.sheets[unit.pk], "1").pk, points=D(1), reason="Thiếu", by=world.leader)
    again = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)

    found = awarded_ranks(again)[unit.pk]
    assert (found.decision, found.lapsed.rank, found.rank) == (None, 1, found.computed)


def test_a_word_holds_for_a_newer_ranking_with_the_same_points(world):
    scene = open_scoring(world)
    submit_all(scene)
    first = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    place(first, [world.bloc.units[1]], 1, world.leader)
    second = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)

    assert awarded_ranks(second)[world.bloc.units[1].pk].rank == 1


@pytest.mark.parametrize(
    ("who", "unit", "reason"),
    [
        ("leader", 0, Reason.OWN_UNIT),
        ("deputy", 2, Reason.NOT_YOUR_ROLE),
        ("head", 2, Reason.NOT_YOUR_ROLE),
        ("viewer", 2, Reason.NOT_YOUR_ROLE),
        ("other_bloc_leader", 2, Reason.OUT_OF_REACH),
        ("foreign_board", 2, Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not_record_places(world, who, unit, reason):
    ranking = ranked(world)
    with pytest.raises(Refused) as refused:
        place(ranking, [world.bloc.units[unit]], 1, getattr(world, who))
    assert refused.value.reason is reason
    assert not RankDecision.objects.exists()


def test_the_office_records_it_for_the_leaders_own_unit(world):
    ranking, unit = ranked(world), world.bloc.units[0]
    place(ranking, [unit], 3, world.board)
    assert awarded_ranks(ranking)[unit.pk].rank == 3


def test_no_word_without_a_reason_about_strangers_or_an_older_ranking(world):
    scene = open_scoring(world)
    submit_all(scene)
    old = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    stranger = world.other_bloc.units[2]
    for ids, reason, expected in (
        ([world.bloc.units[2].pk], " ", Reason.REASON_MISSING),
        ([stranger.pk], "Lý do", QuotaReason.NOT_RANKED),
        ([], "Lý do", QuotaReason.NOTHING_CHOSEN),
    ):
        with pytest.raises(Refused) as refused:
            decide_places(ranking_id=old.pk, unit_ids=ids, rank=1, reason=reason, by=world.leader)
        assert refused.value.reason is expected
    scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    with pytest.raises(Refused) as refused:
        place(old, [world.bloc.units[2]], 1, world.leader)
    assert refused.value.reason is QuotaReason.OLD_RANKING


def test_a_place_beyond_the_bloc_is_wrong_at_its_field(world):
    with pytest.raises(ValidationError) as wrong:
        place(ranked(world), [world.bloc.units[2]], 5, world.leader)
    assert wrong.value.message_dict == {"rank": ["Hạng từ 1 đến 4."]}


def test_awarded_places_decide_who_is_within_a_quota(world):
    ranking, units = ranked(world), world.bloc.units
    row = quota(world, FLAG)
    place(ranking, [units[2]], 1, world.leader)

    line = next(one for one in read_proposal(ranking).lines if one.quota.pk == row.pk)
    assert (set(line.choice.tied), line.choice.left) == ({units[2].pk, units[3].pk}, 1)
    place(ranking, [units[3]], 2, world.leader)
    assert inside(ranking, row) == [units[2].pk]


def test_leaders_of_a_year_are_those_the_meeting_put_first(world):
    ranking, units, year = ranked(world), world.bloc.units, world.bloc.year.year
    assert list(leaders_of([year])) == [(units[3].pk, year)]

    place(ranking, [units[2]], 1, world.leader)
    place(ranking, [units[3]], 2, world.leader)
    led = leaders_of([year], {units[2].pk, units[3].pk})
    assert list(led) == [(units[2].pk, year)]
    assert (led[units[2].pk, year][0].bloc_year_id, led[units[2].pk, year][0].level) == (world.bloc.year.pk, "province")
    assert leaders_of([year - 1]) == {}


def test_papers_print_the_awarded_place_and_name_the_computed_one(world):
    ranking, units = ranked(world), world.bloc.units
    meeting = Meeting.objects.create(
        campaign=world.bloc.campaign, title="Tổng kết", starts_at=clock.now(), created_by=world.leader
    )
    place(ranking, [units[1]], 2, world.leader, meeting_id=meeting.pk)
    note = "Hội nghị quyết định hạng 2 (theo điểm: hạng 3): Hội nghị biểu quyết"

    row = next(row for row in ranking_facts(ranking)["rows"] if row["unit"] == units[1].name)
    assert row["rank"] == 2 and row["note"].startswith(note)
    final = final_facts(world.bloc.campaign)
    assert {row["unit"]: row["rank"] for row in final["ranking"]}[units[1].name] == 2
    assert final["source"].endswith(f"{units[1].name}: {note}")
    assert decided_at(meeting) == [f"- {units[1]}: hạng 2 (theo điểm: hạng 3). Lý do: Hội nghị biểu quyết."]
