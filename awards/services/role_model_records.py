"""What is kept beside a role model: evidence, publicity, who learned from it, nominations."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import check_upload
from accounts.models import User
from awards.models import (
    Nomination,
    RoleModel,
    RoleModelEvidence,
    RoleModelPublicity,
    RoleModelSpread,
)
from awards.permissions_role_models import RoleModelReason, can_add_to, can_record_spread
from blocs.models import Unit
from scoring.models import Evidence

from .role_models import invalid, lock_role_model, not_ahead

MAX_FILES = 30


def _own(role_model_id: int, by: User) -> RoleModel:
    row = lock_role_model(role_model_id, by)
    can_add_to(by, row).enforce()
    return row


@transaction.atomic
def add_evidence(
    *, role_model_id: int, by: User, file: File | None = None, document: Evidence | None = None
) -> RoleModelEvidence:
    """A file, or a document of the unit's library. Raises Refused, ValidationError at ``file`` or ``document``."""
    row = _own(role_model_id, by)
    if (file is None) == (document is None):
        raise invalid("file", "Chọn một tệp hoặc một tài liệu trong kho minh chứng.")
    if row.evidence.filter(removed_at__isnull=True).count() >= MAX_FILES:
        raise invalid("file", f"Mỗi điển hình kèm nhiều nhất {MAX_FILES} tài liệu.")
    evidence = RoleModelEvidence(role_model=row, by=by, at=clock.now())
    if document is not None:
        only_if(document.unit_id == row.unit_id and document.removed_at is None, RoleModelReason.OTHER_UNIT).enforce()
        evidence.document, evidence.name = document, document.name
    else:
        _store(evidence, file)
    evidence.full_clean()
    evidence.save()
    audit.record(by=by, event="role_model.attach", target=row, after=_plain(evidence))
    return evidence


def _plain(evidence: RoleModelEvidence) -> dict:
    """Names of files may be names of people: the trail keeps numbers only."""
    return {"evidence": evidence.pk, "sha256": evidence.sha256, "document": evidence.document_id}


def _store(evidence: RoleModelEvidence, file: File) -> None:
    try:
        checked = check_upload(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    evidence.file, evidence.name, evidence.sha256 = file, checked.name, checked.sha256
    evidence.size, evidence.content_type = checked.size, checked.content_type


@transaction.atomic
def remove_evidence(*, evidence_id: int, by: User) -> RoleModelEvidence:
    """Hide it; the bytes stay. Raises Refused."""
    rows = RoleModelEvidence.objects.filter(pk=evidence_id, removed_at__isnull=True)
    row = _own(rows.values_list("role_model_id", flat=True).first() or 0, by)
    found = rows.first()
    if found is None:
        raise Refused(Reason.STALE)
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    audit.record(by=by, event="role_model.detach", target=row, before=_plain(found))
    return found


@transaction.atomic
def add_publicity(
    *, role_model_id: int, on: dt.date, outlet: str, title: str, by: User, link: str = ""
) -> RoleModelPublicity:
    """Raises Refused, ValidationError at its field."""
    row = _own(role_model_id, by)
    not_ahead("on", on)
    item = RoleModelPublicity(
        role_model=row, on=on, outlet=outlet.strip(), title=title.strip(), link=link, by=by, at=clock.now()
    )
    item.full_clean()
    item.save()
    audit.record(by=by, event="role_model.publicity", target=row, after={"on": on, "outlet": item.outlet})
    return item


@transaction.atomic
def record_spread(
    *, role_model_id: int, unit: Unit, on: dt.date, what: str, by: User, result: str = ""
) -> RoleModelSpread:
    """A unit has learned from it. Raises Refused, ValidationError at its field."""
    row = lock_role_model(role_model_id, by)
    can_record_spread(by, row, unit).enforce()
    not_ahead("on", on)
    if unit.pk == row.unit_id:
        raise invalid("unit", "Chọn đơn vị khác đã học tập điển hình này.")
    spread = RoleModelSpread(
        role_model=row, unit=unit, on=on, what=what.strip(), result=result.strip(), by=by, at=clock.now()
    )
    spread.full_clean()
    spread.save()
    audit.record(by=by, event="role_model.spread", target=row, after={"unit": unit.pk, "on": on})
    return spread


@transaction.atomic
def link_nomination(*, role_model_id: int, nomination: Nomination, by: User) -> RoleModel:
    """A nomination about this role model, visible to the person. Raises Refused."""
    row = _own(role_model_id, by)
    visible = Nomination.objects.visible_to(by).filter(pk=nomination.pk).exists()
    only_if(visible, Reason.OUT_OF_REACH).enforce()
    only_if(nomination.unit_id == row.unit_id, RoleModelReason.OTHER_SUBJECT).enforce()
    row.nominations.add(nomination)
    audit.record(by=by, event="role_model.nomination", target=row, after={"nomination": nomination.pk})
    return row
