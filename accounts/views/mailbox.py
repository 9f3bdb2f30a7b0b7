"""Letters kept as files, readable in the browser: for whoever tries the application out with `make run`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.utils.timezone import localtime
from django.views.generic import TemplateView

_BETWEEN = b"\n" + b"-" * 79 + b"\n"  # how Django's file backend separates letters
SHOWN = 100


@dataclass(frozen=True)
class Letter:
    at: datetime | None
    to: str
    subject: str
    text: str


def kept_letters(folder: Path) -> list[Letter]:
    """The newest ``SHOWN`` letters of a folder written by Django's file backend, newest first."""
    letters: list[Letter] = []
    for file in sorted(folder.glob("*.log"), reverse=True):
        parts = [part for part in file.read_bytes().split(_BETWEEN) if part.strip()]
        letters += [_letter(part) for part in reversed(parts)]
        if len(letters) >= SHOWN:
            break
    return letters[:SHOWN]


def _letter(content: bytes) -> Letter:
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    at = _when(message["Date"]) if message["Date"] else None
    return Letter(at, str(message["To"]), str(message["Subject"]), body.get_content() if body else "")


def _when(text: str) -> datetime:
    """The hour on the clock here; letters are dated «-0000», which the standard library reads as a naive UTC time."""
    at = parsedate_to_datetime(text)
    return localtime(at if at.tzinfo else at.replace(tzinfo=UTC))


def mail_is_kept() -> bool:
    """Whether letters stay on this machine and may be read in the browser."""
    kept = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and getattr(settings, "EMAIL_FILE_PATH", None)
    return bool(settings.MAILBOX and kept)


class MailboxView(TemplateView):
    """Open to everybody at the machine, because an invited person has no account yet; 404 wherever mail is real."""

    template_name = "accounts/mailbox.html"

    def get_context_data(self, **kwargs):
        if not mail_is_kept():
            raise Http404
        return super().get_context_data(letters=kept_letters(Path(settings.EMAIL_FILE_PATH)), **kwargs)
