"""Deadlines: what is due, moving it, extending it for one unit, opening a yearly duty, marking an event as held."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import About, notify
from blocs.models import Unit
from campaigns.arrivals import counted_days
from campaigns.models import Deadline, Extension
from campaigns.owing import owed_units
from campaigns.permissions import CampaignReason, can_extend, can_manage
from campaigns.rules import applicable_last_day, printed_words, window

from .concerned import concerned
from .locks import invalid, lock_campaign, lock_deadline, put
from .people import people_of_units
from .relative import check_anchor, follow, is_shortened, locked_with_others, not_earlier, settle
from .reminders import replan

MOST_EXTENDED = 366  # days; more is a typing mistake

FIELDS = frozenset(
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
        "anchor",
        "anchor_kind",
        "offset",
        "offset_unit",
        "day_off",
        "grace_days",
    }
)


@transaction.atomic
def add_deadline(*, campaign_id: int, by: User, **fields: Any) -> Deadline:
    """A new deadline with its reminders planned. ``fields``: see the model; odd dates are accepted (``rules.warnings``
    tells about them). Raises Refused and ValidationError."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    deadline = Deadline(campaign=campaign)
    _, after = put_fields(deadline, fields, locked_with_others(campaign) if fields.get("anchor") else {})
    deadline.save()
    audit.record(by=by, event="deadline.create", target=deadline, after=after | {"last_day": deadline.last_day})
    replan([deadline])
    return deadline


def put_fields(deadline: Deadline, fields: dict[str, Any], others: dict[int, Deadline]) -> tuple[dict, dict]:
    """Set the fields and work out the day; ``others`` are the campaign's deadlines, locked."""
    before, after = put(deadline, FIELDS, fields)
    if deadline.phase is not None and deadline.phase.campaign_id != deadline.campaign_id:
        raise invalid("phase", "Đợt này thuộc kế hoạch khác.")
    check_anchor(deadline, others)
    settle(deadline, others.get(deadline.anchor_id))
    return before, after


def lock_in_campaign(deadline_id: int, by: User) -> tuple[Deadline, dict[int, Deadline]]:
    """A deadline and all of its campaign, locked (the campaign first: two changes could close a circle). Raises Refused."""
    rows = Deadline.objects.filter(pk=deadline_id)
    campaign = lock_campaign(rows.values_list("campaign_id", flat=True).first() or 0, by)
    others = locked_with_others(campaign)
    if deadline_id not in others:
        raise Refused(Reason.OUT_OF_REACH)
    return others[deadline_id], others


@transaction.atomic
def update_deadline(*, deadline_id: int, by: User, **fields: Any) -> Deadline:
    """Change a deadline. When the working date moves, what is counted from it moves too; reminders are planned anew and
    everybody concerned is told (``concerned.concerned``), except who does it.

    A date is not brought forward once its window is open (``relative.not_earlier``). Raises Refused, ValidationError.
    """
    deadline, others = lock_in_campaign(deadline_id, by)
    can_manage(by, deadline).enforce()
    old_day, old_title, was = deadline.last_day, deadline.title, window(deadline, deadline.campaign)
    before, after = put_fields(deadline, fields, others)
    new_day = None if deadline.every_year else deadline.working_date()
    not_earlier([deadline] if is_shortened(old_day, new_day, was) else [], by)
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
        _tell_moved(deadline, old_day, row.pk, by)
    if (deadline.last_day, deadline.title) != (old_day, old_title):
        follow(deadline, others, by)
    return deadline


def _tell_moved(deadline: Deadline, old_day: dt.date | None, change: int, by: User) -> None:
    old = f"{old_day:%d/%m/%Y}" if old_day else "chưa có thời hạn"
    notify(
        users=concerned([deadline])[deadline] - {by},
        kind="deadline_moved",
        title=f"Thay đổi thời hạn: {deadline.title}",
        body=f"Thời hạn cũ: {old}. Thời hạn mới: {printed_words(deadline)}.",
        path=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        key=f"deadline:{deadline.pk}:moved:{change}",
        about=About(deadline.campaign_id, deadline.pk),
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
    own_day = counted_days([deadline]).get((deadline.pk, unit.pk), deadline.last_day)
    only_if(own_day, CampaignReason.NO_DATE).enforce()
    only_if(unit in owed_units(deadline), CampaignReason.DOES_NOT_OWE).enforce()
    if last_day <= own_day:
        raise invalid("last_day", f"Ngày gia hạn phải sau thời hạn chung ({own_day:%d/%m/%Y}).")
    if (last_day - own_day).days > MOST_EXTENDED:
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
        about=About(deadline.campaign_id, deadline.pk, unit.pk),
    )
    return extension


def last_day_for(deadline: Deadline, unit_id: int) -> dt.date | None:
    """The last day on time of one unit, its extension and its own arrival included."""
    counted = counted_days([deadline]).get((deadline.pk, unit_id))
    return applicable_last_day(deadline, Extension.objects.filter(deadline=deadline, unit_id=unit_id), counted)


@transaction.atomic
def mark_done(*, deadline_id: int, on: dt.date | None, by: User) -> Deadline:
    """A meeting, a signing or a duty of the board took place on a day (None takes the mark back). Reminders stop.

    Raises Refused, ValidationError when the day lies ahead.
    """
    deadline, others = lock_in_campaign(deadline_id, by)
    can_manage(by, deadline).enforce()
    waits_for_units = deadline.takes_paper and deadline.owes not in (Deadline.Owes.BOARD, Deadline.Owes.COUNCIL)
    only_if(not waits_for_units, CampaignReason.TAKES_PAPER).enforce()
    if on and on > clock.today():
        raise invalid("on", "Ngày thực hiện không thể ở tương lai.")
    before, deadline.done_on = deadline.done_on, on
    deadline.save()
    audit.record(by=by, event="deadline.done", target=deadline, before={"done_on": before}, after={"done_on": on})
    replan([deadline])
    follow(deadline, others, by)
    return deadline
