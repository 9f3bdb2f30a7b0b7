"""The life of a role model: written by its unit, proposed by its head, judged by the bloc's leader or the board."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from awards.models import RoleModel, RoleModelStanding, RoleModelStep
from awards.permissions_role_models import (
    can_edit,
    can_propose,
    can_set_standing,
    can_step,
    can_withdraw_consent,
    can_write_for,
)
from awards.states import SubjectKind
from awards.states_role_models import RoleModelState, Standing, step_kind
from blocs.access import Action, people_holding, refresh
from blocs.models import Membership, Unit

FIELDS = frozenset(
    {"kind", "name", "post", "field", "campaign", "discovered_on", "discoverer", "story", "consent_on", "consent_note"}
    | {"is_demo"}
)


def lock_role_model(role_model_id: int, by: User) -> RoleModel:
    """One row, locked, with the person's rights read afresh. Raises Refused when it does not exist."""
    refresh(by)
    rows = RoleModel.objects.for_decisions().select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=role_model_id).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    return row


def invalid(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: sentence})


def not_ahead(field: str, day: dt.date | None) -> None:
    if day is not None and day > clock.today():
        raise invalid(field, "Ngày không thể ở tương lai.")


@transaction.atomic
def create_role_model(*, unit: Unit, by: User, **fields: Any) -> RoleModel:
    """Write one down for the unit. ``fields``: see ``FIELDS``. Raises Refused, ValidationError at its field."""
    # Behind the unit's lock: the same person is not written down twice at once.
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    can_write_for(refresh(by), unit).enforce()
    row = RoleModel(unit=unit, saved_by=by)
    _put(row, fields, by)
    audit.record(by=by, event="role_model.create", target=row, after={"kind": row.kind, "field": row.field})
    return row


@transaction.atomic
def update_role_model(*, role_model_id: int, by: User, expected_version: int | None = None, **fields: Any) -> RoleModel:
    """Change the story while it has not been judged. Raises Refused (STALE when somebody saved meanwhile),
    ValidationError at its field."""
    row = lock_role_model(role_model_id, by)
    can_edit(by, row).enforce()
    only_if(expected_version in (None, row.version), Reason.STALE).enforce()
    before = {name: getattr(row, name) for name in ("kind", "field", "consent_on")}
    _put(row, fields, by)
    after = {name: getattr(row, name) for name in before}
    audit.record(by=by, event="role_model.update", target=row, before=before, after=after)
    return row


def _put(row: RoleModel, fields: dict[str, Any], by: User) -> None:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"RoleModel has no editable field {sorted(unknown)}")
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    not_ahead("discovered_on", row.discovered_on)
    not_ahead("consent_on", row.consent_on)
    if row.kind == SubjectKind.COLLECTIVE:
        row.post, row.consent_on, row.consent_note = "", None, ""
    elif row.consent_on and not row.consent_note:
        raise invalid("consent_note", "Ghi hình thức đồng ý (đơn, biên bản) kèm ngày.")
    row.saved_by, row.saved_at = by, clock.now()
    row.version += 1
    row.full_clean()
    row.save()


@transaction.atomic
def propose_role_model(*, role_model_id: int, by: User) -> RoleModel:
    """The head introduces it to the bloc and the board; from now on they see it. Raises Refused."""
    row = lock_role_model(role_model_id, by)
    can_propose(by, row).enforce()
    row.proposed_at, row.proposed_by = clock.now(), by
    row.version += 1
    row.save()
    audit.record(by=by, event="role_model.propose", target=row)
    notify(
        users=judges_of(row.unit),
        kind="role_model_proposed",
        title=f"Điển hình tiên tiến được giới thiệu: {row.name}",
        body=f"{row.unit}. Lĩnh vực: {row.get_field_display()}.",
        path=reverse("awards:role_model", args=[row.pk]),
        key=f"role_model:{row.pk}:proposed",
    )
    return row


def judges_of(unit: Unit) -> list[User]:
    """People of the leaders of the unit's blocs today (not the unit's own), and of the board."""
    blocs = Membership.objects.on(clock.today()).filter(unit=unit).values("bloc_year_id")
    leaders = Membership.objects.on(clock.today()).filter(bloc_year_id__in=blocs, role=Membership.Role.LEADER)
    units = sorted({*leaders.values_list("unit_id", flat=True)} - {unit.pk})
    people = [user for pk in units for user in people_holding(Action.ROLE_MODEL_EDIT, unit_id=pk)]
    return people + list(people_holding(Action.ROLE_MODEL_REVIEW, authority_id=unit.authority_id))


@transaction.atomic
def take_step(*, role_model_id: int, target: str, on: dt.date, by: User, reason: str = "") -> RoleModelStep:
    """To another stage on a day. Leaving out a stage, or going back, takes a reason.

    Raises Refused, ValidationError (a day ahead, or before the step before it).
    """
    row = lock_role_model(role_model_id, by)
    can_step(by, row, target).enforce()
    not_ahead("on", on)
    last = row.steps.order_by("-on", "-pk").first()
    begun = max(row.discovered_on, last.on if last else row.discovered_on)
    if on < begun:
        raise invalid("on", f"Ngày phải từ {begun:%d/%m/%Y} (bước trước).")
    if step_kind(row.state, target) != "next" and not reason.strip():
        raise invalid("reason", "Bỏ qua giai đoạn hoặc đưa về giai đoạn trước phải ghi lý do.")
    step = RoleModelStep(
        role_model=row, source=row.state, target=target, on=on, reason=reason.strip(), by=by, at=clock.now()
    )
    step.full_clean()
    step.save()
    row.state = target
    row.version += 1
    row.save()
    audit.record(
        by=by, event="role_model.step", target=row, before={"state": step.source}, after={"state": target, "on": on},
        note=step.reason,
    )  # fmt: skip
    _tell(row, f"Điển hình tiên tiến chuyển giai đoạn «{RoleModelState(target).label}»", step.reason, f"step:{step.pk}")
    return step


@transaction.atomic
def set_standing(*, role_model_id: int, standing: str, on: dt.date, reason: str, by: User) -> RoleModelStanding:
    """What became of it, shown openly with its reason. Raises Refused, ValidationError at its field."""
    row = lock_role_model(role_model_id, by)
    can_set_standing(by, row, standing).enforce()
    not_ahead("on", on)
    if on < row.discovered_on:
        raise invalid("on", f"Ngày phải từ ngày phát hiện ({row.discovered_on:%d/%m/%Y}).")
    if not reason.strip():
        raise invalid("reason", Reason.REASON_MISSING.label)
    change = RoleModelStanding(role_model=row, standing=standing, on=on, reason=reason.strip(), by=by, at=clock.now())
    change.full_clean()
    change.save()
    before, row.standing = row.standing, standing
    row.version += 1
    row.save()
    audit.record(
        by=by, event="role_model.standing", target=row, before={"standing": before},
        after={"standing": standing, "on": on}, note=change.reason,
    )  # fmt: skip
    _tell(row, f"Tình trạng điển hình: {Standing(standing).label}", change.reason, f"standing:{change.pk}")
    return change


@transaction.atomic
def withdraw_consent(*, role_model_id: int, reason: str, by: User) -> RoleModel:
    """The person no longer agrees: at once it is no longer shown to other units. Raises Refused, ValidationError."""
    row = lock_role_model(role_model_id, by)
    can_withdraw_consent(by, row).enforce()
    if not reason.strip():
        raise invalid("reason", Reason.REASON_MISSING.label)
    if row.state == RoleModelState.REPLICATED:
        RoleModelStep.objects.create(
            role_model=row,
            source=row.state,
            target=RoleModelState.REVIEWED,
            on=clock.today(),
            reason="Cá nhân rút sự đồng ý công khai",
            by=by,
            at=clock.now(),
        )
        row.state = RoleModelState.REVIEWED
    before, row.consent_on, row.consent_note = row.consent_on, None, ""
    row.version += 1
    row.save()
    audit.record(by=by, event="role_model.consent", target=row, before={"consent_on": before}, note=reason.strip())
    _tell(row, "Đã rút sự đồng ý công khai", "Điển hình không còn hiện với các đơn vị khác.", f"consent:{row.version}")
    return row


def _tell(row: RoleModel, words: str, body: str, key: str) -> None:
    notify(
        users=people_holding(Action.ROLE_MODEL_EDIT, unit_id=row.unit_id),
        kind="role_model_changed",
        title=f"{words}: {row.name}",
        body=body,
        path=reverse("awards:role_model", args=[row.pk]),
        key=f"role_model:{row.pk}:{key}",
    )
