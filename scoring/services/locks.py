"""Locks in one order everywhere: the campaign's scoring, then one sheet. Rights are read again behind them."""

from accounts.decisions import Reason, Refused
from accounts.models import User
from blocs.access import refresh
from scoring.models import ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason


def lock_setup(campaign_id: int) -> ScoringSetup:
    """The campaign's scoring row, locked: moves of sheets and recomputations of one bloc come one after another.

    Raises Refused when the campaign has no scoring.
    """
    rows = ScoringSetup.objects.select_related("campaign__bloc_year", "criteria_set", "self_score_deadline")
    setup = rows.select_for_update(of=("self",)).filter(campaign_id=campaign_id).first()
    if setup is None:
        raise Refused(SheetReason.NO_SETUP)
    return setup


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
    """A line of a locked sheet, read after the lock."""
    sheet_id = ScoreLine.objects.filter(pk=line_id).values_list("sheet_id", flat=True).first()
    sheet = lock_sheet(sheet_id or 0, by)
    line = ScoreLine.objects.select_related("criterion", "saved_by").get(pk=line_id)
    line.sheet = sheet
    return line
