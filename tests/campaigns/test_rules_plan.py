"""Warnings beside the bases and the texts of a plan."""

import datetime as dt
from types import SimpleNamespace

import pytest

from campaigns.rules.bases import basis_warnings, latest_day
from campaigns.rules.slots import filled, text_warnings
from campaigns.when import Precision, When

D = dt.date


def due(other=None):
    second = When(Precision.DAY, other) if other else When(Precision.NONE)
    return SimpleNamespace(title="Báo cáo sơ kết", when=When(Precision.DAY, D(2026, 6, 15)), or_when=second)


def test_places_are_filled():
    assert filled("Gửi [[nơi nhận]] [[hạn]].", "trước ngày 15/06/2026", "Trưởng khối") == (
        "Gửi Trưởng khối trước ngày 15/06/2026."
    )


def test_places_without_a_deadline_say_so_once():
    assert text_warnings("Gửi [[nơi nhận]] [[hạn]].", None) == [
        "Chưa chọn mốc thời hạn nên [[hạn]] và [[nơi nhận]] chưa in được."
    ]
    assert text_warnings("Gửi báo cáo trước ngày 15/6/2026.", None) == []


def test_unknown_places_are_named():
    assert text_warnings("Trước [[ngày]]", due()) == ["Không có ô nào tên [[ngày]]; chỉ dùng [[hạn]] và [[nơi nhận]]."]


def test_receivers_that_the_deadline_does_not_name():
    assert text_warnings("Gửi [[nơi nhận]]", due(), receivers="") == [
        "Mốc «Báo cáo sơ kết» không ghi nơi nhận nên [[nơi nhận]] sẽ trống."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Gửi báo cáo trước ngày 20/6/2026",
        "chậm nhất ngày 20 tháng 6 năm 2026",
        "Thời hạn: 20/06",
        "đến hết ngày 15/06/2025",
        "trước 15.7.2026",
    ],
)
def test_a_typed_date_that_differs_is_named(text):
    found = text_warnings(text, due(), due="trước ngày 15/06/2026")
    assert len(found) == 1 and "trước ngày 15/06/2026" in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 15/6/2026",
        "chậm nhất 15 tháng 6",
        "Thực hiện Công văn số 644/UBND-NC ngày 23/02/2026",
        "[[hạn]]",
        "hoặc trước ngày 01/07/2026",
        "",
    ],
)
def test_the_same_date_and_dates_of_documents_are_no_difference(text):
    assert text_warnings(text, due(other=D(2026, 7, 1)), due="x", receivers="y") == []


def test_a_deadline_without_a_day_has_nothing_to_compare():
    month = SimpleNamespace(title="x", when=When(Precision.MONTH, D(2026, 6, 1)), or_when=When(Precision.NONE))
    assert text_warnings("trước ngày 20/6/2026", month) == []


def basis(**values):
    return SimpleNamespace(**{"number": "91/2017/NĐ-CP", "date": D(2017, 7, 31), "suspect": ""} | values)


def entry(**values):
    return basis(**{"lapsed_on": None, "checked_on": D(2026, 1, 1)} | values)


def test_a_basis_as_it_should_be():
    assert basis_warnings(basis(), entry(), D(2022, 12, 31)) == []
    assert basis_warnings(basis(), None, D(2022, 12, 31)) == []


def test_a_lapsed_basis_counts_by_the_day_of_the_paper():
    lapsed = entry(lapsed_on=D(2024, 1, 1))
    assert basis_warnings(basis(), lapsed, D(2023, 12, 31)) == []
    assert basis_warnings(basis(), lapsed, D(2024, 1, 1), "Nghị định số 98/2023/NĐ-CP") == [
        "Hết hiệu lực từ 01/01/2024; được thay thế bởi Nghị định số 98/2023/NĐ-CP."
    ]


def test_later_than_the_paper_and_suspect_and_unchecked():
    late = basis(date=D(2022, 12, 24), suspect="ngày lạ")
    assert basis_warnings(late, None, D(2022, 6, 30)) == [
        "Cần xác nhận: ngày lạ",
        "Ngày 24/12/2022 muộn hơn ngày của văn bản này (30/06/2022).",
    ]
    assert basis_warnings(basis(), entry(checked_on=None), D(2022, 6, 30)) == [
        "Cần xác nhận: chưa ai đối chiếu với văn bản gốc."
    ]
    assert basis_warnings(basis(), entry(suspect="hai nguồn khác nhau"), D(2022, 6, 30)) == [
        "Cần xác nhận: hai nguồn khác nhau"
    ]


def test_other_than_the_register():
    assert basis_warnings(basis(date=D(2017, 8, 31)), entry(), D(2022, 6, 30)) == [
        "Khác danh mục: ngày trong danh mục là 31/07/2017."
    ]


def test_latest_day_of_a_date_with_blanks():
    assert [
        latest_day(2026, None, None),
        latest_day(2026, 2, None),
        latest_day(2026, 2, 30),
        latest_day(2026, 4, 5),
    ] == [
        D(2026, 12, 31),
        D(2026, 2, 28),
        D(2026, 2, 28),
        D(2026, 4, 5),
    ]
