"""May this person draw, score another unit's sheet, close a duty, note a conflict, settle a line of the meeting?"""

from accounts.decisions import ALLOWED, Decision, Reason, only_if
from accounts.models import User
from blocs.access import Action, granted, own_unit_ids, reach
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.models import Campaign

from .models import ConflictNote, CrossDuty, ScoreLine, ScoreSheet
from .permissions import can_follow, can_set_up, can_settle, holder_of, sees_judgement
from .permissions_conflicts import no_conflict, supervises
from .reasons_cross import CrossReason
from .states import DutyState, SheetState, Stage


def uses_cross(campaign: Campaign) -> bool:
    """Whether units of this bloc-year score each other."""
    setup = getattr(campaign, "scoring", None)
    return bool(setup and setup.holder(Stage.CROSS))


def can_see_draw(user: User, campaign: Campaign) -> Decision:
    """The lot is drawn before everybody: the members of the bloc, those above it, the supervisors."""
    allowed = granted(user, Action.RANKING_VIEW, campaign)
    return ALLOWED if allowed or supervises(user, campaign.pk) else allowed


def can_draw(user: User, campaign: Campaign) -> Decision:
    return can_set_up(user, campaign) and only_if(uses_cross(campaign), CrossReason.NOT_USED)


def holds_duty(user: User, duty: CrossDuty) -> bool:
    """Whether the person's unit is the scorer, in the acting role."""
    return duty.scorer_id in reach(user, Action.SHEET_EDIT).unit_ids


def can_read_duty(user: User, duty: CrossDuty) -> Decision:
    """Open the sheet one's unit scores: while it waits for verification, never the own unit's, never with a conflict."""
    return (
        only_if(holds_duty(user, duty), Reason.OUT_OF_REACH)
        and only_if(duty.sheet.unit_id not in own_unit_ids(user), Reason.OWN_UNIT)
        and no_conflict(user, duty.sheet)
        and only_if(duty.draw.superseded_at is None, CrossReason.NOT_OPEN)
        and only_if(duty.state in (DutyState.OPEN, DutyState.FINISHED), CrossReason.NOT_OPEN)
        and only_if(duty.sheet.state == SheetState.SUBMITTED, CrossReason.NOT_SENT)
    )


def can_score(user: User, duty: CrossDuty) -> Decision:
    return can_read_duty(user, duty) and only_if(duty.state == DutyState.OPEN, CrossReason.NOT_OPEN)


def _heads_scorer(user: User, duty: CrossDuty) -> Decision:
    where = Scope(unit_id=duty.scorer_id)
    return only_if(granted(user, Action.SHEET_SUBMIT, where), CrossReason.HEAD_ONLY)


def can_finish(user: User, duty: CrossDuty) -> Decision:
    """The head of the scoring unit answers for what it gives."""
    return can_score(user, duty) and _heads_scorer(user, duty)


def can_abstain(user: User, duty: CrossDuty) -> Decision:
    """The head says that the unit does not score this sheet; possible before it was sent."""
    return (
        only_if(holds_duty(user, duty), Reason.OUT_OF_REACH)
        and _heads_scorer(user, duty)
        and only_if(duty.state == DutyState.OPEN and duty.draw.superseded_at is None, CrossReason.NOT_OPEN)
    )


def can_organise(user: User, sheet: ScoreSheet) -> Decision:
    """Take a scorer off a sheet, give it another: who verifies that sheet, never for the own unit."""
    return granted(user, Action.SHEET_VERIFY, sheet) and no_conflict(user, sheet)


def can_recuse(user: User, duty: CrossDuty) -> Decision:
    """Also decide what follows when the scorer said itself that it does not score."""
    undone = duty.state in (DutyState.OPEN, DutyState.ABSTAINED) and duty.draw.superseded_at is None
    return can_organise(user, duty.sheet) and only_if(undone, CrossReason.NOT_OPEN)


def can_declare(user: User, sheet: ScoreSheet) -> Decision:
    """Say that one has a conflict with this unit: whoever belongs to the bloc or its authority. One's own unit is out
    of one's hands anyway."""
    return (
        can_see_draw(user, sheet.campaign)
        and only_if(sheet.state != SheetState.LOCKED, Reason.WRONG_STATE)
        and only_if(sheet.unit_id not in own_unit_ids(user), CrossReason.OWN_SHEET)
    )


def can_declare_for_unit(user: User, sheet: ScoreSheet, unit: Unit) -> Decision:
    return can_declare(user, sheet) and only_if(
        granted(user, Action.SHEET_SUBMIT, Scope(unit_id=unit.pk)), CrossReason.HEAD_ONLY
    )


def can_end_conflict(user: User, note: ConflictNote) -> Decision:
    """The organiser, with a reason; never on a note about oneself or the own unit."""
    own = note.user_id == user.pk or note.unit_id in own_unit_ids(user)
    return (
        granted(user, Action.SHEET_VERIFY, note.sheet)
        and only_if(not own, Reason.OWN_UNIT)
        and only_if(note.ended_at is None and note.sheet.state != SheetState.LOCKED, Reason.WRONG_STATE)
    )


def can_see_meeting(user: User, campaign: Campaign) -> Decision:
    return can_follow(user, campaign)


def can_bring(user: User, line: ScoreLine) -> Decision:
    """Put a line on the meeting list by hand: who verifies the sheet, once it was sent."""
    return can_organise(user, line.sheet) and only_if(
        line.sheet.state in (SheetState.SUBMITTED, SheetState.VERIFIED), Reason.WRONG_STATE
    )


def can_conclude(user: User, sheet: ScoreSheet) -> Decision:
    """Write what the meeting agreed on a line. Where the bloc has a stage for it, whoever holds that stage; otherwise who
    verifies the sheet writes the conclusion."""
    if holder_of(sheet, Stage.AGREED):
        return can_settle(user, sheet, Stage.AGREED)
    return can_organise(user, sheet) and only_if(sees_judgement(user, sheet), Reason.OWN_UNIT)
