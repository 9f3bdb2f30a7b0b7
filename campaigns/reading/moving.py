"""A proposal moved to another year: dates and named years of the plan move, cited documents and anniversaries stay."""

import datetime as dt
import re
from dataclasses import replace

from campaigns.when import When

from .clauses import masked
from .shapes import Deadline, Head, Node, Phase, Proposal
from .times import moved

_YEAR = re.compile(
    r"(?<=năm )(?P<y>20\d{2})(?!\s*[-–]\s*20)|(?<=/)(?P<d>20\d{2})(?!\d)(?!/)|(?<=năm học )(?P<s>20\d{2})"
)
_COUNTED = re.compile(r"\b\d{1,3}\s+năm\s+(?:ngày|thành lập|giải phóng|cách mạng|sự kiện)", re.IGNORECASE)


def move_years(proposal: Proposal, years: int) -> Proposal:
    """The same plan ``years`` later: number and day are blank again, what has to be looked at says so."""
    own = proposal.head.year
    if not own or not years:
        return proposal
    return replace(
        proposal,
        head=_head(proposal.head, years),
        nodes=tuple(_node(node, own, years) for node in proposal.nodes),
        phases=tuple(_phase(phase, own, years) for phase in proposal.phases),
        deadlines=tuple(_deadline(row, own, years) for row in proposal.deadlines),
    )


def _head(head: Head, years: int) -> Head:
    own = head.year
    words = {name: move_words(getattr(head, name), own, years) for name in ("subject", "opening", "closing")}
    return replace(head, number="", day=None, month=None, year=own + years, **words)


def move_words(text: str, own: int, years: int) -> str:
    """Years of the plan and of the year after it, outside cited documents, quotations and brackets of anniversaries."""
    bare = masked(text)

    def later(found: re.Match[str]) -> str:
        year = int(found.group())
        return str(year + years) if own <= year <= own + 1 and bare[found.start()] != " " else found.group()

    return _YEAR.sub(later, text)


def _node(node: Node, own: int, years: int) -> Node:
    title, text = move_words(node.title, own, years), move_words(node.text, own, years)
    doubts = [node.doubt]
    if (title, text) != (node.title, node.text):
        doubts.append("đã đổi năm trong câu")
    if _COUNTED.search(node.text):
        doubts.append("số năm kỷ niệm chưa đổi")
    return replace(node, title=title, text=text, doubt="; ".join(doubt for doubt in doubts if doubt))


def _when(when: When, years: int) -> When:
    return When(when.precision, moved(when.value, years))


def _phase(phase: Phase, own: int, years: int) -> Phase:
    return replace(
        phase,
        begins=_when(phase.begins, years),
        ends=_when(phase.ends, years),
        text=move_words(phase.text, own, years),
        doubt=_said(phase.doubt, years),
    )


def _deadline(row: Deadline, own: int, years: int) -> Deadline:
    starts: dt.date | None = moved(row.starts, years)
    return replace(
        row,
        title=move_words(row.title, own, years),
        when=_when(row.when, years),
        or_when=_when(row.or_when, years),
        starts=starts,
        words=re.sub(r"20\d{2}", lambda found: str(int(found.group()) + years), row.words),
        doubt=_said(row.doubt, years) if row.when.value else row.doubt,
    )


def _said(doubt: str, years: int) -> str:
    said = f"ngày đã chuyển {abs(years)} năm {'sau' if years > 0 else 'trước'}"
    return f"{doubt}; {said}" if doubt else said
