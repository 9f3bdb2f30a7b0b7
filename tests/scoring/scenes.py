"""Ready-made situations for scoring tests, built through the services."""

from decimal import Decimal
from types import SimpleNamespace

from scoring import services
from scoring.models import CriteriaSet, ScoreLine, ScoreSheet
from scoring.rules import Inputs
from scoring.services import CellValues, CriterionValues
from tests.factories import DeadlineFactory

D = Decimal
RELATIVE = {"met_share": "0.5", "tie_tolerance": "0.0001"}
ROWS = [
    # code, kind, maximum, parameters, evidence required
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "ratio", "10", {"capped": True}, False),
    ("4", "relative", "20", RELATIVE, False),
    ("5", "bonus", None, {}, False),
]


def make_set(world, rows=ROWS, *, bloc=None, in_force=True, **extra) -> CriteriaSet:
    """A set of the first province with one group and some rows, put in force."""
    by = world.board
    values = CriteriaSet(
        authority=world.a, bloc_year=bloc, name=extra.pop("name", "Bộ tiêu chí thử"), year=2026, **extra
    )
    criteria_set = services.create_set(values=values, by=by)
    group = services.add_criterion(set_id=criteria_set.pk, values=CriterionValues("Nhóm một", "group", code="I"), by=by)
    for code, kind, top, params, evidence in rows:
        services.add_criterion(
            set_id=criteria_set.pk,
            parent_id=group.pk,
            values=CriterionValues(
                f"Tiêu chí {code}",
                kind,
                code=code,
                max_points=top and D(top),
                params=params,
                evidence_required=evidence,
            ),
            by=by,
        )
    return services.put_in_force(set_id=criteria_set.pk, by=by) if in_force else criteria_set


def open_scoring(world, rows=ROWS, deadline=None, **extra) -> SimpleNamespace:
    """A bloc with a set in force, scoring set up and sheets open; `sheet` is the sheet of world.staff's unit."""
    campaign = world.bloc.campaign
    criteria_set = make_set(world, rows, **extra)
    deadline = deadline or DeadlineFactory(campaign=campaign, kind="self_score", title="Phiếu tự chấm điểm")
    setup = services.set_up_scoring(
        campaign_id=campaign.pk, criteria_set_id=criteria_set.pk, deadline_id=deadline.pk, by=world.board
    )
    services.open_sheets(campaign_id=campaign.pk, by=world.board)
    sheets = {unit.pk: ScoreSheet.objects.get(campaign=campaign, unit=unit) for unit in world.bloc.units}
    return SimpleNamespace(
        world=world,
        campaign=campaign,
        set=criteria_set,
        setup=setup,
        deadline=deadline,
        sheets=sheets,
        sheet=sheets[world.bloc.units[2].pk],
        leader_sheet=sheets[world.bloc.units[0].pk],
        other_sheet=sheets[world.bloc.units[3].pk],
        deputy_sheet=sheets[world.bloc.units[1].pk],
    )


def line(sheet: ScoreSheet, code: str) -> ScoreLine:
    return ScoreLine.objects.get(sheet=sheet, criterion__code=code)


def save(sheet: ScoreSheet, code: str, by, note: str = "", **inputs) -> ScoreLine:
    row = line(sheet, code)
    numbers = {name: D(value) if isinstance(value, str) else value for name, value in inputs.items()}
    return services.save_cell(
        line_id=row.pk, values=CellValues(Inputs(**numbers), note), expected_version=row.version, by=by
    )


def fill(sheet: ScoreSheet, by, actual: str = "12", direct: str = "8") -> None:
    """Fill every row of ROWS."""
    save(sheet, "1", by, value=direct)
    save(sheet, "2", by, achieved=True)
    save(sheet, "3", by, target="10", actual="9")
    save(sheet, "4", by, target="10", actual=actual)
    save(sheet, "5", by, value="0")


def heads(world) -> dict[int, object]:
    """Head of each unit of the bloc, by unit id."""
    units = world.bloc.units
    return {
        units[0].pk: world.leader,
        units[1].pk: world.deputy,
        units[2].pk: world.head,
        units[3].pk: world.other_unit_head,
    }


def submit_all(scene) -> None:
    """Every unit fills in and sends; relative results grow with the unit's place in the list."""
    for number, (unit_id, sheet) in enumerate(scene.sheets.items()):
        head = heads(scene.world)[unit_id]
        fill(sheet, head, actual=str(10 + number), direct=str(5 + number))
        services.submit_sheet(sheet_id=sheet.pk, by=head)


def verify_all(scene) -> None:
    """Everybody's sheet is accepted line by line: the leader's by the deputy."""
    for sheet in scene.sheets.values():
        by = scene.world.deputy if sheet.pk == scene.leader_sheet.pk else scene.world.leader
        for row in sheet.lines.all():
            services.accept_line(line_id=row.pk, by=by)
        services.finish_verification(sheet_id=sheet.pk, by=by)
