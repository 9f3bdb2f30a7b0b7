"""Bloc notices: written, read before they leave, sent when their moment comes."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import Notification, User
from accounts.outbox import BOTH, About, notify
from accounts.states import Move
from accounts.timing import Urgency
from blocs.models import Membership, Unit
from campaigns.models import Campaign, Notice
from campaigns.permissions_notices import can_edit_notice, can_move_notice, can_write_notices, sender_unit_id
from campaigns.states_notices import HOLD, RELEASE, NoticeState

from .locks import invalid, lock_campaign, lock_notice, put
from .people import offices_of_units

_FIELDS = frozenset({"title", "body", "deadline", "to_staff", "to_head", "urgent"})
HELD_BACK = dt.timedelta(minutes=5)  # so long a released notice waits at least, and can be held back
MOST_AHEAD = dt.timedelta(days=366)


def addressees(campaign: Campaign, sender_id: int | None) -> list[Unit]:
    """Units a notice can go to today: the bloc's (of a movement: those of the blocs that joined), without the sender."""
    joined = campaign.blocs_joined.values_list("pk", flat=True)
    bloc_years = [campaign.bloc_year_id] if campaign.bloc_year_id else list(joined)
    rows = Membership.objects.on(clock.today()).filter(bloc_year__in=bloc_years).exclude(unit_id=sender_id)
    units = {row.unit for row in rows.select_related("unit")}
    return sorted(units, key=lambda unit: (bytes(unit.sort_key), unit.pk))


@transaction.atomic
def write_notice(*, campaign_id: int, units: list[Unit], by: User, **fields: Any) -> Notice:
    """A new notice in the name of the writer's office. ``fields``: title, body, deadline, to_staff, to_head, urgent.

    Raises Refused and ValidationError.
    """
    campaign = lock_campaign(campaign_id, by)
    can_write_notices(by, campaign).enforce()
    notice = Notice(campaign=campaign, unit_id=sender_unit_id(by, campaign), written_by=by, written_at=clock.now())
    after = _put(notice, fields, units)[1]
    notice.save()
    notice.units.set(units)
    audit.record(by=by, event="notice.write", target=notice, after=after | {"units": [unit.pk for unit in units]})
    return notice


@transaction.atomic
def update_notice(*, notice_id: int, units: list[Unit], by: User, expected_version: int, **fields: Any) -> Notice:
    """Change a draft. Raises Refused (STALE when somebody saved meanwhile) and ValidationError."""
    notice = lock_notice(notice_id, by)
    can_edit_notice(by, notice).enforce()
    only_if(notice.version == expected_version, Reason.STALE).enforce()
    was = sorted(notice.units.values_list("pk", flat=True))
    before, after = _put(notice, fields, units)
    notice.version += 1
    notice.save()
    notice.units.set(units)
    now = sorted(unit.pk for unit in units)
    audit.record(
        by=by, event="notice.update", target=notice, before=before | {"units": was}, after=after | {"units": now}
    )
    return notice


def _put(notice: Notice, fields: dict[str, Any], units: list[Unit]) -> tuple[dict, dict]:
    changes = put(notice, _FIELDS, fields)
    if notice.deadline is not None and notice.deadline.campaign_id != notice.campaign_id:
        raise invalid("deadline", "Mốc này thuộc kế hoạch khác.")
    if not units:
        raise invalid("units", "Hãy chọn ít nhất một đơn vị.")
    if not set(units) <= set(addressees(notice.campaign, notice.unit_id)):
        raise invalid("units", "Có đơn vị không thuộc khối hoặc là chính đơn vị gửi.")
    return changes


@transaction.atomic
def move_notice(
    *, notice_id: int, move: Move, by: User, expected_version: int, leaves_at: dt.datetime | None = None
) -> Notice:
    """Release (it leaves at ``leaves_at``, after five minutes at the earliest), hold back, or withdraw.

    ``expected_version`` is the text that was read. Raises Refused, and ValidationError on a moment too far ahead.
    """
    notice = lock_notice(notice_id, by)
    can_move_notice(by, notice, move).enforce()
    only_if(notice.version == expected_version, Reason.STALE).enforce()
    before, now = notice.state, clock.now()
    notice.state = move.target
    if move is RELEASE:
        if leaves_at and leaves_at > now + MOST_AHEAD:
            raise invalid("leaves_at", "Thời điểm gửi nhiều nhất một năm tới.")
        notice.released_by, notice.released_at = by, now
        notice.leaves_at = max(leaves_at or now, now + HELD_BACK)
    elif move is HOLD:
        notice.released_by = notice.released_at = notice.leaves_at = None
    notice.save()
    audit.record(
        by=by,
        event=f"notice.{move.name}",
        target=notice,
        before={"state": before},
        after={"state": notice.state, "leaves_at": notice.leaves_at},
    )
    return notice


def send_released_notices(*, limit: int = 50) -> int:
    """Send the notices whose moment has come; several workers share the work. Returns how many left."""
    ids = list(Notice.objects.due(clock.now()).order_by("leaves_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(_send(pk) for pk in ids)


@transaction.atomic
def _send(notice_id: int) -> bool:
    rows = Notice.objects.due(clock.now()).for_decisions()
    notice = rows.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(pk=notice_id).first()
    if notice is None:
        return False
    offices = offices_of_units(notice.units.values_list("pk", flat=True))
    channels = (*BOTH, Notification.Channel.SMS, Notification.Channel.ZALO) if notice.urgent else BOTH
    for unit_id, office in offices.items():
        notify(
            users=office.chosen(staff=notice.to_staff, heads=notice.to_head),
            kind="notice",
            title=notice.title,
            body=f"{notice.body}\n\n{notice.sender}",
            path=reverse("campaigns:notice", args=[notice.pk]),
            key=notice.source,
            channels=channels,
            about=About(notice.campaign_id, notice.deadline_id, unit_id, notice.source),
            urgency=Urgency.NOW if notice.urgent else Urgency.SOON,
        )
    notice.state, notice.sent_at = NoticeState.SENT, clock.now()
    notice.save(update_fields=["state", "sent_at"])
    return True
