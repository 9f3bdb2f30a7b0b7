"""Offices' own Word templates: keeping one, ending one, and which one a paper is printed with."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.files import CheckedFile
from accounts.models import User
from blocs.access import refresh
from blocs.models import Authority, Membership, Unit
from campaigns.when import ZONE
from reports.models import Document, OfficeTemplate
from reports.permissions_office import can_retire, can_upload
from reports.word.intake import check_template
from reports.word.office import Unfit, office_sample
from scoring.services.evidence_files import keeps_no_orphans, store


@keeps_no_orphans
@transaction.atomic
def upload_template(*, owner: Unit | Authority, kind: str, name: str, upload: UploadedFile, by: User) -> OfficeTemplate:
    """Keep a .docx as the template of an office for one kind of paper, after it was filled once with made-up values.

    A newer one of the same office and kind is used instead from now on. Raises Refused, ValidationError (at ``file``: every
    problem of the template in a sentence).
    """
    can_upload(refresh(by), owner).enforce()
    checked, fields = _tried(upload, kind)
    authority = owner.authority if isinstance(owner, Unit) else owner
    row = OfficeTemplate(authority=authority, unit=owner if isinstance(owner, Unit) else None, kind=kind, name=name)
    row.sha256, row.size, row.fields = checked.sha256, checked.size, fields
    row.by, row.at = by, clock.now()
    store(row, upload)
    row.save()
    audit.record(by=by, event="office.upload", target=row, after={"kind": kind, "name": name, "sha256": row.sha256})
    return row


def _tried(upload: UploadedFile, kind: str) -> tuple[CheckedFile, list[str]]:
    """What is known about an accepted template, and the fields it uses. Raises ValidationError at ``file``."""
    try:
        checked = check_template(upload)
        fields = office_sample(upload.read(), kind).fields
    except Unfit as error:
        raise ValidationError({"file": error.problems}) from error
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    if not fields:
        raise ValidationError({"file": "Mẫu chưa có trường nào. Hãy xem bảng trường rồi đặt các trường vào mẫu."})
    upload.seek(0)
    return checked, fields


@transaction.atomic
def retire_template(*, template_id: int, by: User) -> OfficeTemplate:
    """End a template: papers issued from now on are not printed with it. Raises Refused."""
    row = OfficeTemplate.objects.select_for_update(of=("self",)).get(pk=template_id)
    can_retire(refresh(by), row).enforce()
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    audit.record(by=by, event="office.retire", target=row, before={"name": row.name, "kind": row.kind})
    return row


def template_for(document: Document, at: dt.datetime) -> OfficeTemplate | None:
    """The newest template of the issuing office for the paper's kind that was in use at a moment; a bloc's paper is
    issued by the unit that leads it on that day. At most two statements."""
    rows = OfficeTemplate.objects.filter(kind=document.kind, at__lte=at)
    rows = rows.filter(Q(retired_at__isnull=True) | Q(retired_at__gt=at))
    return rows.filter(_of_office(document, at)).order_by("-at", "-pk").first()


def _of_office(document: Document, at: dt.datetime) -> Q:
    if document.unit_id:
        return Q(unit_id=document.unit_id)
    bloc_year = document.campaign.bloc_year_id if document.campaign else None
    if bloc_year is None:
        return Q(unit__isnull=True, authority_id=document.authority_id)
    seats = Membership.objects.on(at.astimezone(ZONE).date())
    leaders = seats.filter(bloc_year_id=bloc_year, role=Membership.Role.LEADER)
    return Q(unit__in=leaders.values("unit_id"))
