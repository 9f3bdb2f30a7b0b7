"""Bytes and rows belong together: no row without its file, no file without its row."""

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps

from django.core.files.base import File

from accounts import clock
from scoring.models import EvidenceVersion

FOLDER = "evidence"
# Longer than any request: a younger file may belong to a transaction that is still open.
GRACE = dt.timedelta(days=1)
_written: ContextVar[list | None] = ContextVar("files_written", default=None)


def keeps_no_orphans(service: Callable) -> Callable:
    """Around the transaction of a service: what it stored before it was rolled back is deleted again."""

    @wraps(service)
    def wrapped(*args, **kwargs):
        token = _written.set([])
        try:
            return service(*args, **kwargs)
        except BaseException:
            for stored in _written.get():
                stored.storage.delete(stored.name)
            raise
        finally:
            _written.reset(token)

    return wrapped


def store(version: EvidenceVersion, content: File) -> None:
    """Write the bytes of a version that has no row yet; the caller's service `keeps_no_orphans`."""
    version.file.save(version.name, content, save=False)
    written = _written.get()
    if written is not None:
        written.append(version.file)


def sweep_files() -> int:
    """Delete stored files that no row names, left by a process that was killed; returns how many."""
    storage = EvidenceVersion._meta.get_field("file").storage
    if not storage.exists(FOLDER):
        return 0
    gone = 0
    for folder in storage.listdir(FOLDER)[0]:
        names = {f"{FOLDER}/{folder}/{name}" for name in storage.listdir(f"{FOLDER}/{folder}")[1]}
        for name in names - set(EvidenceVersion.objects.filter(file__in=names).values_list("file", flat=True)):
            if storage.get_modified_time(name) < clock.now() - GRACE:
                storage.delete(name)
                gone += 1
    return gone
