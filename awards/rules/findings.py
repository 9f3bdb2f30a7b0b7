"""What a checklist says: findings, their state, what people said of them, who may read them. Values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from .conditions import letter

State = Literal["met", "missing", "look"]
WORDS = {"met": "Đủ", "missing": "Thiếu", "look": "Cần xem"}
BADGES = {"met": "ok", "missing": "late", "look": "draft"}
HIDDEN = "Cơ quan thi đua, khen thưởng và đơn vị kiểm tra điều kiện này."


@dataclass(frozen=True)
class Proof:
    """The paper that proves a fact, in words, and the page where it is kept."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Word:
    """What a person decided about one finding."""

    accepted: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Finding:
    """One condition. ``key`` names it within its checklist; ``parts``: of a group (``any_of`` or not); ``short``: how many
    more years or times are needed where that can be counted; ``private``: read only by the unit and the standing
    office; ``by_people``: nothing is counted; ``untold``: this reader may not know how it stands; ``word``: what a person decided about it."""

    key: str
    state: State
    text: str
    clause: str = ""
    figure: str = ""
    proof: tuple[Proof, ...] = ()
    status: str = "unconfirmed"
    remark: str = ""
    parts: tuple["Finding", ...] = ()
    any_of: bool = False
    short: int = 0
    private: bool = False
    by_people: bool = False
    untold: bool = False
    word: Word | None = None

    @property
    def stands(self) -> State:
        """The state after people have spoken."""
        if self.word is not None:
            return "met" if self.word.accepted else "missing"
        return group_state([part.stands for part in self.parts], any_of=self.any_of) if self.parts else self.state

    @property
    def label(self) -> str:
        return WORDS[self.stands]

    @property
    def badge(self) -> str:
        return BADGES[self.stands]

    @property
    def unconfirmed(self) -> bool:
        return self.status != "verified" and not self.parts

    def as_json(self) -> dict[str, Any]:
        found = {
            "key": self.key,
            "state": self.state,
            "stands": self.stands,
            "text": self.text,
            "clause": self.clause,
            "figure": self.figure,
            "proof": [proof.words for proof in self.proof],
            "status": self.status,
            "remark": self.remark,
            "private": self.private,
        }
        if self.parts:
            found |= {"any_of": self.any_of, "parts": [part.as_json() for part in self.parts]}
        if self.word:
            found["word"] = asdict(self.word)
        return found


def group_state(states: Iterable[State], *, any_of: bool) -> State:
    """Of several conditions of which one, or all, must hold. Nothing asked: met."""
    found = list(states)
    order: tuple[State, ...] = ("met", "look", "missing") if any_of else ("missing", "look", "met")
    return next((state for state in order if state in found), "met")


@dataclass(frozen=True)
class Checklist:
    """Everything asked of one candidate under the rules of a day. ``rule_set``: their name, empty where no rule names the
    award; ``lapses``: the first day they hold no more."""

    findings: tuple[Finding, ...]
    rule_set: str = ""
    rule_set_id: int | None = None
    article: str = ""
    on: str = ""
    lapses: str = ""
    subject: str = ""
    award: str = ""
    year: int = 0

    @property
    def verdict(self) -> State:
        return group_state([row.stands for row in self.findings], any_of=False)

    @property
    def verdict_label(self) -> str:
        return {"met": "Đủ điều kiện", "missing": "Chưa đủ điều kiện", "look": "Cần người xem xét"}[self.verdict]

    @property
    def badge(self) -> str:
        return BADGES[self.verdict]

    @property
    def counts(self) -> dict[State, int]:
        return {state: sum(row.stands == state for row in self.findings) for state in ("met", "missing", "look")}

    @property
    def lines(self) -> list["Line"]:
        """Findings and their parts one under the other, parts with their letter."""
        return list(_lines(self.findings))

    def find(self, key: str) -> Finding | None:
        return next((row for row in _all(self.findings) if row.key == key), None)

    def as_json(self) -> dict[str, Any]:
        names = ("rule_set", "rule_set_id", "article", "on", "subject", "award", "year", "verdict")
        return {name: getattr(self, name) for name in names} | {"findings": [row.as_json() for row in self.findings]}


@dataclass(frozen=True)
class Line:
    """One row of the checklist as it is shown; ``mark``: its letter within a group, ``depth`` of the group."""

    finding: Finding
    depth: int = 0
    mark: str = ""


def _lines(findings: Iterable[Finding], depth: int = 0, before: str = "") -> Iterable[Line]:
    for place, row in enumerate(findings):
        mark = before + letter(place) if depth else ""
        yield Line(row, depth, mark)
        yield from _lines(row.parts, depth + 1, f"{mark}." if mark else "")


def checklist_from_json(data: Mapping[str, Any]) -> Checklist:
    """A frozen checklist as it was: the opposite of ``Checklist.as_json``."""
    names = ("rule_set", "rule_set_id", "article", "on", "subject", "award", "year")
    findings = tuple(_from_json(row) for row in data["findings"])
    return Checklist(findings, **{name: data[name] for name in names})


def _from_json(row: Mapping[str, Any]) -> Finding:
    names = ("key", "state", "text", "clause", "figure", "status", "remark", "private")
    return Finding(
        **{name: row[name] for name in names},
        proof=tuple(Proof(words) for words in row["proof"]),
        parts=tuple(_from_json(part) for part in row.get("parts", ())),
        any_of=row.get("any_of", False),
        word=Word(**row["word"]) if "word" in row else None,
    )


def _all(findings: Iterable[Finding]) -> Iterable[Finding]:
    for row in findings:
        yield row
        yield from _all(row.parts)


def hidden(finding: Finding) -> Finding:
    """What somebody reads who may not know of holds and discipline: that it is asked, not how it stands."""
    if finding.private:
        return Finding(
            finding.key, "look", finding.text, finding.clause, status=finding.status, remark=HIDDEN, untold=True
        )
    if not finding.parts:
        return finding
    parts = tuple(hidden(part) for part in finding.parts)
    return replace(finding, parts=parts, state=group_state([part.state for part in parts], any_of=finding.any_of))


def for_strangers(checklist: Checklist) -> Checklist:
    return replace(checklist, findings=tuple(hidden(row) for row in checklist.findings))


def with_words(checklist: Checklist, words: Mapping[str, Word]) -> Checklist:
    """With what people decided, by key."""

    def spoken(row: Finding) -> Finding:
        return replace(row, word=words.get(row.key), parts=tuple(spoken(part) for part in row.parts))

    return replace(checklist, findings=tuple(spoken(row) for row in checklist.findings)) if words else checklist


@dataclass(frozen=True)
class Distance:
    """How far a candidate is: conditions that fail, years still needed, conditions people judge, conditions that can't be
    counted because the registers say too little (``unknown``)."""

    missing: int = 0
    years: int = 0
    looks: int = 0
    unknown: int = 0
    first: str = field(default="", compare=False)


def distance(findings: Iterable[Finding]) -> Distance:
    """The nearest way to meet them all: of an ``any_of`` the best branch that can be counted."""
    far = [_distance(row) for row in findings]
    first = next((one.first for one in far if one.missing), "") or next((one.first for one in far if one.first), "")
    return Distance(
        sum(one.missing for one in far),
        max((one.years for one in far), default=0),
        sum(one.looks for one in far),
        sum(one.unknown for one in far),
        first,
    )


def _distance(row: Finding) -> Distance:
    if row.parts and row.any_of:
        counted = [part for part in row.parts if not part.by_people] or row.parts
        ways = [_distance(part) for part in counted]
        return min(ways, key=lambda one: (one.missing, one.unknown, one.years, one.looks))
    if row.parts:
        return distance(row.parts)
    words = f"{row.text} ({row.figure})" if row.figure else row.text
    if row.stands == "missing":
        return Distance(1, row.short, first=words)
    if row.stands == "look" and not row.by_people and not row.untold:
        return Distance(unknown=1, first=words)
    return Distance(looks=int(row.stands == "look"))
