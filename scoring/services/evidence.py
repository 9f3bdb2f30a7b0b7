"""Evidence on the lines of an own, editable sheet."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.files import check_upload
from accounts.models import User
from scoring.models import Evidence, LineEvidence, ScoreLine
from scoring.permissions import SheetReason, can_edit_line

from .evidence_files import keeps_no_orphans
from .evidence_library import Details, entries_with, keep, known_version, lock_library
from .locks import lock_line


@keeps_no_orphans
@transaction.atomic
def attach_upload(*, line_id: int, upload: UploadedFile, by: User, pointer: str = "") -> LineEvidence:
    """Check a file, keep it in the unit's library and hang it on a line. The same bytes are kept once per unit.

    `pointer` says where to look in it (page, item, clause). Raises Refused (rights, sent sheet) and ValidationError (a
    file that cannot be kept, with the sentence why).
    """
    checked = check_upload(upload)
    line = lock_line(line_id, by)
    can_edit_line(by, line).enforce()
    unit = lock_library(line.sheet.unit_id)
    known = known_version(unit, checked.sha256)
    if known and known.evidence.current_id != known.pk:
        raise ValidationError(
            f"Tệp này là phiên bản {known.number}, đã được thay, của minh chứng «{known.evidence.name}» trong kho."
            " Hãy chọn minh chứng đó ở kho.",
            code="replaced",
        )
    return hang(line, known.evidence if known else keep(unit, upload, checked, Details(), by), pointer, by)


def hang(line: ScoreLine, evidence: Evidence, pointer: str, by: User) -> LineEvidence:
    """Hang a document of the unit's library on a line behind its lock; the right was asked."""
    link, made = LineEvidence.objects.get_or_create(line=line, evidence=evidence, defaults={"pointer": pointer})
    if made:
        file = evidence.current
        after = {"file": evidence.name, "version": file.number, "sha256": file.sha256, "pointer": pointer}
        audit.record(by=by, event="evidence.attach", target=line, after=after)
    return link


@transaction.atomic
def attach_existing(*, line_id: int, evidence_id: int, by: User, pointer: str = "") -> LineEvidence:
    """Hang a document of the unit's own library on a line. Raises Refused."""
    line = lock_line(line_id, by)
    can_edit_line(by, line).enforce()
    # Locked, so that nobody takes it out of the library in between.
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("current")
    evidence = rows.filter(pk=evidence_id, unit_id=line.sheet.unit_id, removed_at__isnull=True).first()
    only_if(evidence, SheetReason.NOT_YOUR_FILE).enforce()
    return hang(line, evidence, pointer, by)


@transaction.atomic
def point_to(*, link_id: int, pointer: str, by: User) -> LineEvidence:
    """Say where in a document of the line to look. Raises Refused."""
    link = _locked_link(link_id, by)
    before, link.pointer = link.pointer, pointer
    if before != pointer:
        link.save(update_fields=["pointer"])
        audit.record(
            by=by,
            event="evidence.point",
            target=link.line,
            before={"pointer": before},
            after={"pointer": pointer, "file": link.evidence.name},
        )
    return link


def _locked_link(link_id: int, by: User) -> LineEvidence:
    """A document on a line the person may edit now, behind the lock of its sheet."""
    links = LineEvidence.objects.select_related("evidence__current").filter(pk=link_id)
    line_id = links.values_list("line_id", flat=True).first()
    line = lock_line(line_id or 0, by)
    can_edit_line(by, line).enforce()
    link = links.first()
    if link is None:
        raise Refused(Reason.STALE)
    link.line = line
    return link


@transaction.atomic
def detach(*, link_id: int, by: User) -> ScoreLine:
    """Take a document off a line; it stays in the library. What was sent with the line stays on it, to be replaced by a
    further version with a reason. Raises Refused."""
    link = _locked_link(link_id, by)
    sent = entries_with(link.evidence).filter(line=link.line)
    only_if(not sent.exists(), SheetReason.FILE_SENT).enforce()
    audit.record(by=by, event="evidence.detach", target=link.line, before={"file": link.evidence.name})
    link.delete()
    return link.line


def evidence_state(line_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The files that hang on lines now, as entries and frozen versions keep them, by line; one statement."""
    found: dict[int, list[dict[str, Any]]] = {}
    links = LineEvidence.objects.filter(line_id__in=list(line_ids)).select_related("evidence__current")
    for link in links.order_by("pk"):
        found.setdefault(link.line_id, []).append(file_state(link))
    return found


def file_state(link: LineEvidence) -> dict[str, Any]:
    """One file of a line as entries and frozen versions keep it; needs `evidence__current`."""
    evidence, file = link.evidence, link.evidence.current
    return {
        "id": evidence.pk,
        "version": file.number,
        "name": evidence.name,
        "sha256": file.sha256,
        "symbol": evidence.symbol,
        "pointer": link.pointer,
    }
