"""Places in a plan's text that print a deadline's time and receivers, and what looks wrong around them."""

import re
from typing import Protocol

from campaigns.when import Precision, When

DUE, RECEIVERS = "[[hạn]]", "[[nơi nhận]]"
_ANY = re.compile(r"\[\[[^\[\]\n]{0,60}\]\]")
# A date that the sentence gives as a time limit; the date of a cited document stands behind «số …».
_LIMIT = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|thời hạn|hạn|đến hết|trễ nhất)\b[^.;\n\d]{0,40}"
    r"(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:(?:\s*[/.-]\s*|\s+năm\s+)(\d{4}))?",
    re.IGNORECASE,
)


class Linked(Protocol):
    """What the rules read of the deadline that a text is linked to."""

    title: str
    when: When
    or_when: When


def filled(text: str, due: str, receivers: str) -> str:
    """The text as it is printed."""
    return text.replace(DUE, due).replace(RECEIVERS, receivers)


def text_warnings(text: str, deadline: Linked | None, due: str = "", receivers: str = "") -> list[str]:
    """Sentences about places that will not print, and about dates that differ from the deadline's.

    ``due``, ``receivers``: what [[hạn]] and [[nơi nhận]] print.
    """
    found = [f"Không có ô nào tên {name}; chỉ dùng {DUE} và {RECEIVERS}." for name in _unknown(text)]
    if deadline is None:
        used = [name for name in (DUE, RECEIVERS) if name in text]
        return found + [f"Chưa chọn mốc thời hạn nên {' và '.join(used)} chưa in được." for _ in used[:1]]
    if RECEIVERS in text and not receivers:
        found.append(f"Mốc «{deadline.title}» không ghi nơi nhận nên {RECEIVERS} sẽ trống.")
    return found + _differing(text, deadline, due)


def _unknown(text: str) -> list[str]:
    return [name for name in dict.fromkeys(_ANY.findall(text)) if name not in (DUE, RECEIVERS)]


def _differing(text: str, deadline: Linked, due: str) -> list[str]:
    days = [when.value for when in (deadline.when, deadline.or_when) if when.precision == Precision.DAY]
    if not days:
        return []
    return [
        f"Nội dung ghi {_written(*said)} nhưng mốc «{deadline.title}» là {due}; nên dùng {DUE} thay cho ngày gõ tay."
        for said in dict.fromkeys(_LIMIT.findall(text))
        if not any(_same(said, day) for day in days)
    ]


def _written(day: str, month: str, year: str) -> str:
    return f"{int(day):02d}/{int(month):02d}{f'/{year}' if year else ''}"


def _same(said: tuple[str, str, str], day) -> bool:
    return (int(said[0]), int(said[1])) == (day.day, day.month) and said[2] in ("", str(day.year))
