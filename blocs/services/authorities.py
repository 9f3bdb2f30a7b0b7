"""Authorities: founded by the system administrator or by the standing office above."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from blocs import access, permissions
from blocs.models import Authority, Post

from .common import ask, change, locked, save_valid, state_of
from .people import give_post

FIELDS = ("level", "name", "short_name", "place_name", "board_name", "council_name", "dissolved_on")


@transaction.atomic
def found_authority(
    *,
    by: User,
    level: str,
    name: str,
    staff_email: str,
    staff_name: str,
    parent: Authority | None = None,
    short_name: str = "",
    place_name: str = "",
    board_name: str = "",
    council_name: str = "",
    is_demo: bool = False,
) -> Authority:
    """Create an authority and invite the first person of its standing office. Raises Refused and ValidationError."""
    if parent is not None:
        parent = locked(parent)
    permissions.can_found(access.refresh(by), parent).enforce()
    authority = Authority(
        parent=parent,
        level=level,
        name=name.strip(),
        short_name=short_name.strip(),
        place_name=place_name.strip(),
        board_name=board_name.strip(),
        council_name=council_name.strip(),
        is_demo=is_demo,
    )
    save_valid(authority)
    post = give_post(
        by=by,
        email=staff_email,
        full_name=staff_name,
        role=Post.Role.BOARD_STAFF,
        place=authority,
        title="",
        since=None,
        is_demo=is_demo,
    )
    after = {**state_of(authority, ("parent", *FIELDS)), "first_staff": post.user_id}
    audit.record(by=by, event="authority.founded", target=authority, after=after)
    return authority


@transaction.atomic
def update_authority(*, by: User, authority: Authority, **values) -> Authority:
    """Change an authority's columns (``FIELDS``); its place in the tree never moves. Raises Refused, ValidationError."""
    authority = locked(authority)
    ask(permissions.can_manage, by, authority)
    before, after = change(authority, FIELDS, values)
    audit.record(by=by, event="authority.updated", target=authority, before=before, after=after)
    return authority
