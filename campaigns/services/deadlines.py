"""Deadlines: what is due, moving it, extending it for one unit, opening a yearly duty, marking an event as held."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, granted
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.models import Campaign, Deadline, Extension
from campaigns.owing import owed_units
from campaigns.permissions import CampaignReason, can_extend, can_manage
from campaigns.rules import applicable_last_day, printed_words, window
from campaigns.when import Precision

from .locks import invalid, lock_campaign, lock_deadline, put
from .people import everybody, people_of_units
from .reminders import replan

MOST_EXTENDED = 366  # days; more is a typing mistake

_FIELDS = frozenset(
    {
        "title",
        "kind",
        "owes",
        "phase",
        "to_leader",
        "to_deputy",
        "to_board",
        "to_council",
        "to_members",
        "to_others",
        "precision",
        "value",
        "starts",
        "or_precision",
        "or_value",
        "rule",
        "words",
        "note",
        "every_year",
        "place",
        "host",
    }
)


@transaction.atomic
def add_deadline(*, campaign_id: int, by: User, **fields: Any) -> Deadline:
    """A new deadline with its reminders planned. ``fields``: see the model; odd dates are accepted (``rules.warnings``
    tells about them). Raises Refused and ValidationError."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    deadline = Deadline(campaign=campaign)
    _, after = _put(deadline, fields)
    deadline.save()
    audit.record(by=by, event="deadline.create", target=deadline, after=after | {"last_day": deadline.last_day})
    replan([deadline])
    return deadline


def _put(deadline: Deadline, fields: dict[str, Any]) -> tuple[dict, dict]:
    before, after = put(deadline, _FIELDS, fields)
    if deadline.phase is not None and deadline.phase.campaign_id != deadline.campaign_id:
        raise invalid("phase", "Đợt này thuộc kế hoạch khác.")
    return before, after


@transaction.atomic
def update_deadline(*, deadline_id: int, by: User, **fields: Any) -> Deadline:
    """Change a deadline. When the working date moves, reminders are planned anew and everybody owing is told.

    A leader may not bring the date forward once its window is open (the board may). Raises Refused, ValidationError.
    """
    deadline = lock_deadline(deadline_id, by)
    can_manage(by, deadline).enforce()
    old_day, open_now = deadline.last_day, _is_open(deadline)
    before, after = _put(deadline, fields)
    new_day = None if deadline.every_year else deadline.working_date()
    if open_now and new_day and old_day and new_day < old_day:
        only_if(_as_board(by, deadline.campaign), CampaignReason.NOT_EARLIER).enforce()
    deadline.save()
    row = audit.record(
        by=by,
        event="deadline.update",
        target=deadline,
        before=before | {"last_day": old_day},
        after=after | {"last_day": deadline.last_day},
    )
    replan([deadline])
    if deadline.last_day != old_day:
        _tell_moved(deadline, old_day, row.pk)
    return deadline


def _is_open(deadline: Deadline) -> bool:
    span = window(deadline, deadline.campaign)
    return span is not None and clock.now() >= span[0]


def _as_board(user: User, campaign: Campaign) -> bool:
    """Whether the person manages the campaign as the board of its authority, not as an officer of the bloc."""
    return bool(granted(user, Action.CAMPAIGN_MANAGE, Scope(authority_id=campaign.authority_id)))


def _tell_moved(deadline: Deadline, old_day: dt.date | None, change: int) -> None:
    old = f"{old_day:%d/%m/%Y}" if old_day else "chưa có thời hạn"
    notify(
        users=everybody(unit.pk for unit in owed_units(deadline)),
        kind="deadline_moved",
        title=f"Thay đổi thời hạn: {deadline.title}",
        body=f"Thời hạn cũ: {old}. Thời hạn mới: {printed_words(deadline)}.",
        path=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        key=f"deadline:{deadline.pk}:moved:{change}",
    )


@transaction.atomic
def delete_deadline(*, deadline_id: int, by: User) -> None:
    """Only while no unit has begun a report for it and nothing else refers to it. Raises Refused."""
    deadline = lock_deadline(deadline_id, by)
    can_manage(by, deadline).enforce()
    used = deadline.submissions.exists() or deadline.years.exists()
    only_if(not used, CampaignReason.IN_USE).enforce()
    audit.record(
        by=by, event="deadline.delete", target=deadline, before={"title": deadline.title, "last_day": deadline.last_day}
    )
    try:
        deadline.delete()
    except ProtectedError as error:
        raise Refused(CampaignReason.IN_USE) from error


@transaction.atomic
def grant_extension(*, deadline_id: int, unit: Unit, last_day: dt.date, reason: str, by: User) -> Extension:
    """A later last day for one owing unit. The newest extension of a unit counts.

    Raises Refused (rights, own unit, does not owe, no date) and ValidationError (not later than the deadline, no reason).
    """
    deadline = lock_deadline(deadline_id, by)
    can_extend(by, deadline, unit).enforce()
    only_if(deadline.last_day, CampaignReason.NO_DATE).enforce()
    only_if(unit in owed_units(deadline), CampaignReason.DOES_NOT_OWE).enforce()
    if last_day <= deadline.last_day:
        raise invalid("last_day", f"Ngày gia hạn phải sau thời hạn chung ({deadline.last_day:%d/%m/%Y}).")
    if (last_day - deadline.last_day).days > MOST_EXTENDED:
        raise invalid("last_day", f"Gia hạn nhiều nhất {MOST_EXTENDED} ngày.")
    if not reason.strip():
        raise invalid("reason", Reason.REASON_MISSING.label)
    extension = Extension(
        deadline=deadline, unit=unit, last_day=last_day, reason=reason.strip(), granted_by=by, granted_at=clock.now()
    )
    extension.full_clean()
    extension.save()
    audit.record(by=by, event="extension.grant", target=extension, after={"last_day": last_day}, note=reason.strip())
    replan([deadline])
    notify(
        users=people_of_units([unit.pk])[unit.pk],
        kind="extension",
        title=f"Được gia hạn đến hết ngày {last_day:%d/%m/%Y}: {deadline.title}",
        body=f"Lý do: {reason.strip()}",
        path=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        key=f"extension:{extension.pk}",
    )
    return extension


def last_day_for(deadline: Deadline, unit_id: int) -> dt.date | None:
    """The last day on time of one unit, its extension included."""
    return applicable_last_day(deadline, Extension.objects.filter(deadline=deadline, unit_id=unit_id))


@transaction.atomic
def open_year(*, deadline_id: int, year: int, by: User) -> Deadline:
    """Open one year of a yearly duty as a deadline of its own (no day when the document gives none: «năm 2022»).

    Raises Refused and ValidationError.
    """
    yearly = lock_deadline(deadline_id, by)
    can_manage(by, yearly).enforce()
    only_if(yearly.every_year, CampaignReason.NOT_YEARLY).enforce()
    campaign = yearly.campaign
    if not campaign.from_year <= year <= campaign.to_year:
        raise invalid("year", f"Năm phải từ {campaign.from_year} đến {campaign.to_year}.")
    row = Deadline(campaign=campaign, series=yearly)
    values = {name: getattr(yearly, name) for name in _FIELDS}
    values |= {"title": f"{yearly.title} (năm {year})", "every_year": False} | _when_in(yearly, year)
    _put(row, values)
    row.save()
    audit.record(by=by, event="deadline.open_year", target=row, after={"year": year, "last_day": row.last_day})
    replan([row])
    return row


def _when_in(yearly: Deadline, year: int) -> dict[str, Any]:
    if yearly.value is None:
        return {"precision": Precision.YEAR, "value": dt.date(year, 1, 1)}
    day = 28 if (yearly.value.month, yearly.value.day) == (2, 29) else yearly.value.day
    return {"value": dt.date(year, yearly.value.month, day)}


@transaction.atomic
def mark_done(*, deadline_id: int, on: dt.date | None, by: User) -> Deadline:
    """A meeting, a signing or a duty of the board took place on a day (None takes the mark back). Reminders stop.

    Raises Refused, ValidationError when the day lies ahead.
    """
    deadline = lock_deadline(deadline_id, by)
    can_manage(by, deadline).enforce()
    waits_for_units = deadline.takes_paper and deadline.owes not in (Deadline.Owes.BOARD, Deadline.Owes.COUNCIL)
    only_if(not waits_for_units, CampaignReason.TAKES_PAPER).enforce()
    if on and on > clock.today():
        raise invalid("on", "Ngày thực hiện không thể ở tương lai.")
    before, deadline.done_on = deadline.done_on, on
    deadline.save()
    audit.record(by=by, event="deadline.done", target=deadline, before={"done_on": before}, after={"done_on": on})
    replan([deadline])
    return deadline
