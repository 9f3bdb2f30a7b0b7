"""Drawing by lot who scores whom: the whole bloc, a substitute, a sheet that came late."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from blocs.models import Unit
from scoring.models import ConflictNote, CrossDraw, CrossDuty, CrossScore, ScoreSheet, ScoringSetup
from scoring.permissions_cross import can_draw, can_organise, uses_cross
from scoring.reasons_cross import CrossReason
from scoring.rules.drawing import CannotDraw, draw, pick
from scoring.states import VERIFIED_STATES, DrawMethod, DutyState, Half

from .locks import lock_setup, lock_sheet_in_bloc
from .setup import member_units

SEED_BYTES = 16


@transaction.atomic
def draw_cross(
    *, campaign_id: int, method: str, by: User, each: int = 1, half: int = Half.YEAR, reason: str = ""
) -> CrossDraw:
    """Draw who scores whom among the units whose sheet is not verified yet; supervisors and units that left
    the bloc score nobody and are scored all the same.

    A further draw needs a reason and is possible only while nobody has scored; the old one stays in the history.
    Raises Refused: rights, stage not used, begun, no reason, impossible (with the sentence why).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_draw(by, setup.campaign).enforce()
    before = current_draw(setup, half)
    _refuse_late(before, reason)
    sheets = _sheets(setup, half, waiting=True)
    excluded = excluded_pairs(setup, sheets)
    outside = _outside(setup, sheets)
    scorers = [code for code, sheet in sheets.items() if sheet.unit_id not in outside]
    seed = secrets.token_hex(SEED_BYTES)
    chosen, each = DrawMethod(method), each if method == DrawMethod.CYCLE else 1
    try:
        drawn = draw(scorers, chosen, seed, each=each, excluded=excluded)
    except CannotDraw as problem:
        raise Refused(CrossReason.CANNOT_DRAW, str(problem)) from None
    row = _keep(setup, half, chosen, each, seed, drawn, excluded, reason, by, before)
    duties = [_duty(row, sheets[lot.scorer], sheets[lot.scored], group=lot.group) for lot in drawn.lots]
    duties += _one_by_one(row, sheets, outside, excluded)
    CrossDuty.objects.bulk_create(duties)
    audit.record(by=by, event="cross.draw", target=row, after=_told(row, duties), note=row.reason)
    _tell_scorers(row, duties)
    return row


def current_draw(setup: ScoringSetup, half: int = Half.YEAR) -> CrossDraw | None:
    """The draw in force; None before the first."""
    return CrossDraw.objects.filter(setup=setup, half=half, superseded_at__isnull=True).first()


def _refuse_late(before: CrossDraw | None, reason: str) -> None:
    if before is None:
        return
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    # Locked, so that nobody saves a first score in between.
    list(CrossDuty.objects.filter(draw=before).select_for_update(of=("self",)).values_list("pk", flat=True))
    begun = CrossScore.objects.filter(duty__draw=before).exists()
    only_if(not begun, CrossReason.BEGUN).enforce()


def _sheets(setup: ScoringSetup, half: int, *, waiting: bool = False) -> dict[str, ScoreSheet]:
    """Sheets of the campaign by the code of their unit (two units of one code are told apart by their number);
    ``waiting``: those whose verification is not over, since nobody scores a verified sheet any more."""
    rows = ScoreSheet.objects.filter(campaign_id=setup.campaign_id, half=half).select_related("unit", "campaign")
    rows = rows.exclude(state__in=VERIFIED_STATES) if waiting else rows
    found: dict[str, ScoreSheet] = {}
    for sheet in rows.order_by("unit__code", "unit_id"):
        code = sheet.unit.code
        found[f"{code}#{sheet.unit_id}" if code in found else code] = sheet
    return found


def excluded_pairs(setup: ScoringSetup, sheets: dict[str, ScoreSheet]) -> list[tuple[str, str]]:
    """(scorer, scored) by code that standing notes of conflict keep apart."""
    by_unit = {sheet.unit_id: code for code, sheet in sheets.items()}
    by_sheet = {sheet.pk: code for code, sheet in sheets.items()}
    notes = ConflictNote.objects.standing().filter(setup=setup, unit_id__in=by_unit, sheet_id__in=by_sheet)
    return sorted((by_unit[unit], by_sheet[sheet]) for unit, sheet in notes.values_list("unit_id", "sheet_id"))


def _keep(setup, half, method, each, seed, drawn, excluded, reason, by, before) -> CrossDraw:
    now = clock.now()
    if before is not None:
        CrossDraw.objects.filter(pk=before.pk).update(superseded_at=now)
    last = CrossDraw.objects.filter(setup=setup, half=half).aggregate(last=Max("number"))["last"] or 0
    return CrossDraw.objects.create(
        setup=setup,
        half=half,
        number=last + 1,
        method=method,
        each=each,
        seed=seed,
        attempt=drawn.attempt,
        order=list(drawn.order),
        excluded=[list(pair) for pair in excluded],
        reason=reason.strip()[:1000] if before else "",
        drawn_by=by,
        acting_as=by.acting_label,
        drawn_at=now,
    )


def _duty(draw: CrossDraw, scorer: ScoreSheet, scored: ScoreSheet, **more) -> CrossDuty:
    return CrossDuty(draw=draw, scorer=scorer.unit, sheet=scored, **more)


def _outside(setup: ScoringSetup, sheets: dict[str, ScoreSheet]) -> set[int]:
    """Units that score nobody: those that supervise, and those that left the bloc."""
    members = {unit.pk for unit in member_units(setup.campaign)}
    left = {sheet.unit_id for sheet in sheets.values()} - members
    return left | set(setup.supervisors.values_list("unit_id", flat=True))


def _one_by_one(row: CrossDraw, sheets: dict[str, ScoreSheet], outside: set[int], excluded) -> list[CrossDuty]:
    """The sheet of a unit that scores nobody is scored by units drawn one by one."""
    duties = []
    for code, sheet in sheets.items():
        if sheet.unit_id in outside:
            codes = [scorer for scorer in row.order if (scorer, code) not in excluded]
            seed = secrets.token_hex(SEED_BYTES)
            chosen = pick(seed, code, codes, row.each)
            duties += [_duty(row, sheets[scorer], sheet, seed=seed, drawn_from=codes) for scorer in chosen]
    return duties


def _told(row: CrossDraw, duties: Iterable[CrossDuty]) -> dict:
    return {
        "number": row.number,
        "method": row.method,
        "seed": row.seed,
        "attempt": row.attempt,
        "lots": [f"{duty.scorer.code} → {duty.sheet.unit.code}" for duty in duties],
    }


@transaction.atomic
def add_scorer(*, sheet_id: int, by: User) -> CrossDuty:
    """Draw a scorer for a sheet that has none: a unit that joined after the draw. Raises Refused."""
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_organise(by, sheet).enforce()
    row = current_draw(setup, sheet.half)
    only_if(row and uses_cross(sheet.campaign), CrossReason.NOT_USED).enforce()
    live = [DutyState.OPEN, DutyState.FINISHED]
    only_if(not row.duties.filter(sheet=sheet, state__in=live).exists(), CrossReason.HAS_SCORER).enforce()
    return draw_one(row, sheet, by)


def draw_one(row: CrossDraw, sheet: ScoreSheet, by: User, replaces: CrossDuty | None = None) -> CrossDuty:
    """Draw one scorer of a sheet from the units that can still score it. The caller holds the lock of the campaign's
    scoring. Raises Refused (NOBODY_LEFT)."""
    units = candidates(row, sheet)
    only_if(units, CrossReason.NOBODY_LEFT).enforce()
    seed = secrets.token_hex(SEED_BYTES)
    scorer = units[pick(seed, sheet.unit.code, list(units))[0]]
    duty = CrossDuty.objects.create(
        draw=row,
        scorer=scorer,
        sheet=sheet,
        group=replaces.group if replaces else 0,
        seed=seed,
        drawn_from=sorted(units),
        replaces=replaces,
    )
    after = {"lots": [f"{scorer.code} → {sheet.unit.code}"], "seed": seed}
    audit.record(by=by, event="cross.draw_one", target=duty, after=after)
    _tell_scorers(row, [duty])
    return duty


def candidates(row: CrossDraw, sheet: ScoreSheet) -> dict[str, Unit]:
    """Units by code that may be drawn for a sheet: members with a sheet, not its own, not supervising, that never had
    this duty and have declared no conflict."""
    setup = row.setup
    members = {unit.pk for unit in member_units(setup.campaign)}
    gone = set(setup.supervisors.values_list("unit_id", flat=True)) | {sheet.unit_id}
    gone |= set(row.duties.filter(sheet=sheet).values_list("scorer_id", flat=True))
    notes = ConflictNote.objects.standing().filter(sheet=sheet, unit__isnull=False)
    gone |= set(notes.values_list("unit_id", flat=True))
    sheets = _sheets(setup, row.half)
    return {code: each.unit for code, each in sheets.items() if each.unit_id in members - gone}


def _tell_scorers(row: CrossDraw, duties: Iterable[CrossDuty]) -> None:
    """One notice per unit for what it was just given."""
    for unit_id, mine in _by_scorer(duties).items():
        names = ", ".join(duty.sheet.unit.name for duty in mine)
        notify(
            users=people_holding(Action.SHEET_EDIT, unit_id=unit_id),
            kind="cross_drawn",
            title=f"Đơn vị được phân chấm chéo: {names}",
            body=f"{row.setup.campaign}. Điểm được niêm phong đến khi các bên chấm xong.",
            path=reverse("scoring:cross", args=[row.setup.campaign_id]),
            key=f"cross:{row.pk}:{unit_id}:{mine[0].seed}",
        )


def _by_scorer(duties: Iterable[CrossDuty]) -> dict[int, list[CrossDuty]]:
    found: dict[int, list[CrossDuty]] = {}
    for duty in duties:
        found.setdefault(duty.scorer_id, []).append(duty)
    return found
