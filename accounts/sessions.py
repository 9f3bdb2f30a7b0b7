"""Sessions as Django keeps them in the database, read by a statement that is put together once."""

from django.contrib.sessions.backends.db import SessionStore as Base
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from .prepared import Given, Prepared

_LIVE = Prepared(
    lambda: Session.objects.filter(session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField()))
)


class SessionStore(Base):
    """``SESSION_ENGINE`` takes this module."""

    def _get_session_from_db(self) -> Session | None:
        found = _LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
