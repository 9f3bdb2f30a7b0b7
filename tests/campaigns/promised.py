"""Approved targets, written straight as rows: the tests of progress begin where the registration ended."""

from decimal import Decimal

from accounts import clock
from campaigns.models import Registration, Target, TargetValue
from campaigns.states import RegistrationState


def promise(campaign, unit, by, *rows) -> list[Target]:
    """rows: (title, planned as text or None, direction or "up", assigned or True). Approved in this order."""
    at = clock.now()
    registration, _ = Registration.objects.get_or_create(
        campaign=campaign,
        unit=unit,
        defaults={
            "state": RegistrationState.APPROVED,
            "sent_at": at,
            "sent_by": by,
            "decided_at": at,
            "decided_by": by,
        },
    )
    first = registration.targets.count() + 1
    return [_target(registration, place, row, by) for place, row in enumerate(rows, start=first)]


def _target(registration, place, row, by) -> Target:
    title, planned, direction, assigned = (*row, "up", True)[:4] if len(row) < 4 else row
    values = {
        "title": title,
        "planned": Decimal(planned) if planned is not None else None,
        "direction": direction,
        "assigned": assigned,
        "measure_unit": "hộ",
    }
    target = Target.objects.create(registration=registration, position=place, **values)
    TargetValue.objects.create(target=target, version=1, by=by, at=clock.now(), **values)
    return target
