"""The archive of a batch: one worker packs it under a lease, when nothing is being made any more."""

import datetime as dt
import hashlib
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts import clock
from accounts.models import Notification, User
from accounts.outbox import notify
from accounts.vietnamese import sort_key
from reports.exports import Grid, csv_bytes
from reports.models import IssuedDocument, Job, JobBatch, RenderedFile
from reports.models.jobs import archive_name
from reports.states import LIVE, FileFormat, JobState

from .jobs import LEASE, MAX_ATTEMPTS, asker, send
from .printing import is_intact

TASK = "reports.tasks.pack_batch"
NOT_READABLE = "Bạn không còn quyền xem nội dung này."
DAMAGED = "Tệp đã lưu bị hỏng. Hãy tạo lại."
LONGEST_NAME = 150  # bytes of UTF-8; file systems take 255


@dataclass(frozen=True)
class Entry:
    """One line of the archive's list: a file of a job's paper, or a paper that is not in it and why."""

    job_id: int
    name: str
    title: str
    kept: RenderedFile | None = None
    message: str = ""


def hint_pack(batch_id: int) -> None:
    """Ask a worker to pack, if the batch is ready for it; a lost message is sent again by the sweep."""
    if _ready().filter(pk=batch_id).exists():
        send(TASK, batch_id)


def sweep_batches() -> int:
    """Hint once more for every batch that waits for its archive; returns their number."""
    waiting = list(_ready().order_by("pk").values_list("pk", flat=True)[:50])
    return sum(send(TASK, pk) for pk in waiting)


def pack_batch(*, batch_id: int) -> None:
    """Pack the archive of a batch. Safe to call at any time and any number of times; only one call at a time works."""
    until = clock.now() + LEASE
    if not _ready().filter(pk=batch_id).update(packing_until=until, attempts=F("attempts") + 1):
        return
    batch = JobBatch.objects.get(pk=batch_id)
    entries = entries_of(batch, asker(batch))
    with tempfile.TemporaryFile() as archive:
        write_archive(archive, entries)
        keep_archive(batch_id, until, archive, entries)


def _ready() -> QuerySet[JobBatch]:
    """Batches with papers, none of them still being made, no archive yet, and nobody packing."""
    jobs = Job.objects.filter(batch=OuterRef("pk"))
    free = Q(packing_until__isnull=True) | Q(packing_until__lt=clock.now())
    return JobBatch.objects.filter(
        free,
        Exists(jobs.filter(state=JobState.DONE)),
        ~Exists(jobs.filter(state__in=LIVE)),
        cancelled_at__isnull=True,
        packed_at__isnull=True,
        attempts__lt=MAX_ATTEMPTS,
    )


def entries_of(batch: JobBatch, user: User) -> list[Entry]:
    """What goes into the archive, sorted by title, and what does not, with its reason."""
    jobs = sorted(batch.jobs.select_related("document").order_by("pk"), key=lambda job: sort_key(_title(job)))
    readable = IssuedDocument.objects.visible_to(user).filter(jobs__batch=batch)
    kept: dict[int, list[RenderedFile]] = {}
    for row in RenderedFile.objects.filter(document__in=readable.values("pk")).order_by("pk"):
        kept.setdefault(row.document_id, []).append(row)
    return [
        entry
        for place, job in enumerate(jobs, start=1)
        for entry in _entries(place, job, kept.get(job.document_id, []))
    ]


def _entries(place: int, job: Job, files: list[RenderedFile]) -> list[Entry]:
    title = _title(job)
    if job.state != JobState.DONE:
        return [Entry(job.pk, "", title, message=job.message)]
    if not files:
        return [Entry(job.pk, "", title, message=NOT_READABLE)]
    if not all(is_intact(row) for row in files):
        return [Entry(job.pk, "", title, message=DAMAGED)]
    name = f"{place:03d} {safe_name(title)}"
    return [Entry(job.pk, f"{name}.{FileFormat(row.format).suffix}", title, row) for row in files]


def _title(job: Job) -> str:
    return job.document.title if job.document else job.title


def safe_name(title: str) -> str:
    """A title as a file name on every system: NFC, none of ``<>:"/\\|?*`` and no control characters, not too long."""
    plain = unicodedata.normalize("NFC", title)
    plain = "".join("-" if letter in '<>:"/\\|?*' else letter for letter in plain)
    plain = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in plain)
    return " ".join(plain.split()).encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .") or "van-ban"


def write_archive(archive: BinaryIO, entries: list[Entry]) -> None:
    """The files and their list; PDF and Word are compressed already."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for entry in entries:
            if entry.kept is not None:
                with entry.kept.file.open() as stored:
                    packed.writestr(entry.name, stored.read())
        packed.writestr("manifest.csv", csv_bytes(manifest(entries)))


def manifest(entries: list[Entry]) -> Grid:
    """The list that stands beside the files."""
    rows = [
        [entry.name, entry.title, entry.kept.size, entry.kept.sha256, ""]
        if entry.kept
        else ["", entry.title, None, "", entry.message]
        for entry in entries
    ]
    return Grid("Danh sách", [], ["Tệp", "Văn bản", "Kích thước (byte)", "SHA-256", "Không có trong tệp ZIP vì"], rows)


@transaction.atomic
def keep_archive(batch_id: int, until: dt.datetime, archive: BinaryIO, entries: list[Entry]) -> None:
    """Store the archive and end the batch, unless it was cancelled, asked again or taken over meanwhile.

    Papers that were left out because they are no longer readable fail here: what is packed is exactly what is done.
    """
    batch = JobBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.packing_until != until:
        return
    for message in (NOT_READABLE, DAMAGED):
        left_out = [entry.job_id for entry in entries if entry.message == message]
        done = batch.jobs.filter(pk__in=left_out, state=JobState.DONE)
        done.update(state=JobState.FAILED, finished_at=clock.now(), message=message)
    batch.file.storage.delete(archive_name(batch, ""))
    batch.file, batch.sha256, batch.size, batch.packing_until = "", "", 0, None
    if any(entry.kept for entry in entries):
        _store(batch, archive)
    batch.save()


def _store(batch: JobBatch, archive: BinaryIO) -> None:
    archive.seek(0)
    batch.sha256 = hashlib.file_digest(archive, "sha256").hexdigest()
    batch.size, batch.packed_at = archive.tell(), clock.now()
    archive.seek(0)
    batch.file.save("archive", File(archive), save=False)
    notify(
        users=[batch.by],
        kind="paper_ready",
        title=f"Tệp ZIP đã tạo xong: {batch.title}"[:300],
        key=f"batch:{batch.pk}:{batch.sha256[:16]}",
        path=reverse("reports:batch_detail", args=[batch.pk]),
        channels=(Notification.Channel.IN_APP,),
    )
