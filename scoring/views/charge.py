"""What a person decides on one sheet now: at which stage, which lines, and the filters over them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from blocs.views_base import fetch
from scoring import permissions, services
from scoring.models import ScoreEntry, ScoreLine, ScoreSheet
from scoring.services import Row, SheetReading
from scoring.services.assignments import assigned_line_ids
from scoring.services.reading import read_live
from scoring.services.verification import differs
from scoring.states import CHECKED_STATES, SETTLING_STAGES, Stage

OPEN, MINE = "chua-quyet", "giao-cho-toi"
FILTERS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    OPEN: ("Chưa quyết định", lambda row: row.decision is None),
    "chua-cham": ("Chưa chấm", lambda row: row.is_empty),
    "thieu-minh-chung": ("Thiếu minh chứng", lambda row: row.lacks_evidence),
    "chenh-lech": ("Lệch điểm", differs),
    "bi-tra-lai": ("Bị trả lại", lambda row: bool(row.line.return_note)),
}
VIEWS = {"bang": "scoring:sheet_verify", "tung": "scoring:sheet_focus", "thong-nhat": "scoring:sheet_settle"}


@dataclass(frozen=True)
class Chip:
    """A filter with its count, as `components/_chips.html` shows it."""

    key: str
    label: str
    count: int
    active: bool

    @property
    def url(self) -> str:
        return f"?loc={self.key}"


@dataclass
class Charge:
    """The lines (`lines`, in tree order) of a sheet that a person decides at `stage`; `chosen` is the filter in use."""

    sheet: ScoreSheet
    stage: Stage
    reading: SheetReading
    lines: list[Row]
    mine: set[int] = field(default_factory=set)
    chosen: str = ""

    @property
    def whole(self) -> bool:
        """Whether the person sees the whole sheet, with its totals."""
        return len(self.lines) == len(self.reading.lines)

    @property
    def decided(self) -> int:
        return sum(1 for row in self.lines if row.decision)

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def filters(self) -> dict[str, tuple[str, Callable[[Row], bool]]]:
        """Those of everybody, and «given to me» for who sees more than that."""
        own = {MINE: ("Được giao cho tôi", lambda row: row.line.pk in self.mine)}
        return FILTERS | (own if self.mine and len(self.mine) < self.total else {})

    @property
    def counts(self) -> dict[str, int]:
        return {key: sum(1 for row in self.lines if holds(row)) for key, (_, holds) in self.filters.items()}

    @property
    def chips(self) -> list[Chip]:
        counts = self.counts
        found = [Chip(key, label, counts[key], key == self.chosen) for key, (label, _) in self.filters.items()]
        return [Chip("", "Tất cả", self.total, not self.chosen), *found]

    @property
    def shown(self) -> list[Row]:
        """Lines of the filter in use."""
        return [row for row in self.lines if self.filters[self.chosen][1](row)] if self.chosen else self.lines

    @property
    def table(self) -> list[Row]:
        """The same with the groups above them."""
        paths = [row.criterion.path for row in self.shown]
        above = {path[:end] for path in paths for end in range(4, len(path) + 1, 5)}
        return [row for row in self.reading.rows if row.criterion.path in above]

    def row_of(self, pk: int) -> Row | None:
        return next((row for row in self.lines if row.line.pk == pk), None)

    def beside(self, row: Row) -> tuple[Row | None, Row | None]:
        """The lines before and after this one among those shown; it need not be among them itself."""
        before = [other for other in self.shown if other.criterion.path < row.criterion.path]
        after = [other for other in self.shown if other.criterion.path > row.criterion.path]
        return (before[-1] if before else None), (after[0] if after else None)

    def url(self, view: str, row: Row | None = None) -> str:
        """The address of the table or of one item, with the filter in use."""
        address = reverse(VIEWS[view], args=[self.sheet.pk])
        pairs = {"loc": self.chosen, "dong": row.line.pk if row and view == "tung" else ""}
        if view == "thong-nhat":
            pairs["khau"] = self.stage
        query = urlencode({key: value for key, value in pairs.items() if value})
        mark = f"#dong-{row.line.pk}" if row and view != "tung" else ""
        return f"{address}{'?' if query else ''}{query}{mark}"


def sheet_to_check(request: HttpRequest, pk: int) -> ScoreSheet:
    """A sheet the person may see, or of which their unit checks some lines; 404 for others."""
    rows = ScoreSheet.objects.for_decisions()
    return rows.assigned_to(request.user).filter(pk=pk).first() or fetch(rows, request.user, pk=pk)


def charge_of(user: User, sheet: ScoreSheet, chosen: str = "") -> Charge:
    """What the person decides on a sent sheet: as its verifier every line, else those the unit was given. Raises
    Refused when that is nothing."""
    permissions.no_conflict(user, sheet).enforce()
    allowed = permissions.can_verify(user, sheet)
    mine = assigned_line_ids(user, sheet)
    if not allowed and not (mine and sheet.state in CHECKED_STATES):
        allowed.enforce()
    reading = read_live(sheet)
    lines = reading.lines if allowed else [row for row in reading.lines if row.line.pk in mine]
    stage = Stage.LEADER if allowed else Stage.DEPARTMENT
    return _with_filter(Charge(sheet, stage, reading, lines, mine), chosen)


def settling_charge(user: User, sheet: ScoreSheet, stage: str, chosen: str = "") -> Charge:
    """The whole of a verified sheet for who holds the meeting's or the council's stage: the one named, else the first
    that is theirs. Raises Refused."""
    held = [each for each in SETTLING_STAGES if permissions.can_settle(user, sheet, each)]
    if not held:
        used = next((each for each in SETTLING_STAGES if permissions.holder_of(sheet, each)), Stage.AGREED)
        permissions.can_settle(user, sheet, used).enforce()
    reading = read_live(sheet)
    charge = Charge(sheet, Stage(stage) if stage in held else held[0], reading, reading.lines)
    return _with_filter(charge, chosen)


def _with_filter(charge: Charge, chosen: str) -> Charge:
    charge.chosen = chosen if chosen in charge.filters else ""
    return charge


def context_of(request: HttpRequest, charge: Charge, view: str) -> dict:
    """What the table, the single item and the page of the meeting have in common."""
    return {
        "charge": charge,
        "sheet": charge.sheet,
        "reading": charge.reading,
        "scale": charge.sheet.criteria_set.scale,
        "stage": charge.stage,
        "view": view,
        "steps_in": charge.stage == Stage.LEADER and permissions.steps_in(request.user, charge.sheet),
        "may_open": bool(permissions.can_view(request.user, charge.sheet)),
    }


def decide(line: ScoreLine, data: dict, by: User) -> ScoreEntry:
    """Pass a form's word on a line to the service."""
    common = {"line_id": line.pk, "by": by, "reason": data["reason"], "seen": data["seen"]}
    common["stage"] = Stage(data["stage"]) if data["stage"] else None
    if data["act"] == "accept":
        return services.accept_line(**common)
    return services.change_line(points=data["points"], actual=data["actual"], shown=data["shown"], **common)
