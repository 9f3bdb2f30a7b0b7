"""Who works where: invitations, posts, accounts."""

import datetime as dt

from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.clock import today
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.services import INVITATION_KIND, cancel_queued_mail, send_invitation
from blocs import permissions
from blocs.models import Authority, Post, Unit
from blocs.rules import DAY, OrgReason

from .common import ask, locked, save_valid


@transaction.atomic
def invite_person(
    *,
    by: User,
    email: str,
    full_name: str,
    role: str,
    unit: Unit | None = None,
    authority: Authority | None = None,
    title: str = "",
    valid_from: dt.date | None = None,
    is_demo: bool = False,
) -> Post:
    """Give a person a post from today (or ``valid_from``) and send the invitation.

    An e-mail that has an account already gets the new post only; the account's name stays as it is. Raises Refused
    (rights, ALREADY_HOLDS, ACCOUNT_DISABLED) and ValidationError.
    """
    place = locked(unit or authority)
    ask(permissions.can_invite, by, place)
    if isinstance(place, Unit):
        only_if(place.dissolved_on is None or place.dissolved_on > today(), OrgReason.UNIT_CLOSED).enforce()
    post = give_post(
        by=by, email=email, full_name=full_name, role=role, place=place, title=title, since=valid_from, is_demo=is_demo
    )
    audit.record(by=by, event="post.invited", target=post, after=_facts(post))
    return post


def give_post(
    *,
    by: User,
    email: str,
    full_name: str,
    role: str,
    place: Unit | Authority,
    title: str,
    since: dt.date | None,
    is_demo: bool,
) -> Post:
    """The post and its letter, without asking rights and without an audit row: part of a service that does both."""
    user = _account(by=by, email=email, full_name=full_name, is_demo=is_demo)
    only_if(user.is_active, OrgReason.ACCOUNT_DISABLED).enforce()
    day = since or today()
    where = {"unit": place} if isinstance(place, Unit) else {"authority": place}
    taken = Post.objects.filter(user=user, **where).exclude(valid_to__lt=day).exists()
    only_if(not taken, OrgReason.ALREADY_HOLDS).enforce()
    post = Post(user=user, role=role, title=title.strip(), valid_from=day, **where)
    save_valid(post)
    _tell_invited(post, by)
    return post


def _account(*, by: User, email: str, full_name: str, is_demo: bool) -> User:
    """The locked account of an e-mail, made without a password when there is none. Raises ValidationError."""
    email = email.strip().lower()
    validate_email(email)
    accounts = User.objects.select_for_update(of=("self",)).filter(email=email)
    if not accounts.exists():
        user = User(email=email, full_name=" ".join(full_name.split()), invited_by=by, is_demo=is_demo)
        user.set_unusable_password()
        user.full_clean(validate_unique=False)
        # Somebody else may invite the same address at this moment: then theirs is the account.
        names = ("full_name", "invited_by", "is_demo", "password")
        User.objects.get_or_create(email=email, defaults={name: getattr(user, name) for name in names})
    return accounts.get()


def _tell_invited(post: Post, by: User) -> None:
    """A person without a password gets the link (unless one is on its way), others learn about the new post."""
    if not post.user.has_usable_password():
        send_invitation(user=post.user, by=by, place=str(post))
        return
    notify(
        users=[post.user],
        kind="post.given",
        title=f"Bạn được giao chức trách: {post}",
        body=f"Người giao: {by.full_name}. Chức trách có hiệu lực từ {post.valid_from:%d/%m/%Y}.",
        key=f"post.given:{post.pk}",
        path=reverse("accounts:profile"),
    )


def _facts(post: Post) -> dict:
    return {
        "user": post.user_id,
        "role": post.role,
        "title": post.title,
        "unit": post.unit_id,
        "authority": post.authority_id,
        "valid_from": post.valid_from,
        "valid_to": post.valid_to,
    }


@transaction.atomic
def end_post(*, by: User, post: Post) -> Post:
    """End a post at once: yesterday becomes its last day, so the next request has no rights from it.

    Letters queued for the person are cancelled (a queued letter does not say which post it was for), the person is
    told. Raises Refused (rights, NOT_YOURSELF, POST_ENDED).
    """
    post = locked(post)
    ask(permissions.can_invite, by, post)
    only_if(post.user_id != by.pk, OrgReason.NOT_YOURSELF).enforce()
    only_if(post.valid_to is None or post.valid_to >= today(), OrgReason.POST_ENDED).enforce()
    before = _facts(post)
    post.valid_to = today() - DAY
    post.valid_from = min(post.valid_from, post.valid_to)
    save_valid(post)
    cancel_queued_mail(user=post.user)
    if not Post.objects.live(today()).filter(user=post.user).exists():
        cancel_queued_mail(user=post.user, kinds=(INVITATION_KIND,))
    notify(
        users=[post.user],
        kind="post.ended",
        title=f"Chức trách của bạn đã kết thúc: {post}",
        body=f"Người thực hiện: {by.full_name}.",
        key=f"post.ended:{post.pk}",
        path=reverse("accounts:profile"),
    )
    audit.record(by=by, event="post.ended", target=post, before=before, after=_facts(post))
    return post


@transaction.atomic
def reinvite(*, by: User, post: Post) -> Post:
    """Send the invitation again; the earlier link is void. Raises Refused (rights, ALREADY_ACCEPTED, POST_ENDED,
    TOO_MANY_LETTERS)."""
    post = locked(post)
    ask(permissions.can_invite, by, post)
    only_if(post.is_on(today()) or post.valid_from > today(), OrgReason.POST_ENDED).enforce()
    user = locked(post.user)
    only_if(user.is_active, OrgReason.ACCOUNT_DISABLED).enforce()
    only_if(not user.has_usable_password(), OrgReason.ALREADY_ACCEPTED).enforce()
    only_if(send_invitation(user=user, by=by, place=str(post)), OrgReason.TOO_MANY_LETTERS).enforce()
    audit.record(by=by, event="post.reinvited", target=post)
    return post


@transaction.atomic
def disable_account(*, by: User, user: User, reason: str) -> User:
    """Lock an account: its sessions end at their next request, its queued letters are not sent. Raises Refused."""
    user = locked(user)
    ask(permissions.can_administer, by, user)
    only_if(user.pk != by.pk, OrgReason.NOT_YOURSELF).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    only_if(user.is_active, Reason.WRONG_STATE).enforce()
    user.is_active = False
    user.save(update_fields=["is_active"])
    cancel_queued_mail(user=user)
    audit.record(by=by, event="account.disabled", target=user, note=reason.strip())
    return user


@transaction.atomic
def enable_account(*, by: User, user: User, reason: str) -> User:
    """Open a locked account again. Raises Refused."""
    user = locked(user)
    ask(permissions.can_administer, by, user)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    only_if(not user.is_active, Reason.WRONG_STATE).enforce()
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by=by, event="account.enabled", target=user, note=reason.strip())
    return user
