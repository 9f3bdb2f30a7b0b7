"""What a person does with the notices received."""

from django.db import transaction

from accounts.clock import now
from accounts.models import Notification, User


@transaction.atomic
def mark_read(*, by: User, notification_id: int) -> Notification | None:
    """Mark one of the person's own in-app notices as read (the first reading counts). None when there is no such one."""
    rows = Notification.objects.in_app_of(by).filter(pk=notification_id)
    rows.filter(read_at__isnull=True).update(read_at=now())
    return rows.first()


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Mark all of the person's in-app notices as read; returns how many were unread."""
    return Notification.objects.in_app_of(by).filter(read_at__isnull=True).update(read_at=now())


@transaction.atomic
def mark_source_read(*, by: User, source: str) -> int:
    """Mark what the person was told about one thing (``source`` of the rows) as read: its page was opened."""
    return Notification.objects.in_app_of(by).filter(source=source, read_at__isnull=True).update(read_at=now())


def cancel_queued_mail(*, user: User, kinds: tuple[str, ...] = ()) -> int:
    """Cancel what has not left yet: of these kinds, or all but the account's own. Called inside a service's transaction."""
    rows = Notification.objects.filter(user=user, state=Notification.State.NEW)
    rows = rows.filter(kind__in=kinds) if kinds else rows.exclude(kind__startswith="account.")
    return rows.update(state=Notification.State.CANCELLED)
