"""How a person wants to be told."""

import datetime as dt

from django.db import transaction

from accounts import audit
from accounts.channels import GATED
from accounts.kinds import GROUPS
from accounts.models import Notification, Preference, User

CHOOSABLE = (Notification.Channel.EMAIL, *GATED)


def preference_of(user: User) -> Preference:
    """The person's choices; the defaults (not saved) when there are none yet."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


@transaction.atomic
def save_preference(
    *,
    by: User,
    off: dict[str, list[str]],
    digest_hour: int | None,
    quiet_from: dt.time | None,
    quiet_to: dt.time | None,
    free_weekends: bool,
) -> Preference:
    """Change one's own choices; messages already waiting keep their hour. ``off``: group → unwanted channels.

    Raises ValidationError.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    row = preference_of(by)
    before = _plain(row) if row.pk else None
    row.off = {group.key: [c for c in CHOOSABLE if c in off.get(group.key, ())] for group in GROUPS}
    row.off = {key: names for key, names in row.off.items() if names}
    row.digest_hour, row.quiet_from, row.quiet_to = digest_hour, quiet_from, quiet_to
    row.free_weekends = free_weekends
    row.full_clean()
    row.save()
    audit.record(by=by, event="account.preferences", target=by, before=before, after=_plain(row))
    return row


def _plain(row: Preference) -> dict:
    return {name: getattr(row, name) for name in ("off", "digest_hour", "quiet_from", "quiet_to", "free_weekends")}
