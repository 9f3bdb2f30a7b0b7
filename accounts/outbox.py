"""Promises to tell people something; the rows are written in the caller's transaction, delivery comes later."""

from collections.abc import Iterable

from .models import Notification, User

BOTH = (Notification.Channel.IN_APP, Notification.Channel.EMAIL)


def notify(
    *, users: Iterable[User], kind: str, title: str, key: str, body: str = "", path: str = "", channels=BOTH
) -> int:
    """Queue one notification per person and channel; ``key`` makes it happen once only. Returns the rows asked for.

    In-app rows are readable at once (state SENT); e-mail rows wait for ``accounts.tasks.deliver_notifications``.
    """
    people = {user.pk: user for user in users if user.is_active}
    rows = [
        Notification(
            user=user,
            channel=channel,
            kind=kind,
            title=title[:300],
            body=body,
            path=path,
            dedupe_key=f"{key}:{channel}:{user.pk}"[:200],
            state=Notification.State.SENT if channel == Notification.Channel.IN_APP else Notification.State.NEW,
        )
        for user in people.values()
        for channel in channels
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
