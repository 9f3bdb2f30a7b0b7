"""A session of the council: planned with its files, invited, held, concluded file by file."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from awards.council_reading import results_in
from awards.models import (
    AgendaConclusion,
    CouncilAgendaItem,
    CouncilMember,
    CouncilSession,
    Nomination,
    SessionMember,
)
from awards.permissions_council import (
    CouncilReason,
    can_change_session,
    can_conclude,
    can_manage,
    can_move,
    can_record,
)
from awards.states import COUNCIL_READY
from awards.states_council import CANCEL, CLOSE, LIVE_SESSIONS, MOVED_BY, OPEN, AgendaOutcome
from blocs.access import refresh

from .council import lock_council
from .nomination_path import call_before_council, conclude_in_session

FIELDS = ("title", "starts_at", "place", "chair_id", "secretary")


@transaction.atomic
def save_session(*, council_id: int, by: User, session_id: int | None = None, **values) -> CouncilSession:
    """Plan a session, or change one that has not opened. ``values``: ``FIELDS``. Raises Refused, ValidationError."""
    refresh(by)
    if session_id:
        session = lock_session(session_id)
        only_if(session.council_id == council_id, Reason.OUT_OF_REACH).enforce()
        can_change_session(by, session).enforce()
    else:
        council = lock_council(council_id)
        can_manage(by, council).enforce()
        session = CouncilSession(council=council, created_by=by)
    before = {name: getattr(session, name) for name in FIELDS} if session.pk else None
    for name in FIELDS:
        setattr(session, name, values[name])
    _chair_sits(session)
    session.full_clean()
    session.save()
    event = "council_session.update" if before else "council_session.create"
    audit.record(by=by, event=event, target=session, before=before, after={name: values[name] for name in FIELDS})
    return session


def _chair_sits(session: CouncilSession) -> None:
    members = CouncilMember.objects.on(session.day).filter(council_id=session.council_id)
    if session.chair_id is not None and not members.filter(pk=session.chair_id).exists():
        raise ValidationError({"chair": "Người chủ trì phải là thành viên hội đồng vào ngày họp."})


def lock_session(session_id: int) -> CouncilSession:
    rows = CouncilSession.objects.for_decisions().select_for_update(of=("self",))
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise Refused(Reason.OUT_OF_REACH)
    return session


@transaction.atomic
def put_on_agenda(*, session_id: int, nomination_ids: list[int], by: User, field: str = "") -> list[CouncilAgendaItem]:
    """Files the session is to judge, under a heading; each waits for the council from now on. Raises Refused (rights, own
    unit, opened, nothing chosen, another authority's file, one the board has not received or has ended, one on the agenda
    of another live session)."""
    refresh(by)
    session = lock_session(session_id)
    can_change_session(by, session).enforce()
    chosen = sorted(set(nomination_ids))
    only_if(chosen, CouncilReason.NOTHING_CHOSEN).enforce()
    rows = Nomination.objects.for_decisions().select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk")
    found = [row for row in rows if row.campaign.authority_id == session.council.authority_id]
    only_if(len(found) == len(chosen), Reason.OUT_OF_REACH).enforce()
    only_if(all(row.state in COUNCIL_READY for row in found), CouncilReason.NOT_WAITING).enforce()
    elsewhere = CouncilAgendaItem.objects.filter(nomination_id__in=chosen, session__state__in=LIVE_SESSIONS)
    only_if(not elsewhere.exists(), CouncilReason.ELSEWHERE).enforce()
    last = session.agenda.aggregate(last=Max("order"))["last"] or 0
    items = [
        CouncilAgendaItem(session=session, nomination=row, field=field.strip()[:200], order=last + place, added_by=by)
        for place, row in enumerate(found, start=1)
    ]
    for item in items:
        call_before_council(item.nomination, by, str(session))
        item.save()
    audit.record(by=by, event="council_session.agenda", target=session, after={"nominations": chosen, "field": field})
    return items


@transaction.atomic
def take_off_agenda(*, item_id: int, by: User) -> CouncilSession:
    """Raises Refused (rights, opened)."""
    refresh(by)
    item = CouncilAgendaItem.objects.filter(pk=item_id).first()
    only_if(item, Reason.OUT_OF_REACH).enforce()
    session = lock_session(item.session_id)
    can_change_session(by, session).enforce()
    audit.record(by=by, event="council_session.off_agenda", target=session, before={"nomination": item.nomination_id})
    item.delete()
    return session


@transaction.atomic
def invite_members(*, session_id: int, by: User) -> int:
    """Invite who sits on the council on that day and has not been invited; those with an account are told. Returns how
    many. Raises Refused."""
    refresh(by)
    session = lock_session(session_id)
    can_change_session(by, session).enforce()
    seated = CouncilMember.objects.on(session.day).filter(council_id=session.council_id)
    left = seated.exclude(sessions__session=session).select_related("user").order_by("pk")
    rows = [SessionMember(session=session, member=member) for member in left]
    for row in rows:
        row.save()
    audit.record(by=by, event="council_session.invite", target=session, after={"members": [r.member_id for r in rows]})
    _tell(session, [row.member for row in rows], f"Mời họp hội đồng: {session}", "invite")
    return len(rows)


def _tell(session: CouncilSession, members: list[CouncilMember], title: str, about: str) -> None:
    when = timezone.localtime(session.starts_at)
    notify(
        users=[member.user for member in members if member.user],
        kind="award_council",
        title=title,
        body=f"{when:%H:%M} ngày {when:%d/%m/%Y}. {session.place}".strip(),
        path=reverse("awards:session", args=[session.pk]),
        key=f"council_session:{session.pk}:{about}",
    )


@transaction.atomic
def move_session(*, session_id: int, move: Move, by: User) -> CouncilSession:
    """Open, close or call off. Raises Refused (rights, state, nothing on the agenda or nobody invited, files without a
    conclusion)."""
    refresh(by)
    session = lock_session(session_id)
    can_move(by, session, move).enforce()
    if move is OPEN:
        only_if(session.agenda.exists() and session.invited.exists(), CouncilReason.EMPTY).enforce()
        session.opened_at = clock.now()
    if move is CLOSE:
        open_items = session.agenda.filter(conclusion__isnull=True).exists()
        only_if(not open_items and not session.invited.filter(presence="").exists(), CouncilReason.UNFINISHED).enforce()
        session.closed_at = clock.now()
    before, session.state = session.state, move.target
    session.save()
    event = f"council_session.{move.name}"
    audit.record(by=by, event=event, target=session, before={"state": before}, after={"state": session.state})
    if move is CANCEL:
        invited = session.invited.select_related("member__user")
        _tell(session, [row.member for row in invited], f"Không tổ chức: {session}", "cancel")
    return session


@transaction.atomic
def record_presence(*, session_id: int, presence: Mapping[int, str], by: User) -> CouncilSession:
    """Who came: {SessionMember id: Presence}. Raises Refused (rights, not open, a person who was not invited)."""
    refresh(by)
    session = lock_session(session_id)
    can_record(by, session).enforce()
    rows = {row.pk: row for row in session.invited.all()}
    only_if(presence.keys() <= rows.keys(), Reason.OUT_OF_REACH).enforce()
    for pk, said in presence.items():
        rows[pk].presence = said
        rows[pk].full_clean()
        rows[pk].save(update_fields=["presence"])
    after = {"members": [rows[pk].member_id for pk in sorted(presence)], "presence": dict(Counter(presence.values()))}
    audit.record(by=by, event="council_session.presence", target=session, after=after)
    return session


@transaction.atomic
def conclude_item(*, item_id: int, outcome: str, by: User, text: str = "") -> AgendaConclusion:
    """What the council concluded about one file, once; anything but agreement needs its reason. The file moves with it, or
    stays with the council (``MOVED_BY``), and bloc and unit are told. Another word of the council is the conclusion of a
    later session. Raises Refused (rights, own unit, not open, concluded, no reason) and ValidationError."""
    refresh(by)
    item = CouncilAgendaItem.objects.filter(pk=item_id).first()
    only_if(item, Reason.OUT_OF_REACH).enforce()
    item.session = lock_session(item.session_id)
    can_conclude(by, item).enforce()
    only_if(outcome == AgendaOutcome.PROPOSE or text.strip(), Reason.REASON_MISSING).enforce()
    conclusion = AgendaConclusion(item=item, outcome=outcome, text=text.strip()[:2000], by=by, at=clock.now())
    conclusion.full_clean()
    conclusion.save()
    audit.record(
        by=by, event="council_session.conclude", target=conclusion, after={"outcome": outcome}, note=conclusion.text
    )
    said, result = AgendaOutcome(outcome), results_in(item.session).get(item.nomination_id)
    facts = {"session": item.session_id} | (result.figures() if result else {})
    conclude_in_session(item.nomination_id, MOVED_BY[said], by, conclusion.text or said.label, facts)
    return conclusion


def moment(day: dt.date, hour: dt.time) -> dt.datetime:
    """A day and an hour in Viet Nam."""
    return timezone.make_aware(dt.datetime.combine(day, hour))
