"""What the tests of decisions by two persons share."""

import pytest

from accounts.decisions import Refused
from accounts.models import AuditEntry
from awards.services import publish

from .deciding import second


def events(*names):
    return list(AuditEntry.objects.filter(event__in=names).order_by("pk").values_list("event", flat=True))


def refused(service, **values):
    with pytest.raises(Refused) as refusal:
        service(**values)
    return refusal.value.reason


def approve(row, by, **changes):
    return publish(**{"draft_id": row.pk, "by": by, "seen": row.version, "word": "Đã đối chiếu", **changes})


def colleague(world):
    return second(world.board, world.a.pk)
