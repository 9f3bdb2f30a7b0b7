"""What the pages of cross-scoring show: the draws with their duties, and the sheet a unit scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from scoring.models import CrossDraw, CrossDuty, CrossScore, ScoreSheet, ScoringSetup
from scoring.permissions_cross import can_organise, can_read_duty, can_recuse
from scoring.rules.drawing import PICKING, algorithm
from scoring.states import DrawMethod, DutyState

from .reading import Row, read_live


@dataclass
class DutyRow:
    """One duty as a person sees it: its state, and what that person may do about it."""

    duty: CrossDuty
    opens: bool
    closes: bool


@dataclass
class DrawReading:
    """A draw with its duties, the words to compute it again, and sheets of its half that nobody scores."""

    draw: CrossDraw
    rows: list[DutyRow]
    without: list[ScoreSheet]

    @property
    def algorithm(self) -> str:
        return algorithm(DrawMethod(self.draw.method), self.draw.each)

    @property
    def picking(self) -> str:
        """The words of the single draws, when there are some."""
        return PICKING if any(row.duty.seed for row in self.rows) else ""

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row.duty.is_closed)


def draws_of(setup: ScoringSetup, user: User) -> list[DrawReading]:
    """All draws of a campaign, those in force with their duties. A constant number of statements."""
    draws = list(setup.draws.select_related("drawn_by").order_by("half", "-number"))
    duties = CrossDuty.objects.for_decisions().select_related("finished_by").filter(draw__setup=setup)
    by_draw: dict[int, list[CrossDuty]] = {}
    for duty in duties.filter(draw__superseded_at=None).order_by("sheet__unit__sort_key", "scorer__sort_key", "pk"):
        by_draw.setdefault(duty.draw_id, []).append(duty)
    sheets = list(ScoreSheet.objects.for_decisions().filter(campaign_id=setup.campaign_id)) if by_draw else []
    return [_draw(draw, by_draw.get(draw.pk, []), sheets, user) for draw in draws]


def _draw(draw: CrossDraw, duties: list[CrossDuty], sheets: list[ScoreSheet], user: User) -> DrawReading:
    rows = [DutyRow(duty, bool(can_read_duty(user, duty)), bool(can_recuse(user, duty))) for duty in duties]
    live = {duty.sheet_id for duty in duties if duty.state in (DutyState.OPEN, DutyState.FINISHED)}
    closed = {duty.sheet_id for duty in duties if duty.state == DutyState.RECUSED} - live
    without = [sheet for sheet in sheets if sheet.half == draw.half and sheet.pk not in live | closed]
    for sheet in without:
        sheet.may_draw = bool(can_organise(user, sheet))
    return DrawReading(draw, rows, without)


@dataclass
class WorkRow:
    """One criterion of the scored sheet with what the scoring unit says to it so far."""

    row: Row
    score: CrossScore
    typed: dict[str, str] | None = None
    is_group = False

    @property
    def open(self) -> bool:
        return self.score.entered_at is None


@dataclass
class Work:
    rows: list[Row | WorkRow]

    @property
    def lines(self) -> list[WorkRow]:
        return [row for row in self.rows if isinstance(row, WorkRow)]

    @property
    def undecided(self) -> int:
        return sum(1 for row in self.lines if not row.score.act)

    @property
    def decided(self) -> int:
        return len(self.lines) - self.undecided

    def keep(self, line_id: int, typed: Mapping[str, str]) -> None:
        """Show again what was typed for a line and could not be saved."""
        for row in self.lines:
            if row.row.line.pk == line_id:
                row.score.act, row.score.reason = typed.get("act", ""), typed.get("reason", "")
                row.typed = {name: typed.get(name, "") for name in ("points", "actual")}


def read_duty(duty: CrossDuty) -> Work:
    """The scored sheet with the unit's own word only, and this duty's scores."""
    scores = {score.line_id: score for score in CrossScore.objects.filter(duty=duty)}
    rows = read_live(duty.sheet, judged=False).rows
    return Work([row if row.is_group else _work(duty, row, scores.get(row.line.pk)) for row in rows])


def _work(duty: CrossDuty, row: Row, score: CrossScore | None) -> WorkRow:
    return WorkRow(row, score or CrossScore(duty=duty, line=row.line))
