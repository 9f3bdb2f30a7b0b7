from .delivery import deliver_due_notifications
from .notices import cancel_queued_mail, mark_all_read, mark_read, mark_source_read
from .passwords import (
    INVITATION_KIND,
    accept_invitation,
    change_password,
    request_password_reset,
    reset_password,
    send_invitation,
    update_profile,
)
from .preferences import preference_of, save_preference

__all__ = [
    "INVITATION_KIND",
    "accept_invitation",
    "cancel_queued_mail",
    "change_password",
    "deliver_due_notifications",
    "mark_all_read",
    "mark_read",
    "mark_source_read",
    "preference_of",
    "request_password_reset",
    "reset_password",
    "save_preference",
    "send_invitation",
    "update_profile",
]
