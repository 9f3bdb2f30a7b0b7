"""Unit × criterion for those who follow a bloc: figures, order, rights, and what it costs at full size."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Refused
from reports.facts import read_facts
from reports.models import IssuedDocument
from reports.papers import paper_of
from reports.permissions import subject_for
from reports.renderer import html_of
from scoring import services
from scoring.models import ConflictNote, CriteriaSet, Criterion, Ranking, ScoreEntry, ScoreLine, ScoreSheet, Supervisor
from scoring.rules import say
from scoring.services import CriterionValues
from scoring.services.matrix import MAX_COLUMNS, blocks_of, read_cells, read_matrix, read_sums
from scoring.states import SheetState, Stage
from tests.factories import MembershipFactory, UnitFactory
from tests.world import build_world

from . import scenes
from .scenes import save

D = Decimal
ROWS = [("1", "direct", "10", {}, False), ("2", "achieved", "5", {}, False), ("3", "bonus", None, {}, False)]


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world(), ROWS)


@pytest.fixture
def scene(copied):
    return copied


def send_sheet(scene, sheet, direct: str) -> None:
    by = scenes.heads(scene.world)[sheet.unit_id]
    for code, values in {"1": {"value": direct}, "2": {"achieved": True}, "3": {"value": "1"}}.items():
        save(sheet, code, by, **values)
    services.submit_sheet(sheet_id=sheet.pk, by=by)


def decide(scene, sheet, code: str, points: str) -> None:
    by = scene.world.deputy if sheet.pk == scene.leader_sheet.pk else scene.world.leader
    row = scenes.line(sheet, code)
    services.change_line(line_id=row.pk, points=D(points), reason="Đối chiếu báo cáo", by=by)


def page(scene, user, **query):
    return browser(user).get(reverse("scoring:matrix", args=[scene.campaign.pk]), query)


def figures(scene, user) -> dict[tuple[int, str], tuple]:
    matrix = read_matrix(scene.campaign, user)
    codes = {leaf.pk: leaf.code for leaf in matrix.leaves}
    cells = read_cells(matrix, matrix.leaves)
    return {(sheet, codes[leaf]): (cell.own, cell.verified, cell.difference) for (sheet, leaf), cell in cells.items()}


def test_figures_are_those_of_the_sheets_and_drafts_stay_their_units(scene):
    send_sheet(scene, scene.sheet, "8")
    decide(scene, scene.sheet, "1", "7")
    save(scene.other_sheet, "1", scene.world.other_unit_head, value="9.75")
    found = figures(scene, scene.world.leader)
    assert found[scene.sheet.pk, "1"] == (D(8), D(7), D(-1))
    assert found[scene.sheet.pk, "2"] == (D(5), None, None)
    assert {sheet for sheet, _ in found} == {scene.sheet.pk, scene.leader_sheet.pk}
    group = Criterion.objects.get(code="I").pk
    for shown in ("tu-cham", "tham-dinh", "chenh-lech"):
        for query in ({"cot": shown}, {"cot": shown, "nhom": group}):
            text = page(scene, scene.world.leader, **query).content.decode()
            assert "9,75" not in text and str(scene.other_sheet.unit) in text
    assert "<td>-1" in page(scene, scene.world.leader, nhom=group, cot="chenh-lech").content.decode()


def test_nobody_reads_a_judgement_of_the_own_unit_before_it_is_made(scene):
    send_sheet(scene, scene.leader_sheet, "8")
    decide(scene, scene.leader_sheet, "1", "3.25")
    key = (scene.leader_sheet.pk, "1")
    assert figures(scene, scene.world.leader)[key] == (D(8), None, None)
    assert figures(scene, scene.world.deputy)[key] == (D(8), D("3.25"), D("-4.75"))
    sums = read_sums(read_matrix(scene.campaign, scene.world.leader))
    assert {part.verified for (sheet, _), part in sums.items() if sheet == scene.leader_sheet.pk} == {None}
    book = browser(scene.world.leader).get(reverse("scoring:matrix_excel", args=[scene.campaign.pk]))
    data = b"".join(book.streaming_content)
    cells = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
    assert 3.25 not in cells and -4.75 not in cells


def test_sealed_cross_scores_never_appear(scene):
    send_sheet(scene, scene.sheet, "8")
    row = scenes.line(scene.sheet, "1")
    ScoreEntry.objects.create(line=row, stage=Stage.CROSS, points=D("2.5"), by=scene.world.deputy, at=clock.now())
    assert figures(scene, scene.world.leader)[scene.sheet.pk, "1"] == (D(8), None, None)
    decide(scene, scene.sheet, "1", "6")
    ScoreEntry.objects.create(line=row, stage=Stage.CROSS, points=D("2.5"), by=scene.world.deputy, at=clock.now())
    assert figures(scene, scene.world.leader)[scene.sheet.pk, "1"] == (D(8), D(6), D(-2))


def test_only_those_who_follow_the_bloc(scene):
    for name in ("matrix", "matrix_excel"):
        address = reverse(f"scoring:{name}", args=[scene.campaign.pk])
        found = {who: browser(user).get(address).status_code for who, user in scene.world.people.items()}
        allowed = {who for who, status in found.items() if status == 200}
        assert allowed == {"leader", "leader_staff", "deputy", "board", "viewer"}
        assert (found["staff"], found["other_bloc_leader"], found["foreign_board"]) == (403, 404, 404)


@pytest.mark.parametrize("text", ["abc", "\x00", "9" * 40, "0.1", "'--", "²"])
def test_nonsense_in_the_address_shows_the_summary(scene, text):
    answer = page(scene, scene.world.leader, nhom=text, cot=text)
    assert (answer.status_code, answer.context["part"]) == (200, None)


@pytest.fixture
def ranked(scene):
    for number, sheet in enumerate(scene.sheets.values()):
        send_sheet(scene, sheet, str(5 + number))
    scenes.verify_all(scene)
    scene.ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, final=True)
    return scene


def test_the_same_order_and_figures_as_the_stored_ranking(ranked):
    rows = list(ranked.ranking.rows.all())
    matrix = read_matrix(ranked.campaign, ranked.world.board)
    assert [row.sheet.unit_id for row in matrix.rows] == [row.unit_id for row in rows]
    sums = read_sums(matrix)
    for row, found in zip(rows, matrix.rows, strict=True):
        parts = [part for (sheet, _), part in sums.items() if sheet == found.sheet.pk]
        assert sum(part.verified for part in parts) == row.verified_points
        reading = services.read_sheet(ScoreSheet.objects.for_decisions().get(pk=found.sheet.pk))
        assert sum(part.own for part in parts) == reading.self_totals.points
    text = page(ranked, ranked.world.board).content.decode()
    places = [text.index(f">{row.unit_name}</a>") for row in rows]
    assert places == sorted(places)
    for row in rows:
        figures = (row.rank, say(row.self_points), say(row.verified_points), say(row.percent))
        assert "".join(f"<td>{figure}</td>" for figure in figures) in text
    assert "Tên các tiêu chí" not in text


def test_the_workbook_has_five_sheets_of_numbers(ranked):
    Criterion.objects.filter(code="1").update(title="=1+1")
    answer = browser(ranked.world.board).get(reverse("scoring:matrix_excel", args=[ranked.campaign.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Tổng hợp", "Tự chấm", "Thẩm định", "Chênh lệch", "Chi tiết"]
    rows = list(ranked.ranking.rows.all())
    verified = list(book["Thẩm định"].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in verified] == [row.unit_name for row in rows]
    assert sum(cell for row in verified for cell in row[1:]) == float(sum(row.verified_points for row in rows))
    summary = list(book["Tổng hợp"].iter_rows(min_row=5, max_col=6, values_only=True))
    assert [(row[0], row[1], row[4]) for row in summary] == [
        (row.rank, row.unit_name, float(row.verified_points)) for row in rows
    ]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert book["Chi tiết"].max_row == 1 + 3 * len(rows)


def test_the_paper_says_what_the_ranking_was_computed_from(ranked):
    Criterion.objects.filter(code="2").update(title="Tên thứ hai")
    ScoreLine.objects.filter(criterion__code="3").update(self_points=D("98.765"))
    facts = read_facts("matrix", ranked.ranking)
    rows = list(ranked.ranking.rows.all())
    assert [row["unit"] for row in facts["blocks"][0]["rows"]] == [row.unit_name for row in rows]
    sums = [sum(D(cell) for cell in row["cells"]) for row in facts["blocks"][0]["rows"]]
    assert sums == [row.verified_points for row in rows]
    html = html_of(paper_of(facts))
    assert "Tên thứ hai" in html and 'class="wide"' in html and "98,765" not in html and "98.765" not in html


def test_empty_columns_and_sheets_not_yet_verified_are_not_printed(scene):
    for sheet in (scene.sheet, scene.other_sheet):
        send_sheet(scene, sheet, "8")
    for row in scene.sheet.lines.all():
        services.accept_line(line_id=row.pk, by=scene.world.leader)
    services.finish_verification(sheet_id=scene.sheet.pk, by=scene.world.leader)
    ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader)
    facts = read_facts("matrix", Ranking.objects.get(pk=ranking.pk))
    cells = {row["unit"]: row["cells"] for row in facts["blocks"][0]["rows"]}
    assert cells[scene.other_sheet.unit.name] == [None, None, None]
    assert [D(cell) for cell in cells[scene.sheet.unit.name]] == [D(8), D(5), D(1)]


def test_paper_for_those_who_follow_when_made_and_when_fetched(ranked):
    made = IssuedDocument.objects.create(
        kind="matrix", ranking=ranked.ranking, title="Bảng điểm", facts={}, sha256="0" * 64, made_by=ranked.world.board
    )
    people = ranked.world.people
    seen = {who for who, user in people.items() if IssuedDocument.objects.visible_to(user).filter(pk=made.pk).exists()}
    assert seen == {"leader", "leader_staff", "deputy", "board", "viewer"}

    def may_ask(user) -> bool:
        try:
            return bool(subject_for(user, "matrix", ranked.ranking.pk))
        except Refused:
            return False

    assert {who for who, user in people.items() if may_ask(user)} == seen
    address = reverse("reports:document_make_matrix", args=[ranked.ranking.pk])
    assert browser(ranked.world.leader).post(address).status_code == 302
    assert browser(ranked.world.staff).post(address).status_code == 404


def test_blocks_hold_every_criterion_once_in_order():
    rows: list[Criterion] = []

    def add(path: str, kind: str = "direct", parent=None):
        rows.append(Criterion(pk=len(rows) + 1, path=path, kind=kind, parent=parent, code=path))
        return rows[-1]

    big = add("0001", "group")
    for number in range(1, 81):
        add(f"0001.{number:04d}", parent=big)
    inner = add("0001.0081", "group", big)
    for number in range(1, 5):
        add(f"0001.0081.{number:04d}", parent=inner)
    add("0002")
    blocks = blocks_of(rows)
    leaves = [leaf.path for block in blocks for leaf in block.leaves]
    assert leaves == [row.path for row in rows if row.kind == "direct"]
    assert max(len(block.leaves) for block in blocks) <= MAX_COLUMNS
    assert len({block.key for block in blocks}) == len(blocks) == 5


def grown(world, units: int, criteria: int):
    """A bloc of many units and criteria with every sheet sent, written directly."""
    have = len(world.bloc.units)
    for _ in range(units - have):
        MembershipFactory(bloc_year=world.bloc.year, unit=UnitFactory(authority=world.a))
    made = services.create_set(values=CriteriaSet(authority=world.a, name="Bộ lớn", year=2026), by=world.board)
    rows: list = []
    for number in range(criteria):
        if number % 60 == 0:
            rows.append((1, CriterionValues(f"Phần {number}", "group", code=f"P{number}")))
        rows.append((2, CriterionValues(f"Tiêu chí {number}", "direct", code=f"{number}", max_points=D(100))))
    services.add_criteria(set_id=made.pk, rows=rows, by=world.board)
    services.put_in_force(set_id=made.pk, by=world.board)
    campaign = world.bloc.campaign
    services.set_up_scoring(campaign_id=campaign.pk, criteria_set_id=made.pk, by=world.board)
    services.open_sheets(campaign_id=campaign.pk, by=world.board)
    sheets = ScoreSheet.objects.filter(campaign=campaign)
    sheets.update(state=SheetState.SUBMITTED, submitted_at=clock.now(), submitted_by=world.board)
    lines = ScoreLine.objects.filter(sheet__in=sheets)
    lines.update(self_points=D("98.75"))
    entry = {"stage": Stage.LEADER, "points": D("97.25"), "by": world.board, "at": clock.now(), "inputs": {}}
    ScoreEntry.objects.bulk_create([ScoreEntry(line_id=pk, **entry) for pk in lines.values_list("pk", flat=True)], 500)
    return campaign


def statements(campaign, user, **query) -> int:
    client, address = browser(user), reverse("scoring:matrix", args=[campaign.pk])
    client.get(address, query)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address, query).status_code == 200
    return len(found)


def test_a_page_takes_as_many_statements_however_large_the_bloc(world, scene):
    group = Criterion.objects.get(code="I").pk
    few = statements(scene.campaign, world.leader), statements(scene.campaign, world.leader, nhom=group)
    for sheet in scene.sheets.values():
        send_sheet(scene, sheet, "8")
    for _ in range(6):
        MembershipFactory(bloc_year=world.bloc.year, unit=UnitFactory(authority=world.a))
    services.open_sheets(campaign_id=scene.campaign.pk, by=world.board)
    assert (statements(scene.campaign, world.leader), statements(scene.campaign, world.leader, nhom=group)) == few
    assert max(few) <= 16


@pytest.mark.once
def test_a_block_of_the_largest_bloc_stays_small(world):
    campaign = grown(world, units=350, criteria=120)
    matrix = read_matrix(campaign, world.board)
    sizes = []
    for block in matrix.blocks[:2]:
        answer = browser(world.board).get(reverse("scoring:matrix", args=[campaign.pk]), {"nhom": block.key})
        assert len(answer.context["rows"]) == 350
        sizes.append(len(answer.content))
    assert max(sizes) <= 300_000


def test_a_supervising_unit_reads_and_fetches_like_an_officer(ranked):
    Supervisor.objects.create(setup=ranked.setup, unit_id=ranked.other_sheet.unit_id)
    user = type(ranked.world.staff).objects.get(pk=ranked.world.other_unit_head.pk)
    made = IssuedDocument.objects.create(
        kind="matrix", ranking=ranked.ranking, title="Bảng điểm", facts={}, sha256="0" * 64, made_by=ranked.world.board
    )
    assert page(ranked, user).status_code == 200
    assert subject_for(user, "matrix", ranked.ranking.pk) == ranked.ranking
    assert IssuedDocument.objects.visible_to(user).filter(pk=made.pk).exists()


def test_a_person_with_a_conflict_prints_only_what_is_published(scene):
    for sheet in (scene.sheet, scene.other_sheet):
        send_sheet(scene, sheet, "8")
    user = type(scene.world.staff).objects.get(pk=scene.world.viewer.pk)
    note = {"kind": "recuse", "reason": "Người thân làm việc ở đơn vị", "by": user, "at": clock.now()}
    ConflictNote.objects.create(setup=scene.setup, sheet=scene.sheet, user=user, **note)
    ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader)
    made = IssuedDocument.objects.create(
        kind="matrix", ranking=ranking, title="Bảng điểm", facts={}, sha256="0" * 64, made_by=scene.world.board
    )
    with pytest.raises(Refused):
        subject_for(user, "matrix", ranking.pk)
    for who, seen in ((user, False), (scene.world.board, True)):
        assert IssuedDocument.objects.visible_to(who).filter(pk=made.pk).exists() is seen
