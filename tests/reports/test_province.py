"""The board of a province: counts, rankings, what it costs, who sees it, and what leaves as a file."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from campaigns.models import Extension, Submission
from reports.exports import Grid, csv_bytes, workbook
from reports.province import read_board
from reports.rules import Axis, axis_for, heat, total
from tests.factories import DeadlineFactory
from tests.reports.scenes import final_ranking, provisional_ranking
from tests.world import build_bloc

D = Decimal


@pytest.mark.parametrize(
    ("counts", "kind", "words"),
    [
        ((0, 0), "h0", "không có mốc"),
        ((9, 0), "h0", "chưa có"),
        ((9, 4), "h1", "đang thực hiện"),
        ((9, 8), "h2", "gần đủ"),
        ((9, 9), "h3", "đủ"),
        ((9, 8, 1), "hx", "quá hạn 1"),
        ((9, 0, 9), "hx", "quá hạn 9"),
    ],
)
def test_heat(counts, kind, words):
    cell = heat(*counts)
    assert (cell.kind, cell.words) == (kind, words)
    assert cell.count == (f"{counts[1]}/{counts[0]}" if counts[0] else "–")


def test_total_and_axis():
    assert total([heat(3, 3), heat(4, 1, 2)]).count == "4/7"
    assert total([heat(4, 1)], some="đang thẩm định").words == "đang thẩm định"
    assert axis_for([]) is None
    assert axis_for([D("81.2"), D("96.4")]) == Axis(80, 100)
    assert axis_for([D("90"), D("90")]) == Axis(85, 90)
    axis = Axis(80, 100)
    assert (axis.at(D(80)), axis.at(D(100)), axis.at(D("90"))) == (220, 780, 500)
    assert [percent for percent, _ in axis.ticks] == [80, 84, 88, 92, 96, 100]


def owe(bloc, days: int, **changes):
    return DeadlineFactory(campaign=bloc.campaign, value=clock.today() + dt.timedelta(days=days), **changes)


def send(deadline, *units):
    for unit in units:
        Submission.objects.create(deadline=deadline, unit=unit, state="submitted")


def test_counts_by_kind_with_extensions(world):
    units = world.bloc.units
    late = owe(world.bloc, -5, kind="year_report")
    send(late, units[0], units[1])
    Submission.objects.create(deadline=late, unit=units[2], state="draft")
    Extension.objects.create(deadline=late, unit=units[3], last_day=clock.today(), reason="bão", granted_by=world.board)
    owe(world.bloc, 5, kind="registration")
    owe(world.bloc, 5, kind="meeting")
    board = read_board(world.board)
    assert board.kinds == [("registration", "Đăng ký thi đua"), ("year_report", "Báo cáo tổng kết")]
    line = next(line for line in board.lines if line.bloc_year == world.bloc.year)
    assert [(cell.count, cell.words) for cell in line.cells] == [("0/4", "chưa có"), ("2/4", "quá hạn 1")]
    assert (line.units, line.late, line.verified.words) == (4, 1, "chưa mở")


def test_reach_is_the_own_province(world):
    mine = {world.bloc.year, world.other_bloc.year}
    assert {line.bloc_year for line in read_board(world.board).lines} == mine
    assert {line.bloc_year for line in read_board(world.viewer).lines} == mine
    assert {line.bloc_year for line in read_board(world.foreign_board).lines} == {world.foreign_bloc.year}
    assert read_board(world.board, bloc_year_id=world.foreign_bloc.year.pk).bloc_year_id is None
    only = read_board(world.board, bloc_year_id=world.other_bloc.year.pk)
    assert [line.bloc_year for line in only.lines] == [world.other_bloc.year]


def test_final_results_go_before_newer_provisional_ones(world):
    scene = final_ranking(world)
    line = read_board(world.board).ranked[0]
    assert line.ranking == scene.ranking
    assert [row.rank for row in line.rows] == list(scene.ranking.rows.values_list("rank", flat=True))
    assert line.verified.count == "4/4" and len(line.dots) == 4


def test_who_sees_the_board(world, client):
    for name, person in world.people.items():
        client.force_login(person)
        for route in ("province", "province_export"):
            status = client.get(reverse(f"reports:{route}")).status_code
            assert (name, route, status) == (name, route, 200 if name in ("board", "viewer", "foreign_board") else 403)


@pytest.mark.parametrize(
    "query", ["?nam=abc", "?nam=%00", "?nam=99999999999999999999", "?khoi=-1", "?nam=²", "?dang=x&bang=y"]
)
def test_odd_filters_show_the_usual_board(world, sign_in, query):
    client = sign_in(world.board)
    assert client.get(reverse("reports:province") + query).status_code == 200
    assert client.get(reverse("reports:province_export") + query).status_code == 200


def test_the_cost_does_not_grow_with_blocs(world, sign_in):
    provisional_ranking(world)
    send(owe(world.bloc, -1), world.bloc.units[0])
    client, address = sign_in(world.board), reverse("reports:province")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for _ in range(3):
        bloc = build_bloc(world.a, world.bloc.year.year)
        send(owe(bloc, -1), *bloc.units[:2])
    with CaptureQueriesContext(connection) as after:
        assert len(client.get(address).context["board"].lines) == 5
    assert len(after) == len(before)


def test_the_page_and_its_files_say_the_same(world, sign_in):
    provisional_ranking(world)
    send(owe(world.bloc, -1, kind="year_report"), world.bloc.units[0])
    client = sign_in(world.board)
    page = client.get(reverse("reports:province"), {"khoi": world.bloc.year.pk}).content.decode()
    assert "quá hạn 3" in page and "Tạm tính" in page and "<svg" in page
    answer = client.get(reverse("reports:province_export"), {"khoi": world.bloc.year.pk})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Tiến độ", "Xếp hạng", "Số liệu"]
    figures = [row[2:] for row in book["Số liệu"].values if row[0] == world.bloc.year.name]
    assert ("Báo cáo tổng kết", 4, 1, 3, 25) in figures
    progress = list(book["Tiến độ"].values)
    assert len(progress) == 4 and "1/4 (quá hạn 3)" in progress[-1]
    text = client.get(reverse("reports:province_export"), {"dang": "csv", "bang": "xep-hang"}).content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Khối", "Cơ quan tổ chức", "Tình trạng", "Hạng"] and len(rows) == 5


RISKY = ["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\tx", "\rx", "＝1+1"]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_becomes_a_formula(text):
    grid = Grid("Bảng", [text], [text], [[text, 3, D("-1.5"), None]])
    book = openpyxl.load_workbook(io.BytesIO(workbook([grid])))
    cells = [cell for row in book["Bảng"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert all(str(cell.value).startswith("'") for cell in cells if isinstance(cell.value, str))
    assert [cell.value for cell in cells if cell.data_type == "n"] == [3, -1.5]
    written = list(csv.reader(io.StringIO(csv_bytes(grid).decode("utf-8-sig"), newline="")))
    assert written[0][0].startswith("'") and written[1][0].startswith("'") and written[1][1:] == ["3", "-1,5", ""]


def test_progress_of_a_campaign_as_a_file(world, client):
    deadline = owe(world.bloc, -2, title="=HYPERLINK(1)")
    send(deadline, world.bloc.units[0])
    address = reverse("reports:board_export", args=[world.bloc.campaign.pk])
    rows = {}
    for name, person in world.people.items():
        client.force_login(person)
        answer = client.get(address, {"dang": "csv"})
        text = answer.content.decode("utf-8-sig") if answer.status_code == 200 else ""
        rows[name] = (answer.status_code, max(0, len(list(csv.reader(io.StringIO(text)))) - 1))
    officers = {"leader", "leader_staff", "deputy", "board", "viewer"}
    members = {"staff", "head", "other_unit_head"}
    expected = dict.fromkeys(officers, (200, 4)) | dict.fromkeys(members, (200, 1))
    assert rows == {**dict.fromkeys(world.people, (404, 0)), "former_leader": (200, 0), **expected}
    client.force_login(world.leader)
    assert (
        client.get(address, {"dang": "csv"}).content.decode("utf-8-sig").splitlines()[0].split(",")[1].startswith("'=")
    )


def test_a_higher_level_reads_the_blocs_below_and_tells_them_apart(world, sign_in):
    world.b.parent = world.a
    world.b.save()
    page = sign_in(world.board).get(reverse("reports:province"))
    assert {line.bloc_year for line in page.context["board"].lines} == {
        world.bloc.year,
        world.other_bloc.year,
        world.foreign_bloc.year,
    }
    assert page.content.decode().count(f'<div class="why">{world.b.name}</div>') == 1
