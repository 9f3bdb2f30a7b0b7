"""Promises to tell people something; the rows are written in the caller's transaction, delivery comes later."""

from collections.abc import Iterable
from dataclasses import dataclass

from .channels import GATED, connected, mobile_number
from .clock import now
from .kinds import ACCOUNT, group_of
from .models import Notification, Preference, User
from .timing import Urgency, leaves

Channel = Notification.Channel
BOTH = (Channel.IN_APP, Channel.EMAIL)


@dataclass(frozen=True)
class About:
    """What a message is about, for the log of what went to whom. ``source`` names the row behind it («reminder:12»)."""

    campaign_id: int | None = None
    deadline_id: int | None = None
    unit_id: int | None = None
    source: str = ""


def notify(
    *,
    users: Iterable[User],
    kind: str,
    title: str,
    key: str,
    body: str = "",
    path: str = "",
    channels: Iterable[str] = BOTH,
    about: About = About(),
    urgency: Urgency = Urgency.NORMAL,
) -> int:
    """Queue one notification per person and channel; ``key`` makes it happen once only. Returns the rows asked for.

    In-app rows are readable at once (state SENT). What leaves the application waits for
    ``accounts.tasks.deliver_notifications``, and goes by the person's preferences: only by wanted channels, not in the
    quiet hours, with the day's digest (``urgency`` says what waits). SMS and Zalo need a gateway and a mobile number.
    """
    people = {user.pk: user for user in users if user.is_active}
    wanted = list(dict.fromkeys(channels))
    group = group_of(kind)
    urgency = Urgency.NOW if group is ACCOUNT else urgency
    wishes = _wishes(people) if any(channel != Channel.IN_APP for channel in wanted) else {}
    rows = []
    for user in people.values():
        said = {"user": user, "kind": kind, "title": title[:300], "body": body, "path": path, **vars(about)}
        for channel in wanted:
            if channel == Channel.IN_APP:
                rows.append(_row(channel, key, said, state=Notification.State.SENT))
            elif _goes(channel, user, wishes[user.pk], group.key):
                # Account letters carry links that the person is waiting for.
                when, gathered = leaves(wishes[user.pk], urgency, now(), digests=channel == Channel.EMAIL)
                rows.append(_row(channel, key, said, not_before=when, in_digest=gathered))
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _wishes(people: dict[int, User]) -> dict[int, Preference]:
    own = {row.user_id: row for row in Preference.objects.filter(user__in=people)}
    return {pk: own.get(pk) or Preference() for pk in people}


def _goes(channel: str, user: User, wishes: Preference, group: str) -> bool:
    if channel in GATED and not (connected(channel) and mobile_number(user.phone)):
        return False
    return group == ACCOUNT.key or channel not in wishes.off.get(group, ())


def _row(channel: str, key: str, said: dict, **values) -> Notification:
    return Notification(channel=channel, dedupe_key=f"{key}:{channel}:{said['user'].pk}"[:200], **said, **values)
