"""Criteria sets and sheets: made-up figures go in through the same services that people use."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from accounts.models import User
from blocs.models import Authority, Unit
from campaigns.models import Campaign, Deadline
from scoring import services
from scoring.models import CriteriaSet, Criterion, ScoreLine, ScoreSheet
from scoring.rules import Inputs, input_fields
from scoring.services import CellValues
from scoring.states import SetState

from . import world
from .criteria import SOURCE
from .files import small_pdf
from .targets import PLANNED
from .world import Demo

NOTES = {
    "1.1": "Số liệu theo báo cáo gửi Sở Tài chính",
    "3.1": "Kèm báo cáo tự đánh giá",
    "1": "Theo kế hoạch được giao đầu năm",
    "6": "Đã tổ chức hai đợt thi đua",
}


def criteria_set(demo: Demo, place: Authority, name: str, tree: tuple, year: int) -> CriteriaSet:
    """The set of an authority for a year, in force."""
    found = CriteriaSet.objects.filter(authority=place, name=name, year=year, state=SetState.IN_FORCE).first()
    if found is None:
        board = world.act(world.staff_of(place))
        values = CriteriaSet(authority=place, name=name, year=year, source=SOURCE, is_demo=True)
        found = services.create_set(values=values, by=board)
        _add(found, tree, board)
        found = services.put_in_force(set_id=found.pk, by=board)
    return found


def _add(to: CriteriaSet, tree: Iterable[tuple], by: User, parent: Criterion | None = None) -> None:
    for values, children in tree:
        row = services.add_criterion(set_id=to.pk, values=values, by=by, parent_id=parent.pk if parent else None)
        _add(to, children, by, row)


def set_up(campaign: Campaign, chosen: CriteriaSet, deadline: Deadline, by: User) -> None:
    """Say how a campaign is scored: from then on units register their targets."""
    services.set_up_scoring(campaign_id=campaign.pk, criteria_set_id=chosen.pk, by=by, deadline_id=deadline.pk)


def open_sheets(campaign: Campaign, by: User) -> dict[str, ScoreSheet]:
    """Open the sheets of a campaign, with the approved targets on them; answers the sheets by unit code."""
    sheets = services.open_sheets(campaign_id=campaign.pk, by=by)
    return {sheet.unit.code: sheet for sheet in sheets}


def fill(demo: Demo, sheet: ScoreSheet, level: str, share: float = 1.0) -> None:
    """Staff fill in the first ``share`` of the lines at a level of about 0…1.1."""
    staff = world.staff_at(sheet.unit)
    lines = list(sheet.lines.select_related("criterion").order_by("criterion__path"))
    for line in lines[: round(len(lines) * share)]:
        if line.criterion.evidence_required:
            _attach(demo, line, sheet.unit, staff)
        if not line.assigned:
            continue
        values = _values(demo, line, sheet.unit, level)
        services.save_cell(line_id=line.pk, values=values, expected_version=line.version, by=staff)


def _values(demo: Demo, line: ScoreLine, unit: Unit, level: str) -> CellValues:
    said = NOTES.get(line.criterion.code, "")
    note = demo.words(unit, said) if said or demo.canary else ""
    return CellValues(made_up(line.criterion, Decimal(level)), note.strip())


def _attach(demo: Demo, line: ScoreLine, unit: Unit, staff: User) -> None:
    name = demo.file_name(unit, f"Minh chứng {line.criterion.code}")
    upload = small_pdf(name, f"Evidence {line.criterion.code} of {unit.code}")
    services.attach_upload(line_id=line.pk, upload=upload, by=staff)


def made_up(criterion: Criterion, level: Decimal) -> Inputs:
    """Figures for one criterion that give about ``level`` of its points."""
    names = set(input_fields(criterion.kind, criterion.params))
    loss = max(Decimal(0), 1 - level)
    if names == {"target", "actual"}:
        share = loss / 2 if criterion.kind == "deduct" else level
        return Inputs(actual=(PLANNED * share).to_integral_value(ROUND_FLOOR))
    if names == {"achieved"}:
        return Inputs(achieved=level > Decimal("0.6"))
    if names == {"count"}:
        many = 0 if criterion.kind == "penalty" else (level * 4).to_integral_value(ROUND_FLOOR)
        return Inputs(count=Decimal(many if criterion.kind == "count" else int(level >= 1)))
    if names == {"days"}:
        return Inputs(days=(loss * 10).to_integral_value(ROUND_FLOOR))
    return Inputs(value=_amount(criterion, level, loss))


def _amount(criterion: Criterion, level: Decimal, loss: Decimal) -> Decimal:
    match criterion.kind:
        case "direct":
            step = Decimal(str(criterion.params.get("step", "0.5")))
            return (criterion.max_points * min(level, Decimal(1)) / step).to_integral_value(ROUND_FLOOR) * step
        case "bands":
            return min(Decimal(100), (level * 95).to_integral_value(ROUND_FLOOR))
        case "deduct":
            return (loss * 10).to_integral_value(ROUND_FLOOR)
        case "bonus":
            return Decimal(1) if level >= 1 else Decimal(0)
    return Decimal(0)


def send(sheet: ScoreSheet) -> None:
    services.submit_sheet(sheet_id=sheet.pk, by=world.head_of(sheet.unit))


def verify(demo: Demo, sheet: ScoreSheet, by: User, change: str = "", share: float = 1.0) -> None:
    """Decide the first ``share`` of the lines, one of them (``change``) with other points; finish when all are."""
    lines = list(sheet.lines.select_related("criterion").order_by("criterion__path"))
    decided = lines[: round(len(lines) * share)]
    for line in decided:
        if line.criterion.code == change and line.self_points:
            points = (line.self_points / 2).quantize(Decimal("0.01"))
            reason = demo.words(sheet.unit, "Minh chứng chưa đủ cho toàn bộ số điểm")
            services.change_line(line_id=line.pk, points=points, reason=reason, by=by)
        else:
            services.accept_line(line_id=line.pk, by=by)
    if len(decided) == len(lines):
        services.finish_verification(sheet_id=sheet.pk, by=by)
