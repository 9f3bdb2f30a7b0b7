"""Units of a movement as a table: since when, through what, who is to be asked, their own plans."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts import clock
from accounts.models import User
from blocs.access import Action, reach
from blocs.models import Unit

from .models import Campaign, MovementUnit, UnitPlan
from .owing import units_on


@dataclass(frozen=True)
class Part:
    """One unit's part. ``own``: its registration, newest stretch (None: it is in through its bloc only); ``plan``: the
    one that counts. ``told``: whether the person may read contact and plan (own unit, board)."""

    unit: Unit
    now: bool
    own: MovementUnit | None
    plan: UnitPlan | None
    told: bool
    mine: bool


def parts_of(campaign: Campaign, user: User) -> list[Part]:
    """Units taking part today, and those that left, the Vietnamese way sorted; a constant number of statements."""
    today = clock.today()
    now = set(units_on([campaign], [today])[campaign.pk, today])
    stretches: dict[int, MovementUnit] = {}
    left: set[Unit] = set()
    for row in campaign.units_joined.select_related("unit").order_by("joined_on", "pk"):
        stretches[row.unit_id] = row
        left.add(row.unit)
    scope = reach(user, Action.SUBMISSION_VIEW)
    own = reach(user, Action.SUBMISSION_EDIT).unit_ids
    board = campaign.authority_id in scope.authority_ids
    plans = {row.unit_id: row for row in UnitPlan.objects.visible_to(user).filter(campaign=campaign).newest()}
    return [
        Part(
            unit=unit,
            now=unit in now,
            own=stretches.get(unit.pk),
            plan=plans.get(unit.pk),
            told=board or unit.pk in scope.unit_ids,
            mine=unit.pk in own,
        )
        for unit in sorted(now | left, key=lambda unit: (bytes(unit.sort_key), unit.pk))
    ]


STATES = {
    "": ("Tất cả", lambda part: True),
    "co": ("Đã ban hành kế hoạch", lambda part: part.now and part.plan is not None),
    "chua": ("Chưa ban hành", lambda part: part.now and part.plan is None),
    "thoi": ("Thôi tham gia", lambda part: not part.now),
}


def counted(parts: Iterable[Part]) -> dict[str, int]:
    """How many are in each state of the filter."""
    rows = list(parts)
    return {key: sum(test(part) for part in rows) for key, (_, test) in STATES.items()}
