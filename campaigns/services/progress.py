"""Figures of progress of registered targets: from a report, or one at a time as they come."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from blocs.models import Unit
from campaigns.attainment import latest_progress
from campaigns.models import Registration, Submission, Target, TargetProgress, TargetValue
from campaigns.permissions_reports import can_record, takes_figures

from .locks import lock_registration
from .submissions import open_draft

NOTE_LENGTH = 1000


@dataclass(frozen=True)
class Figure:
    """What a person typed for one target. ``seen``: the figure they started from (its row's id, 0 when there was none);
    None takes no notice of others."""

    value: Decimal
    note: str = ""
    seen: int | None = None


class StaleFigures(Refused):
    """Somebody else wrote figures meanwhile: ``theirs`` by target id. Nothing was written."""

    def __init__(self, theirs: dict[int, TargetProgress]) -> None:
        self.theirs = theirs
        super().__init__(Reason.STALE)


class InvalidFigures(ValidationError):
    """Figures that cannot stand: ``problems`` are sentences by target id. Nothing was written."""

    def __init__(self, problems: dict[int, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


@transaction.atomic
def record_figures(
    *, deadline_id: int, unit: Unit, figures: Mapping[int, Figure], as_of: dt.date, by: User
) -> list[TargetProgress]:
    """Write the figures of a report that differ from the last ones, up to and including a day; by target id.

    Raises Refused (rights, sent, not a target), StaleFigures, InvalidFigures, ValidationError (the day).
    """
    submission, _ = open_draft(deadline_id, unit, by)
    campaign_id = submission.deadline.campaign_id
    registration = _lock(Registration.objects.filter(campaign_id=campaign_id, unit=unit), by)
    _check_day(as_of, registration)
    values, last = _values(registration), latest_progress(list(figures), clock.today())
    changed = {key: figure for key, figure in figures.items() if not _is_same(figure, last.get(key))}
    for key in changed:
        takes_figures(values.get(key)).enforce()
    _refuse_stale(changed, last)
    _refuse_bad(changed, last, as_of)
    rows = [_row(values[key].target, figure, as_of, by, submission) for key, figure in changed.items()]
    return _write(rows, by)


@transaction.atomic
def record_figure(
    *, target_id: int, figure: Figure, as_of: dt.date, by: User, key: uuid.UUID | None = None
) -> tuple[TargetProgress, bool]:
    """Write one figure as it comes; the row and whether it is new. With a ``key`` that was used before it is the same
    figure, sent again after its answer was lost: what was written then is the answer.

    Raises Refused (rights, not a target) and ValidationError (the day, a negative figure).
    """
    registration = _lock(Registration.objects.filter(targets=target_id), by)
    known = TargetProgress.objects.filter(key=key).select_related("target").first() if key else None
    if known is not None:
        if known.target_id != target_id:
            raise Refused(Reason.STALE)
        return known, False
    _check_day(as_of, registration)
    value = _values(registration).get(target_id)
    takes_figures(value).enforce()
    _refuse_bad({target_id: figure}, latest_progress([target_id], clock.today()), as_of)
    row = _row(value.target, figure, as_of, by, None, key)
    return _write([row], by)[0], True


def _lock(registrations, by: User) -> Registration:
    """The registration behind its lock: figures of one unit come one after another. Raises Refused."""
    pk = registrations.values_list("pk", flat=True).first()
    registration = lock_registration(pk or 0, by)
    can_record(by, registration).enforce()
    return registration


def _check_day(as_of: dt.date, registration: Registration) -> None:
    if as_of > clock.today():
        raise ValidationError({"as_of": "Số liệu không thể đến một ngày ở tương lai."})
    if as_of.year < registration.campaign.from_year:
        raise ValidationError({"as_of": f"Ngày phải từ năm {registration.campaign.from_year} của kế hoạch."})


def _values(registration: Registration) -> dict[int, TargetValue]:
    """The value in force of each target; one statement."""
    rows = TargetValue.objects.filter(target__registration=registration).select_related("target").order_by("pk")
    found = {row.target_id: row for row in rows}
    for row in found.values():
        row.target.registration = registration
    return found


def _is_same(figure: Figure, last: TargetProgress | None) -> bool:
    return last is not None and (figure.value, figure.note.strip()) == (last.value, last.note)


def _refuse_stale(changed: Mapping[int, Figure], last: Mapping[int, TargetProgress]) -> None:
    theirs = {
        key: last[key]
        for key, figure in changed.items()
        if figure.seen is not None and key in last and last[key].pk != figure.seen
    }
    if theirs:
        raise StaleFigures(theirs)


def _refuse_bad(changed: Mapping[int, Figure], last: Mapping[int, TargetProgress], as_of: dt.date) -> None:
    problems = {}
    for key, figure in changed.items():
        if figure.value < 0:
            problems[key] = "Kết quả không được âm."
        elif key in last and last[key].as_of > as_of:
            problems[key] = f"Đã có số liệu đến ngày {last[key].as_of:%d/%m/%Y}; hãy chọn ngày từ đó trở đi."
    if problems:
        raise InvalidFigures(problems)


def _row(
    target: Target,
    figure: Figure,
    as_of: dt.date,
    by: User,
    submission: Submission | None,
    key: uuid.UUID | None = None,
) -> TargetProgress:
    return TargetProgress(
        target=target,
        as_of=as_of,
        value=figure.value,
        note=figure.note.strip()[:NOTE_LENGTH],
        submission=submission,
        key=key or uuid.uuid4(),
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )


def _write(rows: list[TargetProgress], by: User) -> list[TargetProgress]:
    TargetProgress.objects.bulk_create(rows)
    told = [(row, {}, {"value": row.value, "as_of": row.as_of}) for row in rows]
    audit.record_many(by=by, event="progress.record", rows=told)
    return rows
