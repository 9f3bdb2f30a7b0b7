"""What gives a person rights today, read in one statement: live posts, and the bloc-years of the units worked at."""

import datetime as dt
from collections import namedtuple
from dataclasses import dataclass

from django.db.models import DateField, F

from accounts.clock import today
from accounts.prepared import Given, Prepared, given_id

from .models import Post

_FIRST = {Post.Role.BOARD_STAFF: 0, Post.Role.HEAD: 1, Post.Role.BOARD_VIEWER: 2, Post.Role.STAFF: 3}
_JOINED = {
    "seat_bloc_year": F("unit__memberships__bloc_year_id"),
    "seat_role": F("unit__memberships__role"),
    "seat_from": F("unit__memberships__valid_from"),
    "seat_to": F("unit__memberships__valid_to"),
    "origin": F("unit__origins__predecessor_id"),
}


@dataclass(frozen=True)
class Seat:
    """A membership of a unit worked at, past ones included; ``live``: in force today."""

    unit_id: int
    bloc_year_id: int
    role: str
    live: bool


@dataclass(frozen=True)
class Standing:
    """``posts``: live ones, board and head posts first: at least ``pk``, ``role``, ``unit_id``, ``authority_id``;
    ``merged``: whether some unit worked at has predecessors."""

    posts: tuple[Post, ...]
    seats: tuple[Seat, ...]
    merged: bool

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(post.unit_id for post in self.posts if post.unit_id)


def read_standing(user_id: int) -> Standing:
    """The bare facts, for asking rights again; nobody's when the account is disabled."""
    day = today()
    return _standing([_Facts(*row) for row in _FACTS.rows(user=user_id, day=day)], day)


def read_person(user_id: int) -> Standing:
    """The same with posts as they are shown: each with its ``user`` and its unit or authority."""
    day = today()
    return _standing(_PERSON.rows(user=user_id, day=day), day)


def _rows():
    """One row per post, membership of its unit and predecessor of its unit."""
    rows = Post.objects.live(Given("day", DateField())).filter(user_id=given_id("user"))
    return rows.order_by().annotate(**_JOINED)


_Facts = namedtuple("_Facts", ("pk", "role", "unit_id", "authority_id", *_JOINED))
_FACTS = Prepared(lambda: _rows().values_list(*_Facts._fields))
_PERSON = Prepared(lambda: _rows().select_related("user", "unit", "authority"))


def _standing(rows: list, day: dt.date) -> Standing:
    posts = sorted({row.pk: row for row in rows}.values(), key=lambda post: (_FIRST[post.role], post.pk))
    seats = {_seat(row, day) for row in rows if row.seat_bloc_year is not None}
    return Standing(tuple(posts), tuple(seats), any(row.origin is not None for row in rows))


def _seat(row, day: dt.date) -> Seat:
    live = row.seat_from <= day and (row.seat_to is None or day <= row.seat_to)
    return Seat(row.unit_id, row.seat_bloc_year, row.seat_role, live)
