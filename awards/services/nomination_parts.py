"""Documents and dossier items of a file: added by its author while the part is open, papers of bloc and board by them."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import CheckedFile, check_upload
from accounts.models import User
from awards.models import DossierItem, Nomination, NominationFile
from awards.nomination_reading import dossier_of, rule_of
from awards.permissions import can_add_file, can_edit_part
from awards.states_files import Part, Tick
from blocs.access import refresh
from scoring.models import Evidence
from scoring.permissions import can_open

from . import nominations

MAX_FILES = 50


def _invalid(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})


@transaction.atomic
def attach(
    *,
    nomination_id: int,
    part: str,
    by: User,
    file: File | None = None,
    document: Evidence | None = None,
    source: str = "",
) -> NominationFile:
    """A file, or the version in use of a document in the unit's library (a later version does not change the file).

    Raises Refused (rights, a locked part) or ValidationError at ``file`` or ``document``.
    """
    nomination = nominations.lock_nomination(nomination_id)
    can_add_file(refresh(by), nomination, Part(part)).enforce()
    if (file is None) == (document is None):
        raise _invalid("file", "Chọn một tệp hoặc một tài liệu trong kho minh chứng.")
    if nomination.files.filter(removed_at__isnull=True).count() >= MAX_FILES:
        raise _invalid("file", f"Mỗi hồ sơ kèm nhiều nhất {MAX_FILES} tài liệu.")
    row = NominationFile(nomination=nomination, part=part, source=source, by=by, at=clock.now())
    if document is not None:
        _from_library(row, document)
    else:
        _store(row, file)
    row.full_clean()
    row.save()
    audit.record(by=by, event=nominations.event_of(nomination, "attach"), target=nomination, after=_plain(row))
    return row


def _from_library(row: NominationFile, document: Evidence) -> None:
    usable = document.unit_id == row.nomination.unit_id and document.removed_at is None and document.current
    only_if(usable, Reason.OUT_OF_REACH).enforce()
    can_open(document.current).enforce()
    row.version, row.name = document.current, document.name
    row.sha256, row.content_type = document.current.sha256, document.current.content_type


def _store(row: NominationFile, file: File) -> None:
    try:
        checked: CheckedFile = check_upload(file)
    except ValidationError as error:
        raise _invalid("file", error.messages[0]) from error
    row.file, row.name = file, checked.name
    row.sha256, row.content_type = checked.sha256, checked.content_type


def _plain(row: NominationFile) -> dict:
    """Names of files may be names of people: the trail keeps checksums only."""
    return {"part": row.part, "sha256": row.sha256}


@transaction.atomic
def detach(*, file_id: int, by: User) -> NominationFile:
    """Hide a document; the bytes stay. Raises Refused."""
    rows = NominationFile.objects.filter(pk=file_id, removed_at__isnull=True)
    nomination = nominations.lock_nomination(rows.values_list("nomination_id", flat=True).first() or 0)
    row = rows.first()
    if row is None:
        raise Refused(Reason.STALE)
    can_add_file(refresh(by), nomination, Part(row.part)).enforce()
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    audit.record(by=by, event=nominations.event_of(nomination, "detach"), target=nomination, before=_plain(row))
    return row


@transaction.atomic
def tick_dossier(*, nomination_id: int, ticks: dict[str, tuple[str, str]], by: User) -> Nomination:
    """What is there of the components the rule asks for: {component: (tick, reason)}; others are left out.

    Raises Refused (rights, locked part) or ValidationError (a component «không cần» without its reason).
    """
    nomination = nominations.lock_nomination(nomination_id)
    can_edit_part(refresh(by), nomination, Part.DOSSIER).enforce()
    lines = dossier_of(nomination, rule_of(nomination))
    before = {line.text: line.said.tick for line in lines if line.said}
    for line in lines:
        tick, reason = ticks.get(line.text, ("", ""))
        if tick:
            _tick(nomination, line.said, line.text, tick, reason.strip(), by)
    after = dict(nomination.dossier.values_list("label", "tick"))
    audit.record(
        by=by, event=nominations.event_of(nomination, "dossier"), target=nomination, before=before, after=after
    )
    return nomination


def _tick(nomination: Nomination, said: DossierItem | None, label: str, tick: str, reason: str, by: User) -> None:
    row = said or DossierItem(nomination=nomination, label=label)
    row.tick, row.by, row.at = tick, by, clock.now()
    row.reason = reason if tick == Tick.NOT_NEEDED else ""
    if tick == Tick.NOT_NEEDED and not reason:
        raise ValidationError(f"{label}: hãy ghi vì sao không cần.")
    row.full_clean()
    row.save()
