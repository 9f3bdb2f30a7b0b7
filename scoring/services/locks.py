"""Locks in one order everywhere: the campaign's scoring, then one sheet. Rights are read again behind them."""

from django.db import connection

from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.prepared import Prepared, given_id
from blocs.access import refresh
from scoring.models import ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason

_LINE = Prepared(
    lambda: (
        ScoreLine.objects.filter(pk=given_id("line"))
        .select_related("criterion", "sheet__campaign", "sheet__criteria_set")
        .select_for_update(of=("sheet", "self"), no_key=True)
        .order_by()
    )
)


def lock_setup(campaign_id: int) -> ScoringSetup:
    """The campaign's scoring row, locked: moves of sheets and recomputations of one bloc come one after another.

    Raises Refused when the campaign has no scoring.
    """
    rows = ScoringSetup.objects.select_related(
        "campaign__bloc_year", "criteria_set", "self_score_deadline", "half_deadline"
    )
    setup = rows.select_for_update(of=("self",)).filter(campaign_id=campaign_id).first()
    if setup is None:
        raise Refused(SheetReason.NO_SETUP)
    return setup


def lock_setup_of_line(line_id: int) -> ScoringSetup:
    """`lock_setup` for the campaign of a line. Raises Refused when there is none."""
    campaign_id = ScoreLine.objects.filter(pk=line_id).values_list("sheet__campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    return lock_setup(campaign_id)


def lock_sheet(sheet_id: int, by: User) -> ScoreSheet:
    """One sheet, locked, with the person's rights read afresh. Raises Refused when it does not exist."""
    refresh(by)
    sheet = ScoreSheet.objects.for_decisions().select_for_update(of=("self",)).filter(pk=sheet_id).first()
    if sheet is None:
        raise Refused(Reason.OUT_OF_REACH)
    return sheet


def lock_sheet_in_bloc(sheet_id: int, by: User) -> tuple[ScoringSetup, ScoreSheet]:
    """Both locks, in order, for moves that change what other units' relative lines are computed from."""
    campaign_id = ScoreSheet.objects.filter(pk=sheet_id).values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    return lock_setup(campaign_id), lock_sheet(sheet_id, by)


def lock_line(line_id: int, by: User) -> ScoreLine:
    """A line and its sheet, locked in this order, both as they are behind the lock. Raises Refused when it does not
    exist.

    One statement: PostgreSQL reads a row anew that changed while it waited for its lock, hence the line is locked as
    well. What stands beside them (criterion, campaign, set) does not change while sheets are filled in.
    """
    refresh(by)
    line = _LINE.first(line=line_id)
    if line is None:
        raise Refused(Reason.OUT_OF_REACH)
    return line


def lock_line_alone(line_id: int, by: User) -> ScoreLine:
    """A locked line of a sheet that is held as it is, for people who decide different lines of one sheet at once: they
    do not wait for each other, while a move of the sheet waits for all of them and they for it."""
    refresh(by)
    sheet_id = ScoreLine.objects.filter(pk=line_id).values_list("sheet_id", flat=True).first()
    if sheet_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    _hold_sheet(sheet_id)
    rows = ScoreLine.objects.select_for_update(of=("self",)).select_related("criterion", "saved_by")
    line = rows.get(pk=line_id)
    line.sheet = ScoreSheet.objects.for_decisions().get(pk=sheet_id)
    return line


def _hold_sheet(sheet_id: int) -> None:
    """A shared lock, which Django has no word for. Where there are no row locks writers come one after another."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(ScoreSheet._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [sheet_id])
