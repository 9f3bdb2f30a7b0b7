"""Ways for a message to leave besides letters: SMS and Zalo, through a provider's gateway that the office connects.

The product knows no provider. An office names a class for a channel in ``MESSAGE_GATEWAYS``; none is named by default,
and then nothing is queued for that channel and pages say «chưa nối cổng tin nhắn».
"""

import logging
import re
from enum import Enum
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Notification

log = logging.getLogger(__name__)
NOT_CONNECTED = "chưa nối cổng tin nhắn"
GATED = (Notification.Channel.SMS, Notification.Channel.ZALO)
_MOBILE = re.compile(r"(?:\+?84|0)([35789][0-9]{8})")


class Outcome(Enum):
    """What became of a message. IN_DOUBT: it may have left, so it is never sent again. NOT_NOW: it certainly did not."""

    SENT = "sent"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    NOT_NOW = "not_now"


class Gateway(Protocol):
    """One provider. ``send`` gets the row and a number like ``+84912345678``; it sets its own time limit. A
    ConnectionRefusedError counts as NOT_NOW, any other exception as IN_DOUBT."""

    def send(self, notification: Notification, address: str) -> Outcome: ...


def connected(channel: str) -> bool:
    return bool(settings.MESSAGE_GATEWAYS.get(str(channel)))


def gateway_of(channel: str) -> Gateway:
    """A gateway of a connected channel; made anew for each round of the postman."""
    return import_string(settings.MESSAGE_GATEWAYS[str(channel)])()


def mobile_number(phone: str) -> str | None:
    """A Vietnamese mobile number in international form, or None when the text is none (a desk telephone gets no SMS)."""
    found = _MOBILE.fullmatch(re.sub(r"[\s.()-]", "", phone))
    return f"+84{found[1]}" if found else None


def send_through(gateway: Gateway, row: Notification) -> Outcome:
    """Hand one message to a gateway, whatever it does."""
    address = mobile_number(row.user.phone)
    if address is None:
        return Outcome.REFUSED
    try:
        return gateway.send(row, address)
    except ConnectionRefusedError as error:
        log.warning("Gateway %s does not answer: %s", row.channel, error)
        return Outcome.NOT_NOW
    except Exception:  # a provider's client may raise anything, and the message may have left
        log.exception("Message %s in doubt", row.pk)
        return Outcome.IN_DOUBT
