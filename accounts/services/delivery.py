"""The postman of the outbox: the row is the promise, a task only keeps it.

new → sending → sent, or in_doubt (may have left: shown, never sent again by itself), or failed (certainly not accepted).
A message is taken and closed in two short transactions; the network is used between them, never inside one. Several
rows of one person travel as one digest: they are taken, sent and closed together.
"""

import datetime as dt
import logging
from collections.abc import Collection
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from accounts import letters
from accounts.channels import GATED, Gateway, Outcome, connected, gateway_of, send_through
from accounts.clock import now
from accounts.models import Notification, User

State, Channel = Notification.State, Notification.Channel
LEASE = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 10  # about a day and a half of an unreachable server
log = logging.getLogger(__name__)

_STATES = {Outcome.SENT: State.SENT, Outcome.REFUSED: State.FAILED, Outcome.IN_DOUBT: State.IN_DOUBT}


def deliver_due_notifications(*, limit: int = 100) -> int:
    """Send up to ``limit`` waiting messages; returns how many were tried. Safe to run in several processes at once.

    A channel that does not answer rests for this round; the others go on.
    """
    mark_stale_in_doubt()
    postman = _Postman()
    open_channels = {Channel.EMAIL, *(channel for channel in GATED if connected(channel))}
    tried = 0
    try:
        while tried < limit and open_channels:
            rows = take_next(open_channels)
            if not rows:
                break
            outcome = postman.send(rows)
            if outcome is Outcome.NOT_NOW:
                _put_back(rows)
                open_channels.discard(rows[0].channel)
            else:
                _close(rows, _STATES[outcome])
                tried += 1
        return tried
    finally:
        postman.close()


def mark_stale_in_doubt() -> int:
    """A message whose postman died while sending may have left: say so, do not repeat it."""
    stale = Notification.objects.filter(state=State.SENDING, lease_until__lt=now())
    return stale.update(state=State.IN_DOUBT, lease_until=None)


@transaction.atomic
def take_next(channels: Collection[str] = (Channel.EMAIL,)) -> list[Notification]:
    """Take the oldest waiting message under a lease, or a person's whole digest; empty when nothing waits. Messages to
    people who may no longer sign in are cancelled."""
    due = Notification.objects.due(now(), channels)
    due.filter(user__is_active=False).update(state=State.CANCELLED)
    due = due.filter(user__is_active=True)
    locked = due.filter(in_digest=False).select_for_update(skip_locked=True, of=("self",))
    row = locked.select_related("user").first()
    rows = [row] if row else _take_digest(due.filter(in_digest=True))
    return _lease(rows) if rows else []


def _take_digest(due) -> list[Notification]:
    """All that waits for one person. Whoever holds the person's row takes the digest, so that it is never split."""
    people = User.objects.filter(pk__in=due.order_by().values("user_id")).order_by("pk")
    user = people.select_for_update(skip_locked=True, no_key=True).first()
    if user is None:
        return []
    return list(due.filter(user=user).select_for_update(of=("self",)).select_related("user"))


def _lease(rows: list[Notification]) -> list[Notification]:
    until = now() + LEASE
    taken = Notification.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(state=State.SENDING, lease_until=until, attempts=F("attempts") + 1)
    for row in rows:
        row.state, row.lease_until, row.attempts = State.SENDING, until, row.attempts + 1
    return rows


class _Postman:
    """One connection to the mail server and to each gateway, kept for a whole round, opened again after trouble."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None
        self.gateways: dict[str, Gateway] = {}

    def send(self, rows: list[Notification]) -> Outcome:
        """REFUSED only when the other side said no, NOT_NOW when nothing left the house, IN_DOUBT when not known."""
        channel = rows[0].channel
        if channel == Channel.EMAIL:
            return self._mail(rows) if self._connect() else Outcome.NOT_NOW
        if channel not in self.gateways:
            self.gateways[channel] = gateway_of(channel)
        return send_through(self.gateways[channel], rows[0])

    def _connect(self) -> bool:
        """Whether the mail server answers."""
        if self.connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (OSError, SMTPException) as error:
                log.warning("Mail server does not answer: %s", error)
                return False
            self.connection = connection
        return True

    def _mail(self, rows: list[Notification]) -> Outcome:
        try:
            sent = self.connection.send_messages([letters.compose(rows)])
        except (SMTPRecipientsRefused, SMTPResponseException) as error:
            log.warning("Letter %s refused: %s", rows[0].pk, error)
            return Outcome.REFUSED
        except (OSError, SMTPException) as error:
            log.warning("Letter %s in doubt: %s", rows[0].pk, error)
            self.close()
            return Outcome.IN_DOUBT
        return Outcome.SENT if sent else Outcome.IN_DOUBT

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _mine(rows: list[Notification]):
    """The rows as long as this postman still holds their lease."""
    return Notification.objects.filter(
        pk__in=[row.pk for row in rows], state=State.SENDING, lease_until=rows[0].lease_until
    )


def _close(rows: list[Notification], state: State) -> None:
    _mine(rows).update(state=state, lease_until=None, sent_at=now() if state == State.SENT else None)


def _put_back(rows: list[Notification]) -> None:
    """Nothing left the house: try again later, each time after a longer pause, in the end give up."""
    attempts = max(row.attempts for row in rows)
    if attempts >= MAX_ATTEMPTS:
        _mine(rows).update(state=State.FAILED, lease_until=None)
    else:
        _mine(rows).update(state=State.NEW, lease_until=now() + dt.timedelta(minutes=2**attempts))
