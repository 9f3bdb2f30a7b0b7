"""The library of a unit: documents kept once, described, replaced with a reason, taken out while nothing rests on
them."""

import datetime as dt
from dataclasses import asdict, dataclass
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models.functions import Cast

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import CheckedFile, check_upload
from accounts.models import User
from blocs.access import refresh
from blocs.models import Unit
from scoring.models import Evidence, EvidenceVersion, ScoreEntry
from scoring.permissions import SheetReason, can_keep_files, can_use_library

from .evidence_files import keeps_no_orphans, store
from .evidence_scan import first_state, scan_after_commit

REASON_LENGTH = 500


@dataclass(frozen=True)
class Details:
    """How a document is called; an empty `name` is that of the file."""

    name: str = ""
    symbol: str = ""
    issued_on: dt.date | None = None
    note: str = ""


def lock_library(unit_id: int) -> Unit:
    """The unit's row, locked: uploads to one library come one after another. Behind the lock of a sheet, if any."""
    unit = Unit.objects.select_for_update(of=("self",)).filter(pk=unit_id).first()
    if unit is None:
        raise Refused(Reason.OUT_OF_REACH)
    return unit


def known_version(unit: Unit, sha256: str) -> EvidenceVersion | None:
    """The same bytes in the unit's library, as the version in use where there is a choice."""
    rows = EvidenceVersion.objects.filter(evidence__unit=unit, evidence__removed_at__isnull=True, sha256=sha256)
    in_use = models.Q(evidence__current=models.F("pk"))
    return rows.select_related("evidence__current").order_by(models.Case(models.When(in_use, 0), default=1)).first()


@keeps_no_orphans
@transaction.atomic
def add_to_library(*, unit_id: int, upload: UploadedFile, details: Details, by: User) -> Evidence:
    """Keep a new document. Raises Refused and ValidationError (a file that cannot be kept, or is there already)."""
    checked = check_upload(upload)
    refresh(by)
    unit = lock_library(unit_id)
    can_keep_files(by, unit).enforce()
    _refuse_known(known_version(unit, checked.sha256))
    evidence = keep(unit, upload, checked, details, by)
    audit.record(by=by, event="evidence.add", target=evidence, after={"file": evidence.name, "sha256": checked.sha256})
    return evidence


def _refuse_known(known: EvidenceVersion | None) -> None:
    if known:
        version = "" if known.evidence.current_id == known.pk else f", phiên bản {known.number} (đã được thay)"
        raise ValidationError(f"Tệp này đã có trong kho: «{known.evidence.name}»{version}.", code="known")


def keep(unit: Unit, upload: UploadedFile, checked: CheckedFile, details: Details, by: User) -> Evidence:
    """Write a checked file as the first version of a new document. The library is locked, the right was asked."""
    values = {**asdict(details), "name": details.name or checked.name}
    evidence = Evidence.objects.create(unit=unit, **values)
    _write_version(evidence, 1, upload, checked, "", by)
    return evidence


def _write_version(
    evidence: Evidence, number: int, upload: UploadedFile, checked: CheckedFile, reason: str, by: User
) -> EvidenceVersion:
    version = EvidenceVersion(
        evidence=evidence,
        number=number,
        name=checked.name,
        sha256=checked.sha256,
        size=checked.size,
        content_type=checked.content_type,
        scan=first_state(),
        uploaded_by=by,
        uploaded_at=clock.now(),
        reason=reason,
    )
    store(version, upload)
    version.save()
    evidence.current = version
    evidence.save(update_fields=["current"])
    scan_after_commit(version)
    return version


@keeps_no_orphans
@transaction.atomic
def replace_file(*, evidence_id: int, upload: UploadedFile, reason: str, by: User) -> EvidenceVersion:
    """Add a version, which is in use from now on wherever the document hangs; earlier ones stay with the scores given
    on them. Raises Refused (no reason, rights) and ValidationError (a file that cannot be kept, or is there already).
    """
    checked = check_upload(upload)
    evidence = _lock_document(evidence_id, by)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    _refuse_known(known_version(evidence.unit, checked.sha256))
    before = evidence.current
    text = reason.strip()[:REASON_LENGTH]
    version = _write_version(evidence, before.number + 1, upload, checked, text, by)
    audit.record(
        by=by,
        event="evidence.replace",
        target=evidence,
        before={"version": before.number, "sha256": before.sha256},
        after={"version": version.number, "sha256": version.sha256},
        note=text,
    )
    return version


def _lock_document(evidence_id: int, by: User) -> Evidence:
    """A document of a library the person may change, behind the library's lock."""
    refresh(by)
    rows = Evidence.objects.select_related("current", "unit").filter(pk=evidence_id, removed_at__isnull=True)
    unit_id = rows.values_list("unit_id", flat=True).first()
    lock_library(unit_id or 0)
    evidence = rows.select_for_update(of=("self",)).first()
    if evidence is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_use_library(by, evidence).enforce()
    return evidence


@transaction.atomic
def describe(*, evidence_id: int, details: Details, by: User) -> Evidence:
    """Change how a document is called; its versions stay. Raises Refused."""
    evidence = _lock_document(evidence_id, by)
    before = {name: getattr(evidence, name) for name in asdict(details)}
    after = {**asdict(details), "name": details.name or evidence.name}
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        for name in changed:
            setattr(evidence, name, after[name])
        evidence.save(update_fields=[*changed, "folded"])
        audit.record(
            by=by,
            event="evidence.describe",
            target=evidence,
            before={name: _plain(before[name]) for name in changed},
            after={name: _plain(after[name]) for name in changed},
        )
    return evidence


def _plain(value: str | dt.date | None) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def remove_evidence(*, evidence_id: int, by: User) -> Evidence:
    """Take a document out of the library while no line uses it and none was ever sent with it; bytes and checksums
    stay. Raises Refused."""
    evidence = _lock_document(evidence_id, by)
    only_if(not evidence.uses.exists(), SheetReason.FILE_IN_USE).enforce()
    sent = entries_with(evidence).exists() or evidence.explanations.exists()
    only_if(not sent, SheetReason.FILE_SENT).enforce()
    evidence.removed_at = clock.now()
    evidence.save(update_fields=["removed_at"])
    audit.record(by=by, event="evidence.remove", target=evidence, before={"sha256": evidence.current.sha256})
    return evidence


def entries_with(evidence: Evidence) -> models.QuerySet[ScoreEntry]:
    """Scores of the unit's lines given while a version of this document hung on them."""
    sums = evidence.versions.values_list("sha256", flat=True)
    named = reduce(or_, (models.Q(files__contains=sha256) for sha256 in sums), models.Q(pk=None))
    entries = ScoreEntry.objects.filter(line__sheet__unit_id=evidence.unit_id)
    return entries.annotate(files=Cast("evidence", models.TextField())).filter(named)
