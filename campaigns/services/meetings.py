"""Planning a meeting: its time, place and people, the deadlines it carries out, its agenda and what came of each item."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Unit
from campaigns.models import AgendaItem, AgendaOutcome, Deadline, Meeting, MeetingDeadline
from campaigns.owing import BY_BOARD, owed_units
from campaigns.permissions_meetings import MeetingReason, can_change, can_plan, can_record
from campaigns.rules import day_of_duty
from campaigns.rules.meetings import first_agenda, short_time
from campaigns.states_meetings import AgendaKind, MeetingKind, MeetingState, Seat

from .locks import _locked, invalid, lock_campaign, put
from .people import board_people, everybody

_FIELDS = frozenset(
    {
        "title",
        "kinds",
        "starts_at",
        "place",
        "link",
        "host",
        "chair",
        "secretary",
        "answer_by",
        "quorum_percent",
        "bring",
        "note",
    }
)
_ITEM_FIELDS = frozenset({"kind", "title", "presenter", "minutes"})
TOLD = ("starts_at", "place", "link")  # a change of these is told to everybody who was invited


def lock_meeting(meeting_id: int, by: User) -> Meeting:
    """The meeting with its row locked: whatever happens at one meeting happens one after the other. Raises Refused."""
    return _locked(Meeting.objects.for_decisions().select_related("host", "chair", "secretary"), by, pk=meeting_id)


def member_units(meeting: Meeting) -> list[Unit]:
    """Units that are members on the day of the meeting (within the campaign's years): a meeting is owed like a duty."""
    campaign = meeting.campaign
    day = day_of_duty(meeting.day, campaign.to_year, clock.today())
    return owed_units(Deadline(campaign=campaign, owes=Deadline.Owes.MEMBERS), on=day)


def closable(deadline: Deadline) -> bool:
    """Whether holding a meeting can carry a deadline out: those that only take place, and duties of the board."""
    return not deadline.every_year and (not deadline.takes_paper or deadline.owes in BY_BOARD)


@transaction.atomic
def plan_meeting(*, campaign_id: int, by: User, deadline_ids: Iterable[int] = (), **fields: Any) -> Meeting:
    """A new meeting with the first agenda of its kinds. ``fields``: see the model. Raises Refused and ValidationError."""
    campaign = lock_campaign(campaign_id, by)
    can_plan(by, campaign).enforce()
    meeting = Meeting(campaign=campaign, created_by=by, created_at=clock.now())
    _, after = _put(meeting, fields)
    meeting.save()
    closes = _set_deadlines(meeting, deadline_ids)
    rows = first_agenda(meeting.kinds)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=place, kind=kind, title=title)
        for place, (kind, title) in enumerate(rows, start=1)
    )
    audit.record(by=by, event="meeting.plan", target=meeting, after=after | {"deadlines": closes})
    return meeting


def _put(meeting: Meeting, fields: dict[str, Any]) -> tuple[dict, dict]:
    before, after = put(meeting, _FIELDS, fields)
    if not meeting.kinds or set(meeting.kinds) - set(MeetingKind.values):
        raise invalid("kinds", "Hãy chọn ít nhất một nội dung của cuộc họp.")
    if meeting.answer_by and meeting.answer_by > meeting.day:
        raise invalid("answer_by", "Hạn trả lời phải trước hoặc đúng ngày họp.")
    return before, after


def _set_deadlines(meeting: Meeting, deadline_ids: Iterable[int]) -> list[int]:
    """The deadlines this meeting carries out: of its own campaign, and such that holding a meeting carries out."""
    wanted = set(deadline_ids)
    found = [row for row in meeting.campaign.deadlines.filter(pk__in=wanted) if closable(row)]
    if len(found) != len(wanted):
        raise invalid(
            "deadlines", "Chỉ chọn mốc hội nghị, ký giao ước hoặc việc của cơ quan cấp trên trong kế hoạch này."
        )
    kept = set(meeting.closes.values_list("deadline_id", flat=True))
    meeting.closes.filter(deadline_id__in=kept - wanted).delete()
    new = [row for row in found if row.pk not in kept]
    MeetingDeadline.objects.bulk_create(MeetingDeadline(meeting=meeting, deadline=row) for row in new)
    return sorted(wanted)


@transaction.atomic
def update_meeting(
    *, meeting_id: int, by: User, seen: int, deadline_ids: Iterable[int] | None = None, **fields: Any
) -> Meeting:
    """Change a meeting that is not over. When time or place move after the invitation everybody invited is told, and for
    another time everybody is asked again.

    ``seen``: the count of saves the writer saw. Raises Refused (STALE when somebody saved meanwhile), ValidationError.
    """
    meeting = lock_meeting(meeting_id, by)
    can_change(by, meeting).enforce()
    only_if(meeting.saves == seen, Reason.STALE).enforce()
    before, after = _put(meeting, fields)
    invited = meeting.state == MeetingState.INVITED
    if invited and "starts_at" in after:
        meeting.asked_at = clock.now()
    meeting.saves += 1
    meeting.save()
    if deadline_ids is not None:
        after["deadlines"] = _set_deadlines(meeting, deadline_ids)
    row = audit.record(by=by, event="meeting.update", target=meeting, before=before, after=after)
    if invited and any(name in after for name in TOLD):
        tell_invited(meeting, by, "meeting_moved", f"Thay đổi lịch họp: {meeting.title}", f"moved:{row.pk}")
    return meeting


def where_and_when(meeting: Meeting) -> str:
    """«Thời gian: …. Địa điểm: ….»"""
    said = [f"Thời gian: {short_time(meeting.starts_at)}."]
    said += [f"Địa điểm: {meeting.place.rstrip('.')}."] if meeting.place else []
    said += [f"Họp trực tuyến: {meeting.link}"] if meeting.link else []
    return " ".join(said)


def tell_invited(meeting: Meeting, by: User, kind: str, title: str, key: str, body: str = "") -> None:
    """One notice to the live people of every seat that has an office, except who does it."""
    seats = list(meeting.attendance.exclude(seat=Seat.GUEST))
    people = everybody(row.unit_id for row in seats if row.unit_id)
    if any(row.seat == Seat.BOARD for row in seats):
        people += board_people(meeting.campaign.authority_id)
    notify(
        users=[user for user in people if user.pk != by.pk],
        kind=kind,
        title=title,
        body=body or where_and_when(meeting),
        path=reverse("campaigns:meeting", args=[meeting.pk]),
        key=f"meeting:{meeting.pk}:{key}",
    )


@transaction.atomic
def add_item(*, meeting_id: int, by: User, **fields: Any) -> AgendaItem:
    """One more item at the end of the agenda. Raises Refused and ValidationError."""
    meeting = lock_meeting(meeting_id, by)
    can_change(by, meeting).enforce()
    last = meeting.agenda.order_by("-order").values_list("order", flat=True).first() or 0
    item = AgendaItem(meeting=meeting, order=last + 1)
    _, after = put(item, _ITEM_FIELDS, fields)
    item.save()
    audit.record(by=by, event="agenda.add", target=item, after=after)
    return item


def _lock_item(item_id: int, by: User) -> AgendaItem:
    """An item under the lock of its meeting."""
    found = AgendaItem.objects.filter(pk=item_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    meeting = lock_meeting(found, by)
    item = AgendaItem.objects.filter(pk=item_id).first()
    if item is None:
        raise Refused(Reason.OUT_OF_REACH)
    item.meeting = meeting
    return item


@transaction.atomic
def update_item(*, item_id: int, by: User, **fields: Any) -> AgendaItem:
    item = _lock_item(item_id, by)
    can_change(by, item.meeting).enforce()
    before, after = put(item, _ITEM_FIELDS, fields)
    item.save()
    audit.record(by=by, event="agenda.update", target=item, before=before, after=after)
    return item


@transaction.atomic
def move_item(*, item_id: int, by: User, up: bool) -> AgendaItem:
    """Change places with the neighbour; at the end of the list nothing happens."""
    item = _lock_item(item_id, by)
    can_change(by, item.meeting).enforce()
    rows = list(item.meeting.agenda.order_by("order", "pk"))
    here = next(place for place, row in enumerate(rows) if row.pk == item.pk)
    there = here + (-1 if up else 1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        for place, row in enumerate(rows, start=1):
            row.order = place
        AgendaItem.objects.bulk_update(rows, ["order"])
        audit.record(by=by, event="agenda.move", target=item, after={"order": there + 1})
    return item


@transaction.atomic
def delete_item(*, item_id: int, by: User) -> None:
    """Take an item off the agenda while nothing was concluded on it. Raises Refused."""
    item = _lock_item(item_id, by)
    can_change(by, item.meeting).enforce()
    only_if(not item.outcomes.exists(), MeetingReason.HAS_OUTCOME).enforce()
    audit.record(by=by, event="agenda.delete", target=item, before={"title": item.title})
    item.delete()


@transaction.atomic
def conclude_item(
    *, item_id: int, by: User, text: str, discussion: str = "", seen: int | None = None, key: uuid.UUID | None = None
) -> AgendaOutcome:
    """Write what came of an item. ``seen``: the outcome the writer had before the eyes; ``key``: sent twice, written once.

    Raises Refused (rights, not open, STALE when somebody concluded meanwhile) and ValidationError at its field.
    """
    item = _lock_item(item_id, by)
    can_record(by, item.meeting).enforce()
    only_if(item.kind == AgendaKind.PLAIN, MeetingReason.ON_SHEETS).enforce()
    sent = AgendaOutcome.objects.filter(key=key).first() if key else None
    if sent is not None:
        only_if(sent.item_id == item.pk, Reason.OUT_OF_REACH).enforce()
        return sent
    last = item.outcomes.order_by("-pk").first()
    only_if((last.pk if last else None) == seen, Reason.STALE).enforce()
    row = AgendaOutcome(
        item=item, key=key or uuid.uuid4(), text=text.strip(), discussion=discussion.strip(), by=by, at=clock.now()
    )
    row.full_clean(exclude=["item"])
    row.save()
    audit.record(
        by=by,
        event="agenda.conclude",
        target=item,
        before={"text": last.text} if last else None,
        after={"text": row.text, "discussion": row.discussion},
    )
    return row
