"""First password, forgotten password, changed password, own profile."""

import datetime as dt
import uuid

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, tokens
from accounts.clock import now
from accounts.models import Notification, User
from accounts.outbox import notify

from .notices import cancel_queued_mail

INVITATION_KIND, RESET_KIND, CHANGED_KIND = "account.invitation", "account.reset", "account.changed"
LETTERS_PER_HOUR = 5
_MAIL = (Notification.Channel.EMAIL,)


def _lock(user_id: int) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user_id)


def _sent_lately(user: User, kind: str) -> int:
    since = now() - dt.timedelta(hours=1)
    return Notification.objects.filter(user=user, kind=kind, created_at__gte=since).count()


def send_invitation(*, user: User, by: User, place: str) -> bool:
    """Queue the letter with the link to set the first password; at most 5 an hour. Returns whether it was queued.

    Called inside the inviting service's transaction. The link itself is made when the letter leaves, so it is never
    stored. Voids links sent earlier.
    """
    if _sent_lately(user, INVITATION_KIND) >= LETTERS_PER_HOUR:
        return False
    user.set_unusable_password()
    user.save(update_fields=["password"])
    cancel_queued_mail(user=user, kinds=(INVITATION_KIND,))
    notify(
        users=[user],
        kind=INVITATION_KIND,
        title="Mời tham gia hệ thống Khối thi đua",
        body=f"{by.full_name} mời bạn tham gia hệ thống Khối thi đua với chức trách: {place}.",
        key=f"{INVITATION_KIND}:{uuid.uuid4()}",
        channels=_MAIL,
    )
    return True


def _read(token: str, purpose: tokens.Purpose) -> User:
    """The locked account of a link. Raises ValidationError when the link is void."""
    user = tokens.read(token, purpose)
    if user is not None:
        _lock(user.pk)
        user = tokens.read(token, purpose)
    if user is None:
        raise ValidationError("Liên kết không còn hiệu lực.", code="void_link")
    return user


def _set_password(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Set the first password through an invitation link (once). Raises ValidationError: void link or weak password."""
    user = _read(token, tokens.Purpose.INVITATION)
    _set_password(user, password)
    cancel_queued_mail(user=user, kinds=(INVITATION_KIND,))
    audit.record(by=user, event="account.accepted", target=user)
    return user


@transaction.atomic
def request_password_reset(*, email: str) -> None:
    """Queue a reset letter when such an active account exists; at most 5 an hour. Says nothing either way."""
    user = User.objects.select_for_update(of=("self",)).filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not user.has_usable_password() or _sent_lately(user, RESET_KIND) >= LETTERS_PER_HOUR:
        return
    notify(
        users=[user],
        kind=RESET_KIND,
        title="Đặt lại mật khẩu hệ thống Khối thi đua",
        body="Có người vừa yêu cầu đặt lại mật khẩu của tài khoản này. Nếu không phải bạn, hãy bỏ qua thư này.",
        key=f"{RESET_KIND}:{uuid.uuid4()}",
        channels=_MAIL,
    )
    audit.record(by=None, event="account.reset_requested", target=user)


@transaction.atomic
def reset_password(*, token: str, password: str) -> User:
    """Set a new password through a reset link (once); sessions opened earlier end. Raises ValidationError."""
    user = _read(token, tokens.Purpose.RESET)
    _set_password(user, password)
    cancel_queued_mail(user=user, kinds=(RESET_KIND,))
    _tell_changed(user)
    audit.record(by=user, event="account.password_reset", target=user)
    return user


@transaction.atomic
def change_password(*, by: User, current: str, password: str) -> User:
    """Change the own password; other sessions end at their next request. Raises ValidationError at ``current``."""
    user = _lock(by.pk)
    if not user.check_password(current):
        raise ValidationError({"current": "Mật khẩu hiện tại không đúng."})
    _set_password(user, password)
    _tell_changed(user)
    audit.record(by=by, event="account.password_changed", target=user)
    return user


def _tell_changed(user: User) -> None:
    notify(
        users=[user],
        kind=CHANGED_KIND,
        title="Mật khẩu của bạn vừa được thay đổi",
        body="Nếu không phải bạn thực hiện, hãy báo ngay cho cơ quan thi đua, khen thưởng của bạn.",
        key=f"{CHANGED_KIND}:{uuid.uuid4()}",
    )


@transaction.atomic
def update_profile(*, by: User, full_name: str, phone: str) -> User:
    """Change the own name and telephone number."""
    user = _lock(by.pk)
    before = {"full_name": user.full_name, "phone": user.phone}
    user.full_name, user.phone = full_name.strip(), phone.strip()
    user.full_clean(exclude=["password"])
    user.save(update_fields=["full_name", "phone", "sort_key", "search_text"])
    after = {"full_name": user.full_name, "phone": user.phone}
    audit.record(by=by, event="account.profile", target=user, before=before, after=after)
    return user
