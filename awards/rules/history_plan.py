"""What a file of old decisions would write: every line against what the system knows. Values in, values out."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.vietnamese import fold

from .history_lines import OPEN, WRITTEN, Line, Status, understand
from .matching import AwardIndex, Match, PersonIndex, UnitIndex, number_key, person_key

SKIP, NEW_PERSON = "skip", "new"


@dataclass(frozen=True)
class HeldDecision:
    """A decision of the authority that is in the system: the awards it made as (type, unit, folded subject)."""

    pk: int
    imported: bool
    awards: frozenset[tuple[int, int, str]]


@dataclass
class Knowledge:
    """All that matching asks. ``own_units``: where the person works who writes; nobody records awards of the own unit."""

    units: UnitIndex
    awards: AwardIndex
    people: PersonIndex
    decisions: Mapping[tuple[str, dt.date], HeldDecision]
    unit_names: Mapping[int, str]
    type_names: Mapping[int, str]
    own_units: frozenset[int] = frozenset()


@dataclass
class Question:
    """One thing somebody decides once for all the lines it is about. ``options``: (value, words); ``elsewhere``: the
    words of an answer that is none of them."""

    key: str
    kind: str  # unit, award, person
    text: str
    why: str
    options: list[tuple[str, str]]
    lines: list[int] = field(default_factory=list)
    answer: str = ""
    elsewhere: str = ""


@dataclass
class DecisionPlan:
    """One signed decision with its lines. ``waits``: why it is not written, in words; nothing of it is then."""

    number: str
    date: dt.date
    issuer: str
    signer: str
    lines: list[Line]
    held_id: int | None = None
    waits: str = ""

    @property
    def to_write(self) -> list[Line]:
        return [] if self.waits else [line for line in self.lines if line.status in WRITTEN]


@dataclass
class Plan:
    lines: list[Line]
    questions: list[Question]
    decisions: list[DecisionPlan]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.status for line in self.lines)
        return {status.value: found[status.value] for status in Status}

    @property
    def ready(self) -> list[DecisionPlan]:
        return [one for one in self.decisions if one.to_write]

    @property
    def waiting(self) -> list[DecisionPlan]:
        return [one for one in self.decisions if one.waits]

    def as_data(self) -> list[dict]:
        """The decisions that would be written, as plain values: what the checksum covers and what is written."""
        return [
            {
                "number": one.number, "date": one.date.isoformat(), "issuer": one.issuer, "signer": one.signer,
                "held_id": one.held_id, "lines": [_plain(line) for line in one.to_write],
            }
            for one in self.ready
        ]  # fmt: skip


def _plain(line: Line) -> dict:
    names = ("line", "type_id", "unit_id", "year", "name", "person", "female", "birth_year", "code", "position")
    return {name: getattr(line, name) for name in names} | {"of_person": line.of_person}


def make_plan(
    rows: Iterable[dict],
    choices: Mapping[str, str],
    known: Knowledge,
    today: dt.date,
    issuer: str = "",
    signer: str = "",
) -> Plan:
    """The outcome of every line and what has to be decided; ``issuer`` and ``signer`` fill what the lines leave open."""
    lines = [understand(row, today) for row in rows]
    desk = _Desk(known, choices)
    for line in lines:
        line.issuer, line.signer = line.issuer or issuer, line.signer or signer
        if line.date is not None:
            desk.place(line)
        if not line.issuer:
            line.stop(Status.PROBLEM, "Thiếu cơ quan ban hành.")
    decisions = [_decision(group, known) for group in _groups(lines)]
    questions = sorted(desk.questions.values(), key=lambda one: (bool(one.answer), one.lines[0]))
    return Plan(lines, questions, decisions)


@dataclass
class _Desk:
    """Places lines one after another, and collects what has to be asked."""

    known: Knowledge
    choices: Mapping[str, str]
    questions: dict[str, Question] = field(default_factory=dict)

    def place(self, line: Line) -> None:
        if line.unit:
            earned = min(line.date, dt.date(line.year, 12, 31)) if line.year else line.date
            found = self.known.units.find(line.unit, line.date, earned)
            line.unit_id = self.decide(line, "unit", line.unit, found, self.known.unit_names)
        if line.award:
            found = self.known.awards.find(line.award, line.date, of_person=line.of_person)
            whom = "cá nhân" if line.of_person else "tập thể"
            names = {one.pk: one.name for one in self.known.awards.types.values() if one.of_person == line.of_person}
            # Everything of the catalogue may be meant by a word it does not know.
            found = found if found.near else Match(None, tuple(names), found.why)
            line.type_id = self.decide(line, "award", f"{line.award} ({whom})", found, names)
        if line.unit_id in self.known.own_units:
            line.stop(Status.PROBLEM, "Đơn vị nơi bạn công tác: người khác của cơ quan phải nhập quyết định này.")
        if line.of_person and line.unit_id and line.name:
            self.person(line)

    def person(self, line: Line) -> None:
        """Somebody of the register, or one to be entered: the same new one for the same code, year of birth or unit."""
        found = self.known.people.find(line.name, line.birth_year, line.code, line.unit_id)
        new = f"new:{person_key(line.name)}|{fold(line.code) or line.birth_year or f'u{line.unit_id}'}"
        if found.sure is None and not found.near:
            line.person = new
            if line.status == Status.SURE:
                line.status = Status.NEW
            return
        mark = f"{line.birth_year or ''}|{line.code}|{line.unit_id}"
        people = self.known.people.people
        names = {pk: _person_words(people[pk], self.known.unit_names) for pk in found.near}
        text = f"{line.name} – {self.known.unit_names[line.unit_id]}"
        chosen = self.decide(line, "person", text, found, names, mark)
        line.person = new if chosen == 0 else str(chosen or "")

    def decide(
        self, line: Line, kind: str, text: str, found: Match, names: Mapping[int, str], mark: str = ""
    ) -> int | None:
        """What is meant by the text: sure, as somebody chose (0: a new person), or None with the question asked."""
        if found.sure is not None:
            return found.sure
        key = _key(kind, text, mark, found.near)
        question = self.questions.get(key)
        if question is None:
            options = [(str(pk), names[pk]) for pk in found.near]
            question = Question(key, kind, text, found.why, options, answer=self.choices.get(key, ""))
            other = question.answer.isdecimal() and kind == "unit" and question.answer not in dict(options)
            question.elsewhere = self.known.unit_names.get(int(question.answer), "") if other else ""
            self.questions[key] = question
        question.lines.append(line.line)
        return self._answered(line, question)

    def _answered(self, line: Line, question: Question) -> int | None:
        answer = question.answer
        if answer == SKIP:
            line.stop(Status.SKIPPED, f"Bỏ qua: {question.text}.")
        elif answer == NEW_PERSON and question.kind == "person":
            line.status = Status.CHOSEN if line.status == Status.SURE else line.status
            return 0
        elif answer.isdecimal() and self._is_there(question.kind, int(answer)):
            line.status = Status.CHOSEN if line.status == Status.SURE else line.status
            return int(answer)
        elif question.options:
            line.stop(Status.ASK, f"«{question.text}»: {question.why}.")
        else:
            line.stop(Status.MISSING, f"«{question.text}»: {question.why}.")
        return None

    def _is_there(self, kind: str, pk: int) -> bool:
        places = {"unit": self.known.unit_names, "award": self.known.awards.types, "person": self.known.people.people}
        return pk in places[kind]


def _key(kind: str, text: str, mark: str, near: tuple[int, ...]) -> str:
    whole = "|".join([kind, fold(text), mark, ",".join(map(str, near))])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _person_words(one, units: Mapping[int, str]) -> str:
    born = f", sinh {one.birth_year}" if one.birth_year else ""
    where = "; ".join(units[pk] for pk in sorted(one.unit_ids) if pk in units)
    return f"{one.name}{born}{f', {where}' if where else ''}"


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    found: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        if line.number and line.date is not None:
            found[line.key].append(line)
    return list(found.values())


def _decision(lines: list[Line], known: Knowledge) -> DecisionPlan:
    held = known.decisions.get(lines[0].key)
    issuers = {fold(line.issuer): line.issuer for line in lines if line.issuer}
    signers = {fold(line.signer): line.signer for line in lines if line.signer}
    if len(issuers) > 1:
        for line in lines:
            line.stop(Status.PROBLEM, f"Cùng số, ngày nhưng có {len(issuers)} cơ quan ban hành trong tệp.")
    _mark_duplicates(lines, held, known)
    one = DecisionPlan(
        lines[0].number, lines[0].date, next(iter(issuers.values()), ""), next(iter(signers.values()), ""), lines
    )
    one.held_id = held.pk if held else None
    one.waits = _waits(lines, held)
    return one


def _waits(lines: list[Line], held: HeldDecision | None) -> str:
    unsure = sum(line.status in OPEN for line in lines)
    if unsure:
        return f"Còn {unsure} dòng chưa rõ; quyết định chỉ ghi khi mọi dòng đã rõ hoặc được bỏ qua."
    if held and not held.imported and any(line.status in WRITTEN for line in lines):
        return "Quyết định này đã được ghi trong hệ thống, không thêm tên từ tệp được."
    return ""


def _mark_duplicates(lines: list[Line], held: HeldDecision | None, known: Knowledge) -> None:
    """Lines the system has already, and lines that repeat an earlier one of the file."""
    there = held.awards if held else frozenset()
    seen: dict[tuple, int] = {}
    named: set[tuple] = set()
    for line in lines:
        if line.status not in WRITTEN:
            continue
        subject = fold(line.subject) or "="
        mark = (line.type_id, line.unit_id, subject)
        if mark in there:
            line.status = Status.DUPLICATE
            line.says.append("Lịch sử khen thưởng đã có dòng này.")
        elif (*mark, line.person) in seen:
            line.status = Status.DUPLICATE
            line.says.append(f"Trùng với dòng {seen[(*mark, line.person)]} của tệp.")
        elif mark in named:
            line.stop(
                Status.PROBLEM, "Hai người trùng họ tên ở cùng đơn vị trong một quyết định; ghi riêng từng người."
            )
        seen.setdefault((*mark, line.person), line.line)
        named.add(mark)


def held_mark(type_id: int, unit_id: int, unit_name: str, subject: str) -> tuple[int, int, str]:
    """One award of the system in the form lines are compared in: the unit as a whole has the mark «=»."""
    return type_id, unit_id, "=" if fold(subject) == fold(unit_name) else fold(subject)


def held_key(number: str, date: dt.date) -> tuple[str, dt.date]:
    return number_key(number), date
