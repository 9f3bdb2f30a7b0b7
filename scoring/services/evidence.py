"""Evidence on the lines of an own, editable sheet."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import CheckedFile, check_upload
from accounts.models import User
from blocs.access import refresh
from scoring.models import Evidence, LineEvidence, ScoreLine
from scoring.permissions import SheetReason, can_edit_line, can_use_library

from .locks import lock_line


@transaction.atomic
def attach_upload(*, line_id: int, upload: UploadedFile, by: User) -> LineEvidence:
    """Check a file, keep it in the unit's library and hang it on a line. The same bytes are kept once per unit.

    Raises Refused (rights, sent sheet) and ValidationError (a file that cannot be kept, with the sentence why).
    """
    checked = check_upload(upload)
    line = lock_line(line_id, by)
    can_edit_line(by, line).enforce()
    known = Evidence.objects.filter(unit=line.sheet.unit, sha256=checked.sha256, removed_at__isnull=True).first()
    return _hang(line, known or _keep(line, upload, checked, by), by)


def _keep(line: ScoreLine, upload: UploadedFile, checked: CheckedFile, by: User) -> Evidence:
    evidence = Evidence(
        unit=line.sheet.unit,
        name=checked.name,
        sha256=checked.sha256,
        size=checked.size,
        content_type=checked.content_type,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    evidence.file.save(checked.name, upload, save=False)
    evidence.save()
    return evidence


def _hang(line: ScoreLine, evidence: Evidence, by: User) -> LineEvidence:
    link, made = LineEvidence.objects.get_or_create(line=line, evidence=evidence)
    if made:
        after = {"file": evidence.name, "sha256": evidence.sha256}
        audit.record(by=by, event="evidence.attach", target=line, after=after)
    return link


@transaction.atomic
def attach_existing(*, line_id: int, evidence_id: int, by: User) -> LineEvidence:
    """Hang a file of the unit's own library on another line. Raises Refused."""
    line = lock_line(line_id, by)
    can_edit_line(by, line).enforce()
    # Locked, so that nobody takes it out of the library in between.
    rows = Evidence.objects.select_for_update(of=("self",))
    evidence = rows.filter(pk=evidence_id, unit_id=line.sheet.unit_id, removed_at__isnull=True).first()
    only_if(evidence, SheetReason.NOT_YOUR_FILE).enforce()
    return _hang(line, evidence, by)


@transaction.atomic
def detach(*, link_id: int, by: User) -> ScoreLine:
    """Take a file off a line; it stays in the library with its checksum. Raises Refused."""
    links = LineEvidence.objects.select_related("evidence").filter(pk=link_id)
    line_id = links.values_list("line_id", flat=True).first()
    line = lock_line(line_id or 0, by)
    can_edit_line(by, line).enforce()
    link = links.first()
    if link is None:
        raise Refused(Reason.STALE)
    audit.record(by=by, event="evidence.detach", target=line, before={"file": link.evidence.name})
    link.delete()
    return line


@transaction.atomic
def remove_evidence(*, evidence_id: int, by: User) -> Evidence:
    """Take an unused file out of the unit's library; the bytes and their checksum stay. Raises Refused."""
    refresh(by)
    evidence = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence_id, removed_at__isnull=True).first()
    if evidence is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_use_library(by, evidence).enforce()
    only_if(not evidence.uses.exists(), SheetReason.FILE_IN_USE).enforce()
    evidence.removed_at = clock.now()
    evidence.save(update_fields=["removed_at"])
    audit.record(by=by, event="evidence.remove", target=evidence, before={"sha256": evidence.sha256})
    return evidence
