"""Dates, chips, warnings, reminders, outline: tables of cases and properties."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import rules
from campaigns.office_days import OfficeDays, shipped
from campaigns.reminder_table import default_table, event_words
from campaigns.rules import outline
from campaigns.rules.outline import Place
from campaigns.rules.reminders import faults, field_values, fill, line_for_today
from campaigns.when import DueRule, Precision, When

D = dt.date
NONE = When(Precision.NONE)


def deadline(when=NONE, rule=DueRule.BY, kind="year_report", **values):
    given_values = {"starts": None, "or_when": NONE, "words": "", "every_year": False, "anchor_kind": ""} | values
    row = SimpleNamespace(kind=kind, rule=rule, when=when, **given_values)
    from campaigns.when import last_day_on_time

    days = [last_day_on_time(time, rule) for time in (row.when, row.or_when)]
    row.last_day = None if row.every_year else max((day for day in days if day), default=None)
    return row


def extension(day, pk=1, hour=8):
    return SimpleNamespace(last_day=day, pk=pk, granted_at=dt.datetime(2026, 1, 1, hour, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("typed", "precision", "value"),
    [
        ("", Precision.NONE, None),
        ("   ", Precision.NONE, None),
        ("20/12/2022", Precision.DAY, D(2022, 12, 20)),
        (" 1/2/2022 ", Precision.DAY, D(2022, 2, 1)),
        ("01-02-2022", Precision.DAY, D(2022, 2, 1)),
        ("ngày 01.02.2022", Precision.DAY, D(2022, 2, 1)),
        ("07/2021", Precision.MONTH, D(2021, 7, 1)),
        ("tháng 7/2021", Precision.MONTH, D(2021, 7, 1)),
        ("2025", Precision.YEAR, D(2025, 1, 1)),
        ("năm 2025", Precision.YEAR, D(2025, 1, 1)),
        ("Hết  năm 2022", Precision.YEAR_END, D(2022, 1, 1)),
        ("cuối năm 2022", Precision.YEAR_END, D(2022, 1, 1)),
    ],
)
def test_typed_dates(typed, precision, value):
    assert rules.parse_typed(typed) == When(precision, value)


@pytest.mark.parametrize(
    "typed", ["31/02/2022", "13/2022", "0/0/2022", "1/1/22", "2200", "1989", "mai", "1/2/3/2022", "9" * 4000, "٢٠٢٦٠"]
)
def test_typed_nonsense(typed):
    with pytest.raises(ValueError):
        rules.parse_typed(typed)


@given(st.dates(D(1990, 1, 1), D(2100, 12, 31)), st.sampled_from([p for p in Precision if p != Precision.NONE]))
def test_what_is_written_reads_back_as_the_same_time(day, precision):
    when = When(precision, day)
    again = rules.parse_typed(rules.written(when))
    assert (again.precision, again.first_day(), again.last_day()) == (precision, when.first_day(), when.last_day())


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_sentence(text):
    try:
        assert isinstance(rules.parse_typed(text), When)
    except ValueError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("last_day", "text", "kind"),
    [
        (None, "chưa có thời hạn", "none"),
        (D(2022, 12, 31), "còn 12 ngày", "later"),
        (D(2022, 12, 26), "còn 7 ngày", "soon"),
        (D(2022, 12, 20), "còn 1 ngày", "soon"),
        (D(2022, 12, 19), "hôm nay là ngày cuối", "today"),
        (D(2022, 12, 18), "quá hạn 1 ngày", "late"),
        (D(2021, 12, 18), "quá hạn 366 ngày", "late"),
        (D(2018, 6, 1), "quá hạn hơn 4 năm", "late"),
    ],
)
def test_due_chips(last_day, text, kind):
    chip = rules.due_chip(last_day, D(2022, 12, 19))
    assert (chip.text, chip.kind) == (text, kind)
    assert chip.date_words == (f"{last_day:%d/%m/%Y}" if last_day else "")


def test_an_event_is_never_overdue():
    assert rules.due_chip(D(2022, 12, 1), D(2022, 12, 19), event=True) == rules.DueChip("đã qua", "none", "01/12/2022")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            deadline(When(Precision.DAY, D(2022, 12, 20)), DueRule.BEFORE),
            "trước ngày 20/12/2022 (ngày cuối đúng hạn 19/12/2022)",
        ),
        (deadline(When(Precision.DAY, D(2022, 12, 20))), "chậm nhất ngày 20/12/2022"),
        (
            deadline(When(Precision.MONTH, D(2021, 7, 1)), kind="meeting"),
            "trong tháng 07/2021 (ngày cuối đúng hạn 31/07/2021)",
        ),
        (
            deadline(When(Precision.MONTH, D(2021, 7, 1)), DueRule.BEFORE),
            "trước tháng 07/2021 (ngày cuối đúng hạn 30/06/2021)",
        ),
        (deadline(When(Precision.YEAR, D(2025, 1, 1))), "trong năm 2025 (ngày cuối đúng hạn 31/12/2025)"),
        (deadline(When(Precision.YEAR_END, D(2022, 1, 1))), "hết năm 2022 (ngày cuối đúng hạn 31/12/2022)"),
        (deadline(), "không ghi thời gian"),
        (deadline(every_year=True), "hằng năm, không ghi ngày"),
        (
            deadline(When(Precision.DAY, D(2022, 12, 15)), DueRule.BEFORE, every_year=True),
            "hằng năm, trước ngày 15/12/2022",
        ),
        (
            deadline(When(Precision.MONTH, D(2022, 6, 1)), starts=D(2022, 1, 1)),
            "từ tháng 01/2022, trong tháng 06/2022 (ngày cuối đúng hạn 30/06/2022)",
        ),
        (
            deadline(
                When(Precision.YEAR_END, D(2019, 1, 1)),
                or_when=When(Precision.MONTH, D(2020, 3, 1)),
                words="cuối năm 2019 hoặc đầu năm 2020",
            ),
            "cuối năm 2019 hoặc đầu năm 2020 (ngày cuối đúng hạn 31/03/2020)",
        ),
    ],
)
def test_printed_words(row, words):
    assert rules.printed_words(row) == words


YEAR_2022 = SimpleNamespace(from_year=2022, to_year=2022)
DAY = Precision.DAY


@pytest.mark.parametrize(
    ("row", "extra", "sentences"),
    [
        (
            deadline(),
            {},
            ["Văn bản không ghi ngày cụ thể nên hệ thống không nhắc việc và không tính chậm muộn."],
        ),
        (
            deadline(When(DAY, D(2023, 2, 1)), DueRule.BEFORE),
            {},
            ["Thời hạn (31/01/2023) sau khi kế hoạch kết thúc (năm 2022)."],
        ),
        (
            deadline(When(DAY, D(2021, 12, 1))),
            {},
            ["Thời hạn (01/12/2021) trước khi kế hoạch bắt đầu (năm 2022)."],
        ),
        (
            deadline(When(DAY, D(2022, 6, 15)), DueRule.BEFORE, kind="midyear_report"),
            {},
            ["Hạn báo cáo 6 tháng (14/06/2022) đến trước khi hết 6 tháng đầu năm (30/06/2022)."],
        ),
        (
            deadline(When(DAY, D(2022, 12, 20)), DueRule.BEFORE),
            {"phase_end": D(2022, 12, 31)},
            ["Thời hạn (19/12/2022) trước khi đợt thi đua kết thúc (31/12/2022)."],
        ),
        (deadline(When(DAY, D(2022, 12, 18))), {}, ["Ngày cuối đúng hạn 18/12/2022 là Chủ nhật."]),
        (deadline(When(DAY, D(2022, 12, 17))), {}, ["Ngày cuối đúng hạn 17/12/2022 là thứ Bảy."]),
        (
            deadline(When(DAY, D(2022, 12, 19))),
            {"today": D(2022, 12, 20)},
            ["Ngày cuối đúng hạn 19/12/2022 đã qua."],
        ),
        (deadline(When(DAY, D(2022, 12, 19))), {"today": D(2022, 12, 19)}, []),
        (
            deadline(When(Precision.MONTH, D(2022, 8, 1))),
            {},
            ["Văn bản chỉ ghi tháng 08/2022: hệ thống tính hạn đến hết ngày 31/08/2022."],
        ),
    ],
)
def test_warnings(row, extra, sentences):
    assert rules.warnings(row, YEAR_2022, calendar=OfficeDays({}), **extra) == sentences


def test_the_newest_extension_counts_and_never_shortens():
    row = deadline(When(DAY, D(2022, 12, 20)))
    assert rules.applicable_last_day(row) == D(2022, 12, 20)
    older, newer = extension(D(2022, 12, 30), pk=1, hour=8), extension(D(2022, 12, 25), pk=2, hour=9)
    assert rules.applicable_last_day(row, [newer, older]) == D(2022, 12, 25)
    assert rules.applicable_last_day(row, [extension(D(2022, 12, 1))]) == D(2022, 12, 20)
    assert rules.applicable_last_day(deadline(), [extension(D(2022, 12, 1))]) is None


def test_the_window_is_half_open_in_vietnam_time():
    opens, closes = rules.window(deadline(When(DAY, D(2022, 12, 20)), DueRule.BEFORE), YEAR_2022)
    assert opens.isoformat() == "2022-01-01T00:00:00+07:00"
    assert closes.isoformat() == "2022-12-20T00:00:00+07:00"
    assert rules.window(deadline(), YEAR_2022) is None


@pytest.mark.parametrize(
    ("last_day", "to_year", "today", "expected"),
    [
        (D(2022, 1, 31), 2021, D(2021, 5, 1), D(2021, 12, 31)),
        (D(2021, 6, 14), 2021, D(2021, 5, 1), D(2021, 6, 14)),
        (None, 2021, D(2021, 5, 1), D(2021, 5, 1)),
        (None, 2021, D(2026, 5, 1), D(2021, 12, 31)),
    ],
)
def test_the_day_that_decides_who_owes(last_day, to_year, today, expected):
    assert rules.day_of_duty(last_day, to_year, today) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [(D(2022, 6, 1), [2021, 2022, 2023], 2022), (D(2024, 6, 1), [2021, 2022], 2022), (D(2020, 1, 1), [2021], None)],
)
def test_which_years_blocs_owe_in_a_movement(day, years, expected):
    assert rules.duty_year(day, years) == expected


def line(offset, unit="calendar", is_on=True):
    return SimpleNamespace(offset=offset, offset_unit=unit, is_on=is_on)


def test_the_day_of_each_line():
    table = [line(-7), line(-3, "working"), line(0), line(2, "working"), line(1, is_on=False)]
    days = rules.planned_days(D(2026, 12, 20), table, shipped())
    assert days == {
        (-7, "calendar"): D(2026, 12, 13),
        (-3, "working"): D(2026, 12, 16),  # the 20th is a Sunday
        (0, "calendar"): D(2026, 12, 20),
        (2, "working"): D(2026, 12, 22),
    }
    events = rules.planned_days(D(2026, 12, 20), table, shipped(), after_too=False)
    assert sorted(offset for offset, _ in events) == [-7, -3, 0]


@given(st.lists(st.integers(-20, 20), unique=True, max_size=8), st.integers(-20, 20))
def test_of_missed_reminders_exactly_the_latest_applies(offsets, today):
    base = D(2026, 6, 15)
    rows = [SimpleNamespace(on=base + dt.timedelta(days=offset), offset=offset, pk=offset) for offset in offsets]
    now = base + dt.timedelta(days=today)
    latest, earlier = rules.split_due(rows, now)
    due = sorted(offset for offset in offsets if offset <= today)
    assert (latest.pk if latest else None, [row.pk for row in earlier]) == (due[-1] if due else None, due[:-1])


def said(offset, today, receivers="Trưởng khối"):
    words = next(rule for rule in default_table() if rule.offset == offset)
    values = field_values(unit="Sở A", title="Báo cáo", last_day=D(2026, 12, 20), today=today, receivers=receivers)
    return fill(words, values)


def test_reminders_grow_firmer():
    days = {-14: D(2026, 12, 6), -1: D(2026, 12, 19), 0: D(2026, 12, 20), 3: D(2026, 12, 23)}
    words = {offset: said(offset, day) for offset, day in days.items()}
    assert {offset: found.title for offset, found in words.items()} == {
        -14: "Còn 14 ngày: Báo cáo",
        -1: "Còn 1 ngày: Báo cáo",
        0: "Hôm nay là ngày cuối: Báo cáo",
        3: "Quá hạn 3 ngày: Báo cáo",
    }
    firmness = ["Thông tin để", "Đề nghị thủ trưởng", "Đề nghị gửi trong ngày", "Yêu cầu thủ trưởng chỉ đạo gửi ngay"]
    assert [sign in found.body for sign, found in zip(firmness, words.values(), strict=True)] == [True] * 4
    assert all(found.body.endswith("Nơi nhận: Trưởng khối.") for found in words.values())
    assert "Nơi nhận" not in said(-7, D(2026, 12, 13), receivers="").body


def test_escalation_of_the_default_table():
    table = default_table()
    assert [(rule.offset, rule.to_staff, rule.to_head, rule.copy_leader, rule.copy_board) for rule in table] == [
        (-14, True, False, False, False),
        (-7, True, False, False, False),
        (-3, True, True, False, False),
        (-1, True, True, False, False),
        (0, True, True, False, False),
        (1, True, True, True, False),
        (3, True, True, True, True),
    ]
    assert [faults(words) for rule in (*table, event_words()) for words in (rule.subject, rule.text)] == [[]] * 16


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{don_vi} gửi «{viec}»", []),
        ("{donvi} gửi", ["Không có trường {donvi}."]),
        ("{} gửi", ["Không có trường {}."]),
        ("gửi {viec", ["Dấu { và } phải đi thành cặp quanh tên trường."]),
        ("{{viec}}", ["Dấu { và } phải đi thành cặp quanh tên trường."]),
    ],
)
def test_named_fields_are_checked(text, found):
    assert faults(text) == found


def test_what_people_type_is_not_a_field():
    values = field_values(unit="Sở {han}", title="a\nb", last_day=D(2026, 12, 20), today=D(2026, 12, 20), receivers="")
    words = fill(SimpleNamespace(subject="{don_vi}: {viec}", text="{don_vi}"), values)
    assert (words.title, words.body) == ("Sở {han}: a b", "Sở {han}")


@pytest.mark.parametrize(("left", "offset"), [(30, -14), (14, -14), (8, -14), (3, -3), (0, 0), (-2, 1), (-40, 3)])
def test_words_of_a_reminder_by_hand(left, offset):
    assert line_for_today(default_table(), left).offset == offset


def test_receivers_in_the_blocs_words():
    row = SimpleNamespace(
        to_leader=True, to_deputy=True, to_board=False, to_council=True, to_members=False, to_others="Bộ chủ quản"
    )
    labels = rules.Labels(leader="Khối trưởng", deputy="Khối phó")
    assert rules.receiver_words(row, labels) == [
        "Khối trưởng",
        "Khối phó",
        "Hội đồng thi đua, khen thưởng",
        "Bộ chủ quản",
    ]


# Outline ------------------------------------------------------------------------------------------------------------


@st.composite
def outlines(draw):
    size = draw(st.integers(1, 12))
    parents = [
        draw(st.one_of(st.none(), st.integers(1, node - 1))) if node > 1 else None for node in range(1, size + 1)
    ]
    places, counts = {}, {}
    for node, parent in enumerate(parents, start=1):
        counts[parent] = counts.get(parent, 0) + 1
        places[node] = Place(parent, counts[parent])
    return places


def reading_order(places, parent=None):
    return [x for node in outline.siblings(places, parent) for x in (node, *reading_order(places, node))]


@given(outlines(), st.data())
def test_a_move_keeps_every_node_in_one_tree(places, data):
    node = data.draw(st.sampled_from(sorted(places)))
    move = data.draw(st.sampled_from(sorted(outline.MOVES)))
    moved = outline.MOVES[move](places, node)
    if moved is None:
        return
    assert sorted(reading_order(moved)) == sorted(places)
    for parent in {place.parent for place in moved.values()}:
        orders = [moved[child].order for child in outline.siblings(moved, parent)]
        assert orders == sorted(set(orders))


@given(outlines(), st.data())
def test_up_undoes_down_and_outdent_undoes_indent(places, data):
    node = data.draw(st.sampled_from(sorted(places)))
    down = outline.down(places, node)
    if down:
        assert reading_order(outline.up(down, node)) == reading_order(places)
    inner = outline.indent(places, node)
    if inner:
        assert reading_order(outline.outdent(inner, node)) == reading_order(places)


def test_inserting():
    places = {1: Place(None, 1), 2: Place(None, 2)}
    assert reading_order(outline.insert(places, 3, None, 1)) == [1, 3, 2]
    assert reading_order(outline.insert(places, 3, 1, None)) == [1, 3, 2]
    assert reading_order(outline.insert(places, 3, None, 99)) == [1, 2, 3]
