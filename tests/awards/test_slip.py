"""The result slip: figures of the published sheets, nobody else's, and next year's draft from them."""

import datetime as dt
import io
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.decisions import Refused
from awards.services.next_targets import take_suggestions
from awards.slip import slip_of
from blocs.models import Post
from scoring import services
from scoring.services.explanations import answer_change
from scoring.services.target_rows import criteria_of, rows_of
from tests.factories import BlocYearFactory, CampaignFactory, DeadlineFactory, MembershipFactory, UnitFactory
from tests.scoring import scenes
from tests.scoring.scenes import open_scoring, submit_all, verify_all
from tests.world import build_world, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    found = open_scoring(build_world())
    submit_all(found)
    verify_all(found)
    services.compute_ranking(campaign_id=found.campaign.pk, by=found.world.leader, final=True)
    return found


def next_year(scene):
    """The same bloc and units a year later, with the same criteria set."""
    world = scene.world
    year = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    for unit in world.bloc.units:
        MembershipFactory(bloc_year=year, unit=unit, valid_from=dt.date(year.year, 1, 1))
    campaign = CampaignFactory(bloc_year=year, from_year=year.year, to_year=year.year)
    deadline = DeadlineFactory(campaign=campaign, kind="self_score", title="Phiếu tự chấm điểm")
    services.set_up_scoring(
        campaign_id=campaign.pk, criteria_set_id=scene.set.pk, deadline_id=deadline.pk, by=world.board
    )
    return campaign


def test_strong_and_weak_items_stand_beside_the_mean_of_the_group(scene):
    """Points of row 1 are 5, 6, 7, 8 of 10: unit 3 of the list has 7, the mean is 65 %."""
    slip = slip_of(scene.campaign, scene.sheet.unit)
    first = next(one for one in slip.strong if one.code == "1")
    assert (first.percent, first.average, first.units) == (D("70.00"), D("65.00"), 4)
    weak = next(one for one in slip.weak if one.code == "1")
    assert (weak.points, weak.lost) == (D(7), D(3))
    assert slip.of == 4 and slip.place.rank == slip.row.rank


def test_two_units_show_no_mean():
    """A mean of two tells each the other's points."""
    found = open_scoring(build_world())
    submit_all(found)
    verify_all(found)
    services.compute_ranking(campaign_id=found.campaign.pk, by=found.world.leader, final=True)
    from awards import slip as module

    old, module.FEWEST = module.FEWEST, 5
    try:
        slip = slip_of(found.campaign, found.sheet.unit)
    finally:
        module.FEWEST = old
    assert {one.average for one in slip.weak} == {None} and slip.strong == []


def test_there_is_none_before_publication():
    found = open_scoring(build_world())
    submit_all(found)
    assert slip_of(found.campaign, found.sheet.unit) is None


def test_nobody_elses_name_is_on_it(scene, sign_in):
    page = sign_in(scene.world.head).get(reverse("reports:slip", args=[scene.campaign.pk, scene.sheet.unit_id]))
    words = page.content.decode().split('id="strong"')[1]
    assert page.status_code == 200
    assert [
        unit.name for unit in scene.world.bloc.units if unit.pk != scene.sheet.unit_id and f"{unit.name}<" in words
    ] == []


def test_the_unit_finds_its_last_slip_where_it_writes_its_files(scene, sign_in):
    slip = reverse("reports:slip", args=[scene.campaign.pk, scene.sheet.unit_id])
    shown = sign_in(scene.world.staff).get(reverse("awards:list")).content.decode()
    assert slip in shown and f"Phiếu phản hồi năm {scene.campaign.to_year}" in shown
    assert "Phiếu phản hồi" not in sign_in(scene.world.board).get(reverse("awards:list")).content.decode()


def test_a_changed_line_brings_its_reason():
    found = open_scoring(build_world())
    submit_all(found)
    line = found.sheet.lines.get(criterion__code="1")
    services.change_line(line_id=line.pk, points=D(6), reason="Thiếu quyết định ban hành", by=found.world.leader)
    for sheet in found.sheets.values():
        by = found.world.deputy if sheet.pk == found.leader_sheet.pk else found.world.leader
        for row in sheet.lines.exclude(pk=line.pk):
            services.accept_line(line_id=row.pk, by=by)
        services.finish_verification(sheet_id=sheet.pk, by=by)
    answer_change(line_id=line.pk, stance="agree", by=found.world.head)
    services.compute_ranking(campaign_id=found.campaign.pk, by=found.world.leader, final=True)
    remark = slip_of(found.campaign, found.sheet.unit).remarks[0]
    assert (remark.code, remark.mine, remark.given) == ("1", D(7), D(6))
    assert "Thiếu quyết định ban hành" in remark.words


def test_the_suggestion_is_what_was_reached_or_the_target_again(scene):
    found = {
        one.code: (one.target, one.actual, one.next) for one in slip_of(scene.campaign, scene.sheet.unit).suggestions
    }
    assert found["3"] == (D(10), D(9), D(10))
    assert found["4"][0] == D(10) and found["4"][2] in (D(10), found["4"][1])


def test_chosen_suggestions_become_next_years_draft(scene):
    later, unit = next_year(scene), scene.sheet.unit
    slip = slip_of(scene.campaign, unit)
    chosen = next(one for one in slip.suggestions if one.code == "3")
    row = take_suggestions(campaign=scene.campaign, unit=unit, keep=[chosen.criterion_id], by=scene.world.head)
    said = {each.criterion.code: each.said.planned for each in rows_of(row, criteria_of(later)) if each.said.planned}
    assert (row.campaign, row.unit, said) == (later, unit, {"3": D(10)})
    with pytest.raises(Refused):
        take_suggestions(campaign=scene.campaign, unit=unit, keep=[chosen.criterion_id], by=scene.world.head)


@pytest.mark.parametrize("who", ["other_unit_head", "foreign_board", "viewer"])
def test_others_write_no_draft(scene, who):
    next_year(scene)
    slip = slip_of(scene.campaign, scene.sheet.unit)
    keep = [one.criterion_id for one in slip.suggestions]
    with pytest.raises(Refused):
        take_suggestions(campaign=scene.campaign, unit=scene.sheet.unit, keep=keep, by=getattr(scene.world, who))


def test_the_button_of_the_page_does_it(scene, sign_in):
    later, unit = next_year(scene), scene.sheet.unit
    client = sign_in(scene.world.head)
    args = [scene.campaign.pk, unit.pk]
    page = client.get(reverse("reports:slip", args=args)).content.decode()
    assert "Đưa vào bản đăng ký" in page
    keep = [one.criterion_id for one in slip_of(scene.campaign, unit).suggestions]
    response = client.post(reverse("reports:slip_take", args=args), {"chon": keep})
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("scoring:registration", args=[later.pk, unit.pk])


def test_it_leaves_as_a_pdf(scene, sign_in):
    response = sign_in(scene.world.head).get(reverse("reports:slip_pdf", args=[scene.campaign.pk, scene.sheet.unit_id]))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "PHIẾU PHẢN HỒI" in text and "Tiêu chí 1" in text
    assert [unit.name for unit in scene.world.bloc.units[1:2] if unit.name in text] == []


def test_it_costs_the_same_for_a_bloc_of_four_and_of_five(scene, sign_in, monkeypatch):
    four, reading = costs(scene, sign_in)
    assert reading <= 12 and four - reading <= 14
    assert costs(bigger(monkeypatch), sign_in) == (four, reading)


def bigger(monkeypatch):
    """A bloc of five, all published."""
    world = build_world()
    unit = MembershipFactory(bloc_year=world.bloc.year, unit=UnitFactory(authority=world.a)).unit
    world.bloc.units.append(unit)
    known = scenes.heads(world) | {unit.pk: person(unit, role=Post.Role.HEAD)}
    monkeypatch.setattr(scenes, "heads", lambda world: known)
    found = open_scoring(world)
    submit_all(found)
    verify_all(found)
    services.compute_ranking(campaign_id=found.campaign.pk, by=found.world.leader, final=True)
    assert len(slip_of(found.campaign, found.sheet.unit).rows) == 5
    return found


def costs(scene, sign_in) -> tuple[int, int]:
    """Statements of the page, and of the reading alone."""
    client = sign_in(scene.world.head)
    unit = scene.sheet.unit
    path = reverse("reports:slip", args=[scene.campaign.pk, unit.pk])
    client.get(path)
    with CaptureQueriesContext(connection) as page:
        client.get(path)
    with CaptureQueriesContext(connection) as reading:
        slip_of(scene.campaign, unit)
    return len(page), len(reading)
