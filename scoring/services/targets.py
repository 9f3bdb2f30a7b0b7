"""Registrations: written and sent by the unit, decided by the bloc, and from then on on the unit's sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.urls import reverse

from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Unit
from campaigns.models import Registration, Target
from campaigns.services import registrations
from campaigns.services.registration_acts import copied_to, registration_deadline, return_words
from campaigns.services.registration_parts import MovementInput, next_positions, put_movements
from campaigns.states import Direction
from scoring.models import Criterion, CriterionTarget, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason
from scoring.states import OPEN_TO_TARGETS, CriterionKind

from .locks import lock_setup
from .own_targets import OwnInput, OwnRow, own_rows, put_own
from .people import unit_people, verifiers
from .target_lines import write_targets
from .target_rows import (
    TargetInput,
    TargetRow,
    cleaned,
    criteria_of,
    incomplete,
    planned_problem,
    rows_of,
)


class IncompleteTargets(Refused):
    """The registration lacks something; `rows` are criteria and targets of the unit's own, each with `lacks` in words."""

    def __init__(self, rows: Sequence[TargetRow | OwnRow]) -> None:
        self.rows = rows
        named = "; ".join(f"{row.name}: {row.lacks}" for row in rows[:20])
        more = f" và {len(rows) - 20} dòng khác" if len(rows) > 20 else ""
        super().__init__(SheetReason.TARGETS_INCOMPLETE, f"{named}{more}.")


class InvalidTarget(ValueError):
    """A figure that can be no target; `str()` is the Vietnamese sentence. Nothing was written."""


@transaction.atomic
def save_targets(
    *,
    campaign_id: int,
    unit: Unit,
    values: Mapping[int, TargetInput],
    by: User,
    seen: int | None = None,
    own: Sequence[OwnInput] = (),
    movements: Sequence[MovementInput] | None = None,
) -> Registration:
    """Keep what was written for some criteria (by criterion id), for targets of the unit's own, and the list of its
    movements (None: left as it is). ``seen``: the count of saves the writer saw.

    In a returned registration only the returned rows change. Written by somebody of the bloc or the board, it is marked
    so, and the unit is told when it is sent. Raises Refused, StaleRegistration, InvalidTarget.
    """
    registration = registrations.open_registration(campaign_id=campaign_id, unit=unit, by=by, seen=seen)
    rows = {row.criterion.pk: row for row in rows_of(registration, criteria_of(registration.campaign))}
    wanted, criteria, place = {}, {}, next_positions(registration, own=False)
    for key, said in values.items():
        row = rows.get(key)
        if row is None:
            continue
        said = cleaned(row.criterion, said)
        _refuse_bad(row.criterion, said)
        if row.target is None and said.is_empty:
            continue
        position = row.target.position if row.target else next(place)
        wanted[position] = _columns(row.criterion) | asdict(said)
        criteria[position] = row.criterion
    targets = registrations.put_targets(registration, wanted, by)
    _link(registration, {target: criteria[target.position] for target in targets if target.position in criteria})
    put_own(registration, own, by)
    if movements is not None:
        put_movements(registration, movements, by)
    return registration


def _refuse_bad(criterion: Criterion, said: TargetInput) -> None:
    problem = planned_problem(criterion, said.planned)
    if problem:
        raise InvalidTarget(f"{criterion.code or criterion.title}: {problem}")


def _columns(criterion: Criterion) -> dict:
    """What a target takes from its criterion: a figure one is marked down for is better low."""
    down = criterion.kind == CriterionKind.DEDUCT
    return {"title": criterion.title, "direction": Direction.DOWN if down else Direction.UP}


def _link(registration: Registration, wanted: Mapping[Target, Criterion]) -> None:
    """Say which criterion each target measures; a newer version of the set takes the place of the old one."""
    links = {link.target_id: link for link in CriterionTarget.objects.filter(target__registration=registration)}
    new, moved = [], []
    for target, criterion in wanted.items():
        link = links.get(target.pk)
        if link is None:
            new.append(CriterionTarget(target=target, criterion=criterion))
        elif link.criterion_id != criterion.pk:
            link.criterion = criterion
            moved.append(link)
    CriterionTarget.objects.bulk_create(new)
    CriterionTarget.objects.bulk_update(moved, ["criterion"], batch_size=200)


@transaction.atomic
def send_targets(*, registration_id: int, by: User) -> Registration:
    """Send a complete registration: the head, or who entered it for the unit. Raises Refused, IncompleteTargets."""
    row = registrations.send_registration(registration_id=registration_id, by=by)
    lacking = incomplete(rows_of(row, criteria_of(row.campaign))) + incomplete(own_rows(row))
    if lacking:
        raise IncompleteTargets(lacking)
    only_if(row.targets.exists() or row.movements.exists() or row.aims_sha256, SheetReason.NOTHING_REGISTERED).enforce()
    deciding = verifiers(row)
    _tell(deciding, row, "sent", f"{row.unit} đã gửi đăng ký thi đua", "Mở đăng ký để duyệt hoặc trả lại.")
    copied = [user for user in copied_to(row, registration_deadline(row.campaign_id)) if user not in deciding]
    _tell(copied, row, "copied", f"{row.unit} đã gửi đăng ký thi đua", "Gửi để biết: đơn vị của bạn có trong nơi nhận.")
    if row.entered_by_id:
        body = (
            "Đăng ký được nhập thay từ bản giấy. Hãy kiểm tra; thủ trưởng đơn vị có thể rút lại để sửa trước khi duyệt."
        )
        _tell(unit_people(row), row, "entered", "Đăng ký chỉ tiêu của đơn vị được nhập thay", body)
    return row


@transaction.atomic
def approve_targets(*, registration_id: int, by: User, reason: str = "") -> Registration:
    """Approve a registration and write it on the unit's open sheets in the same step (where the campaign is scored).
    The board gives its reason.

    Raises Refused (rights, own unit, who entered it, no reason).
    """
    row = _behind_the_setup(registration_id)
    scored = ScoringSetup.objects.filter(campaign_id=row.campaign_id).exists()
    setup = lock_setup(row.campaign_id) if scored else None
    registrations.approve_registration(registration_id=registration_id, by=by, reason=reason)
    if setup is not None:
        write_targets(setup, [row.unit_id], by)
    row.refresh_from_db()
    _tell(unit_people(row), row, "approved", "Đăng ký chỉ tiêu đã được duyệt", reason.strip())
    return row


def _behind_the_setup(registration_id: int) -> Registration:
    """The registration, read without a lock: the campaign's scoring is locked first, then the row itself."""
    row = Registration.objects.for_decisions().filter(pk=registration_id).first()
    only_if(row, Reason.OUT_OF_REACH).enforce()
    return row


@transaction.atomic
def return_targets(
    *,
    registration_id: int,
    target_ids: Iterable[int],
    note: str,
    by: User,
    parts: Iterable[str] = (),
    reasons: Mapping[int, str] | None = None,
) -> Registration:
    """Give chosen rows and whole parts back to the unit with a note, rows with ``reasons`` of their own. Raises Refused,
    ValidationError (nothing chosen)."""
    row = registrations.return_registration(
        registration_id=registration_id, target_ids=target_ids, note=note, by=by, parts=parts, reasons=reasons
    )
    _tell(unit_people(row), row, "returned", "Đăng ký chỉ tiêu bị trả lại", f"Lý do: {return_words(row)}")
    return row


@transaction.atomic
def amend_targets(*, registration_id: int, reason: str, by: User) -> Registration:
    """Begin an amendment of an approved registration, while a sheet of the unit can still follow it. Raises Refused."""
    row = registrations.amend_registration(registration_id=registration_id, reason=reason, by=by)
    states = list(ScoreSheet.objects.filter(campaign=row.campaign, unit=row.unit).values_list("state", flat=True))
    only_if(not states or OPEN_TO_TARGETS.intersection(states), SheetReason.TARGETS_FIXED).enforce()
    return row


@transaction.atomic
def recall_targets(*, registration_id: int, by: User) -> Registration:
    """Take a sent registration back before it is decided: the head. Raises Refused."""
    return registrations.recall_registration(registration_id=registration_id, by=by)


def _tell(users: Iterable[User], row: Registration, event: str, title: str, body: str) -> None:
    notify(
        users=users,
        kind=f"registration_{event}",
        title=title,
        body=f"Kế hoạch: {row.campaign}.\n{body}".strip(),
        path=reverse("scoring:registration", args=[row.campaign_id, row.unit_id]),
        key=f"registration:{row.pk}:{event}:{row.saves}",
    )
