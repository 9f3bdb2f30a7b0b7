"""The secret address of a person's calendar: made, shown again, renewed, revoked; and read without a session.

The address is ``Signer(secret of the row)``: the row alone (a stolen copy of the database) does not give it, and the key of
the installation alone does not either.
"""

import datetime as dt

from django.core import signing
from django.db import transaction

from accounts import audit, clock
from accounts.models import User
from campaigns.models import CalendarFeed

SALT = "campaigns.calendar_feed"
READS_AN_HOUR = 60
HOUR = dt.timedelta(hours=1)


def address_of(feed: CalendarFeed) -> str:
    """The token in the address of a feed."""
    return signing.Signer(salt=SALT).sign(feed.secret).replace(":", ".")


def feed_of(user: User) -> CalendarFeed | None:
    """The person's live feed."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()


@transaction.atomic
def make_feed(*, by: User) -> CalendarFeed:
    """A new address for the person; the earlier one stops working at once."""
    _lock(by)
    revoked = _revoke(by)
    feed = CalendarFeed.objects.create(user=by, made_at=clock.now())
    audit.record(by=by, event="calendar_feed.renewed" if revoked else "calendar_feed.made", target=feed)
    return feed


@transaction.atomic
def revoke_feed(*, by: User) -> None:
    """The address stops working. Does nothing when there is none."""
    _lock(by)
    feed = feed_of(by)
    if feed is not None:
        _revoke(by)
        audit.record(by=by, event="calendar_feed.revoked", target=feed)


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _revoke(user: User) -> int:
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=clock.now())


@transaction.atomic
def read_feed(token: str) -> tuple[CalendarFeed, bool] | None:
    """The live feed of an active person behind an address, and whether it is read too often (more than 60 times an hour);
    None when the address is foreign, revoked, or its person is disabled."""
    try:
        secret = signing.Signer(salt=SALT).unsign(token.replace(".", ":"))
    except signing.BadSignature:
        return None
    rows = CalendarFeed.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    feed = rows.filter(secret=secret, revoked_at__isnull=True, user__is_active=True).first()
    if feed is None:
        return None
    now = clock.now()
    if feed.read_at is None or now - feed.read_at >= HOUR:
        feed.read_at, feed.reads = now, 0
    feed.reads = min(feed.reads + 1, READS_AN_HOUR + 1)
    feed.save(update_fields=["read_at", "reads"])
    return feed, feed.reads > READS_AN_HOUR
