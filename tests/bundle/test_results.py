"""Round trips of results: ties decided at the meeting, halves of the year, groups given to checkers, supervisors."""

from scoring import services
from scoring.models import ScoreSheet
from scoring.services.assignments import assign_group
from scoring.services.coefficients import set_half_deadline
from scoring.services.supervision import appoint_supervisor
from scoring.services.ties import decide_tie
from tests.bundle.test_round_trip import round_trip
from tests.factories import DeadlineFactory
from tests.scoring import scenes

ROWS = [("1", "direct", "60", {}, False), ("2", "direct", "40", {}, False)]


def give(sheet, head, one: str, two: str) -> None:
    scenes.save(sheet, "1", head, value=one)
    scenes.save(sheet, "2", head, value=two)
    services.submit_sheet(sheet_id=sheet.pk, by=head)


def setup_of(document: dict) -> dict:
    return next(campaign for campaign in document["campaigns"] if "scoring" in campaign)["scoring"]


def test_a_tie_the_meeting_decided(world, tmp_path):
    scene = scenes.open_scoring(world, ROWS, result_rules={"ties": [{"key": "meeting"}]})
    for unit_id, sheet in scene.sheets.items():
        give(sheet, scenes.heads(world)[unit_id], "50", "40")
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.board)
    order = [unit.pk for unit in reversed(world.bloc.units)]
    decide_tie(campaign_id=scene.campaign.pk, order=order, reason="Biên bản số 2", by=world.board)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.board)
    document = round_trip(tmp_path)
    assert len(setup_of(document)["tie_decisions"][0]["order"]) == 4


def test_halves_of_the_year(world, tmp_path):
    criteria_set = scenes.make_set(world, ROWS, result_rules={"halves": {"1": "0.4", "2": "0.6"}})
    campaign = world.bloc.campaign
    last, first = (DeadlineFactory(campaign=campaign, kind="self_score") for _ in range(2))
    services.set_up_scoring(
        campaign_id=campaign.pk, criteria_set_id=criteria_set.pk, deadline_id=last.pk, by=world.board
    )
    set_half_deadline(campaign_id=campaign.pk, deadline_id=first.pk, by=world.board)
    services.open_sheets(campaign_id=campaign.pk, by=world.board)
    sheets = ScoreSheet.objects.filter(campaign=campaign, unit=world.bloc.units[2]).order_by("half")
    for sheet, points in zip(sheets, ("50", "60"), strict=True):
        give(sheet, world.head, points, "30")
        services.accept_line(line_id=scenes.line(sheet, "1").pk, by=world.leader)
    services.compute_ranking(campaign_id=campaign.pk, by=world.board)
    document = round_trip(tmp_path)
    assert setup_of(document)["half_deadline"] == first.title


def test_checkers_and_supervisors(world, tmp_path):
    scene = scenes.open_two_groups(world)
    campaign = scene.campaign
    group = scene.set.criteria.get(code="II")
    assign_group(campaign_id=campaign.pk, group_id=group.pk, unit_id=world.bloc.units[3].pk, by=world.board)
    appoint_supervisor(campaign_id=campaign.pk, unit_id=world.bloc.units[2].pk, by=world.board)
    setup = setup_of(round_trip(tmp_path))
    assert (setup["assignments"][0]["group"], len(setup["supervisors"])) == ("2", 1)
    assert setup["stages"]["department"] == "assigned"
