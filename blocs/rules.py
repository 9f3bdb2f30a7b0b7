"""Dates and reasons of the organisation: values in, value out."""

import datetime as dt
from typing import NamedTuple

from django.db import models

DAY = dt.timedelta(days=1)
# The first day of a unit's name when the founding day is not known.
UNKNOWN_DAY = dt.date(1900, 1, 1)
# How long a reorganisation entered by mistake can be taken back by a correcting record.
CORRECTION_DAYS = 30
# How long ahead a reorganisation can be recorded; a day further off is a slip of the pen.
MOST_AHEAD_DAYS = 366


class OrgReason(models.TextChoices):
    LEADER_TAKEN = "leader_taken", "Khối đã có đơn vị giữ vai trò này trong thời gian đó."
    ALREADY_MEMBER = "already_member", "Đơn vị đã ở trong khối này trong thời gian đó."
    DATES = "dates", "Ngày không phù hợp."
    UNIT_CLOSED = "unit_closed", "Đơn vị đã kết thúc hoạt động."
    ALREADY_HOLDS = "already_holds", "Người này đang giữ chức trách tại đây."
    ACCOUNT_DISABLED = "account_disabled", "Tài khoản này đang bị khóa."
    ALREADY_ACCEPTED = "already_accepted", "Người này đã đặt mật khẩu; không cần mời lại."
    TOO_MANY_LETTERS = "too_many_letters", "Đã gửi nhiều thư mời trong một giờ qua. Hãy thử lại sau."
    POST_ENDED = "post_ended", "Chức trách này đã kết thúc."
    NOT_YOURSELF = "not_yourself", "Không tự làm việc này với chính mình."
    CORRECTED = "corrected", "Việc sắp xếp này đã được đính chính."
    CORRECT_TOO_LATE = "correct_too_late", "Đã quá thời hạn đính chính. Hãy ghi một việc sắp xếp mới."
    BUILT_UPON = "built_upon", "Sau việc này đã có việc sắp xếp khác của các đơn vị đó; hãy đính chính việc sau trước."
    NOT_CORRECTABLE = "not_correctable", "Đổi tên ghi nhầm thì đổi tên lại bằng một lần ghi mới."
    TAKEN_OVER = (
        "taken_over",
        "Việc sắp xếp tiếp nhận từ hệ thống khác không rút lại được ở đây; hãy ghi một lần sắp xếp mới.",
    )
    DRAFT_DONE = "draft_done", "Tệp này đã được nhập hoặc đã bị thay thế."


class Span(NamedTuple):
    """Days from ``first`` to ``last``, both included; ``last`` None = open."""

    first: dt.date
    last: dt.date | None = None

    def overlaps(self, other: "Span") -> bool:
        """Whether at least one day lies in both."""
        starts_before_other_ends = other.last is None or self.first <= other.last
        ends_after_other_starts = self.last is None or other.first <= self.last
        return starts_before_other_ends and ends_after_other_starts


def year_start(year: int) -> dt.date:
    """First day of a bloc's year: what a membership without a date of its own begins with."""
    return dt.date(year, 1, 1)
