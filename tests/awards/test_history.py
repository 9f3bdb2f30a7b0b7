"""Looking up the award history: conditions, who sees what, the Excel file, a person's own, statements."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.history_reading import Wanted, find, history_of_person, line_of_unit
from awards.models import AwardAct, AwardActLine, AwardRecord, Decision, Person, PersonPlace
from awards.states import SubjectClass
from blocs.models import UnitLineage
from tests.factories import UnitFactory
from tests.world import build_world

from .history_scenes import excel, row, second_board, uploaded, written
from .scenes import award_type, signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


def record(world, unit, year=2020, code="BK_TINH_TT", number="1/QĐ", who=None, **fields):
    """One record of a decision of its own authority, signed in the spring of the next year."""
    decision, _ = Decision.objects.get_or_create(
        authority=unit.authority, number=number, date=dt.date(year + 1, 3, 1),
        defaults={**signature(), "number": number, "date": dt.date(year + 1, 3, 1), "by": world.board},
    )  # fmt: skip
    kind = SubjectClass.PERSON if who else SubjectClass.COLLECTIVE
    values = {"unit_name": unit.name, "subject": who.full_name if who else unit.name, "subject_class": kind} | fields
    return AwardRecord.objects.create(
        decision=decision,
        authority=unit.authority,
        unit=unit,
        award_type=award_type(code),
        year=year,
        person=who,
        **values,
    )


def somebody(world, name="Trần Thị Mới", **fields):
    return Person.objects.create(authority=world.a, full_name=name, by=world.board, **fields)


def act(record, kind, day, by):
    made = AwardAct.objects.create(
        authority=record.authority, decision=record.decision, kind=kind, number="99/QĐ", date=day, effective_on=day,
        ground="fraud", reason="Kê khai gian dối", by=by,
    )  # fmt: skip
    return AwardActLine.objects.create(act=made, record=record)


def found(user, **wanted):
    return [one.pk for one in find(user, Wanted(**wanted))]


@pytest.mark.parametrize("words", ["Tran Thi Moi", "TRẦN thị", "cb-77", "88/qd", "pho phong"])
def test_words_find_names_positions_numbers_and_codes_without_tone_marks(world, words):
    who = somebody(world, code="CB-77")
    mine = record(world, world.bloc.units[2], code="CSTDCS", number="88/QĐ-UBND", who=who, position="Phó phòng")
    record(world, world.bloc.units[3], number="5/QĐ")
    assert found(world.board, words=words) == [mine.pk]


def test_years_and_award_narrow_it(world):
    unit = world.bloc.units[2]
    rows = {year: record(world, unit, year, number=f"{year}/QĐ").pk for year in (2018, 2020, 2022)}
    other = record(world, unit, 2020, code="TTLDXS", number="7/QĐ").pk
    assert found(world.board, from_year=2019, to_year=2021, type_id=award_type("BK_TINH_TT").pk) == [rows[2020]]
    assert found(world.board, from_year=2020) == [rows[2022], other, rows[2020]]


def test_a_unit_brings_its_predecessors_up_to_the_change(world):
    before, after = UnitFactory(authority=world.a), UnitFactory(authority=world.a)
    UnitLineage.objects.create(predecessor=before, successor=after, kind="merge", on=dt.date(2021, 7, 1))
    old, late = record(world, before, 2020), record(world, before, 2023, number="2/QĐ")
    own = record(world, after, 2022, number="3/QĐ")
    line = line_of_unit(after)
    assert found(world.board, unit=after, line=line) == [own.pk, old.pk]
    assert found(world.board, unit=after, line=line, with_line=False) == [own.pk]
    assert late.pk not in found(world.board, unit=after, line=line)


def test_what_stood_on_a_day(world):
    cancelled = record(world, world.bloc.units[2], 2020)
    kept = record(world, world.bloc.units[3], 2020, number="2/QĐ")
    act(cancelled, "cancel", dt.date(2023, 5, 5), world.board)
    both = {cancelled.pk, kept.pk}
    assert set(found(world.board, only_valid=True, day=dt.date(2023, 5, 4))) == both
    assert found(world.board, only_valid=True, day=dt.date(2023, 5, 5)) == [kept.pk]
    assert set(found(world.board)) == both
    assert found(world.board, day=dt.date(2021, 2, 28)) == []


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("board", {"own", "other", "predecessor"}),
        ("viewer", {"own", "other", "predecessor"}),
        ("head", {"own", "predecessor"}),
        ("staff", {"own", "predecessor"}),
        ("other_unit_head", {"other"}),
        ("foreign_board", {"foreign"}),
        ("foreign_head", set()),
        ("no_post", set()),
    ],
)
def test_everybody_sees_own_units_and_authorities(world, who, sees):
    unit, before = world.bloc.units[2], UnitFactory(authority=world.a, dissolved_on=dt.date(2022, 1, 1))
    UnitLineage.objects.create(predecessor=before, successor=unit, kind="merge", on=dt.date(2022, 1, 1))
    rows = {
        "own": record(world, unit), "other": record(world, world.bloc.units[3], number="2/QĐ"),
        "predecessor": record(world, before, number="3/QĐ"), "foreign": record(world, UnitFactory(authority=world.b)),
    }  # fmt: skip
    assert set(found(getattr(world, who))) == {rows[name].pk for name in sees}


def test_what_was_won_in_the_bloc_is_known_in_the_bloc(world):
    mine = record(world, world.bloc.units[3], bloc_year=world.bloc.year)
    assert found(world.head) == [mine.pk]
    assert found(world.other_bloc_leader) == []


def test_a_unit_that_may_not_be_seen_is_not_named(world, sign_in):
    foreign = UnitFactory(authority=world.b, name="Sở Bí Mật Tỉnh Khác")
    page = sign_in(world.head).get(reverse("awards:history"), {"unit": foreign.pk})
    assert (page.status_code, "Bí Mật" in page.content.decode()) == (200, False)


def test_the_file_holds_exactly_what_is_seen(world, sign_in):
    unit = world.bloc.units[2]
    who = somebody(world)
    record(world, unit, 2020, code="CSTDCS", who=who, position="Phó phòng")
    act(record(world, unit, 2019, number="=1+1"), "cancel", dt.date(2023, 5, 5), world.board)
    record(world, world.bloc.units[3], number="2/QĐ")
    response = sign_in(world.head).get(reverse("awards:history_export"), {"tu": "2019"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4)]
    assert [(r[0], r[1] or None, r[3], r[4] or None, r[5] or None) for r in rows] == [
        ("Trần Thị Mới", "Phó phòng", 2020, "Chiến sĩ thi đua cơ sở", None),
        (unit.name, None, 2019, None, award_type("BK_TINH_TT").name),
    ]
    assert rows[1][9].startswith("Đã hủy")
    assert sheet["G5"].data_type == "s"


def test_the_history_follows_the_person(world):
    """Won at another unit: the unit of today sees it all, the former one its own."""
    old, new = world.bloc.units[2], world.bloc.units[3]
    who = somebody(world)
    PersonPlace.objects.create(person=who, unit=old, valid_from=dt.date(2015, 1, 1), valid_to=dt.date(2021, 12, 31))
    PersonPlace.objects.create(person=who, unit=new, valid_from=dt.date(2022, 1, 1))
    first = record(world, old, 2020, code="CSTDCS", who=who)
    second = record(world, new, 2022, code="CSTDCS", who=who, number="2/QĐ")
    seen = {name: [one.record.pk for one in history_of_person(getattr(world, name), who).rows]
            for name in ("board", "other_unit_head", "head")}  # fmt: skip
    assert seen == {"board": [second.pk, first.pk], "other_unit_head": [second.pk, first.pk], "head": [first.pk]}


def test_a_person_is_there_for_those_who_have_to_do_with_them(world, sign_in):
    who = somebody(world, birth_year=1981)
    record(world, world.bloc.units[2], who=who, code="CSTDCS")
    path = reverse("awards:person_history", args=[who.pk])
    codes = {name: sign_in(getattr(world, name)).get(path).status_code
             for name in ("board", "head", "other_unit_head", "foreign_board", "no_post")}  # fmt: skip
    assert codes == {"board": 200, "head": 200, "other_unit_head": 404, "foreign_board": 404, "no_post": 404}


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"unit": "9" * 30}, {"tu": "abc"}, {"ngay": "32/13/x"}, {"type": "-1"},
                                   {"page": "x"}, {"den": "99999999999"}, {"hieu_luc": "%"}])  # fmt: skip
def test_conditions_that_make_no_sense_are_left_out(world, sign_in, query):
    record(world, world.bloc.units[2])
    client = sign_in(world.board)
    assert client.get(reverse("awards:history"), query).status_code == 200
    assert client.get(reverse("awards:history_export"), query).status_code == 200


def _statements(client, path, **query):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path, query).status_code == 200
    return len(seen)


def test_the_pages_cost_the_same_for_one_row_and_for_five(world, sign_in):
    who, unit = somebody(world), world.bloc.units[2]
    client = sign_in(world.board)
    paths = [
        reverse("awards:history"),
        reverse("awards:history_export"),
        reverse("awards:person_history", args=[who.pk]),
    ]
    act(record(world, unit, 2015, code="CSTDCS", who=who), "strip", dt.date(2024, 1, 1), world.board)
    client.get(paths[0])
    few = [_statements(client, path) for path in paths]
    for year in range(2016, 2020):
        one = record(world, unit, year, code="CSTDCS", who=who, number=f"{year}/QĐ")
        act(one, "strip", dt.date(2024, 1, 1), world.board)
    assert [_statements(client, path) for path in paths] == few


# The pages of an import.


def test_an_import_from_upload_to_done_in_the_pages(world, sign_in):
    award_type()
    unit = world.bloc.units[2]
    client = sign_in(world.board)
    assert client.get(reverse("awards:history_import_template")).status_code == 200
    rows = [row(unit), row("Sở Lạ Hoắc Lạ Huơ", number="9/QĐ")]
    response = client.post(reverse("awards:history_import_upload"), {"file": excel(rows)}, follow=True)
    page = response.content.decode()
    assert response.status_code == 200 and "Những chỗ cần bạn quyết định" in page
    draft = response.context["row"]
    question = response.context["questions"][0]
    choose = reverse("awards:history_import_choose", args=[draft.pk])
    assert client.post(choose, {f"o-{question.key}": "MÃ-SAI"}).status_code == 422
    client.post(choose, {f"o-{question.key}": world.bloc.units[3].code})
    other = sign_in(second_board(world))
    shown = other.get(reverse("awards:history_import", args=[draft.pk]))
    assert (len(shown.context["plan"].ready), shown.context["to_write"]) == (2, 2)
    start = reverse("awards:history_import_start", args=[draft.pk])
    assert other.post(start, {"checksum": "sai"}).status_code == 409
    assert other.post(start, {"checksum": shown.context["checksum"]}).status_code == 302
    done = other.post(reverse("awards:history_import_go_on", args=[draft.pk]), HTTP_HX_REQUEST="true")
    assert "Xem lịch sử khen thưởng" in done.content.decode()
    assert AwardRecord.objects.count() == 2


def test_a_wrong_file_keeps_what_was_typed(world, sign_in):
    response = sign_in(world.board).post(
        reverse("awards:history_import_upload"), {"file": excel([["x"]], head=["lạ"]), "issuer": "UBND tỉnh"}
    )
    assert response.status_code == 422
    assert "Không thấy cột" in response.content.decode() and "UBND tỉnh" in response.content.decode()


def test_the_preview_costs_the_same_for_one_line_and_for_fifty(world, sign_in):
    client = sign_in(world.board)
    counts = []
    for size in (1, 50):
        draft = uploaded(world, [row(world.bloc.units[2], number=f"{n}/QĐ") for n in range(size)])
        client.get(reverse("awards:history"))
        counts.append(_statements(client, reverse("awards:history_import", args=[draft.pk])))
    assert counts[0] == counts[1]


def test_a_finished_import_says_what_was_written(world, sign_in):
    done = written(world, [row(world.bloc.units[2])])
    page = sign_in(world.board).get(reverse("awards:history_import", args=[done.pk])).content.decode()
    assert "Đã ghi 1 quyết định, 1 khen thưởng" in page and done.file_sha256 in page


def test_the_second_person_finds_it_among_the_things_to_do(world, sign_in):
    draft = uploaded(world, [row(world.bloc.units[2])])
    path = reverse("awards:history_import", args=[draft.pk])
    assert path not in sign_in(world.board).get(reverse("home")).content.decode()
    assert path in sign_in(second_board(world)).get(reverse("home")).content.decode()
