"""Who was told a bloc notice and who has read it, unit by unit."""

from dataclasses import dataclass, field

from accounts.models import Notification, User
from blocs.models import Unit

from .models import Notice
from .services.people import offices_of_units


@dataclass
class Reader:
    """One person of a unit; the rows are missing while the notice has not left."""

    user: User
    in_app: Notification | None = None
    others: list[Notification] = field(default_factory=list)


@dataclass(frozen=True)
class Readers:
    unit: Unit
    people: list[Reader]

    @property
    def has_read(self) -> bool:
        return any(reader.in_app and reader.in_app.read_at for reader in self.people)


def readers_of(notice: Notice) -> list[Readers]:
    """Sent: who was told, as the outbox says. Before: who would be told today. A constant number of statements."""
    units = list(notice.units.order_by("sort_key", "pk"))
    if notice.sent_at is None:
        offices = offices_of_units(unit.pk for unit in units)
        chosen = {pk: office.chosen(staff=notice.to_staff, heads=notice.to_head) for pk, office in offices.items()}
        return [Readers(unit, [Reader(user) for user in chosen.get(unit.pk, ())]) for unit in units]
    by_unit: dict[int, dict[int, Reader]] = {unit.pk: {} for unit in units}
    rows = Notification.objects.filter(source=notice.source).select_related("user").order_by("user__sort_key", "pk")
    for row in rows:
        reader = by_unit.setdefault(row.unit_id, {}).setdefault(row.user_id, Reader(row.user))
        if row.channel == Notification.Channel.IN_APP:
            reader.in_app = row
        else:
            reader.others.append(row)
    return [Readers(unit, list(by_unit[unit.pk].values())) for unit in units]
