"""The processing clock of a file at the board, and the times an authority has set."""

import datetime as dt

from django.db import transaction

from accounts import audit, clock
from accounts.models import User
from awards.models import AwardType, Nomination, ProcessingTime
from awards.nomination_reading import processing_time
from awards.permissions import can_set_times
from awards.rules.nomination_files import resumed
from awards.states_files import Opinion
from blocs.access import refresh
from blocs.models import Authority
from campaigns.office_days import office_days


def start(nomination: Nomination) -> None:
    """From the day of receipt, by the row that counts on it; paused where another body has been asked already. The
    caller saves. Nothing where no time is set."""
    time = processing_time(nomination, clock.today())
    if time:
        nomination.due_on = office_days(nomination.campaign.authority_id).add(clock.today(), time.days)
        if _waits(nomination):
            pause(nomination)


def pause(nomination: Nomination) -> None:
    """The clock stands from today, where it runs; the caller saves."""
    if nomination.due_on and nomination.paused_since is None:
        nomination.paused_since = clock.today()


def resume(nomination: Nomination) -> None:
    """The clock runs again from today, unless another body has not answered yet; the caller saves."""
    if nomination.paused_since is None or _waits(nomination):
        return
    calendar = office_days(nomination.campaign.authority_id)
    nomination.due_on = resumed(nomination.due_on, nomination.paused_since, clock.today(), calendar)
    nomination.paused_since = None


def _waits(nomination: Nomination) -> bool:
    return nomination.opinions.filter(opinion=Opinion.WAITING).exists()


@transaction.atomic
def set_time(
    *,
    authority: Authority,
    award_type: AwardType | None,
    days: int,
    valid_from: dt.date,
    source: str,
    source_status: str,
    by: User,
) -> ProcessingTime:
    """Days for files received from a day on; earlier rows stay, files already received keep theirs. Raises Refused,
    ValidationError."""
    can_set_times(refresh(by), authority).enforce()
    row = ProcessingTime(
        authority=authority,
        award_type=award_type,
        days=days,
        valid_from=valid_from,
        source=source.strip(),
        source_status=source_status,
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    after = {"award_type": award_type.pk if award_type else None, "days": days, "valid_from": valid_from}
    audit.record(by=by, event="processing_time.set", target=row, after=after)
    return row
