"""Quorum, the first agenda of a kind of meeting, times in words: values in, values out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.states_meetings import AgendaKind, MeetingKind
from campaigns.when import ZONE


@dataclass(frozen=True)
class Quorum:
    """How many member units are present and how many must be; ``needed`` is None where no rule is given."""

    present: int
    members: int
    needed: int | None

    @property
    def met(self) -> bool | None:
        """None where no share is asked for."""
        return None if self.needed is None else self.present >= self.needed

    @property
    def words(self) -> str:
        said = f"{self.present}/{self.members} đơn vị thành viên có mặt"
        if self.needed is None:
            return said
        lacks = self.needed - self.present
        return f"{said}, cần ít nhất {self.needed}: " + (f"thiếu {lacks}" if lacks > 0 else "đủ")


def quorum(present: int, members: int, percent: int | None) -> Quorum:
    """The least whole number of members that is at least ``percent`` of them; the share is the bloc's own rule."""
    needed = None if percent is None else -(-members * percent // 100)
    return Quorum(present, members, needed)


_P, _S = AgendaKind.PLAIN, AgendaKind.SCORES
_OPENING = (_P, "Tuyên bố lý do, giới thiệu đại biểu")
_CLOSING = (_P, "Kết luận của chủ tọa")
_OF_KIND = {
    MeetingKind.MIDYEAR: ((_P, "Báo cáo sơ kết phong trào thi đua 6 tháng đầu năm"), (_P, "Thảo luận")),
    MeetingKind.YEAR: ((_P, "Báo cáo tổng kết phong trào thi đua năm"), (_P, "Thảo luận")),
    MeetingKind.AGREE: (
        (_S, "Thống nhất các tiêu chí còn ý kiến khác nhau"),
        (_P, "Bình xét danh hiệu thi đua, hình thức khen thưởng"),
    ),
    MeetingKind.PLEDGE: ((_P, "Ký kết giao ước thi đua"),),
}


def first_agenda(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, title) of the items a meeting of these kinds begins with; people change them as they like."""
    wanted = set(kinds)
    rows = [row for kind, items in _OF_KIND.items() if kind in wanted for row in items]
    return [_OPENING, *dict.fromkeys(rows), _CLOSING]


def short_time(at: dt.datetime) -> str:
    """«08:00 ngày 15/07/2026»."""
    return at.astimezone(ZONE).strftime("%H:%M ngày %d/%m/%Y")


def long_time(at: dt.datetime) -> str:
    """«08 giờ 00 phút, ngày 15 tháng 7 năm 2026», as papers write it: months 1 and 2 with a zero (Nghị định 30/2020)."""
    local = at.astimezone(ZONE)
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {month} năm {local.year}"


def is_answered(answer: str, answered_at: dt.datetime | None, asked_at: dt.datetime | None) -> bool:
    """Whether a seat answered to the present date of its meeting; an answer to an earlier date is asked for again."""
    return bool(answer and answered_at and asked_at and answered_at >= asked_at)
