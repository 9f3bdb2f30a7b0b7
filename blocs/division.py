"""What a division file would do: each of its lines against what is there. Values in, values out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from accounts.vietnamese import fold

from .division_lines import Line, Role, Status, understand
from .models import Bloc, Unit
from .rules import DAY, Span


@dataclass(frozen=True)
class Held:
    """A membership as it stands in the system."""

    pk: int | None
    unit_code: str
    unit_name: str
    role: str
    span: Span


@dataclass
class BlocNow:
    name: str = ""
    kind: str = ""
    year_name: str = ""
    decision: tuple[str, str, str] | None = None  # number, ISO date, issuer; None: the year is not there yet
    members: list[Held] = field(default_factory=list)


@dataclass
class UnitNow:
    name: str
    short_name: str
    kind: str
    closed_on: dt.date | None


@dataclass(frozen=True)
class Standing:
    """What is in the system under one authority for one year; keys are case-folded codes."""

    year: int
    blocs: dict[str, BlocNow]
    units: dict[str, UnitNow]


@dataclass
class BlocOutcome:
    code: str
    name: str
    status: str
    says: list[str]
    kept: list[str]  # members that the file does not name: they stay


@dataclass
class Plan:
    blocs: list[BlocOutcome]
    lines: list[Line]

    def as_data(self) -> dict:
        """Plain values: what the checksum covers and what is kept after applying."""
        lines = [{**asdict(line), "first": _iso(line.first), "last": _iso(line.last)} for line in self.lines]
        return {"blocs": [asdict(bloc) for bloc in self.blocs], "lines": lines}

    def count(self, status: str) -> int:
        return sum(line.status == status for line in self.lines)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        return [(status.value, status.label, self.count(status)) for status in Status]

    @property
    def changes_something(self) -> bool:
        lines = any(line.status in (Status.CREATE, Status.CHANGE) for line in self.lines)
        return lines or any(bloc.status in (Status.CREATE, Status.CHANGE) for bloc in self.blocs)


def make_plan(rows: Iterable[dict], standing: Standing, decision: tuple[str, str, str]) -> Plan:
    """The outcome of every line and of every bloc named. ``decision``: number, ISO date and issuer typed for the file."""
    lines = [understand(row) for row in rows]
    _refuse_contradictions(lines, standing.year)
    codes = {fold(unit.name): code.upper() for code, unit in standing.units.items()}
    for line in lines:
        if not line.refused:
            _place_unit(line, standing, codes.get(fold(line.unit_name), ""))
            _place_membership(line, standing)
    for code in dict.fromkeys(line.bloc_code.casefold() for line in lines):
        _refuse_clashes([each for each in lines if each.bloc_code.casefold() == code], code, standing)
    _note_two_blocs(lines, standing.year)
    return Plan(_bloc_outcomes(lines, standing, decision), lines)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _refuse_contradictions(lines: list[Line], year: int) -> None:
    """Lines of the file that contradict an earlier line: other name for the same code, the same unit twice."""
    blocs: dict[str, Line] = {}
    units: dict[str, Line] = {}
    pairs: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.refused:
            continue
        bloc = blocs.setdefault(line.bloc_code.casefold(), line)
        unit = units.setdefault(line.unit_code.casefold(), line)
        same = pairs.setdefault((line.bloc_code.casefold(), line.unit_code.casefold()), [])
        double = next((each for each in same if each.span(year).overlaps(line.span(year))), None)
        if fold(bloc.bloc_name) != fold(line.bloc_name) or bloc.bloc_kind != line.bloc_kind:
            line.refuse(f"Tên hoặc loại khối khác với dòng {bloc.line} cùng mã.")
        elif fold(unit.unit_name) != fold(line.unit_name):
            line.refuse(f"Tên đơn vị khác với dòng {unit.line} cùng mã.")
        elif double is not None:
            line.refuse(f"Trùng đơn vị với dòng {double.line} trong cùng khối và thời gian.")
        else:
            same.append(line)


def _place_unit(line: Line, standing: Standing, twin: str) -> None:
    """What happens to the unit: found by its code and left as it is, or created (``twin``: code of a namesake)."""
    unit = standing.units.get(line.unit_code.casefold())
    if unit is None:
        if not line.unit_name:
            line.refuse("Đơn vị mới nhưng thiếu tên đơn vị.")
            return
        line.says.append("tạo đơn vị mới")
        if twin:
            line.notes.append(f"Đã có đơn vị cùng tên với mã {twin}.")
        return
    if unit.closed_on is not None and line.span(standing.year).first >= unit.closed_on:
        line.refuse(f"Đơn vị đã kết thúc hoạt động từ {unit.closed_on:%d/%m/%Y}.")
    if line.unit_name and line.unit_name != unit.name:
        line.notes.append(f"Giữ tên đang có: {unit.name}. Đổi tên theo quyết định làm ở trang đơn vị.")
    if line.unit_kind and line.unit_kind != unit.kind:
        line.notes.append(f"Giữ loại đang có: {Unit.Kind(unit.kind).label}.")


def _place_membership(line: Line, standing: Standing) -> None:
    """What happens to the unit's part in the bloc-year."""
    if line.refused:
        return
    bloc = standing.blocs.get(line.bloc_code.casefold(), BlocNow())
    if not (bloc.name or line.bloc_name):
        line.refuse("Khối mới nhưng thiếu tên khối.")
        return
    if bloc.kind and line.bloc_kind not in ("", bloc.kind):
        line.notes.append(f"Giữ loại đang có của khối: {Bloc.Kind(bloc.kind).label}.")
    mine = [held for held in bloc.members if held.unit_code.casefold() == line.unit_code.casefold()]
    near = [held for held in mine if held.span.overlaps(line.span(standing.year))]
    if any(_as_is(line, held) for held in near):
        line.status = Status.SAME
    elif not near:
        line.status, line.move = Status.CREATE, "add"
        line.says.append(f"vào khối với vai trò {line.role_label} {_days(line.span(standing.year))}")
    elif len(near) > 1:
        line.refuse("Đơn vị đã có nhiều giai đoạn trong khối này; hãy sửa ở trang khối.")
    else:
        _change_membership(line, near[0])


def _as_is(line: Line, held: Held) -> bool:
    """A day the file leaves open agrees with any."""
    begins = line.first is None or line.first == held.span.first
    ends = line.last is None or line.last == held.span.last
    return held.role == line.role and begins and ends


def _change_membership(line: Line, held: Held) -> None:
    line.status, line.membership_id = Status.CHANGE, held.pk
    first, last = line.first or held.span.first, line.last or held.span.last
    if held.role != line.role and first > held.span.first:
        line.move = "turn"
        line.says.append(f"từ {first:%d/%m/%Y}: {Role(held.role).label} → {line.role_label}")
    else:
        line.move = "correct"
        if held.role != line.role:
            line.says.append(f"sửa vai trò: {Role(held.role).label} → {line.role_label}")
        if Span(first, last) != held.span:
            line.says.append(f"sửa thời gian: {_days(held.span)} → {_days(Span(first, last))}")
    line.first, line.last = first, last


def _days(span: Span) -> str:
    end = f" đến {span.last:%d/%m/%Y}" if span.last else ""
    return f"từ {span.first:%d/%m/%Y}{end}"


def _outcome(lines: list[Line], code: str, standing: Standing) -> list[tuple[Held, Line | None]]:
    """Members of a bloc as they would stand after the lines that are not refused."""
    touched = {line.membership_id: line for line in lines if line.move in ("correct", "turn")}
    rows: list[tuple[Held, Line | None]] = []
    for held in standing.blocs.get(code, BlocNow()).members:
        line = touched.get(held.pk)
        if line is None or line.move == "turn":
            span = held.span if line is None else Span(held.span.first, line.first - DAY)
            rows.append((Held(held.pk, held.unit_code, held.unit_name, held.role, span), None))
    for line in lines:
        if line.move:
            rows.append((Held(None, line.unit_code, line.unit_name, line.role, line.span(standing.year)), line))
    return rows


def _refuse_clashes(lines: list[Line], code: str, standing: Standing) -> None:
    """Two leaders at once, or one unit twice at once, after everything: the file's lines in it are refused."""
    for (one, one_line), (two, two_line), what in list(_pairs(_outcome(lines, code, standing))):
        for line, other, other_line in ((one_line, two, two_line), (two_line, one, one_line)):
            if line is not None:
                where = f"dòng {other_line.line}" if other_line else "đang có trong hệ thống"
                line.refuse(f"{what}: {other.unit_name} ({where}).")


def _pairs(rows: list[tuple[Held, Line | None]]):
    for at, (one, one_line) in enumerate(rows):
        for two, two_line in rows[at + 1 :]:
            if not one.span.overlaps(two.span):
                continue
            if one.role == two.role == Role.LEADER:
                yield (one, one_line), (two, two_line), "Khối có hai Trưởng khối cùng lúc; đơn vị kia là"
            elif one.unit_code.casefold() == two.unit_code.casefold():
                yield (one, one_line), (two, two_line), "Đơn vị có hai giai đoạn chồng nhau; giai đoạn kia là"


def _note_two_blocs(lines: list[Line], year: int) -> None:
    first_seen: dict[str, Line] = {}
    for line in lines:
        if line.refused:
            continue
        other = first_seen.setdefault(line.unit_code.casefold(), line)
        if other.bloc_code.casefold() != line.bloc_code.casefold() and other.span(year).overlaps(line.span(year)):
            line.notes.append(f"Đơn vị cũng ở khối {other.bloc_code} (dòng {other.line}).")


def _bloc_outcomes(lines: list[Line], standing: Standing, decision: tuple[str, str, str]) -> list[BlocOutcome]:
    accepted: dict[str, list[Line]] = {}
    for line in lines:
        if not line.refused:
            accepted.setdefault(line.bloc_code.casefold(), []).append(line)
    return [_bloc_outcome(code, mine, standing, decision) for code, mine in accepted.items()]


def _bloc_outcome(code: str, lines: list[Line], standing: Standing, decision: tuple[str, str, str]) -> BlocOutcome:
    now, line = standing.blocs.get(code), lines[0]
    kind = Bloc.Kind(line.bloc_kind or (now.kind if now else Bloc.Kind.KHOI)).label
    says: list[str] = []
    status = Status.SAME
    if now is None:
        status = Status.CREATE
        says.append(f"tạo {kind.lower()}")
    if now is None or now.decision is None:
        status = Status.CREATE
        says.append(f"mở năm {standing.year}")
    else:
        if line.bloc_name and line.bloc_name != now.year_name:
            says.append(f"tên trong năm: {now.year_name} → {line.bloc_name}")
        if any(decision) and decision != now.decision:
            says.append(f"quyết định: {now.decision[0] or 'chưa có'} → {decision[0] or 'chưa có số'}")
        status = Status.CHANGE if says else Status.SAME
    named = {each.unit_code.casefold() for each in lines}
    kept = [held.unit_name for held in (now.members if now else []) if held.unit_code.casefold() not in named]
    return BlocOutcome(line.bloc_code, line.bloc_name or (now.name if now else ""), status, says, sorted(set(kept)))
