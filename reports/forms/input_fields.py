"""The fields of each kind's own facts, one function a kind; see ``reports.forms.inputs``."""

import datetime as dt
import re
from collections.abc import Callable

from django import forms

from campaigns.forms.fields import day_field
from reports.states import DocumentKind as K

from .rows import Cell, LinesField, RowsField

Fields = dict[str, forms.Field]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_BASES = (
    ("", "Chọn cơ số tính tỷ lệ"),
    ("đơn vị thành viên của khối", "Tất cả đơn vị thành viên"),
    ("thành viên hội đồng", "Tất cả thành viên hội đồng"),
    ("thành viên có mặt", "Thành viên có mặt"),
    ("phiếu hợp lệ", "Phiếu hợp lệ"),
)
_METHODS = (("", "Chọn hình thức"), ("giơ tay", "Giơ tay"), ("bỏ phiếu kín", "Bỏ phiếu kín"))
_SUBJECT, _AWARD = Cell("subject", "tập thể, cá nhân", True), Cell("award", "danh hiệu, hình thức")
# Where somebody does not vote on a candidate: of how many its percentage is.
_OWN_BASE = Cell("base", "cơ số riêng, nếu khác", count=True)
_KINDS = {"tập thể": "collective", "cá nhân": "person"}


class IsoDayField(forms.DateField):
    """A whole date typed dd/mm/yyyy and kept as ISO text."""

    def __init__(self) -> None:
        typed = day_field("Nộp chậm nhất", required=False)
        super().__init__(label=typed.label, widget=typed.widget, error_messages=typed.error_messages, required=False)

    def prepare_value(self, value):
        """The kept day as a date to show; what somebody typed stays as it is, a day or not."""
        try:
            return dt.date.fromisoformat(value) if isinstance(value, str) and _ISO.fullmatch(value) else value
        except ValueError:
            return value

    def clean(self, value) -> str:
        day = super().clean(value)
        return day.isoformat() if day else ""


def _text(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=300, help_text=hint)


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000)


def _choice(label: str, choices: tuple) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


def _meeting() -> Fields:
    """What both kinds of minutes ask."""
    return {
        "begins": _text("Bắt đầu lúc", "Ví dụ: 08 giờ 00 phút, ngày 20 tháng 12 năm 2026"),
        "ends": _text("Kết thúc lúc", "Ví dụ: 11 giờ 00 phút cùng ngày"),
        "place": _text("Địa điểm"),
        "chair": _text("Chủ tọa"),
        "secretary": _text("Thư ký"),
    }


def _base() -> Fields:
    return {
        "base": _choice("Tỷ lệ % tính trên", _BASES),
        "base_count": _count("Số làm cơ số"),
    }


def _division() -> Fields:
    return {"decider": _text("Thẩm quyền ban hành", "Ví dụ: CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …")}


def _registration() -> Fields:
    movement = (Cell("name", "tên phong trào", True), Cell("aim", "mục tiêu"))
    times = (Cell("begins", "phát động"), Cell("ends", "kết thúc"))
    titles = (Cell("award", "danh hiệu, hình thức", True), Cell("quantity", "số lượng"), Cell("names", "tên"))
    return {
        "movements": RowsField(*movement, *times, label="Phong trào thi đua"),
        "titles": RowsField(*titles, label="Danh hiệu, hình thức khen thưởng ngoài đăng ký trong hệ thống"),
    }


def _pledge() -> Fields:
    cells = (Cell("title", "nội dung", True), Cell("measure_unit", "đơn vị tính"), Cell("planned", "chỉ tiêu"))
    return {"targets": RowsField(*cells, label="Chỉ tiêu chung của khối")}


def _bloc_year() -> Fields:
    deputies = LinesField(label="Giới thiệu Phó khối năm sau", rows=2, help_text="Mỗi dòng một đơn vị")
    return {"next_leader": _text("Giới thiệu Trưởng khối năm sau"), "next_deputies": deputies}


def _proposal() -> Fields:
    kinds = Cell("subject_kind", "tập thể hoặc cá nhân", True, words=_KINDS)
    award = Cell("award", "danh hiệu, hình thức", True)
    more = (Cell("unit", "đơn vị"), Cell("achievement", "tóm tắt thành tích"))
    label = "Đề nghị ngoài danh sách đã nhập trong hệ thống"
    return {"proposed": RowsField(award, kinds, Cell("subject", "tên", True), *more, label=label)}


def _merit_unit() -> Fields:
    return {"award": _text("Danh hiệu, hình thức đề nghị")}


def _reminder() -> Fields:
    contact = _text("Đầu mối liên hệ", "Bộ phận, số điện thoại, thư điện tử")
    return {"new_date": IsoDayField(), "contact": contact}


def _invitation() -> Fields:
    return {
        "guests": LinesField(label="Kính mời", help_text="Mỗi dòng một người hoặc cơ quan"),
        "meeting": _text("Tới dự"),
        "chair": _text("Chủ trì"),
        "time": _text("Thời gian", "Ví dụ: 08 giờ 00 phút, ngày 15 tháng 7 năm 2026"),
        "place": _text("Địa điểm"),
        "bring": LinesField(label="Tài liệu mang theo", rows=2, help_text="Mỗi dòng một tài liệu"),
        "report_due": _text("Báo cáo gửi trước", "Ví dụ: ngày 10 tháng 7 năm 2026"),
    }


def _roll() -> Fields:
    """Who was there."""
    absent = (Cell("name", "đơn vị, người vắng", True), Cell("reason", "lý do"))
    return {
        **_meeting(),
        "present": LinesField(label="Có mặt", help_text="Mỗi dòng một đơn vị hoặc người"),
        "absent": RowsField(*absent, label="Vắng mặt"),
    }


def _deliberation() -> Fields:
    votes = (_SUBJECT, _AWARD, Cell("agree", "số đồng ý", True, count=True), _OWN_BASE)
    return {
        **_roll(),
        "method": _choice("Hình thức biểu quyết", _METHODS),
        **_base(),
        "votes": RowsField(*votes, label="Kết quả biểu quyết"),
    }


def _counting() -> Fields:
    team = (Cell("name", "họ và tên", True), Cell("role", "vai trò"))
    ballots = [Cell(name, label, True, count=True) for name, label in BALLOTS]
    return {
        **_meeting(),
        "team": RowsField(*team, label="Tổ kiểm phiếu"),
        "issued": _count("Số phiếu phát ra"),
        "returned": _count("Số phiếu thu về"),
        "valid": _count("Số phiếu hợp lệ"),
        "invalid": _count("Số phiếu không hợp lệ"),
        **_base(),
        "candidates": RowsField(_SUBJECT, _AWARD, *ballots, _OWN_BASE, label="Kết quả kiểm phiếu"),
    }


BALLOTS = (("agree", "đồng ý"), ("disagree", "không đồng ý"), ("blank", "trống"))


def _person() -> Fields:
    return {
        "award": _text("Danh hiệu, hình thức đề nghị"),
        "name": _text("Họ và tên", "Viết đúng như trong quyết định khen thưởng để lấy được lịch sử khen thưởng."),
        "birth": _text("Ngày sinh"),
        "sex": _text("Giới tính"),
        "hometown": _text("Quê quán"),
        "residence": _text("Nơi cư trú"),
        "post": _text("Chức vụ chính quyền, đoàn thể"),
        "party_post": _text("Chức vụ Đảng"),
        "qualification": _text("Trình độ"),
    }


FIELDS: dict[str, Callable[[], Fields]] = {
    K.DIVISION: _division,
    K.AWARD_DECISION: _division,
    K.REGISTRATION: _registration,
    K.PLEDGE: _pledge,
    K.INVITATION: _invitation,
    K.BLOC_YEAR: _bloc_year,
    K.MEETING_MINUTES: _roll,
    K.DELIBERATION: _deliberation,
    K.COUNTING: _counting,
    K.PROPOSAL: _proposal,
    K.MERIT_UNIT: _merit_unit,
    K.MERIT_PERSON: _person,
    K.REMINDER: _reminder,
}
