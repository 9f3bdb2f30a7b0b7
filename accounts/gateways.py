"""A gateway that keeps messages as files instead of sending them: for trying the application out, and for tests."""

from pathlib import Path

from django.conf import settings

from .channels import Outcome
from .models import Notification


class FileGateway:
    """Writes each message into ``MESSAGE_FOLDER``, one file a row, so that a repetition would show."""

    def send(self, notification: Notification, address: str) -> Outcome:
        folder = Path(settings.MESSAGE_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{notification.channel}-{notification.pk}-{notification.attempts}.txt"
        path.write_text(f"{address}\n{notification.title}\n{notification.body}\n", encoding="utf-8")
        return Outcome.SENT
