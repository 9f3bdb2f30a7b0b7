"""Sign-in failures counted per source as well: one guess at each of many accounts never fills the count of any of them."""

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest


class Handler(AxesDatabaseHandler):
    """Stops an account at a source after its failures, and a source after failures at many accounts."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        return super().is_locked(request, credentials) or failed_accounts(request) >= settings.SIGN_IN_FAILED_ACCOUNTS


def failed_accounts(request: HttpRequest) -> int:
    """Accounts that failed from the request's source within the cool-off and have not signed in from there since."""
    lately = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    return lately.values("username").distinct().count()
