"""What a registration holds beside the targets of criteria: targets of the unit's own, its movements, and rows in versions.

All of these write into a registration that ``open_registration`` locked and whose right to write it asked.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from accounts import audit
from accounts.decisions import only_if
from accounts.models import User
from campaigns.models import RegisteredMovement, Registration, Target
from campaigns.models.versions import VersionedRow
from campaigns.permissions import CampaignReason
from campaigns.permissions_registrations import may_write_part
from campaigns.states import RegistrationPart

OWN_FROM = 10_000  # positions of targets of the unit's own: after all those of criteria


@dataclass(frozen=True)
class MovementInput:
    """A movement as it is typed; ``pk`` names the row it stands in, None for a new one."""

    name: str
    aim: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None
    pk: int | None = None


def put_movements(row: Registration, wanted: Sequence[MovementInput], by: User) -> None:
    """Write the whole list of the unit's movements. Raises Refused when that part is not open."""
    values = [(each.pk, {k: v for k, v in asdict(each).items() if k != "pk"}) for each in wanted]
    put_rows(RegisteredMovement, row, values, by, RegistrationPart.MOVEMENTS)


def put_rows(
    model: type[VersionedRow],
    row: Registration,
    wanted: Sequence[tuple[int | None, Mapping[str, Any]]],
    by: User,
    part: RegistrationPart,
) -> list[VersionedRow]:
    """Make the rows of the wording being written what ``wanted`` lists: (row id or None, its values), in order.

    Rows of earlier wordings are closed, never altered. Answers the rows as they stand. Raises Refused.
    """
    have = {each.pk: each for each in model.objects.filter(registration=row).of_version(row.version)}
    kept, fresh, before = set(), [], [str(each) for each in have.values()]
    for position, (pk, values) in enumerate(wanted, start=1):
        old = have.get(pk)
        if old is not None and pk not in kept and all(getattr(old, name) == value for name, value in values.items()):
            kept.add(pk)
            old.position = position
            continue
        fresh.append(model(registration=row, position=position, since=row.version, **values))
    gone = [each for pk, each in have.items() if pk not in kept]
    if gone or fresh:
        only_if(may_write_part(row, part), CampaignReason.PART_CLOSED).enforce()
        _replace(model, gone, fresh, row.version)
        model.objects.bulk_update([have[pk] for pk in kept], ["position"])
    rows = list(model.objects.filter(registration=row).of_version(row.version).order_by("position", "pk"))
    if gone or fresh:
        after = [str(each) for each in rows]
        audit.record(by=by, event=f"registration.{part}", target=row, before={"rows": before}, after={"rows": after})
    return rows


def _replace(model: type[VersionedRow], gone: list[VersionedRow], fresh: list[VersionedRow], version: int) -> None:
    for each in fresh:
        each.clean_fields(exclude=["registration"])
    ours = [each.pk for each in gone if each.since == version]
    model.objects.filter(pk__in=ours).delete()
    model.objects.filter(pk__in=[each.pk for each in gone if each.since < version]).update(until=version - 1)
    model.objects.bulk_create(fresh)


def restore_rows(model: type[VersionedRow], row: Registration) -> None:
    """Make the wording being written say again what the one before it says."""
    rows = model.objects.filter(registration=row)
    rows.filter(since=row.version).delete()
    rows.filter(until=row.version - 1).update(until=None)


def drop_targets(row: Registration, target_ids: Iterable[int], by: User) -> None:
    """Take out targets of the unit's own that were never approved; approved ones are given up with a reason instead."""
    found = row.targets.filter(pk__in=list(target_ids), values__isnull=True)
    gone = {target.title: target.planned for target in found}
    if gone:
        found.delete()
        audit.record(by=by, event="registration.drop", target=row, before=gone)


def note_aims(row: Registration, sha256: str) -> None:
    """Keep the checksum of the titles and forms aimed at, so that what is sent is one content."""
    row.aims_sha256 = sha256
    row.save(update_fields=["aims_sha256"])


def next_positions(row: Registration, own: bool):
    """Free positions for further targets, counting up: those of criteria first, the unit's own after them."""
    used = row.targets.filter(position__gte=OWN_FROM) if own else row.targets.filter(position__lt=OWN_FROM)
    position = max(used.values_list("position", flat=True), default=OWN_FROM - 1 if own else 0)
    while True:
        position += 1
        yield position


def own_targets(row: Registration | None) -> list[Target]:
    """Targets of the unit's own field, in order; one statement."""
    return list(row.targets.filter(position__gte=OWN_FROM)) if row is not None and row.pk else []
