"""Parts of a reorganisation: its paper, the seats that go on with somebody else, the people."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Q, QuerySet

from accounts.clock import today
from accounts.files import check_upload
from accounts.models import User
from accounts.outbox import notify
from blocs import permissions
from blocs.models import Authority, Membership, Post, Reorganisation, Unit
from blocs.rules import DAY

from .common import locked, save_valid
from .divisions import put_membership, turn_role

_RANK = {Membership.Role.LEADER: 0, Membership.Role.DEPUTY: 1, Membership.Role.MEMBER: 2}


@dataclass(frozen=True)
class Paper:
    """The document behind a reorganisation; ``unconfirmed``: shown as «cần xác nhận»."""

    number: str = ""
    date: dt.date | None = None
    issuer: str = ""
    about: str = ""
    unconfirmed: bool = False
    file: File | None = None

    @property
    def words(self) -> str:
        day = f"ngày {self.date:%d/%m/%Y}" if self.date else ""
        issuer = f"của {self.issuer}" if self.issuer else ""
        return " ".join(part for part in (self.number.strip(), day, issuer.strip()) if part)[:200]

    def columns(self) -> dict:
        """Columns of the record. Raises ValidationError (``accounts.files.check_upload``)."""
        found = {
            "number": self.number.strip(),
            "date": self.date,
            "issuer": self.issuer.strip(),
            "about": self.about.strip(),
            "unconfirmed": self.unconfirmed,
        }
        if self.file is None:
            return found
        checked = check_upload(self.file)
        kept = {"file_name": checked.name, "file_type": checked.content_type, "file_sha256": checked.sha256}
        return found | kept | {"file": self.file}


@dataclass(frozen=True)
class PeopleChoice:
    """``until``: last day of the posts where the work ended (None: they stay); ``move``: the same people get a post
    where the work goes on."""

    until: dt.date | None = None
    move: bool = False


def open_seats(units: Iterable[Unit], on: dt.date) -> QuerySet[Membership]:
    """Memberships that end when these units end on a day."""
    beyond = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Membership.objects.filter(beyond, unit__in=[unit.pk for unit in units], valid_from__lt=on)
    return rows.select_related("bloc_year__bloc", "unit").order_by("bloc_year_id", "unit_id")


def seats_to_take(rows: Iterable[Membership], on: dt.date) -> list[Membership]:
    """Those that somebody goes on with: of the year of the change, of the year before (its reports are still written)
    and later; officers first."""
    near = [row for row in rows if row.bloc_year.year >= on.year - 1]
    return sorted(near, key=lambda row: (_RANK[row.role], row.pk))


def take_seats(rows: Iterable[Membership], heirs: Mapping[int, int | None], on: dt.date) -> dict[str, list]:
    """Each heir sits down where its predecessor sat, in the same role, from ``on``; one that is in the bloc already
    takes the role over. Rows are as they were before the predecessors closed. Returns ids for the record."""
    added, turned = [], []
    units = Unit.objects.in_bulk({heir for heir in heirs.values() if heir})
    for seat in seats_to_take(rows, on):
        heir = units.get(heirs.get(seat.unit_id))
        if heir is None:
            continue
        locked(seat.bloc_year)
        own = Membership.objects.filter(bloc_year_id=seat.bloc_year_id, unit=heir).on(on).first()
        if own is None:
            row = Membership(bloc_year=seat.bloc_year, unit=heir, role=seat.role, valid_from=on, note=_after(seat))
            put_membership(row)
            added.append(row.pk)
        elif _RANK[seat.role] < _RANK[own.role] and own.valid_to is None:
            turned.append([own.pk, own.role, turn_role(own, seat.role, on, _after(seat)).pk])
    return {"seats": added, "turned": turned}


def _after(seat: Membership) -> str:
    return f"Tiếp nhận từ {seat.unit.name}"[:200]


def settle_people(
    places: Iterable[Unit | Authority],
    heirs: Mapping[int, Unit | Authority],
    choice: PeopleChoice,
    on: dt.date,
    by: User,
) -> dict[str, list]:
    """Posts where the work ended get their last day; the people a post where it goes on. Returns ids for the record.

    A head comes as staff where somebody already is head. Raises Refused (rights at the heir) and ValidationError (posts
    would end while the work still goes on).
    """
    if choice.until is not None and choice.until < on - DAY:
        raise ValidationError(f"Chức trách cũ kết thúc sớm nhất vào ngày {on - DAY:%d/%m/%Y}, ngày làm việc cuối cùng.")
    moved, ended = [], []
    for place in places:
        posts = list(Post.objects.live(today()).filter(**_at(place)).select_related("user").order_by("role", "pk"))
        heir = heirs.get(place.pk)
        if choice.move and heir is not None:
            if isinstance(heir, Unit):  # over authorities the right to reorganise them was asked
                permissions.can_invite(by, heir).enforce()
            moved += [pk for post in posts if (pk := _move(post, heir, on))]
        if choice.until is not None:
            ended += [[post.pk, _end(post, choice.until)] for post in posts if post.user_id != by.pk]
    return {"posts_added": moved, "posts_ended": ended}


def _at(place: Unit | Authority) -> dict:
    return {"unit": place} if isinstance(place, Unit) else {"authority": place}


def _move(post: Post, heir: Unit | Authority, on: dt.date) -> int | None:
    there = Post.objects.live(today()).filter(**_at(heir))
    if there.filter(user=post.user).exists():
        return None
    role = post.role
    if role == Post.Role.HEAD and there.filter(role=Post.Role.HEAD).exists():
        role = Post.Role.STAFF
    row = Post(user=post.user, role=role, title=post.title, valid_from=max(on, post.valid_from), **_at(heir))
    save_valid(row)
    notify(
        users=[post.user],
        kind="post.given",
        title=f"Bạn được giao chức trách: {row}",
        body=f"Theo việc sắp xếp tổ chức từ {on:%d/%m/%Y}.",
        key=f"post.given:{row.pk}",
    )
    return row.pk


def _end(post: Post, until: dt.date) -> str | None:
    """Returns the former last day, for a correcting record."""
    former, post.valid_to = post.valid_to, max(until, post.valid_from)
    if former is not None:
        post.valid_to = min(former, post.valid_to)
    post.save(update_fields=["valid_to"])
    return former.isoformat() if former else None


def write_record(*, by: User, authority: Authority, paper: Paper, at: dt.datetime, **columns) -> Reorganisation:
    """The row itself, checked. Raises ValidationError."""
    row = Reorganisation(authority=authority, by=by, acting_as=by.acting_label, at=at, **paper.columns(), **columns)
    row.full_clean()
    row.save()
    return row


def name_list(rows: Iterable[Unit | Authority]) -> str:
    return ", ".join(str(row) for row in rows)
