"""A council and who sits on it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.models import Council, CouncilMember
from awards.permissions_council import CouncilReason, can_establish, can_manage
from blocs.access import refresh
from blocs.models import Authority, Post

FIELDS = ("name", "decision", "valid_from", "valid_to")


@transaction.atomic
def save_council(*, authority_id: int, by: User, council_id: int | None = None, **values) -> Council:
    """Establish a council, or put its name, decision or days right. ``values``: ``FIELDS``. Raises Refused,
    ValidationError."""
    refresh(by)
    council = lock_council(council_id) if council_id else Council(authority_id=authority_id)
    only_if(council.authority_id == authority_id, Reason.OUT_OF_REACH).enforce()
    can_establish(by, Authority.objects.get(pk=authority_id)).enforce()
    before = {name: getattr(council, name) for name in FIELDS} if council.pk else None
    for name in FIELDS:
        setattr(council, name, values[name])
    if council.valid_to and council.valid_to < council.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."})
    council.full_clean()
    council.save()
    event = "council.update" if before else "council.create"
    audit.record(by=by, event=event, target=council, before=before, after={name: values[name] for name in FIELDS})
    return council


def lock_council(council_id: int) -> Council:
    council = Council.objects.select_for_update(of=("self",)).filter(pk=council_id).first()
    if council is None:
        raise Refused(Reason.OUT_OF_REACH)
    return council


@transaction.atomic
def add_member(
    *,
    council_id: int,
    full_name: str,
    seat: str,
    votes: bool,
    valid_from: dt.date,
    by: User,
    position: str = "",
    email: str = "",
) -> CouncilMember:
    """One more seat from a day on. ``email``: of the account with which the member reads files and votes; one that works
    for the authority or one of its units. Raises Refused (rights, day, already seated) and ValidationError."""
    refresh(by)
    council = lock_council(council_id)
    can_manage(by, council).enforce()
    inside = council.valid_from <= valid_from and (council.valid_to is None or valid_from <= council.valid_to)
    only_if(inside, CouncilReason.DATES).enforce()
    user = _account(council, email)
    if user is not None:
        seats = council.members.filter(user=user).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
        only_if(not seats.exists(), CouncilReason.SEATED).enforce()
    member = CouncilMember(
        council=council,
        user=user,
        full_name=full_name.strip(),
        position=position.strip(),
        seat=seat,
        votes=votes,
        valid_from=valid_from,
    )
    member.full_clean()
    member.save()
    after = {"name": member.full_name, "seat": seat, "votes": votes, "from": valid_from, "user": user and user.pk}
    audit.record(by=by, event="council.member", target=member, after=after)
    return member


def _account(council: Council, email: str) -> User | None:
    """The active account of that address, where its person works for the authority or a unit of it."""
    if not email.strip():
        return None
    posts = Post.objects.live(clock.today()).filter(
        Q(authority_id=council.authority_id) | Q(unit__authority_id=council.authority_id)
    )
    user = User.objects.filter(email=email.strip().lower(), is_active=True, pk__in=posts.values("user_id")).first()
    if user is None:
        raise ValidationError({"email": "Không có tài khoản này ở cơ quan hoặc các đơn vị trực thuộc."})
    return user


@transaction.atomic
def end_member(*, member_id: int, last_day: dt.date, by: User) -> CouncilMember:
    """The member's last day. Raises Refused (rights, ended before, a day before the first)."""
    refresh(by)
    rows = CouncilMember.objects.select_related("council").select_for_update(of=("self",))
    member = rows.filter(pk=member_id).first()
    if member is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_manage(by, member.council).enforce()
    only_if(member.valid_to is None, CouncilReason.ENDED).enforce()
    only_if(last_day >= member.valid_from, CouncilReason.DATES).enforce()
    member.valid_to = last_day
    member.save(update_fields=["valid_to"])
    audit.record(by=by, event="council.member_end", target=member, after={"until": last_day})
    return member
