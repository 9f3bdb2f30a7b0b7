"""Standing conflicts of interest of a person, and campaigns a person's unit supervises: read once per reading of rights."""

from accounts.decisions import Decision, only_if
from accounts.models import User
from blocs.access import grants

from .models import ScoreSheet
from .querysets_cross import conflicted_sheets, supervised_by
from .reasons_cross import CrossReason


def _kept(user: User, name: str, read) -> frozenset[int]:
    """What `read` gives, kept as long as the person's rights are (`blocs.access.refresh` forgets both)."""
    held = grants(user)
    cached = user.__dict__.get(name)
    if cached is None or cached[0] is not held:
        cached = (held, frozenset(pk for (pk,) in read(user)) if held else frozenset())
        user.__dict__[name] = cached
    return cached[1]


def _sheet_ids(user: User):
    return conflicted_sheets(user).values_list("sheet_id")


def _campaign_ids(user: User):
    return supervised_by(user).values_list("setup__campaign_id")


def conflicted(user: User, sheet: ScoreSheet) -> bool:
    """Whether a standing note keeps this person from judging this sheet. One statement for all sheets."""
    return sheet.pk in _kept(user, "_conflicts", _sheet_ids)


def no_conflict(user: User, sheet: ScoreSheet) -> Decision:
    return only_if(not conflicted(user, sheet), CrossReason.CONFLICT)


def supervises(user: User, campaign_id: int) -> bool:
    """Whether the person's unit supervises the campaign. One statement for all campaigns."""
    return campaign_id in _kept(user, "_supervised", _campaign_ids)
