from .mailbox import MailboxView
from .notices import NotificationListView, NotificationOpenView, NotificationReadView, NotificationsReadAllView
from .passwords import (
    InviteAcceptView,
    PasswordChangeView,
    PasswordResetConfirmView,
    PasswordResetView,
    ProfileView,
)
from .preferences import preferences
from .sign_in import SignInView, SignOutView

__all__ = [
    "InviteAcceptView",
    "MailboxView",
    "NotificationListView",
    "NotificationOpenView",
    "NotificationReadView",
    "NotificationsReadAllView",
    "PasswordChangeView",
    "PasswordResetConfirmView",
    "PasswordResetView",
    "ProfileView",
    "SignInView",
    "SignOutView",
    "preferences",
]
