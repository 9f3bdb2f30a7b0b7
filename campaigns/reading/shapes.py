"""What reading an old plan proposes: plain values, each with the lines it was taken from and, when it is a guess, why."""

import datetime as dt
from dataclasses import dataclass, field

from campaigns.when import DueRule, Precision, When

NO_TIME = When(Precision.NONE)


@dataclass(frozen=True)
class Item:
    """``first`` and ``last`` are lines of the source, from 1; ``doubt`` is empty when the words leave no choice."""

    first: int
    last: int
    doubt: str = field(default="", kw_only=True)

    @property
    def sure(self) -> bool:
        return not self.doubt


@dataclass(frozen=True)
class Head(Item):
    """The fields of ``campaigns.models.head.PaperHead`` with the opening and closing of the text; what the source does
    not say is empty or None. ``doubt`` speaks about the whole head."""

    family: str = "state"
    superior_line: str = ""
    issuer_lines: str = ""
    doc_type: str = "KẾ HOẠCH"
    number: str = ""
    sign: str = ""
    place: str = ""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    draft_mark: str = ""
    subject: str = ""
    bases_style: str = "prose"
    opening: str = ""
    closing: str = ""
    authority_line: str = ""
    capacity: str = ""
    post: str = ""
    signer_name: str = ""
    titles_below: str = ""
    archive_line: str = ""
    drafter_initials: str = ""


@dataclass(frozen=True)
class Basis(Item):
    doc_type: str = ""
    number: str = ""
    date: dt.date | None = None
    issuer: str = ""
    about: str = ""
    in_opening: bool = True
    suspect: str = ""


@dataclass(frozen=True)
class Node(Item):
    """One item of the text in reading order; ``depth`` 1 is outermost, ``kind`` a ``PlanNode.Kind``."""

    depth: int = 1
    kind: str = "section"
    label: str = ""
    title: str = ""
    text: str = ""
    actor: str = ""


@dataclass(frozen=True)
class Phase(Item):
    """``occasions`` as the model keeps them: {"name", "day" («dd/mm» or ""), "origin_year" (or None)}."""

    name: str = ""
    begins: When = NO_TIME
    ends: When = NO_TIME
    text: str = ""
    occasions: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Deadline(Item):
    """``to`` is a subset of leader, deputy, board, council, members; ``owes`` and ``host`` are a ``Deadline.Owes``;
    ``phase`` is the name of a proposed phase; ``sentence`` what was read."""

    title: str = ""
    kind: str = "other"
    owes: str = "members"
    to: tuple[str, ...] = ()
    to_others: str = ""
    when: When = NO_TIME
    or_when: When = NO_TIME
    starts: dt.date | None = None
    rule: str = DueRule.BY
    words: str = ""
    every_year: bool = False
    place: str = ""
    host: str = ""
    phase: str = ""
    sentence: str = ""

    anchor_kind = ""  # an old plan is read for its dates; what it counts from another date stays in its words


@dataclass(frozen=True)
class Recipient(Item):
    text: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Unplaced(Item):
    """Lines that are in no item, or a time in them that no duty was found for; ``doubt`` says why."""

    text: str = ""


@dataclass(frozen=True)
class Proposal:
    """``marks`` says of every line that is not blank what it went to: head, basis, node, closing, signature, appendix,
    mark (a page number, a rule), or left."""

    head: Head
    bases: tuple[Basis, ...] = ()
    nodes: tuple[Node, ...] = ()
    phases: tuple[Phase, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    not_understood: tuple[Unplaced, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
