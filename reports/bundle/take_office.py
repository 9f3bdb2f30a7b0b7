"""Taking in the days an authority keeps: through the services, with who wrote them and when as they were."""

from collections.abc import Callable
from typing import Any

from campaigns.models import OfficeDay, Outage
from campaigns.permissions_office import can_keep_calendar
from campaigns.services.office import add_office_day, record_outage

from .keys import Scope
from .office import OFFICE_DAY, OUTAGE
from .problems import BadBundle
from .run import Document, Run, restore_one, rows_like
from .shapes import Shape

_HISTORY = ("added_at", "withdrawn_at")


def office_days(run: Run, documents: list[Document], path: str) -> None:
    """Days off and days worked: deadlines that count working days follow them."""
    _kept(run, OFFICE_DAY, documents, list(OfficeDay.objects.order_by("pk")), path, add_office_day)


def outages(run: Run, documents: list[Document], path: str) -> None:
    """Times when the system was down."""
    _kept(run, OUTAGE, documents, list(Outage.objects.order_by("pk")), path, record_outage)


def _kept(run: Run, shape: Shape, documents: list[Document], have: list, path: str, add: Callable[..., Any]) -> None:
    for number in rows_like(run, shape, documents, have, path):
        document, here = documents[number], f"{path}[{number}]"
        if "withdrawn_at" in document or "withdrawn_by" in document:
            run.take(shape, {}, here, None, lambda d=document, p=here: _withdrawn(run, shape, d, p))
        else:
            run.take(shape, {}, here, None, lambda d=document, p=here: _standing(run, shape, d, p, add))


def _withdrawn(run: Run, shape: Shape, document: Document, path: str) -> None:
    """A row that no longer counts, kept as it stands."""
    row = restore_one(run, shape, document, path, Scope(), {})
    can_keep_calendar(run.by, row.authority).enforce()
    if not (row.withdrawn_at and row.withdrawn_by_id):
        raise BadBundle.at(path, "người rút và thời điểm rút phải đi cùng nhau.")


def _standing(run: Run, shape: Shape, document: Document, path: str, add: Callable[..., Any]) -> None:
    values = {name: value for name, value in shape.read(document, path).items() if name not in _HISTORY}
    row = add(authority_id=run.pk(document, "authority", "authority", path), by=run.by, **values)
    row.added_by_id = run.pk(document, "added_by", "person", path)
    row.added_at = shape.read(document, path)["added_at"]
    row.save(update_fields=["added_by", "added_at"])
