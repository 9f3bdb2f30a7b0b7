"""Ready-made situations for scoring tests, built through the services."""

from decimal import Decimal
from types import SimpleNamespace

from accounts.models import User
from blocs.models import Post
from campaigns.models import Registration
from campaigns.states import RegistrationState
from scoring import services
from scoring.models import CriteriaSet, ScoreLine, ScoreSheet
from scoring.rules import Inputs
from scoring.services import CellValues, CriterionValues
from scoring.services.target_rows import TargetInput, criteria_of, rows_of
from scoring.services.targets import amend_targets, approve_targets, save_targets, send_targets
from tests.factories import DeadlineFactory
from tests.world import person

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


def head_of(unit) -> User:
    """Somebody who sends for the unit."""
    post = Post.objects.filter(unit=unit, role=Post.Role.HEAD, valid_to__isnull=True).select_related("user").first()
    return post.user if post else person(unit, role=Post.Role.HEAD)


def approve(world, campaign, unit, said: dict[str, object] | None = None) -> Registration | None:
    """The unit registers targets by criterion code (a number as text, or False: not assigned) and the board approves;
    criteria that need a target and have none get 10. None when nothing is to be registered."""
    head = head_of(unit)
    row = Registration.objects.filter(campaign=campaign, unit=unit).first()
    if row is not None and row.state == RegistrationState.APPROVED:
        row = amend_targets(registration_id=row.pk, reason="Giao lại", by=head)
    wanted = {}
    for each in rows_of(row, criteria_of(campaign)):
        asked = (said or {}).get(each.criterion.code, each.said.planned if each.said.assigned else False)
        if asked is False:
            wanted[each.criterion.pk] = TargetInput(assigned=False, note="Không có chức năng này")
        elif each.needed:
            wanted[each.criterion.pk] = TargetInput(planned=D("10" if asked in (None, True) else asked))
        elif each.criterion.code in (said or {}):
            wanted[each.criterion.pk] = TargetInput()
    if not wanted:
        return None
    row = save_targets(campaign_id=campaign.pk, unit=unit, values=wanted, by=head)
    send_targets(registration_id=row.pk, by=head)
    return approve_targets(registration_id=row.pk, by=world.board, reason="Theo quyết định giao chỉ tiêu")


def open_scoring(world, rows=ROWS, deadline=None, registered=True, **extra) -> SimpleNamespace:
    """A bloc with a set in force, scoring set up, targets approved and sheets open; `sheet` is the sheet of
    world.staff's unit."""
    campaign = world.bloc.campaign
    criteria_set = make_set(world, rows, **extra)
    deadline = deadline or DeadlineFactory(campaign=campaign, kind="self_score", title="Phiếu tự chấm điểm")
    setup = services.set_up_scoring(
        campaign_id=campaign.pk, criteria_set_id=criteria_set.pk, deadline_id=deadline.pk, by=world.board
    )
    for unit in world.bloc.units if registered else []:
        approve(world, campaign, unit)
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
    target, assigned = numbers.pop("target", row.target), numbers.pop("assigned", row.assigned)
    if (target, assigned) != (row.target, row.assigned):
        said = False if not assigned else True if target is None else str(target)
        approve(SimpleNamespace(board=board_of(sheet)), sheet.campaign, sheet.unit, {code: said})
    return services.save_cell(
        line_id=row.pk, values=CellValues(Inputs(**numbers), note), expected_version=row.version, by=by
    )


def board_of(sheet: ScoreSheet) -> User:
    """Somebody of the standing office over the sheet's campaign."""
    role = Post.Role.BOARD_STAFF
    posts = Post.objects.filter(authority=sheet.campaign.authority, role=role, valid_to__isnull=True)
    return posts.order_by("pk").first().user


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


def open_two_groups(world, stages=None) -> SimpleNamespace:
    """Groups I (items 1, 2), II (3, 4) and III (5), each item «direct» out of 10; with a stage for departments.

    `scene.group(code)` finds a group.
    """
    criteria_set = services.create_set(
        values=CriteriaSet(authority=world.a, name="Bộ ba nhóm", year=2026), by=world.board
    )
    add = {"set_id": criteria_set.pk, "by": world.board}
    for code, items in (("I", "12"), ("II", "34"), ("III", "5")):
        group = services.add_criterion(values=CriterionValues(f"Nhóm {code}", "group", code=code), **add)
        for item in items:
            values = CriterionValues(f"Tiêu chí {item}", "direct", code=item, max_points=D(10))
            services.add_criterion(parent_id=group.pk, values=values, **add)
    criteria_set = services.put_in_force(set_id=criteria_set.pk, by=world.board)
    campaign = world.bloc.campaign
    setup = services.set_up_scoring(
        campaign_id=campaign.pk,
        criteria_set_id=criteria_set.pk,
        stages=stages or {"self": "unit", "department": "assigned", "leader": "officers"},
        by=world.board,
    )
    services.open_sheets(campaign_id=campaign.pk, by=world.board)
    sheets = {unit.pk: ScoreSheet.objects.get(campaign=campaign, unit=unit) for unit in world.bloc.units}
    units = world.bloc.units
    return SimpleNamespace(
        world=world,
        campaign=campaign,
        set=criteria_set,
        setup=setup,
        sheets=sheets,
        sheet=sheets[units[2].pk],
        leader_sheet=sheets[units[0].pk],
        other_sheet=sheets[units[3].pk],
        deputy_sheet=sheets[units[1].pk],
        group=lambda code: criteria_set.criteria.get(code=code),
    )
