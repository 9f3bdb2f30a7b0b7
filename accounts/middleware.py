"""Session limits, and one answer for every refusal."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .decisions import Reason, Refused

STARTED, SEEN = "started_at", "seen_at"


class SessionLimitMiddleware:
    """Ends a session after idle time or after its absolute age; the next request asks to sign in again."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            session = request.session
            started, seen = session.setdefault(STARTED, now), session.get(SEEN, now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_ABSOLUTE_SECONDS:
                logout(request)
            elif now - seen >= 60 or SEEN not in session:
                session[SEEN] = now
        return self.get_response(request)


class RefusalMiddleware:
    """Refused → 404 when out of reach, 409 when stale, 403 with the reason otherwise."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if exception.reason is Reason.OUT_OF_REACH:
            return render(request, "404.html", status=404)
        status = 409 if exception.reason is Reason.STALE else 403
        template = "components/_refused.html" if getattr(request, "htmx", False) else "403.html"
        return render(request, template, {"reason": str(exception)}, status=status)
