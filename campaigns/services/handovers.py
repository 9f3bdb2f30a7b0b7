"""The handover of the bloc's leader: prepared and given by the outgoing unit, received by the incoming one."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding
from blocs.models import BlocYear, Membership, Unit
from campaigns.models import Handover
from campaigns.permissions_handovers import (
    YearReason,
    can_give,
    can_prepare_handover,
    can_receive,
    can_write_handover,
)
from campaigns.states_handovers import HandoverState

from .locks import _locked as locked_row
from .locks import invalid
from .people import board_people


def leader_of(bloc_year: BlocYear) -> Unit | None:
    """The unit that leads a bloc-year: today; else the next to come, else the last there was."""
    rows = list(bloc_year.memberships.filter(role=Membership.Role.LEADER).select_related("unit").order_by("valid_from"))
    today = clock.today()
    live = [row for row in rows if row.is_on(today)]
    ahead = [row for row in rows if row.valid_from > today]
    chosen = live or ahead[:1] or rows[-1:]
    return chosen[0].unit if chosen else None


def next_year_of(bloc_year: BlocYear) -> BlocYear | None:
    """The same bloc's next year that has been opened."""
    rows = BlocYear.objects.filter(bloc_id=bloc_year.bloc_id, year__gt=bloc_year.year)
    return rows.select_related("bloc").order_by("year").first()


@transaction.atomic
def open_handover(*, bloc_year_id: int, by: User) -> Handover:
    """The handover of a bloc-year, begun by its leader's people; while it is a draft it follows who leads the next year.

    Raises Refused (rights, no next year, no leader there, the same unit leads both).
    """
    bloc_year = locked_row(BlocYear.objects.select_related("bloc"), by, pk=bloc_year_id)
    giver = leader_of(bloc_year)
    can_prepare_handover(by, bloc_year, giver).enforce()
    row = Handover.objects.for_decisions().filter(bloc_year=bloc_year).first()
    if row is not None and row.state != HandoverState.DRAFT:
        return row
    following = next_year_of(bloc_year)
    only_if(following, YearReason.NO_NEXT_YEAR).enforce()
    receiver = leader_of(following)
    only_if(receiver, YearReason.NO_LEADER).enforce()
    only_if(receiver != giver, YearReason.SAME_LEADER).enforce()
    new = row is None
    row = row or Handover(bloc_year=bloc_year)
    row.next_year, row.giver, row.receiver = following, giver, receiver
    row.full_clean()
    row.save()
    if new:
        after = {"giver": giver.pk, "receiver": receiver.pk}
        audit.record(by=by, event="handover.open", target=row, after=after)
    return row


def lock_handover(handover_id: int, by: User) -> Handover:
    return locked_row(Handover.objects.for_decisions(), by, pk=handover_id)


@transaction.atomic
def write_handover(*, handover_id: int, not_done: str, advice: str, version: int, by: User) -> Handover:
    """What was not done and what the next office should know. Raises Refused (STALE when somebody else saved since)."""
    row = lock_handover(handover_id, by)
    can_write_handover(by, row).enforce()
    only_if(version == row.version, Reason.STALE).enforce()
    row.not_done, row.advice = not_done.strip(), advice.strip()
    row.version += 1
    row.full_clean()
    row.save()
    audit.record(by=by, event="handover.write", target=row, after={"length": len(row.not_done) + len(row.advice)})
    return row


@transaction.atomic
def give_handover(*, handover_id: int, facts: dict[str, Any], by: User) -> Handover:
    """The outgoing head gives it; ``facts`` (gathered by the caller behind the same lock) are frozen with the texts.

    Raises Refused (rights, state, the next year is led by somebody else meanwhile) and ValidationError.
    """
    row = lock_handover(handover_id, by)
    can_give(by, row).enforce()
    only_if(leader_of(row.next_year) == row.receiver, Reason.STALE).enforce()
    if not row.not_done:
        raise invalid("not_done", "Hãy ghi việc chưa làm được, hoặc ghi rõ «Không có».")
    row.facts = facts | {"not_done": row.not_done, "advice": row.advice}
    row.sha256 = digest_of(row.facts)
    row.state, row.given_at, row.given_by = HandoverState.GIVEN, clock.now(), by
    row.full_clean()
    row.save()
    audit.record(by=by, event="handover.give", target=row, after={"sha256": row.sha256})
    heads = people_holding(Action.SUBMISSION_SEND, unit_id=row.receiver_id)
    _tell(row, [*heads, *board_people(row.bloc_year.bloc.authority_id)], "given", f"Biên bản bàn giao: {row.bloc_year}")
    return row


@transaction.atomic
def receive_handover(*, handover_id: int, by: User, remark: str = "") -> Handover:
    """The incoming head receives it as it was frozen. Raises Refused."""
    row = lock_handover(handover_id, by)
    can_receive(by, row).enforce()
    if digest_of(row.facts) != row.sha256:
        raise Refused(Reason.STALE)
    row.state, row.received_at, row.received_by = HandoverState.RECEIVED, clock.now(), by
    row.remark = remark.strip()
    row.full_clean()
    row.save()
    audit.record(by=by, event="handover.receive", target=row, after={"sha256": row.sha256}, note=row.remark)
    heads = people_holding(Action.SUBMISSION_SEND, unit_id=row.giver_id)
    people = [*heads, *board_people(row.bloc_year.bloc.authority_id)]
    _tell(row, people, "received", f"Đã tiếp nhận bàn giao: {row.bloc_year}")
    return row


def digest_of(facts: dict[str, Any]) -> str:
    """SHA-256 of the frozen copy, the same for the same facts whatever the order of their keys."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _tell(row: Handover, people: list[User], step: str, title: str) -> None:
    notify(
        users=people,
        kind="handover",
        title=title,
        body=f"{row.giver} → {row.receiver}",
        path=reverse("reports:handover", args=[row.bloc_year_id]),
        key=f"handover:{row.pk}:{step}",
    )
