"""The one clock. Services and permissions read it once, after their lock; rules get the moment as ``at``."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment: ContextVar[dt.datetime | None] = ContextVar("moment", default=None)


def now() -> dt.datetime:
    """The present moment, aware."""
    return _moment.get() or timezone.now()


def today() -> dt.date:
    """Today's date in Việt Nam."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Run a block as of another moment: entering past years, and tests. Never reachable from a request."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
