"""Lines of a division file: what their words mean."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import models

from accounts.vietnamese import fold

from .models import Membership, Unit
from .rules import Span, year_start

Role = Membership.Role
_BLOC_KINDS = {"": "", "khoi": "khoi", "khoi thi dua": "khoi", "cum": "cum", "cum thi dua": "cum"}
_ROLES = {
    "": Role.MEMBER,
    **dict.fromkeys(("thanh vien", "don vi thanh vien"), Role.MEMBER),
    **dict.fromkeys(("truong khoi", "khoi truong", "truong cum", "cum truong"), Role.LEADER),
    **dict.fromkeys(("pho khoi", "khoi pho", "pho cum", "cum pho", "pho truong khoi"), Role.DEPUTY),
}
_UNIT_KINDS = {"": "", **{fold(label): value for value, label in Unit.Kind.choices}}


class Status(models.TextChoices):
    CREATE = "create", "Thêm mới"
    CHANGE = "change", "Thay đổi"
    SAME = "same", "Không đổi"
    REFUSED = "refused", "Không nhận"


@dataclass
class Line:
    """One line of the file, understood; ``reasons`` say why it is refused, ``says`` what it does, ``notes`` what to know."""

    line: int
    bloc_code: str
    bloc_name: str
    bloc_kind: str
    unit_code: str
    unit_name: str
    unit_short_name: str
    unit_kind: str
    role: str
    first: dt.date | None
    last: dt.date | None
    status: str = Status.SAME
    says: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    # What applying does to the membership: "add", "correct" or "turn" an existing row.
    move: str = ""
    membership_id: int | None = None

    def refuse(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.status, self.move, self.says = Status.REFUSED, "", []

    @property
    def refused(self) -> bool:
        return self.status == Status.REFUSED

    @property
    def role_label(self) -> str:
        return Role(self.role).label if self.role in Role.values else self.role

    def span(self, year: int) -> Span:
        return Span(self.first or year_start(year), self.last)


def understand(row: dict) -> Line:
    """Words of a line as values; every word that means nothing is a reason."""
    value = {name: text for name, text in row.items() if name != "line"}
    problems: list[str] = []
    days = {}
    for name, heading in (("valid_from", "Từ ngày"), ("valid_to", "Đến ngày")):
        days[name] = _day(value.get(name, ""), heading, problems)
    line = Line(
        line=row["line"],
        bloc_code=value["bloc_code"][:40],
        bloc_name=value["bloc_name"][:200],
        bloc_kind=_word(value.get("bloc_kind", ""), _BLOC_KINDS, "Loại", problems),
        unit_code=value["unit_code"][:40],
        unit_name=value["unit_name"][:200],
        unit_short_name=value.get("unit_short_name", "")[:80],
        unit_kind=_word(value.get("unit_kind", ""), _UNIT_KINDS, "Loại đơn vị", problems),
        role=_word(value.get("role", ""), _ROLES, "Vai trò", problems),
        first=days["valid_from"],
        last=days["valid_to"],
    )
    for name, heading in (("bloc_code", "Mã khối"), ("unit_code", "Mã đơn vị")):
        if len(value[name]) > 40:
            problems.append(f"{heading} dài quá 40 ký tự.")
        elif not value[name]:
            problems.append(f"Thiếu {heading.lower()}.")
    if line.first and line.last and line.last < line.first:
        problems.append("Đến ngày trước Từ ngày.")
    for problem in problems:
        line.refuse(problem)
    return line


def _word(text: str, words: dict[str, str], heading: str, problems: list[str]) -> str:
    found = words.get(fold(text))
    if found is None:
        problems.append(f"{heading} «{text}» không có trong danh mục.")
        return ""
    return found


def _day(text: str, heading: str, problems: list[str]) -> dt.date | None:
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            day = dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
        if 1900 <= day.year <= 2100:
            return day
    problems.append(f"{heading} «{text}» không phải ngày dạng ngày/tháng/năm.")
    return None
