"""Outbox rows as an e-mail: one, or a digest of several."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from . import tokens
from .models import Notification
from .tokens import Purpose

# Letters whose link carries a secret: it is made now, when the letter leaves, and never stored.
_SECRET_LINKS = {
    "account.invitation": ("accounts:invite_accept", Purpose.INVITATION),
    "account.reset": ("accounts:password_reset_confirm", Purpose.RESET),
}


def message_id(row: Notification) -> str:
    """The same row always leaves under the same Message-ID, so that mail servers recognise a repetition."""
    digest = hashlib.sha256(row.dedupe_key.encode()).hexdigest()[:16]
    return f"<thong-bao-{row.pk}-{digest}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _link(row: Notification) -> tuple[str, Purpose | None]:
    name, purpose = _SECRET_LINKS.get(row.kind, ("", None))
    path = reverse(name, args=[tokens.make(row.user, purpose)]) if purpose else row.path
    return (settings.SITE_URL.rstrip("/") + path if path else ""), purpose


def compose(rows: list[Notification]) -> EmailMessage:
    """The letter of a row, or of a person's whole digest, in plain text."""
    first = rows[0]
    subject, text = _one(first) if len(rows) == 1 else _digest(rows)
    return EmailMessage(
        " ".join(subject.split()), text, to=[first.user.email], headers={"Message-ID": message_id(first)}
    )


def _one(row: Notification) -> tuple[str, str]:
    link, purpose = _link(row)
    lifetime = ""
    if purpose:
        lifetime = f"{settings.INVITATION_DAYS} ngày" if purpose is Purpose.INVITATION else "1 giờ"
    return row.title, render_to_string(
        "accounts/letters/notice.txt", {"row": row, "link": link, "lifetime": lifetime, "wishes": _wishes_link()}
    )


def _digest(rows: list[Notification]) -> tuple[str, str]:
    items = [{"row": row, "link": _link(row)[0]} for row in rows]
    context = {"user": rows[0].user, "items": items, "wishes": _wishes_link()}
    return f"{len(rows)} thông báo trong ngày", render_to_string("accounts/letters/digest.txt", context)


def _wishes_link() -> str:
    return settings.SITE_URL.rstrip("/") + reverse("accounts:preferences")
