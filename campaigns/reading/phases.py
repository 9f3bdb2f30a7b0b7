"""Phases of a plan (đợt, giai đoạn) with their first and last days and the anniversaries they honour."""

import re
from collections.abc import Sequence

from campaigns.when import When

from .lines import LONGEST
from .shapes import NO_TIME, Node, Phase
from .times import Time, times_in
from .tree import below, whole

PHASE_NAME = re.compile(
    r"(?:đợt|giai\s+đoạn)(?:\s+thi\s+đua)?(?:\s+cao\s+điểm)?\s+(?:thứ\s+(?:nhất|hai|ba|tư|năm)|0?\d{1,2}(?!\d|\s*[-–/]\s*\d)|[IVX]{1,4}\b|một\b|hai\b|ba\b|bốn\b)",
    re.IGNORECASE,
)
_REFERS = re.compile(r"(?:báo\s+cáo|kết\s+thúc|kết\s+quả|sơ\s+kết|tổng\s+kết|trong|của|sau|từng)\s*$", re.IGNORECASE)
_HEADER = 220  # characters behind a name in which its dates stand
_DAYS = re.compile(
    r"\((?P<a>\d{1,2}\s?[/\-]\s?\d{1,2}(?:\s?[/\-]\s?(?P<y>\d{4}))?)(?:\s*[-–]\s*(?P<b>\d{1,2}/\d{1,2}(?:/(?P<y2>\d{4}))?))?\)"
)
_COUNTED = re.compile(
    r"(?:kỷ\s+niệm\s+)?(?:lần\s+thứ\s+)?(?P<n>\d{1,3})\s+năm\s+(?P<name>(?!\()[^;:.()]{4,120}?)(?=\s*(?:\.\.\.|…|[;:.,(]|$))",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:.*?\b(?:chào\s+mừng|nhân\s+dịp|hướng\s+tới|như|gồm)\b\s*:?\s*)?(?:và\s+)?(?:(?:các\s+ngày\s+lễ\s+lớn[^:]*:)\s*)?(?:kỷ\s+niệm\s+)?(?:lần\s+thứ\s+)?(?:\d{1,3}\s+năm\s+)?",
    re.IGNORECASE,
)


def read_phases(nodes: Sequence[Node], year: int) -> list[Phase]:
    """Every named phase that has dates, once; and headings that are nothing but a stretch of time."""
    found: dict[str, Phase] = {}
    for index in range(len(nodes)):
        for phase in [*_named(nodes, index, year), *_unnamed(nodes, index, year, len(found) + 1)]:
            kept = found.get(phase.name.casefold())
            if kept is None or (kept.ends == NO_TIME and phase.ends != NO_TIME):
                found[phase.name.casefold()] = phase
    dated = any(phase.ends != NO_TIME or phase.begins != NO_TIME for phase in found.values())
    return [phase for phase in found.values() if phase.ends != NO_TIME or phase.begins != NO_TIME or not dated]


def _named(nodes: Sequence[Node], index: int, year: int) -> list[Phase]:
    node, text = nodes[index], whole(nodes[index])[:LONGEST]
    names = [name for name in PHASE_NAME.finditer(text) if not _REFERS.search(text[: name.start()])]
    rows = []
    for place, name in enumerate(names):
        end = names[place + 1].start() if place + 1 < len(names) else len(text)
        starts_item = name.start() <= 3
        segment = text[name.end() : end]
        time = _stretch(segment[:_HEADER], year)
        if time is None and not (starts_item and len(segment) > 20):
            continue
        more = [nodes[at] for at in below(nodes, index)[1:]] if starts_item and place + 1 == len(names) else []
        rows.append(_phase(_cased(name.group()), node, segment, time, more, year))
    return rows


def _cased(name: str) -> str:
    words = " ".join(name.split())
    return (
        words[:1].upper() + words[1:].lower()
        if words.isupper() and not re.search(r"[IVX]{1,4}$", words)
        else words[:1].upper() + words[1:]
    )


def _stretch(text: str, year: int) -> Time | None:
    """The time in the header of a phase: a stretch, else its end; a cell «01/01/2026 - 15/5/2026» counts too."""
    times = times_in(
        _DAYS.sub(
            lambda found: " " * len(found.group()) if found["y"] and found["y2"] != found["y"] else found.group(), text
        ),
        year,
    )
    stretch = next((time for time in times if time.kind == "range"), None)
    if stretch:
        return stretch
    bare = re.search(r"(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{4})?\s*(?:[-–]|đến)\s*\d{1,2}/\d{1,2}/\d{4}", text)
    if bare and not re.search(r"năm|niệm|ngày sinh", text[: bare.start()].casefold()[-40:]):
        again = times_in(f"từ {bare.group()}", year)
        if (
            again
            and again[0].kind == "range"
            and again[0].starts
            and again[0].when.value.year - again[0].starts.year <= 1
        ):
            shift = bare.start() - 3
            return (
                Time(
                    bare.start(),
                    bare.end(),
                    "range",
                    again[0].when,
                    begins=again[0].begins,
                    starts=again[0].starts,
                    doubt=again[0].doubt,
                )
                if shift >= -3
                else None
            )
    return next((time for time in times if time.kind in ("by", "before") and time.start < 60), None)


def _phase(name: str, node: Node, segment: str, time: Time | None, more: Sequence[Node], year: int) -> Phase:
    text = segment[time.end :] if time and time.end <= len(segment) and time.start < 120 else segment
    text = re.sub(r"^[\s):.,;|–-]+", "", text).strip()
    body = "\n".join([text, *(f"- {whole(child)}" for child in more)]).strip()
    begins, ends, doubt = _edges(time)
    return Phase(
        node.first,
        max([node.last, *(child.last for child in more)]),
        doubt=doubt or ("" if time else "không thấy ngày bắt đầu và kết thúc"),
        name=name[:200],
        begins=begins,
        ends=ends,
        text=body,
        occasions=tuple(
            occasions_in(" ; ".join([segment, *map(whole, more)]), ends.value.year if ends.value else year)
        ),
    )


def _edges(time: Time | None) -> tuple[When, When, str]:
    if time is None:
        return NO_TIME, NO_TIME, ""
    begins, ends = time.begins, time.when
    if begins.first_day() and ends.last_day() and begins.first_day() > ends.last_day():
        return NO_TIME, NO_TIME, time.doubt
    return begins, ends, time.doubt


def _unnamed(nodes: Sequence[Node], index: int, year: int, number: int) -> list[Phase]:
    """A heading such as «Từ ngày 01/01/2026 đến ngày 30/6/2026»."""
    node = nodes[index]
    stretches = [time for time in times_in(node.title, year) if time.kind == "range"]
    if not stretches or stretches[0].end - stretches[0].start < 0.75 * len(node.title):
        return []
    more = [nodes[at] for at in below(nodes, index)[1:]]
    phase = _phase(f"Đợt {number}", node, node.text, stretches[0], more, year)
    body = "\n".join([*node.text.splitlines(), *(f"- {whole(child)}" for child in more)]).strip()
    return [
        Phase(
            phase.first,
            phase.last,
            doubt="văn bản không đặt tên đợt",
            name=phase.name,
            begins=phase.begins,
            ends=phase.ends,
            text=body,
            occasions=phase.occasions,
        )
    ]


def occasions_in(text: str, year: int) -> list[dict]:
    """Anniversaries with their day («Ngày thành lập Đảng (3/2)», «… (30/4/1975 - 30/4/2022)»), or only counted («50 năm …»)."""
    found: list[dict] = []
    begin = 0
    for match in _DAYS.finditer(text):
        name = _name(text[begin : match.start()])
        begin = match.end()
        parts = re.split(r"\s?[/\-]\s?", match["a"])
        if not name or not (1 <= int(parts[0]) <= 31 and 1 <= int(parts[1]) <= 12):
            continue
        first, second = match["y"], match["y2"]
        origin = int(first) if first and (second is None or int(first) < int(second)) else None
        found.append({"name": name, "day": f"{int(parts[0]):02d}/{int(parts[1]):02d}", "origin_year": origin})
    for match in _COUNTED.finditer(text):
        if _DAYS.match(text[match.end() :].lstrip()):
            continue
        name = _short(match["name"])
        if name and re.match(r"ngày|sự kiện|năm|giải phóng|thành lập|chiến thắng|[A-ZĐ]", name):
            found.append({"name": name, "day": "", "origin_year": year - int(match["n"])})
    return found


def _name(text: str) -> str:
    """The words right before the brackets: behind the last stop, without «kỷ niệm N năm»."""
    piece = re.split(r"[;:.,]\s|\)\s*(?:và\s)?", text)[-1]
    return _short(_LEADS.sub("", piece.strip(" ,;:"), count=1))


def _short(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:.")[:120]
