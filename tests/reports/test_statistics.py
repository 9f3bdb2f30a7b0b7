"""Statistical forms: cells that add up, tables counted by hand, the rows behind every figure, files and rights."""

import csv
import datetime as dt
import io
import itertools
import random
from collections import Counter

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import clock
from awards.models import AwardRecord, AwardType
from awards.states import Mode, SubjectClass
from blocs.models import Authority
from campaigns.models import Campaign
from campaigns.when import ZONE
from reports.desk import read_desk
from reports.ground import Ground, read_ground
from reports.statistics.overview import due_day, read_overview
from reports.statistics.shapes import KEYS, all_forms, form_of, read_form
from reports.statistics.sources import Period, length_of
from reports.statistics.tables import fill, left_out_of, read_cell, read_table
from reports.things_statistics import statistics_to_send
from tests.reports.award_scenes import award_type, cancel, nomination, record
from tests.world import build_bloc

YEAR = 2026
DAY = dt.date(YEAR, 12, 31)
RECORD_FORMS = [form for form in all_forms() if form.of == "records"]
CODES = {
    "state": ["CO_CP", "BK_TTG_TT", "HC_LD_1"],
    "province": ["CO_TINH", "BK_TINH_TT", "BK_TINH_CN", "CSTD_TINH", "TTLDXS", "KNC_TINH", "HUY_HIEU_TINH"],
    "grassroots": ["GIAY_KHEN_TT", "LDTT"],
}


def catalogue():
    """An unsaved catalogue: every level, both kinds, codes in and out of the columns of 0603."""
    rows = [(level, code) for level, codes in CODES.items() for code in codes]
    return [
        AwardType(
            pk=place,
            code=code,
            level=level,
            kind="title" if place % 2 else "form",
            name=code,
            valid_from=dt.date(2024, 1, 1),
        )
        for place, (level, code) in enumerate(rows, start=1)
    ]


TYPES = catalogue()
GROUND = Ground(None, [], frozenset(), [YEAR], YEAR)
PERIOD = Period(GROUND, DAY)
NAMES = ("type", "class", "mode", "leader", "worker", "authority_level")
VALUES = st.tuples(
    st.sampled_from([row.pk for row in TYPES]),
    st.sampled_from(SubjectClass.values),
    st.sampled_from(Mode.values),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Authority.Level.values),
)
GROUPS = st.lists(st.tuples(VALUES.map(lambda row: dict(zip(NAMES, row, strict=True))), st.integers(1, 9)), max_size=12)


def sums_by_part(lines, figures):
    found = Counter()
    for line, figure in zip(lines, figures, strict=True):
        if line.part:
            found[line.part] += figure
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(GROUPS, GROUPS)
def test_every_division_adds_up_and_every_record_is_in_one_level(records, nominations):
    groups = {"records": records, "nominations": nominations}
    tables = {form.key: fill(form, PERIOD, TYPES, groups) for form in RECORD_FORMS}
    for table in tables.values():
        figures = [(line, cells) for line, cells in zip(table.rows, table.cells, strict=True) if cells]
        total = next(cells for line, cells in figures if line.look == "total")
        for place in range(len(table.columns)):
            by_part = sums_by_part([line for line, _ in figures], [cells[place] for _, cells in figures])
            assert set(by_part.values()) <= {total[place]}, (table.form.key, by_part)
        for line, cells in figures:
            by_part = sums_by_part(table.columns, cells)
            whole = {cells[0]} if not table.columns[0].part and not table.columns[0].of else set()
            assert len(set(by_part.values()) | whole) <= 1, (table.form.key, line, by_part)
    everything = sum(number for _, number in records)
    levels = [("0602", "qb-01"), ("0603", "qb-03"), ("qb-05",)]
    assert sum(tables[keys[0]].total for keys in levels) == everything
    for keys in levels:
        assert len({tables[key].total for key in keys}) == 1


def test_every_record_form_has_divisions_that_could_fail():
    """Guards the property above: without parts it would hold for anything."""
    parts = {form.key: {line.part for line in (*form.rows, *form.columns)} - {""} for form in RECORD_FORMS}
    assert parts == {
        "0602": {"submitter", "subject", "mode", "award"},
        "0603": {"subject", "mode", "award"},
        **{key: {"decided", "mode", "award"} for key in ("qb-01", "qb-03", "qb-05")},
    }


def test_forms_name_their_source_and_whether_it_was_checked():
    assert [form.key for form in all_forms()] == list(KEYS)
    for form in all_forms():
        assert form.source and form.unconfirmed and form.notes
        assert due_day(form, 2026) == (dt.date(2026, 12, 15) if form.key.startswith("06") else None)
        keys = [line.key for line in form.rows if not line.each]
        assert len(keys) == len(set(keys))
    with pytest.raises(TypeError):
        read_form({"columns": [{"titel": "x"}], "rows": [], "notes": []})
    with pytest.raises(KeyError):
        form_of("../0601")


def test_a_column_for_every_award_that_was_given():
    form = form_of("0602")
    empty = fill(form, PERIOD, TYPES, {"records": []})
    assert [line.title for line in empty.columns] == ["Tổng số"] and empty.total == 0
    given = dict(zip(NAMES, (3, "collective", "war", False, False, "province"), strict=True))
    counted = fill(form, PERIOD, TYPES, {"records": [(given, 2), ({**given, "type": 5}, 7)]})
    assert [line.title for line in counted.columns] == ["Tổng số", "HC_LD_1"]
    assert counted.cell("21", "t3") == 2 and counted.cell("3", "1") == 2


@pytest.mark.parametrize(
    ("kind", "dates", "expected"),
    [
        ("regular", (2026, 2026, dt.date(2026, 3, 1), dt.date(2026, 6, 30)), "1"),
        ("themed", (2026, 2026, None, None), "1"),
        ("themed", (2026, 2026, dt.date(2026, 1, 1), dt.date(2026, 12, 31)), "1"),
        ("themed", (2026, 2026, dt.date(2026, 1, 15), dt.date(2026, 6, 30)), "under_1"),
        ("themed", (2025, 2026, None, None), "1_to_3"),
        ("themed", (2024, 2026, None, None), "3_to_5"),
        ("themed", (2024, 2026, dt.date(2024, 3, 1), dt.date(2026, 12, 31)), "1_to_3"),
        ("themed", (2022, 2025, None, None), "3_to_5"),
        ("themed", (2021, 2025, None, None), "5_up"),
        ("themed", (2021, 2025, dt.date(2025, 1, 1), dt.date(2021, 1, 1)), "5_up"),
    ],
)
def test_length_of_a_movement(kind, dates, expected):
    assert length_of(kind, *dates) == expected


# -- with a database --------------------------------------------------------------------------------------------------


def period(world, year=None, day=None, who=None):
    ground = read_ground(who or world.board, year=year or clock.today().year)
    return Period(ground, day or ground.last_day)


def figures(table, row):
    return {column.title: figure for line, cells in table.lines if line.key == row for column, figure in cells}


def test_the_form_of_a_province_counted_by_hand(world):
    record(world, "BK_TINH_TT")
    record(world, "BK_TINH_TT", subject_class="enterprise", mode="thematic")
    record(world, "BK_TINH_TT", subject_class="household", mode="ad_hoc")
    record(world, "BK_TINH_CN", is_leader=True)
    record(world, "BK_TINH_CN", is_direct_worker=True, mode="tenure")
    record(world, "CSTD_TINH")
    record(world, "CO_TINH")
    record(world, "TTLDXS")
    record(world, "GIAY_KHEN_TT")
    record(world, "CO_CP")
    record(world, "BK_TINH_TT", day=dt.date(clock.today().year - 1, 12, 31))
    record(world, "BK_TINH_TT", authority=world.b, unit=world.foreign_bloc.units[2])
    table = read_table(form_of("0603"), period(world))
    short = {line.title: line.key for line in table.columns}
    rows = {key: [table.cell(key, column) for column in short.values()] for key in ("01", "02", "03", "04", "05")}
    assert list(short.values()) == ["1", "2", "3", "4", "5", "x"]
    assert rows == {
        "01": [8, 5, 1, 1, 0, 1],
        "02": [4, 2, 0, 1, 0, 1],
        "03": [1, 1, 0, 0, 0, 0],
        "04": [1, 1, 0, 0, 0, 0],
        "05": [3, 2, 1, 0, 0, 0],
    }
    assert [table.cell(key, "1") for key in ("06-09", "10", "x")] == [1, 1, 1]
    assert [table.cell(f"{key}", "1") for key in range(11, 18)] == [5, 1, 1, 0, 0, 1, 0]
    assert table.total == 8
    assert read_table(form_of("0602"), period(world)).total == 1
    assert read_table(form_of("qb-05"), period(world)).total == 1


def test_year_end_form_with_proposals_counted_by_hand(world):
    nomination(world, "BK_TINH_TT")
    nomination(world, "BK_TINH_TT", state="refused")
    nomination(world, "BK_TINH_CN", state="approved")
    nomination(world, "BK_TINH_TT", state="draft")
    nomination(world, "BK_TINH_TT", state="at_bloc")
    nomination(world, "BK_TINH_TT", state="dropped")
    nomination(world, "BK_TINH_TT", state="returned", returned_from="bloc")
    nomination(world, "BK_TINH_TT", state="returned", returned_from="board")
    nomination(world, "BK_TINH_TT", at=clock.now() - dt.timedelta(days=400))
    record(world, "BK_TINH_CN", is_leader=True, mode="ad_hoc")
    table = read_table(form_of("qb-03"), period(world))
    totals = [table.cell("sum", line.key) for line in table.columns]
    assert dict(zip([line.key for line in table.columns], totals, strict=True)) == {
        "p1": 3, "p2": 1, "d1": 0, "d2": 1,
        "r1": 0, "r2": 0, "r3": 0, "t1": 0, "t2": 1, "t3": 0,
        "n": 0, "e": 0, "s": 0, "w": 0, "b": 0,
    }  # fmt: skip
    assert table.cell(f"t{award_type('BK_TINH_CN').pk}", "t2") == 1


def test_as_of_a_day(world):
    year = clock.today().year - 1
    taken = record(world, "BK_TINH_TT", day=dt.date(year, 3, 1))
    record(world, "BK_TINH_TT", day=dt.date(year, 9, 1))
    cancel(world, taken, dt.date(year, 6, 1))
    form = form_of("0603")

    def on(month, day):
        table = read_table(form, period(world, year, dt.date(year, month, day)))
        return table.total, table.left_out

    assert [on(2, 28), on(3, 1), on(5, 31), on(6, 1), on(8, 31), on(9, 1)] == [
        (0, 0), (1, 0), (1, 0), (0, 1), (0, 1), (1, 1),
    ]  # fmt: skip
    assert list(left_out_of(form, period(world, year, dt.date(year, 12, 31)))) == [taken]


def test_movements_counted_by_hand(world):
    year = clock.today().year
    for begins, ends in ((year - 4, year), (year + 1, year + 1)):
        Campaign.objects.create(kind="themed", authority=world.a, title="PT", from_year=begins, to_year=ends)
    table = read_table(form_of("0601"), period(world))
    assert {row.key: table.cell(row.key, "1") for row in table.rows if row.look != "band"} == {
        "01": 3, "02": 0, "03": 1, "04": 2, "05": 0,
        "06": 0, "07": 2, "08": 0, "09": 0, "10": 1, "11": 1, "12": 2,
    }  # fmt: skip
    assert [table.cell("01", key) for key in "1234"] == [3, 0, 3, 0]


def scatter(world, number=60):
    """Records over every dimension, some cancelled, some of other years."""
    chance = random.Random(7)
    award_type("BK_TINH_TT")  # loads the catalogue
    codes = list(AwardType.objects.order_by("pk").values_list("code", flat=True))
    for place in range(number):
        row = record(
            world,
            chance.choice(codes),
            unit=chance.choice([*world.bloc.units, *world.other_bloc.units]),
            day=clock.today() - dt.timedelta(days=chance.choice([0, 1, 400])),
            subject=f"Số {place}",
            subject_class=chance.choice(SubjectClass.values),
            mode=chance.choice(Mode.values),
            is_leader=chance.random() < 0.4,
            is_direct_worker=chance.random() < 0.4,
        )
        if chance.random() < 0.1:
            cancel(world, row)
    for _ in range(12):
        nomination(world, chance.choice(codes), state=chance.choice(["submitted", "refused", "approved", "at_bloc"]))


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_has_exactly_its_rows_behind_it(world, key):
    scatter(world)
    form, when = form_of(key), period(world)
    table = read_table(form, when)
    assert table.total > 0
    for row, cells in table.lines:
        for column, figure in cells:
            behind = read_cell(form, when, row.key, column.key)
            assert (row.key, column.key, behind.rows.count()) == (row.key, column.key, figure)
    if form.of == "records":
        assert left_out_of(form, when).count() == table.left_out


def test_levels_hold_every_record_once(world):
    scatter(world)
    when = period(world)
    overview = read_overview(when)
    signed = AwardRecord.objects.filter(decision__date__year=clock.today().year)
    assert overview.total + overview.left_out == signed.count()
    assert overview.total == sum(read_table(form_of(key), when).total for key in ("0602", "0603", "qb-05"))
    for _, forms, number in overview.levels:
        assert {read_table(form, when).total for form in forms} == {number}


def test_the_page_its_files_and_its_lists_say_the_same(world, sign_in):
    scatter(world, 30)
    client = sign_in(world.viewer)
    address = reverse("reports:province_statistics_form", args=["0603"])
    page = client.get(address)
    table, shown = page.context["table"], page.context["lines"]
    links = [cell for row in shown for cell in row["cells"] if cell["url"]]
    assert links
    for cell in links[:12]:
        behind = client.get(cell["url"])
        assert behind.context["page_obj"].paginator.count == cell["figure"]
        listed = client.get(cell["url"] + "&dang=csv").content.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(listed)))) - 1 == cell["figure"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(address, {"dang": "excel"}).content))
    rows = {row[0]: row[3:] for row in book["Biểu 0603"].values if row[0]}
    for line, cells in table.lines:
        if cells:
            assert rows[_safe(line.title)] == tuple(figure for _, figure in cells)
    text = client.get(address, {"dang": "csv"}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == len(table.rows) + 1


def _safe(title):
    """A title that begins like a formula leaves with an apostrophe before it."""
    return f"'{title}" if title.startswith("+") else title


@pytest.mark.parametrize("key", ["0601", "0602", "qb-03"])
def test_the_print_carries_the_figures(world, sign_in, key):
    scatter(world, 20)
    client = sign_in(world.board)
    address = reverse("reports:province_statistics_form", args=[key])
    table = client.get(address).context["table"]
    answer = client.get(address, {"dang": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)
    text = " ".join(word for page in reader.pages for word in page.extract_text().split())
    assert table.form.number.split("/")[0] in text and "cần xác nhận" in text.lower()
    wanted = Counter(str(figure) for _, cells in table.lines for _, figure in cells)
    found = Counter(text.split())
    assert all(found[figure] >= number for figure, number in wanted.items())


def test_who_sees_statistics(world, client):
    routes = [
        reverse("reports:province_statistics"),
        reverse("reports:province_statistics_form", args=["0601"]),
        reverse("reports:province_statistics_cell", args=["0601"]) + "?dong=01&cot=1",
    ]
    for (name, person), address in itertools.product(world.people.items(), routes):
        client.force_login(person)
        expected = 200 if name in ("board", "viewer", "foreign_board") else 403
        assert (name, address, client.get(address).status_code) == (name, address, expected)


def test_nothing_of_another_province_and_all_of_those_below(world, sign_in):
    record(world, "BK_TINH_TT")
    record(world, "BK_TINH_TT", authority=world.b, unit=world.foreign_bloc.units[0])
    address = reverse("reports:province_statistics_form", args=["0603"])

    def total(**query):
        return sign_in(world.board).get(address, query).context["table"].total

    assert (total(), total(**{"co-quan": world.b.pk})) == (1, 1)
    world.b.parent = world.a
    world.b.save()
    assert (total(), total(**{"co-quan": world.b.pk}), total(**{"co-quan": world.a.pk})) == (2, 1, 1)


def test_odd_addresses(world, sign_in):
    client = sign_in(world.board)
    form = reverse("reports:province_statistics_form", args=["0601"])
    cell = reverse("reports:province_statistics_cell", args=["0601"])
    for query in ("?nam=abc", "?nam=%00", "?co-quan=²", "?nam=99999", "?dang=x", "?page=z"):
        assert client.get(form + query).status_code == 200
        assert client.get(cell + query + "&dong=01&cot=1").status_code == 200
    assert client.get(form + "?ngay=31/02/2026").status_code == 422
    assert client.get(form + "?ngay=%00").status_code == 422
    assert client.get(form + "?ngay=01/01/1999").context["period"].day.year == clock.today().year
    assert client.get(cell).context["page_obj"].paginator.count == client.get(form).context["table"].total
    for query in ("?dong=a&cot=1", "?dong=01&cot=9", "?dong=%00&cot=%00", "?cot=loai-ra"):
        assert client.get(cell + query).status_code == 404
    assert client.get(reverse("reports:province_statistics_form", args=["9999"])).status_code == 404


@pytest.mark.parametrize("key", ["0601", "0602", "0603", "qb-03"])
def test_the_cost_does_not_grow(world, sign_in, key):
    client, address = sign_in(world.board), reverse("reports:province_statistics_form", args=[key])
    record(world, "BK_TINH_TT")
    nomination(world, "BK_TINH_TT")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    scatter(world, 10)
    for _ in range(4):
        build_bloc(world.a, clock.today().year)
    assert Campaign.objects.filter(authority=world.a).count() == 6
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("month", "day", "asked"), [(11, 30, 0), (12, 1, 1), (12, 15, 1), (12, 16, 0)], ids=lambda value: str(value)
)
def test_the_board_is_told_when_forms_are_due(world, month, day, asked):
    moment = dt.datetime(clock.today().year, month, day, 9, tzinfo=ZONE)
    with clock.at(moment):
        found = list(statistics_to_send(read_desk(world.board)))
        assert [row.detail.count("BNV-TĐKT") for row in found] == [3] * asked
        assert all(row.day == dt.date(moment.year, 12, 15) for row in found)
        for person in (world.viewer, world.leader, world.head):
            assert list(statistics_to_send(read_desk(person))) == []
