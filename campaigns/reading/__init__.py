"""Reading an old plan by rules: text in, a proposal out. Pure: no database, no clock, no model of a language.

``read`` never refuses a text: what it cannot place is listed in ``Proposal.not_understood`` with the reason.
"""

import re
from collections import Counter
from collections.abc import Iterable

from .bases import announces, cited_inside, opens_body, read_opening, with_suspects
from .deadlines import once, read_deadlines
from .ending import Ending, closing_text, read_ending
from .head import Found, read_head
from .lines import Line, Para, is_mark, lines_of, paragraphs
from .phases import read_phases
from .receivers import aliases_in
from .shapes import Basis, Deadline, Head, Item, Node, Phase, Proposal, Recipient, Unplaced
from .tables import read_tables
from .times import last_day_of
from .tree import read_tree

__all__ = ["Basis", "Deadline", "Head", "Item", "Node", "Phase", "Proposal", "Recipient", "Unplaced", "read"]

MOST_LINES = 6000


def read(text: str, year: int) -> Proposal:
    """What the text of a plan says, as a proposal to confirm. ``year`` counts where the text itself names none."""
    said = lines_of(text)
    lines, beyond = said[:MOST_LINES], said[MOST_LINES:]
    paras = paragraphs(lines)
    found = read_head(paras)
    ending = read_ending(paras, found.begins)
    body_at = _body_at(paras, found.begins, ending.ends)
    opening = read_opening(paras[found.begins : body_at])
    body, appendix = paras[body_at : ending.ends], paras[ending.after :]
    own_year = found.fields.get("year") or _year_of(found.fields.get("subject", ""), lines) or year
    nodes = read_tree(body)
    aliases = aliases_in(para.text for para in [*paras[found.begins : ending.ends], *appendix])
    phases = read_phases(nodes, own_year)
    deadlines, timeless = read_deadlines(nodes, phases, own_year, aliases)
    deadlines = once([*deadlines, *read_tables([*body, *appendix], own_year, aliases)])
    bases = [*opening.bases, *cited_inside(body, opening.bases)]
    head = _head(found, ending, opening, own_year, lines)
    left = [
        *found.left,
        *ending.left,
        *((para, para.text, "đứng trước nội dung nhưng không phải căn cứ hay câu mở đầu") for para in opening.left),
    ]
    left += [
        (para, para.text, "đứng sau chữ ký (phụ lục): chỉ đọc các mốc thời hạn, không đưa vào nội dung")
        for para in appendix
    ]
    return Proposal(
        head=head,
        bases=tuple(with_suspects(bases, _issued(head), _first_duty(deadlines, phases))),
        nodes=tuple(nodes),
        phases=tuple(phases),
        deadlines=tuple(deadlines),
        recipients=ending.recipients,
        not_understood=(
            *(Unplaced(para.first, para.last, text=words[:400], doubt=why) for para, words, why in left),
            *timeless,
            *_beyond(beyond),
        ),
        marks=(
            *_marks(lines, paras, (found.begins, body_at, ending), left),
            *((line.number, "left") for line in beyond),
        ),
    )


def _beyond(lines: list[Line]) -> list[Unplaced]:
    """What stands behind the last line that is read."""
    why = f"chỉ đọc {MOST_LINES} dòng đầu"
    return [Unplaced(lines[0].number, lines[-1].number, text=lines[0].text[:400], doubt=why)] if lines else []


def _marks(
    lines: list[Line], paras: list[Para], cuts: tuple[int, int, Ending], left: list
) -> Iterable[tuple[int, str]]:
    """(line, what it went to) of every line that says something."""
    begins, body_at, ending = cuts
    edges = (
        (begins, "head"),
        (body_at, "basis"),
        (ending.ends, "node"),
        (ending.ends + len(ending.closing), "closing"),
    )
    kinds: dict[int, str] = {}
    for index, para in enumerate(paras):
        kind = next((kind for edge, kind in edges if index < edge), "signature" if index < ending.after else "appendix")
        kinds |= dict.fromkeys(range(para.first, para.last + 1), kind)
    for para, _words, why in left:
        if not why.startswith("đứng sau chữ ký (phụ lục)"):
            kinds |= dict.fromkeys(range(para.first, para.last + 1), "left")
    return ((line.number, "mark" if is_mark(line) else kinds[line.number]) for line in lines)


def _body_at(paras: list[Para], begins: int, ends: int) -> int:
    """Where the text begins: at the first heading, or behind the announcing sentence, or behind what cites."""
    for at in range(begins, ends):
        if opens_body(paras[at]) or (at > begins and announces(paras[at - 1])):
            return at
    placed = {place.first for place in read_opening(paras[begins:ends]).places}
    return next((at for at in range(begins, ends) if paras[at].first not in placed), ends)


def _head(found: Found, ending, opening, year: int, lines: list[Line]) -> Head:
    doubts = [found.doubt, ending.doubt]
    if not found.fields.get("year"):
        doubts.append(f"không thấy năm ban hành: lấy năm {year}")
    fields = found.fields | ending.fields | {"year": year}
    return Head(
        lines[0].number if lines else 1,
        lines[-1].number if lines else 1,
        doubt="; ".join(doubt for doubt in doubts if doubt),
        **fields,
        bases_style="lines" if fields.get("family") == "party" else opening.style,
        opening=opening.text,
        closing=closing_text(ending.closing),
    )


def _year_of(subject: str, lines: Iterable[Line]) -> int | None:
    """The year a subject names; else the year named most often."""
    named = re.findall(r"năm\s+((?:19|20)\d{2})", subject)
    if named:
        return int(named[-1])
    counted = Counter(year for line in lines for year in re.findall(r"(?:năm\s+|/)(20\d{2})\b", line.text))
    return int(counted.most_common(1)[0][0]) if counted else None


def _issued(head: Head):
    return last_day_of(head.day, head.month, head.year)


def _first_duty(deadlines: Iterable[Deadline], phases: Iterable[Phase]):
    days = [row.when.last_day() for row in deadlines if row.when.value] + [phase.ends.last_day() for phase in phases]
    return min((day for day in days if day), default=None)
