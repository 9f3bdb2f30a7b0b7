"""What every builder shares: the moment things happen, who does them, and rows found again by their natural keys.

Builders only call services; reading is how a second run knows that nothing is left to do.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from accounts import clock, tokens
from accounts.models import User
from accounts.services import accept_invitation
from blocs import services as org
from blocs.models import Authority, Bloc, BlocYear, Membership, Post, Unit
from campaigns.when import ZONE

from .cast import SHOWN

PASSWORD = "Thi-dua-minh-hoa-9"
DOMAIN = "minhhoa.example"


def login(name: str) -> str:
    return f"{name}@{DOMAIN}"


@dataclass
class Demo:
    """One run: today's date, the system administrator, the canary and the accounts to print.

    ``built`` says whether this run made anything: what other people did since must never be touched again.
    """

    today: dt.date
    admin: User
    say: Callable[[str], None] = lambda text: None
    canary: str = ""
    accounts: list[dict] = field(default_factory=list)
    built: bool = False

    @property
    def year(self) -> int:
        return self.today.year

    def on(self, day: dt.date, hour: int = 9) -> AbstractContextManager[None]:
        """Run a block on a day of the past (or today) at a full hour, Việt Nam time."""
        return clock.at(dt.datetime.combine(day, dt.time(hour), tzinfo=ZONE))

    def days(self, offset: int) -> dt.date:
        """A day counted from today."""
        return self.today + dt.timedelta(days=offset)

    def words(self, unit: Unit, text: str) -> str:
        """Free text of a unit, with the canary behind it when one was asked for."""
        return f"{text} {self.canary.replace('{unit}', token(unit))}" if self.canary else text

    def file_name(self, unit: Unit, stem: str, extension: str = "pdf") -> str:
        mark = f" {self.canary.replace('{unit}', token(unit))}" if self.canary else ""
        return f"{stem}{mark}.{extension}"


def token(unit: Unit) -> str:
    """What ``{unit}`` of a canary becomes: the unit's code."""
    return unit.code


def administrator() -> User:
    """The system administrator: the one account that no invitation can make."""
    email = login("quantri")
    return User.objects.filter(email=email).first() or User.objects.create_superuser(
        email, "Quản trị hệ thống", PASSWORD, is_demo=True
    )


def act(user: User) -> User:
    """A person as the services see somebody signed in: with the label of the post that goes into the trail."""
    post = Post.objects.filter(user=user, valid_to__isnull=True).select_related("unit", "authority").first()
    user.acting_label = str(post) if post else ""
    return user


def authority(demo: Demo, *, name: str, staff: str, staff_name: str, since: dt.date, **values) -> Authority:
    """An authority with the first person of its standing office, who can sign in."""
    found = Authority.objects.filter(name=name).first()
    if found is None:
        with demo.on(since):
            by = act(staff_of(values["parent"])) if values.get("parent") else demo.admin
            found = org.found_authority(by=by, name=name, staff_email=login(staff), staff_name=staff_name, **values)
    give_password(login(staff))
    return found


def staff_of(place: Authority) -> User:
    """Somebody of the standing office of an authority."""
    post = (
        Post.objects.filter(authority=place, role=Post.Role.BOARD_STAFF, valid_to__isnull=True).order_by("pk").first()
    )
    return post.user


def give_password(email: str) -> User:
    """Let an invited person accept; the password is the same for all demonstration accounts."""
    user = User.objects.get(email=email)
    if not user.has_usable_password():
        accept_invitation(token=tokens.make(user, tokens.Purpose.INVITATION), password=PASSWORD)
        user.refresh_from_db()
    return user


def person(
    demo: Demo, name: str, full_name: str, role: str, place: Unit | Authority, since: dt.date, is_demo: bool = True
) -> User:
    """Somebody with a live post at a unit or an authority, invited by the standing office.

    Heads, board people and those on the printed list have accepted; the other staff still have their letter.
    """
    where = {"unit": place} if isinstance(place, Unit) else {"authority": place}
    email = login(name)
    if not Post.objects.filter(user__email=email, **where).exists():
        board = act(staff_of(place.authority if isinstance(place, Unit) else place))
        with demo.on(since):
            org.invite_person(
                by=board, email=email, full_name=full_name, role=role, valid_from=since, is_demo=is_demo, **where
            )
    accepts = role != Post.Role.STAFF or name in SHOWN
    return act(give_password(email) if accepts else User.objects.get(email=email))


def unit(demo: Demo, place: Authority, code: str, since: dt.date, **values) -> Unit:
    found = Unit.objects.filter(authority=place, code=code).first()
    if found is None:
        with demo.on(since):
            found = org.create_unit(by=act(staff_of(place)), authority=place, code=code, **values)
    return found


def bloc(demo: Demo, place: Authority, code: str, since: dt.date, **values) -> Bloc:
    found = Bloc.objects.filter(authority=place, code=code).first()
    if found is None:
        with demo.on(since):
            found = org.create_bloc(by=act(staff_of(place)), authority=place, code=code, **values)
    return found


def bloc_year(
    demo: Demo, of: Bloc, year: int, since: dt.date, members: list[tuple[Unit, str]], **values
) -> tuple[BlocYear, bool]:
    """A bloc's year with its members and their roles, all from ``since`` on; and whether it was made just now."""
    found = BlocYear.objects.filter(bloc=of, year=year).first()
    if found is not None:
        return found, False
    board = act(staff_of(of.authority))
    with demo.on(since):
        found = org.create_bloc_year(by=board, bloc=of, year=year, **values)
        for place, role in members:
            org.add_member(by=board, bloc_year=found, unit=place, role=role, valid_from=since)
    return found, True


def officer(of: BlocYear, role: str = Membership.Role.LEADER) -> Unit:
    """The unit that holds a role in a bloc-year on the day of the clock."""
    row = Membership.objects.filter(bloc_year=of, role=role).on(clock.today()).select_related("unit").first()
    return row.unit


def head_of(place: Unit) -> User:
    return _at(place, Post.Role.HEAD)


def staff_at(place: Unit) -> User:
    """A member of staff of a unit, or its head where nobody else was invited."""
    return _at(place, Post.Role.STAFF) or head_of(place)


def _at(place: Unit, role: str) -> User | None:
    post = Post.objects.filter(unit=place, role=role, valid_to__isnull=True).order_by("pk").first()
    return act(post.user) if post else None
