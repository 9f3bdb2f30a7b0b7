"""The kinds of dates of documents.md §1.7 and the yearly calendar of blocs.md §2.6, row by row: the words as a document
writes them are read, kept, turned into one last day on time, and written back. A rule added there without a row here fails."""

import datetime as dt
import re
from contextlib import suppress

import pytest

from campaigns import services
from campaigns.models import Deadline
from campaigns.reading.times import times_in
from campaigns.rules import parse_typed, printed_words, time_words
from campaigns.services.concerned import concerned
from campaigns.when import AnchorKind, Precision
from tests.reference import SHARED

D = dt.date
NONE = "văn bản không ghi"

# (kind of date in §1.7, words of a document, year of the plan, first day of a range, last day on time, words written back)
KINDS = [
    ("exact date", "trước ngày 20/12/2022", 2022, None, D(2022, 12, 19), "trước ngày 20/12/2022"),
    ("exact date", "chậm nhất ngày 10/12/2023", 2023, None, D(2023, 12, 10), "chậm nhất ngày 10/12/2023"),
    ("exact date", "trước ngày 01 tháng 02 năm 2022", 2021, None, D(2022, 1, 31), "trước ngày 01/02/2022"),
    ("exact date", "trước ngày 01/3/2024", 2024, None, D(2024, 2, 29), "trước ngày 01/03/2024"),
    ("day unknown", "ngày … tháng 6 năm 2022", 2022, None, D(2022, 6, 30), "trong tháng 06/2022"),
    ("month only", "trong tháng 7/2021", 2021, None, D(2021, 7, 31), "trong tháng 07/2021"),
    ("month only", "trong tháng 02 năm 2024", 2024, None, D(2024, 2, 29), "trong tháng 02/2024"),
    ("month only", "trước tháng 7/2022", 2022, None, D(2022, 6, 30), "trước tháng 07/2022"),
    (
        "month range",
        "từ tháng 01/2022 đến tháng 6/2022",
        2022,
        D(2022, 1, 1),
        D(2022, 6, 30),
        "từ tháng 01/2022, trong tháng 06/2022",
    ),
    (
        "month range",
        "từ tháng 11/2022 đến tháng 02/2023",
        2022,
        D(2022, 11, 1),
        D(2023, 2, 28),
        "từ tháng 11/2022, trong tháng 02/2023",
    ),
    ('"hết năm"', "hết năm 2022", 2022, None, D(2022, 12, 31), "hết năm 2022"),
    (
        '"cuối năm X hoặc đầu năm Y"',
        "cuối năm 2019 hoặc đầu năm 2020",
        2019,
        None,
        D(2020, 12, 31),  # no day ends «đầu năm»: nobody is late before the year is over
        "cuối năm 2019 hoặc đầu năm 2020",
    ),
    ('relative ("sau 15 ngày")', "sau 15 ngày", 2022, None, None, "sau 15 ngày"),
    ("none", NONE, 2022, None, None, "không ghi thời gian"),
]


def read(words: str, year: int) -> Deadline:
    """A deadline from these words alone: as the form understands them, else as the reading of a plan does."""
    with suppress(ValueError):
        when = parse_typed("" if words == NONE else words)
        return Deadline(title="x", precision=when.precision, value=when.value)
    (time,) = times_in(words, year)
    return Deadline(
        title="x",
        precision=time.when.precision,
        value=time.when.value,
        rule=time.rule,
        starts=time.starts,
        or_precision=time.or_when.precision,
        or_value=time.or_when.value,
        words=time.words,
    )


@pytest.mark.parametrize(("kind", "words", "year", "starts", "last_day", "written"), KINDS)
def test_every_kind_of_date(kind, words, year, starts, last_day, written):
    row = read(words, year)
    assert (row.starts, row.working_date()) == (starts, last_day)
    assert time_words(row) == written


def test_no_kind_of_date_is_left_out():
    path = SHARED / "domain" / "documents.md"
    if not path.exists():
        pytest.skip("the domain notes are not here")
    (line,) = re.findall(r"### 1\.7 [^\n]*\n([^.]+)\.", path.read_text(encoding="utf-8"))
    assert {kind.strip() for kind in line.split("; ")} == {row[0] for row in KINDS}


COUNTED = [
    (D(2026, 12, 1), 15, D(2026, 12, 16), "trong 15 ngày kể từ thời hạn «Gốc»"),
    (D(2026, 12, 4), 15, D(2026, 12, 21), "trong 15 ngày kể từ thời hạn «Gốc»"),  # the 15th day is a Saturday
    (D(2026, 12, 18), 15, D(2027, 1, 4), "trong 15 ngày kể từ thời hạn «Gốc»"),  # over New Year's Day
    (D(2026, 12, 18), -7, D(2026, 12, 11), "ít nhất 07 ngày trước thời hạn «Gốc»"),
]


@pytest.mark.django_db
def test_what_is_counted_from_another_date(world):
    for day, offset, last_day, written in COUNTED:
        root = services.add_deadline(campaign_id=world.bloc.campaign.pk, by=world.board, title="Gốc", value=day)
        row = services.add_deadline(
            campaign_id=root.campaign_id,
            by=world.board,
            title="x",
            precision=Precision.NONE,
            anchor=root,
            anchor_kind=AnchorKind.DUE,
            offset=offset,
        )
        assert (row.last_day, time_words(row)) == (last_day, written)
        assert printed_words(row) == f"{written} (ngày cuối đúng hạn {last_day:%d/%m/%Y})"


LEADER, DEPUTY = {"to_leader"}, {"to_deputy"}
BOTH = LEADER | DEPUTY
# (step of §2.6, bloc, words, year of the plan, kind, first day, last day on time, receivers)
CALENDAR = [
    ("Division of blocs", "Quảng Trị", "ngày 23/02/2022", 2022, "other", None, D(2022, 2, 23), set()),
    ("Division of blocs", "Hà Giang", "ngày 21/3/2023", 2023, "other", None, D(2023, 3, 21), set()),
    ("Plan issued", "Quảng Trị", "năm 2022", 2022, "other", None, D(2022, 12, 31), set()),
    ("Plan issued", "Trà Vinh", "ngày 23/4/2021", 2021, "other", None, D(2021, 4, 23), set()),
    ("Plan issued", "Hà Giang", "tháng 4/2023", 2023, "other", None, D(2023, 4, 30), set()),
    ("Pledge signing", "Quảng Trị", NONE, 2022, "pledge", None, None, set()),
    ("Pledge signing", "Trà Vinh", NONE, 2021, "pledge", None, None, set()),
    ("Pledge signing", "Hà Giang", "6 tháng đầu năm 2023", 2023, "pledge", None, D(2023, 6, 30), set()),
    ("Pledge signing", "Cụm 10", "ngày 22/10/2025", 2025, "pledge", None, D(2025, 10, 22), set()),
    ("Pledge signing", "An Châu", "tháng 01/2026", 2026, "pledge", None, D(2026, 1, 31), set()),
    (
        "Phase 1",
        "Quảng Trị",
        "từ ngày 01/01/2022 đến ngày 30/6/2022",
        2022,
        "other",
        D(2022, 1, 1),
        D(2022, 6, 30),
        set(),
    ),
    (
        "Phase 1",
        "Hà Giang",
        "từ ngày 01/01/2023 đến ngày 30/6/2023",
        2023,
        "other",
        D(2023, 1, 1),
        D(2023, 6, 30),
        set(),
    ),
    ("Mid-year report due", "Quảng Trị", "trước ngày 30/6/2022", 2022, "midyear_report", None, D(2022, 6, 29), BOTH),
    ("Mid-year report due", "Trà Vinh", "trước ngày 15/6/2021", 2021, "midyear_report", None, D(2021, 6, 14), DEPUTY),
    ("Mid-year conference", "Quảng Trị", "6 tháng đầu năm 2022", 2022, "meeting", None, D(2022, 6, 30), set()),
    ("Mid-year conference", "Trà Vinh", "trong tháng 7/2021", 2021, "meeting", None, D(2021, 7, 31), set()),
    ("Mid-year conference", "Hà Giang", "chậm nhất ngày 30/6/2023", 2023, "meeting", None, D(2023, 6, 30), set()),
    (
        "Phase 2",
        "Quảng Trị",
        "từ ngày 01/7/2022 đến ngày 31/12/2022",
        2022,
        "other",
        D(2022, 7, 1),
        D(2022, 12, 31),
        set(),
    ),
    (
        "Phase 2",
        "Hà Giang",
        "từ ngày 01/7/2023 đến ngày 10/12/2023",
        2023,
        "other",
        D(2023, 7, 1),
        D(2023, 12, 10),
        set(),
    ),
    (
        "Year-end report + self-score due",
        "Quảng Trị",
        "trước ngày 20/12/2022",
        2022,
        "year_report",
        None,
        D(2022, 12, 19),
        BOTH,
    ),
    (
        "Year-end report + self-score due",
        "Trà Vinh",
        "trước ngày 01/02/2022",
        2021,
        "year_report",
        None,
        D(2022, 1, 31),
        LEADER,
    ),
    ("Year-end conference", "Quảng Trị", "tháng 12/2022", 2022, "meeting", None, D(2022, 12, 31), set()),
    ("Year-end conference", "Trà Vinh", "hết tháng 02/2022", 2021, "meeting", None, D(2022, 2, 28), set()),
    ("Year-end conference", "Hà Giang", "chậm nhất ngày 10/12/2023", 2023, "meeting", None, D(2023, 12, 10), set()),
    ("Awards handed over", "Khánh Hòa", "tháng 7/2020", 2019, "other", None, D(2020, 7, 31), set()),
]


@pytest.mark.parametrize(("step", "bloc", "words", "year", "kind", "starts", "last_day", "to"), CALENDAR)
def test_every_date_of_the_yearly_calendar(step, bloc, words, year, kind, starts, last_day, to):
    row = read(words, year)
    row.kind = kind
    assert (row.starts, row.working_date()) == (starts, last_day)


def test_no_step_of_the_year_is_left_out():
    path = SHARED / "domain" / "blocs.md"
    if not path.exists():
        pytest.skip("the domain notes are not here")
    (table,) = re.findall(r"### 2\.6 [^\n]*\n(.*?)\n\*\*So\*\*", path.read_text(encoding="utf-8"), re.DOTALL)
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    assert set(rows[2:]) == {row[0] for row in CALENDAR}


@pytest.mark.django_db
def test_reports_go_to_whom_their_bloc_names(world):
    """Whom the report reaches: who is told besides the units that owe it."""
    people = {"to_leader": {world.leader, world.leader_staff}, "to_deputy": {world.deputy}}
    for step, _, words, year, kind, _, last_day, to in CALENDAR:
        row = read(words, year)
        values = {name: getattr(row, name) for name in ("precision", "value", "rule")} | dict.fromkeys(to, True)
        added = services.add_deadline(
            campaign_id=world.bloc.campaign.pk, by=world.board, title=step, kind=kind, owes="board", **values
        )
        reached = concerned([Deadline.objects.select_related("campaign").get(pk=added.pk)])[added] - {world.board}
        named = set().union(*(people[name] for name in to)) or people["to_leader"]  # nobody named: the leader
        assert (added.last_day, reached & set().union(*people.values())) == (last_day, named)
