"""Old decisions from Excel: read, chosen, started by a second person, written whole, never twice."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.models import AwardRecord, Decision, HistoryImport, ImportedDecision, ImportedRecord, Person
from awards.permissions_history import HistoryReason
from awards.services.history_import import choose, preview, save_history_import, start_import, write_next
from awards.states import ImportState, SubjectClass
from blocs.models import Post, UnitLineage, UnitName
from blocs.services import rename_unit
from tests.factories import PostFactory, UnitFactory
from tests.world import build_world

from .history_scenes import excel, row, second_board, started, uploaded, written
from .scenes import signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


def test_a_list_becomes_decisions_records_and_persons(world):
    one, two = world.bloc.units[2], world.bloc.units[3]
    rows = [row(one), row(two, who="Bà Trần Thị Mới", born="1981"), row(two, number="7/QĐ-UBND", award="CSTĐCS",
            who="Trần Thị Mới", born="1981")]  # fmt: skip
    done = written(world, rows)
    assert done.state == ImportState.DONE
    assert sorted(Decision.objects.values_list("number", flat=True)) == ["512/QĐ-UBND", "7/QĐ-UBND"]
    made = AwardRecord.objects.order_by("imported__line")
    assert [(r.unit_id, r.subject, r.year, r.subject_class) for r in made] == [
        (one.pk, one.name, 2018, SubjectClass.COLLECTIVE),
        (two.pk, "Trần Thị Mới", 2018, SubjectClass.PERSON),
        (two.pk, "Trần Thị Mới", 2018, SubjectClass.PERSON),
    ]
    person = Person.objects.get()
    assert (person.full_name, person.birth_year, person.female, person.authority) == (
        "Trần Thị Mới",
        1981,
        True,
        world.a,
    )
    assert {r.person_id for r in made if r.person_id} == {person.pk}
    assert [(r.imported.history_import_id, r.imported.line) for r in made] == [(done.pk, n) for n in (2, 3, 4)]
    assert len(done.file_sha256) == 64


def test_every_step_leaves_its_row_in_the_trail(world):
    done = written(world, [row(world.bloc.units[2])])
    events = ["history_import.read", "history_import.start", "decision.import", "history_import.done"]
    found = AuditEntry.objects.filter(event__in=events).order_by("pk")
    assert list(found.values_list("event", "by_id")) == [
        (events[0], world.board.pk), (events[1], done.started_by_id), (events[2], done.started_by_id),
        (events[3], done.started_by_id),
    ]  # fmt: skip
    assert found[2].after == {"awards": 1, "file": done.file_sha256}


def test_the_name_is_the_one_of_the_day_of_signing(world):
    unit = world.bloc.units[2]
    old = unit.name
    UnitName.objects.create(unit=unit, name=old, valid_from=dt.date(2000, 1, 1))
    rename_unit(by=world.board, unit=unit, name="Sở Tên Mới", from_day=dt.date(2024, 1, 1))
    written(world, [row(old)])
    assert (AwardRecord.objects.get().unit_name, UnitName.objects.filter(unit=unit).count()) == (old, 2)


def test_a_merged_unit_keeps_what_it_earned(world):
    """The successor carries the same name today: the year decides."""
    before = UnitFactory(authority=world.a, name="Sở Du lịch An", dissolved_on=dt.date(2025, 7, 1))
    after = UnitFactory(authority=world.a, name="Sở Du lịch An", founded_on=dt.date(2025, 7, 1))
    UnitLineage.objects.create(predecessor=before, successor=after, kind="merge", on=dt.date(2025, 7, 1))
    written(world, [row("Sở Du lịch An"), row("Sở Du lịch An", number="9/QĐ", day="01/03/2026", year=2025)])
    assert list(AwardRecord.objects.order_by("year").values_list("unit_id", flat=True)) == [before.pk, after.pk]


def test_the_same_file_twice_writes_nothing_twice(world):
    rows = [row(world.bloc.units[2]), row(world.bloc.units[3], who="Trần Văn Mới")]
    written(world, rows)
    second = uploaded(world, rows)
    plan, checksum = preview(second, world.board)
    assert [line.status for line in plan.lines] == ["duplicate", "duplicate"]
    with pytest.raises(Refused) as refused:
        start_import(import_id=second.pk, checksum=checksum, by=second_board(world))
    assert refused.value.reason is HistoryReason.NOTHING_TO_WRITE
    assert (Decision.objects.count(), AwardRecord.objects.count(), Person.objects.count()) == (1, 2, 1)


def test_what_was_forgotten_is_added_to_the_imported_decision(world):
    first, second = world.bloc.units[2], world.bloc.units[3]
    written(world, [row(first)])
    written(world, [row(first), row(second)])
    assert Decision.objects.get().records.count() == 2


def test_half_a_decision_is_never_written(world):
    """One line of the first decision has a unit nobody knows."""
    done = written(world, [row(world.bloc.units[2]), row("Công ty Lạ Hoắc"), row(world.bloc.units[3], number="9/QĐ")])
    assert list(Decision.objects.values_list("number", flat=True)) == ["9/QĐ"]
    assert ImportedRecord.objects.filter(history_import=done).count() == 1


def test_an_error_in_the_middle_leaves_nothing(world, monkeypatch):
    draft = started(world, [row(world.bloc.units[2]), row(world.bloc.units[3])])

    def fail(*args, **kwargs):
        raise RuntimeError("crash")

    monkeypatch.setattr("awards.services.history_writing.audit.record_many", fail)
    with pytest.raises(RuntimeError):
        write_next(import_id=draft.pk, by=draft.started_by)
    assert (Decision.objects.count(), AwardRecord.objects.count(), ImportedDecision.objects.count()) == (0, 0, 0)
    monkeypatch.undo()
    write_next(import_id=draft.pk, by=draft.started_by)
    assert AwardRecord.objects.count() == 2


def test_a_large_file_is_written_in_pieces_that_go_on(world):
    unit = world.bloc.units[2]
    draft = started(world, [row(unit, number=f"{n}/QĐ") for n in range(1, 8)])
    states = []
    for _ in range(3):
        states.append((write_next(import_id=draft.pk, by=draft.started_by, most=3).state, Decision.objects.count()))
    assert states == [("running", 3), ("running", 6), ("done", 7)]
    with pytest.raises(Refused):
        write_next(import_id=draft.pk, by=draft.started_by)


def test_a_choice_is_kept_and_whoever_chose_last_has_prepared_the_file(world):
    unit = UnitFactory(authority=world.a, name="Sở Thông tin và Truyền thông")
    draft = uploaded(world, [row("Sở Thông tin Truyền thôngg")])
    question = preview(draft, world.board)[0].questions[0]
    other = second_board(world)
    draft = choose(import_id=draft.pk, answers={question.key: str(unit.pk), "khac": "1"}, by=other)
    assert (draft.choices, draft.by) == ({question.key: str(unit.pk)}, other)
    plan, checksum = preview(draft, world.board)
    assert plan.lines[0].unit_id == unit.pk
    with pytest.raises(Refused) as refused:
        start_import(import_id=draft.pk, checksum=preview(draft, other)[1], by=other)
    assert refused.value.reason is HistoryReason.BY_TWO
    assert start_import(import_id=draft.pk, checksum=checksum, by=world.board).state == ImportState.RUNNING


def test_a_chosen_namesake_or_a_new_person(world):
    unit, elsewhere = world.bloc.units[2], world.bloc.units[3]
    known = Person.objects.create(authority=world.a, full_name="Trần Văn Mới", by=world.board)
    draft = uploaded(world, [row(unit, who="Trần Văn Mới"), row(elsewhere, who="Trần Văn Mới", number="9/QĐ")])
    first, second = preview(draft, world.board)[0].questions
    choose(import_id=draft.pk, answers={first.key: str(known.pk), second.key: "new"}, by=world.board)
    draft.refresh_from_db()
    other = second_board(world)
    start_import(import_id=draft.pk, checksum=preview(draft, other)[1], by=other)
    write_next(import_id=draft.pk, by=other)
    people = list(AwardRecord.objects.order_by("imported__line").values_list("person_id", flat=True))
    assert people[0] == known.pk and people[1] not in (None, known.pk)


def test_what_was_not_shown_is_not_written(world):
    draft, other = uploaded(world, [row(world.bloc.units[2])]), second_board(world)
    _, checksum = preview(draft, other)
    uploaded_too = uploaded(world, [row(world.bloc.units[2]), row(world.bloc.units[3])])
    start_import(import_id=uploaded_too.pk, checksum=preview(uploaded_too, other)[1], by=other)
    write_next(import_id=uploaded_too.pk, by=other)
    with pytest.raises(Refused) as refused:
        start_import(import_id=draft.pk, checksum=checksum, by=other)
    assert refused.value.reason is Reason.STALE


def test_a_decision_recorded_meanwhile_is_told_and_left_alone(world):
    draft = started(world, [row(world.bloc.units[2]), row(world.bloc.units[3], number="9/QĐ")])
    Decision.objects.create(
        authority=world.a, by=world.board, **signature(number="512/QĐ-UBND", date=dt.date(2019, 3, 20))
    )
    write_next(import_id=draft.pk, by=draft.started_by)
    outcomes = list(ImportedDecision.objects.values_list("decision__number", "problem"))
    assert [number for number, _ in outcomes] == [None, "9/QĐ"]
    assert outcomes[0][1] and not outcomes[1][1]


@pytest.mark.parametrize("who", ["viewer", "leader", "head", "foreign_board"])
def test_only_who_records_awards_takes_old_ones_in(world, who):
    with pytest.raises(Refused):
        save_history_import(authority_id=world.a.pk, file=excel([row("Sở A")]), by=getattr(world, who))
    draft = uploaded(world, [row(world.bloc.units[2])])
    checksum = preview(draft, world.board)[1]
    for act in (
        lambda by: choose(import_id=draft.pk, answers={}, by=by),
        lambda by: start_import(import_id=draft.pk, checksum=checksum, by=by),
        lambda by: write_next(import_id=draft.pk, by=by),
    ):
        with pytest.raises(Refused):
            act(getattr(world, who))
    assert HistoryImport.objects.get().state == ImportState.DRAFT


def test_nobody_writes_awards_of_the_unit_one_works_at(world):
    draft, other = uploaded(world, [row(world.bloc.units[2])]), second_board(world)
    PostFactory(user=other, unit=world.bloc.units[2], role=Post.Role.STAFF)
    plan, checksum = preview(draft, other)
    assert plan.lines[0].status == "problem"
    with pytest.raises(Refused):
        start_import(import_id=draft.pk, checksum=checksum, by=other)


def test_the_database_wants_a_second_person(world):
    draft = uploaded(world, [row(world.bloc.units[2])])
    with pytest.raises(IntegrityError), transaction.atomic():
        HistoryImport.objects.filter(pk=draft.pk).update(
            state="running", started_by=draft.by_id, started_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        )


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: excel([row("Sở A")], name="a.txt"), ".xlsx"),
        (lambda: excel([["x"]], head=["Cột lạ"]), "Không thấy cột"),
        (lambda: excel([]), "không có dòng dữ liệu"),
        (lambda: excel([row("Sở A")], head=["Số QĐ", "Ngày ký", "Cơ quan", "", "Danh hiệu", "Đơn vị"]), "Năm"),
    ],
)
def test_what_is_no_list_is_refused_at_the_file(world, file, words):
    with pytest.raises(ValidationError) as error:
        save_history_import(authority_id=world.a.pk, file=file(), by=world.board)
    assert words in error.value.message_dict["file"][0]


def test_a_list_of_the_offices_own_shape_is_read(world):
    unit = world.bloc.units[2]
    head = [
        "TT",
        "Tên tập thể, cá nhân",
        "Chức vụ",
        "Đơn vị công tác",
        "Hình thức khen",
        "Quyết định số, ngày",
        "Cấp khen",
        "Năm khen thưởng",
    ]
    rows = [
        [1, unit.name, "", "", "Bằng khen", "512/QĐ-UBND ngày 20/3/2019", "UBND tỉnh", 2018],
        [2, "Ông Trần Văn Mới", "Chuyên viên", unit.name, "BK", "512/QĐ-UBND ngày 20/3/2019", "UBND tỉnh", 2018],
    ]
    from .scenes import award_type

    award_type()
    file = excel(rows, head=head, above=[["UBND TỈNH"], ["DANH SÁCH KHEN THƯỞNG"], []])
    draft = save_history_import(authority_id=world.a.pk, file=file, by=world.board)
    plan, _ = preview(draft, world.board)
    assert [(line.unit_id, line.name, line.position, line.status) for line in plan.lines] == [
        (unit.pk, "", "", "sure"), (unit.pk, "Trần Văn Mới", "Chuyên viên", "new"),
    ]  # fmt: skip
    assert draft.unknown_columns == ["TT"]


def _statements(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_matching_and_writing_cost_the_same_for_few_lines_and_for_many(world):
    many = 200 if connection.vendor == "postgresql" else 20  # one insert of SQLite takes 999 values
    counts = []
    for size, start in ((5, 0), (many, 1000)):
        unit = world.bloc.units[2]
        rows = [row(unit, number=f"{start + n}/QĐ", who=f"Trần Văn Số {start + n}") for n in range(size)]
        draft, other = uploaded(world, rows), second_board(world)
        seen = _statements(lambda draft=draft, other=other: preview(draft, other))
        start_import(import_id=draft.pk, checksum=preview(draft, other)[1], by=other)
        counts.append((seen, _statements(lambda draft=draft, other=other: write_next(import_id=draft.pk, by=other))))
    assert counts[0] == counts[1]
