"""Session limits, a gentle answer when a session has ended, and one answer for every refusal."""

import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from .decisions import Reason, Refused

STARTED, SEEN, EXPIRED_USER = "started_at", "seen_at", "expired_user"
READING = ("GET", "HEAD")


class SessionLimitMiddleware:
    """Ends a session after idle time or after its absolute age; whoever was in the middle of something signs in again
    and comes back to the same page. A fragment or a script gets 401 and a sentence instead of the sign-in page.

    A view marked ``asked_by_page`` is asked by an open page on its own: it is no sign that anybody is there.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._limit(request)
        response = self.get_response(request)
        return sign_in_again(request, response) if _asks_to_sign_in(response) else response

    def _limit(self, request: HttpRequest) -> None:
        now = int(time.time())
        session = request.session
        started, seen = session.setdefault(STARTED, now), session.setdefault(SEEN, now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_ABSOLUTE_SECONDS:
            person = request.user.pk
            logout(request)
            request.session[EXPIRED_USER] = person

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        now = int(time.time())
        by_itself = getattr(getattr(view, "view_class", None), "asked_by_page", False)
        if request.user.is_authenticated and not by_itself and now - request.session.get(SEEN, now) >= 60:
            request.session[SEEN] = now


def _asks_to_sign_in(response: HttpResponse) -> bool:
    """A redirect made by a view that wants a person; going to the sign-in page on purpose has no ``next``."""
    if response.status_code != 302:
        return False
    parts = urlsplit(response.url)
    return parts.path == resolve_url(settings.LOGIN_URL) and "next" in parse_qs(parts.query)


def sign_in_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a request gets that some view wanted to send to the sign-in page."""
    if getattr(request, "htmx", False):
        answer = render(request, "accounts/_sign_in_again.html", status=401)
        # Shown at the top of the page: what was typed in the cell stays where it is.
        answer["HX-Retarget"], answer["HX-Reswap"] = "#session-ended", "innerHTML"
        return answer
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"detail": "Phiên làm việc đã hết.", "sign_in": resolve_url(settings.LOGIN_URL)}, status=401
        )
    if request.method in READING:
        return response
    back = _form_page(request)
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}") if back else response


def _form_page(request: HttpRequest) -> str:
    """Path of the page whose form was sent: an address that only takes POST is no place to come back to."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
        template = "components/_refused.html" if getattr(request, "htmx", False) else f"{status}.html"
        return render(request, template, {"reason": str(exception)}, status=status)
