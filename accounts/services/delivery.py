"""The postman of the outbox: the row is the promise, a task only keeps it.

new → sending → sent, or in_doubt (may have left: shown, never sent again by itself), or failed (certainly not accepted).
A letter is taken and closed in two short transactions; the network is used between them, never inside one.
"""

import datetime as dt
import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts import letters
from accounts.clock import now
from accounts.models import Notification

State = Notification.State
LEASE = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 10  # about a day and a half of an unreachable server
log = logging.getLogger(__name__)


def deliver_due_notifications(*, limit: int = 100) -> int:
    """Send up to ``limit`` waiting letters; returns how many were taken. Safe to run in several processes at once."""
    mark_stale_in_doubt()
    postman = _Postman()
    try:
        for taken in range(limit):
            row = take_next()
            if row is None:
                return taken
            if not postman.connect():
                _put_back(row)
                return taken
            _close(row, postman.send(row))
        return limit
    finally:
        postman.close()


def mark_stale_in_doubt() -> int:
    """A letter whose postman died while sending may have left: say so, do not repeat it."""
    stale = Notification.objects.filter(state=State.SENDING, lease_until__lt=now())
    return stale.update(state=State.IN_DOUBT, lease_until=None)


@transaction.atomic
def take_next() -> Notification | None:
    """Take the oldest waiting letter under a lease; letters to people who may no longer sign in are cancelled."""
    due = Notification.objects.mail_due(now()).select_for_update(skip_locked=True, of=("self",))
    due.filter(user__is_active=False).update(state=State.CANCELLED)
    row = due.filter(user__is_active=True).select_related("user").first()
    if row is None:
        return None
    row.state, row.lease_until, row.attempts = State.SENDING, now() + LEASE, row.attempts + 1
    row.save(update_fields=["state", "lease_until", "attempts"])
    return row


class _Postman:
    """One connection to the mail server, kept for a whole round and opened again after trouble."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None

    def connect(self) -> bool:
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

    def send(self, row: Notification) -> State:
        """The state after trying: FAILED only when the server said no, IN_DOUBT when its answer is not known."""
        try:
            sent = self.connection.send_messages([letters.compose(row)])
        except (SMTPRecipientsRefused, SMTPResponseException) as error:
            log.warning("Letter %s refused: %s", row.pk, error)
            return State.FAILED
        except (OSError, SMTPException) as error:
            log.warning("Letter %s in doubt: %s", row.pk, error)
            self.close()
            return State.IN_DOUBT
        return State.SENT if sent else State.IN_DOUBT

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _close(row: Notification, state: State) -> None:
    mine = Notification.objects.filter(pk=row.pk, state=State.SENDING, attempts=row.attempts)
    mine.update(state=state, lease_until=None, sent_at=now() if state == State.SENT else None)


def _put_back(row: Notification) -> None:
    """Nothing left the house: try again later, each time after a longer pause, in the end give up."""
    state = State.FAILED if row.attempts >= MAX_ATTEMPTS else State.NEW
    later = now() + dt.timedelta(minutes=2**row.attempts)
    mine = Notification.objects.filter(pk=row.pk, state=State.SENDING, attempts=row.attempts)
    mine.update(state=state, lease_until=later if state == State.NEW else None)
