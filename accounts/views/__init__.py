from .mailbox import MailboxView
from .notices import NotificationListView, NotificationOpenView, NotificationsReadAllView
from .passwords import (
    InviteAcceptView,
    PasswordChangeView,
    PasswordResetConfirmView,
    PasswordResetView,
    ProfileView,
)
from .sign_in import SignInView, SignOutView

__all__ = [
    "InviteAcceptView",
    "MailboxView",
    "NotificationListView",
    "NotificationOpenView",
    "NotificationsReadAllView",
    "PasswordChangeView",
    "PasswordResetConfirmView",
    "PasswordResetView",
    "ProfileView",
    "SignInView",
    "SignOutView",
]
