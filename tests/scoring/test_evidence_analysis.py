"""The analysis of scoring: figures against sheets counted by hand, who reads it, what it costs."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from reports.demo.files import small_pdf
from scoring import services
from scoring.services.analysis import analyse, percent
from scoring.states import Stage
from tests.scoring import scenes
from tests.scoring.scenes import D
from tests.scoring.test_views_sheets import browser
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept):
    """Two sheets are sent; the leader lowers line 1 of the first by 3 and accepts the rest of it, document unread."""
    scene = scenes.open_scoring(build_world())
    line = scenes.line(scene.sheet, "1")
    upload = SimpleUploadedFile("a.pdf", small_pdf("a", "x").read())
    scene.link = services.attach_upload(line_id=scenes.line(scene.sheet, "2").pk, upload=upload, by=scene.world.staff)
    for sheet, head in ((scene.sheet, scene.world.head), (scene.other_sheet, scene.world.other_unit_head)):
        scenes.fill(sheet, head)
        services.submit_sheet(sheet_id=sheet.pk, by=head)
    services.change_line(line_id=line.pk, points=D(5), reason="Thiếu số liệu", by=scene.world.leader)
    verify(scene.sheet, scene.world.leader, skip=line.pk)
    return scene


@pytest.fixture
def scene(copied):
    return copied


def verify(sheet, by, skip=0):
    for line in sheet.lines.exclude(pk=skip):
        services.accept_line(line_id=line.pk, by=by)
    services.finish_verification(sheet_id=sheet.pk, by=by)


def test_only_finished_verification_is_counted_and_few_sheets_carry_a_caution(scene):
    found = analyse(scene.campaign, scene.world.board)
    assert found.sheets == 1
    assert "Chỉ có 1 phiếu" in found.caution
    [unit] = found.units
    assert (unit.key, unit.lowered, unit.raised, unit.largest) == (scene.sheet.unit_id, 1, 0, D("3.00"))
    assert unit.unchanged == unit.lines - 1
    verify(scene.other_sheet, scene.world.leader)
    assert {row.key for row in analyse(scene.campaign, scene.world.board).units} == {
        scene.sheet.unit_id,
        scene.other_sheet.unit_id,
    }


def test_items_tell_where_points_moved_and_where_everybody_has_all(scene):
    verify(scene.other_sheet, scene.world.leader)
    found = analyse(scene.campaign, scene.world.board)
    items = {row.name.split()[0]: row for row in found.items}
    assert (items["1"].lowered, items["1"].mean, items["1"].all_full) == (1, D("-1.50"), False)
    assert (items["2"].all_full, items["2"].at_most, items["2"].lines) == (True, 2, 2)


def test_a_voice_is_counted_once_a_line_and_unread_documents_are_shown(scene):
    [voice] = analyse(scene.campaign, scene.world.board).verifiers
    assert voice.stage == Stage.LEADER
    assert (voice.lines - voice.unchanged, voice.documented, voice.unread) == (1, 1, 1)
    assert voice.share == percent(voice.unchanged, voice.lines)


def test_a_document_opened_before_accepting_is_not_unread(scene):
    other = scene.other_sheet
    services.recall_sheet(sheet_id=other.pk, by=scene.world.other_unit_head)
    upload = SimpleUploadedFile("b.pdf", small_pdf("b", "y").read())
    link = services.attach_upload(line_id=scenes.line(other, "2").pk, upload=upload, by=scene.world.other_unit_head)
    services.submit_sheet(sheet_id=other.pk, by=scene.world.other_unit_head)
    browser(scene.world.leader).get(reverse("scoring:evidence_preview", args=[link.evidence.current_id]))
    verify(other, scene.world.leader)
    [voice] = analyse(scene.campaign, scene.world.board).verifiers
    assert (voice.documented, voice.unread) == (2, 1)


def test_people_are_named_to_the_board_only(scene):
    name = scene.world.leader.full_name
    for who, told in (("board", True), ("leader", False), ("deputy", False)):
        page = browser(scene.world.people[who]).get(reverse("scoring:analysis", args=[scene.campaign.pk]))
        text = page.content.decode().split("<main")[-1]
        assert page.status_code == 200
        assert (name in text) is told, who


def test_members_and_others_do_not_know_of_it(scene):
    for who in (
        "staff",
        "head",
        "other_unit_head",
        "former_leader",
        "other_bloc_leader",
        "foreign_board",
        "foreign_head",
    ):
        for name in ("analysis", "analysis_excel"):
            answer = browser(scene.world.people[who]).get(reverse(f"scoring:{name}", args=[scene.campaign.pk]))
            assert answer.status_code == 404, who
    assert browser(scene.world.leader).get(reverse("scoring:analysis_overview")).status_code == 404


def test_the_excel_file_holds_the_rows_of_the_page(scene):
    found = analyse(scene.campaign, scene.world.board)
    answer = browser(scene.world.board).get(reverse("scoring:analysis_excel", args=[scene.campaign.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Theo đơn vị", "Theo tiêu chí", "Theo bên chấm", "Khoảng cách thứ hạng"]
    rows = list(book["Theo đơn vị"].iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == [unit.name for unit in found.units]
    assert [row[1] for row in rows] == [unit.lines for unit in found.units]


def test_the_overview_counts_each_campaign_of_the_authority(scene):
    year = scene.campaign.from_year
    with clock.at(clock.now()):
        page = browser(scene.world.board).get(reverse("scoring:analysis_overview"), {"nam": year})
    assert scene.campaign.title in page.content.decode()
    foreign = browser(scene.world.people["foreign_board"]).get(reverse("scoring:analysis_overview"), {"nam": year})
    assert scene.campaign.title not in foreign.content.decode().split("<main")[-1]
    for odd in ("\x00", "99999999999", "-1", "１９９９"):
        assert browser(scene.world.board).get(reverse("scoring:analysis_overview"), {"nam": odd}).status_code == 200


def test_close_ranks_are_named(world):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    line = scenes.line(scene.sheet, "1")
    services.change_line(line_id=line.pk, points=D("2"), reason="Thiếu số liệu", by=world.leader)
    services.accept_line(line_id=scenes.line(scene.other_sheet, "1").pk, by=world.leader)
    for sheet in scene.sheets.values():
        by = world.deputy if sheet == scene.leader_sheet else world.leader
        verify(sheet, by, skip=line.pk)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    found = analyse(scene.campaign, world.board)
    assert found.ranked
    assert found.margins
    assert all(margin.points < margin.disputed == D("5.00") for margin in found.margins)
    page = browser(world.board).get(reverse("scoring:analysis", args=[scene.campaign.pk])).content.decode()
    assert all(margin.upper in page for margin in found.margins)


def count(user, address):
    client = browser(user)
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_statements_do_not_grow_with_sheets(scene):
    addresses = [reverse("scoring:analysis", args=[scene.campaign.pk]), reverse("scoring:analysis_overview")]
    few = [count(scene.world.board, address) for address in addresses]
    verify(scene.other_sheet, scene.world.leader)
    scenes.fill(scene.deputy_sheet, scenes.heads(scene.world)[scene.deputy_sheet.unit_id])
    services.submit_sheet(sheet_id=scene.deputy_sheet.pk, by=scenes.heads(scene.world)[scene.deputy_sheet.unit_id])
    verify(scene.deputy_sheet, scene.world.leader)
    assert [count(scene.world.board, address) for address in addresses] == few
    assert few[0] <= 16
