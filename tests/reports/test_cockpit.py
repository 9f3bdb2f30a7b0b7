"""Awards of a province: figures and the lists behind them, who received how often, close cuts, what it costs, who sees it."""

import base64
import csv
import datetime as dt
import io
import itertools
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from awards.models import AwardRecord
from blocs.models import Membership, UnitLineage
from campaigns.models import Submission
from reports.charts import LABEL, bars, shortened, stacked_rows
from reports.close_cuts import _cut, cuts_of
from reports.cockpit import Outcome, nominations_behind, read_awards, records_behind
from reports.ground import read_ground
from reports.milestones import owed_behind
from reports.province import BlocLine, read_board
from reports.received import lines_of, spread_of, units_behind
from reports.rules import heat
from scoring.models import RankingRow
from tests.awards import history_scenes as old_list
from tests.factories import BlocYearFactory, DeadlineFactory, MembershipFactory, UnitFactory
from tests.reports.award_scenes import cancel, nomination, record
from tests.reports.scenes import final_ranking
from tests.world import build_bloc

D = Decimal
PAGES = (
    "province",
    "province_awards",
    "province_units",
    "province_records",
    "province_nominations",
    "province_milestones",
)


@pytest.mark.parametrize("text", ["Cờ thi đua", "x" * 300, "x" * 300 + " (cá nhân)", "x (" + "y" * 300 + ")", "x" * 43])
def test_labels_beside_bars_are_short(text):
    assert len(shortened(text)) <= LABEL and shortened(text)[0] == text[0]


def test_two_forms_of_one_name_stay_apart_beside_the_bars():
    name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
    assert shortened(f"{name} (tập thể)") == "Bằng khen của Chủ tịch Ủy ban nh…(tập thể)"
    assert shortened(f"{name} (cá nhân)").endswith("…(cá nhân)")


def test_share_refused_counts_only_what_was_decided():
    for approved, refused, waiting in itertools.product(range(12), range(12), (0, 5)):
        row = Outcome(None, approved, refused, waiting)
        assert row.proposed == approved + refused + waiting == sum(number for _, number in row.parts)
        if approved + refused == 0:
            assert row.refused_share is None
        else:
            exact = D(refused) * 100 / (approved + refused)
            assert row.refused_share == int(exact.to_integral_value(ROUND_HALF_UP))


def test_outcomes_by_award_and_the_list_behind_each(world):
    for state in ("submitted", "review", "approved", "refused", "refused", "draft", "at_bloc", "dropped"):
        nomination(world, "BK_TINH_TT", state=state)
    nomination(world, "CO_TINH", state="approved")
    nomination(world, "CO_TINH", state="approved", bloc=world.foreign_bloc)
    ground = read_ground(world.board)
    awards = read_awards(ground)
    found = {row.award.code: (row.proposed, row.approved, row.refused, row.open) for row in awards.outcomes}
    assert found == {"BK_TINH_TT": (5, 1, 2, 2), "CO_TINH": (1, 1, 0, 0)}
    assert (awards.outcome.proposed, awards.outcome.refused_share) == (6, 50)
    for row in awards.outcomes:
        assert nominations_behind(ground, award_id=row.award.pk).count() == row.proposed
        for key, number in row.parts:
            assert nominations_behind(ground, award_id=row.award.pk, outcome=key).count() == number


def test_year_on_year_counts_what_stands(world):
    year = clock.today().year
    record(world, "BK_TINH_TT", year=year)
    record(world, "BK_TINH_CN", year=year)
    record(world, "BK_TINH_TT", year=year - 4)
    record(world, "BK_TINH_TT", year=year - 5)
    cancel(world, record(world, "CO_TINH", year=year))
    ground = read_ground(world.board)
    rows = {row.year: (row.collectives, row.persons) for row in read_awards(ground).years}
    assert rows == {year - 4: (1, 0), year - 3: (0, 0), year - 2: (0, 0), year - 1: (0, 0), year: (1, 1)}
    assert records_behind(ground).count() == 2 and records_behind(ground, span=True).count() == 3
    assert records_behind(ground, who="ca-nhan").count() == 1


def test_how_many_years_units_received_in(world):
    year, units = clock.today().year, world.bloc.units
    for back in range(5):
        record(world, "BK_TINH_TT", unit=units[0], year=year - back)
    record(world, "BK_TINH_TT", unit=units[1], year=year)
    record(world, "CO_TINH", unit=units[1], year=year)
    record(world, "BK_TINH_CN", unit=units[2], year=year)
    cancel(world, record(world, "BK_TINH_TT", unit=units[3], year=year))
    ground = read_ground(world.board)
    # eight units of two blocs and the one that led before
    assert spread_of(ground) == [(0, 7), (1, 1), (2, 0), (3, 0), (4, 0), (5, 1)]
    for years, number in spread_of(ground):
        assert units_behind(ground, got=years).count() == number
    lines = {line.unit: line for line in lines_of(ground, units_behind(ground))}
    assert [line.unit for line in lines.values()] == sorted(lines, key=lambda unit: (bytes(unit.sort_key), unit.pk))
    assert (lines[units[1]].total, lines[units[2]].total, lines[units[2]].persons) == (2, 0, 1)
    assert lines[units[0]].by_year == dict.fromkeys(ground.span, 1)


def test_awards_of_old_decisions_count_beside_those_of_the_bloc(world):
    unit, year = world.bloc.units[2], clock.today().year
    old_list.written(world, [old_list.row(unit, award="BK", year=year - 1, day=f"01/01/{year}")])
    old = AwardRecord.objects.get(unit=unit)
    assert old.bloc_year_id is None
    record(world, "CO_TINH", unit=unit, year=year, bloc_year=world.bloc.year)
    ground = read_ground(world.board)
    line = {line.unit: line for line in lines_of(ground, units_behind(ground))}[unit]
    assert (line.by_year[year - 1], line.by_year[year], line.total) == (1, 1, 2)
    assert (2, 1) in spread_of(ground)


def test_a_predecessor_is_named_and_not_added(world):
    old, new = UnitFactory(authority=world.a), world.bloc.units[2]
    record(world, "BK_TINH_TT", unit=old)
    UnitLineage.objects.create(predecessor=old, successor=new, kind="merge", on=clock.today())
    UnitLineage.objects.create(
        predecessor=world.bloc.units[0], successor=new, kind="merge", on=clock.today(), undone=True
    )
    ground = read_ground(world.board)
    line = next(line for line in lines_of(ground, units_behind(ground)) if line.unit == new)
    assert (line.total, [(row.unit, row.count) for row in line.before]) == (0, [(old, 1)])


def test_years_in_blocs_stand_beside_the_counts(world):
    unit, year = world.bloc.units[2], clock.today().year
    before = BlocYearFactory(bloc=world.bloc.year.bloc, year=year - 1)
    MembershipFactory(bloc_year=before, unit=unit, valid_from=dt.date(year - 1, 1, 1))
    ground = read_ground(world.board)
    assert next(line for line in lines_of(ground, units_behind(ground)) if line.unit == unit).in_blocs == 2


# -- close cuts -------------------------------------------------------------------------------------------------------


def bloc_line(*rows):
    """Rows: (rank, percent, points claimed, points given) of 100 points each."""
    made = [
        RankingRow(
            unit_id=place,
            unit_name=f"Đơn vị {place}",
            rank=rank,
            percent=D(percent),
            self_points=D(claimed),
            verified_points=D(given_points),
            max_assigned=D(100),
        )
        for place, (rank, percent, claimed, given_points) in enumerate(rows, start=1)
    ]
    return BlocLine(None, len(made), [], heat(0, 0), None, made)


def cut(line, places=None):
    ranks = {row.unit_id: SimpleNamespace(rank=row.rank) for row in line.rows}
    quota = SimpleNamespace(award_type="Bằng khen")
    allowance = SimpleNamespace(places=places, quota=quota) if places else None
    return _cut(SimpleNamespace(rows=line.rows, bloc_year=None, ranking=None), allowance, ranks)


@pytest.mark.parametrize(
    ("rows", "places", "names", "thin"),
    [
        ([(1, "98", "98", "98"), (2, "95", "95", "95")], None, (1, 2), False),
        ([(1, "98", "98", "98"), (2, "97", "99", "97")], None, (1, 2), True),
        ([(1, "98", "99", "98"), (2, "97", "97", "97")], None, (1, 2), True),
        ([(1, "98", "98", "98"), (2, "98", "98", "98")], None, (1, 2), True),
        ([(1, "98", "98", "98"), (2, "97", "99", "97"), (3, "90", "90", "90")], 2, (2, 3), False),
        ([(1, "98", "98", "98"), (2, "97", "97", "97")], 2, None, None),
        ([(1, "98", "98", "98")], None, None, None),
        ([(1, "98", "98", "98"), (1, "98", "98", "98"), (3, "90", "90", "90")], None, None, None),
    ],
)
def test_how_thin_a_cut_is(rows, places, names, thin):
    found = cut(bloc_line(*rows), places)
    if names is None:
        assert found is None
    else:
        assert ((found.last_in.unit_id, found.first_out.unit_id), found.thin) == (names, thin)


def test_cuts_stand_in_the_order_of_blocs_and_name_their_line(world):
    final_ranking(world)
    board = read_board(world.board)
    with CaptureQueriesContext(connection) as sent:
        found = cuts_of(read_ground(world.board), board.lines)
    assert [row.line.bloc_year for row in found] == [line.bloc_year for line in board.ranked][: len(found)]
    assert all(row.award == "" and row.places == 1 for row in found)
    assert len(sent) <= 8


# -- pages ------------------------------------------------------------------------------------------------------------


def links_of(rows):
    return [(figure.text, figure.url) for row in rows for figure in row.figures if figure.url]


def test_every_figure_of_the_page_opens_as_many_rows(world, sign_in):
    year = clock.today().year
    for state in ("submitted", "approved", "refused"):
        nomination(world, "BK_TINH_TT", state=state)
    for back in range(3):
        record(world, "BK_TINH_TT", unit=world.bloc.units[back], year=year - back)
        record(world, "BK_TINH_CN", unit=world.bloc.units[back], year=year - back)
    client = sign_in(world.viewer)
    page = client.get(reverse("reports:province_awards"))
    links = [link for part in ("outcomes", "years", "spread") for link in links_of(page.context[part])]
    assert len(links) > 12
    for text, url in links:
        assert client.get(url).context["page_obj"].paginator.count == int(text)
    units = client.get(reverse("reports:province_units"))
    figures = [figure for line in units.context["lines"] for figure in line["figures"] if figure.url]
    assert len(figures) == 9
    for figure in figures:
        assert client.get(figure.url).context["page_obj"].paginator.count == int(figure.text)


def owe(bloc, days, **changes):
    return DeadlineFactory(campaign=bloc.campaign, value=clock.today() + dt.timedelta(days=days), **changes)


def test_every_cell_of_the_map_opens_its_units(world, sign_in):
    late = owe(world.bloc, -5, kind="year_report")
    Submission.objects.create(deadline=late, unit=world.bloc.units[0], state="submitted")
    Submission.objects.create(deadline=late, unit=world.bloc.units[1], state="returned")
    owe(world.other_bloc, 5, kind="registration")
    board, year = read_board(world.board), clock.today().year
    for line in board.lines:
        for (kind, _), cell in zip(board.kinds, line.cells, strict=True):
            asked = {"year": year, "bloc_year_id": line.bloc_year.pk, "milestone": kind}
            rows = [len(owed_behind(world.board, status=status, **asked)) for status in ("", "xong", "qua-han")]
            assert rows == [cell.owed, cell.sent, cell.late]
    client = sign_in(world.board)
    page = client.get(reverse("reports:province")).content.decode()
    address = f"{reverse('reports:province_milestones')}?nam={year}"
    assert f"{address}&amp;khoi={world.bloc.year.pk}&amp;moc=year_report&amp;tinh-trang=qua-han" in page
    shown = client.get(address, {"moc": "year_report", "tinh-trang": "qua-han"})
    assert shown.context["page_obj"].paginator.count == 3
    text = client.get(address, {"nam": year, "tinh-trang": "qua-han", "dang": "csv"}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 4


def test_more_blocs_than_a_page_holds_are_shown_by_authority(world, sign_in, monkeypatch):
    world.b.parent = world.a
    world.b.save()
    owe(world.bloc, -5, kind="year_report")
    owe(world.foreign_bloc, -5, kind="year_report")
    mine, theirs = {world.bloc.year, world.other_bloc.year}, {world.foreign_bloc.year}
    client, year = sign_in(world.board), clock.today().year

    def shown(**query):
        page = client.get(reverse("reports:province"), query)
        board = page.context["board"]
        late = client.get(page.context["milestones_url"])
        assert late.context["page_obj"].paginator.count == sum(cell.owed for cell in board.totals)
        return {line.bloc_year for line in board.lines}, "Tất cả cơ quan" in page.content.decode()

    assert shown() == (mine | theirs, True)
    assert shown(**{"co-quan": world.b.pk}) == (theirs, True)
    monkeypatch.setattr("reports.province.MOST", 2)
    assert shown() == (mine, False)
    assert shown(**{"co-quan": world.b.pk}) == (theirs, False)
    assert shown(khoi=world.foreign_bloc.year.pk, nam=year) == (theirs, False)


def test_who_sees_the_awards_of_a_province(world, client):
    for name, person in world.people.items():
        client.force_login(person)
        for route in PAGES:
            status = client.get(reverse(f"reports:{route}")).status_code
            assert (name, route, status) == (name, route, 200 if name in ("board", "viewer", "foreign_board") else 403)


def test_nothing_of_another_province(world, sign_in):
    foreign = world.foreign_bloc.units[2]
    row = record(world, "BK_TINH_TT", authority=world.b, unit=foreign)
    nomination(world, "BK_TINH_TT", bloc=world.foreign_bloc)
    client = sign_in(world.board)
    for route in PAGES:
        for query in ({}, {"co-quan": world.b.pk}, {"don-vi": foreign.pk}, {"q": foreign.name}):
            page = client.get(reverse(f"reports:{route}"), query).content.decode()
            assert row.subject not in page.replace(f'value="{foreign.name}"', "")
    world.b.parent = world.a
    world.b.save()
    shown = client.get(reverse("reports:province_records"), {"co-quan": world.b.pk})
    assert list(shown.context["page_obj"].paginator.object_list) == [row]


def test_files_say_what_the_page_says(world, sign_in):
    nomination(world, "BK_TINH_TT", state="refused")
    record(world, "BK_TINH_TT")
    client = sign_in(world.board)
    answer = client.get(reverse("reports:province_awards"), {"dang": "excel"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Đề nghị và kết quả", "Theo năm", "Số năm có khen thưởng"]
    assert list(book["Đề nghị và kết quả"].values)[-1] == ("Tổng số", 1, 0, 1, 0, 100)
    assert list(book["Theo năm"].values)[-1] == (clock.today().year, 1, 0, 1, 0, 100, 1, 0)
    text = client.get(reverse("reports:province_units"), {"dang": "csv", "so-nam": 1}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 2


@pytest.mark.parametrize("route", PAGES)
def test_odd_filters_show_the_usual_page(world, sign_in, route):
    client = sign_in(world.board)
    for query in (
        "?nam=abc", "?nam=%00", "?nam=9999", "?co-quan=-1", "?so-nam=²", "?q=%00", "?page=0", "?loai=999999999999",
        "?don-vi=999999999999", "?ket-qua=%00", "?ai=x", "?khoi=999999999999", "?moc=%00", "?tinh-trang=x", "?dang=x",
    ):  # fmt: skip
        assert client.get(reverse(f"reports:{route}") + query).status_code == 200


@pytest.mark.parametrize("route", PAGES)
def test_the_cost_does_not_grow(world, sign_in, route):
    final_ranking(world)
    owe(world.bloc, -1)
    record(world, "BK_TINH_TT")
    nomination(world, "BK_TINH_TT")
    client, address = sign_in(world.board), reverse(f"reports:{route}")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for _ in range(4):
        bloc = build_bloc(world.a, clock.today().year)
        owe(bloc, -1)
        for unit in bloc.units:
            record(world, "BK_TINH_TT", unit=unit)
            nomination(world, "BK_TINH_TT", bloc=bloc, unit=unit)
    assert Membership.objects.count() > 20
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)


def test_charts_are_inert_pictures_that_name_their_figures():
    for chart in (
        bars(["2025", "2026"], [("Đề nghị", [3, 4]), ("Khen", [1, 0])], "Lời"),
        stacked_rows(["<script>alert(1)</script>", "B"], [("Đề nghị", [3, 4]), ("Khen", [1, 0])], "Lời"),
    ):
        assert chart.says == "Lời" and chart.address.startswith("data:image/svg+xml;base64,")
        svg = base64.b64decode(chart.address.partition(",")[2]).decode()
        assert "<script" not in svg and "<image" not in svg and "onload" not in svg
        assert "pattern" in svg and ">4<" in svg and "Đề nghị" in svg


def test_the_page_shows_its_charts_beside_tables_without_script(world, sign_in):
    nomination(world, "BK_TINH_TT")
    page = sign_in(world.board).get(reverse("reports:province_awards")).content.decode()
    assert page.count('<img src="data:image/svg+xml;base64,') == 2 and page.count("<table") == 3
    assert "không phải nhận xét" in page
