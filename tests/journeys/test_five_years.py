"""The years of five real plans, the clock moved day by day: the right people get the right reminder on the right day,
exactly once; with the workers away for a week, with two beats running, and with the mail server refusing for an hour."""

import datetime as dt
from collections import Counter
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import Notification
from accounts.services import deliver_due_notifications
from blocs.models import Membership, Post
from campaigns import services
from campaigns.models import Deadline
from campaigns.when import ZONE
from tests.factories import (
    AuthorityFactory,
    BlocFactory,
    BlocYearFactory,
    MembershipFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
)

from .five_years import (
    HA_GIANG_2023,
    QUANG_TRI_2019_2025,
    SEEDS,
    UNITS,
    Seed,
    busy_days,
    every_day,
    expected,
    walked_days,
)

pytestmark = pytest.mark.django_db
ROLES = (Membership.Role.LEADER, Membership.Role.DEPUTY, Membership.Role.MEMBER, Membership.Role.MEMBER)


def moment(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZONE)


class Refusing(EmailBackend):
    """A mail server that refuses connections between 6:35 and 7:35 of one day."""

    refuses_on, refused = None, 0

    def open(self):
        now = clock.now()
        begin = self.refuses_on and moment(self.refuses_on, 6, 35)
        if begin and begin <= now < begin + dt.timedelta(hours=1):
            type(self).refused += 1
            raise ConnectionRefusedError
        return True


@pytest.fixture(autouse=True)
def mail_server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "refused", 0)
    return monkeypatch


def build(seed: Seed):
    """The bloc and its campaign, made through the services on the first day."""
    authority = AuthorityFactory()
    scene = SimpleNamespace(units={}, people={}, board=UserFactory(email="board@example.vn"))
    PostFactory(user=scene.board, authority=authority, role=Post.Role.BOARD_STAFF)
    bloc = BlocFactory(authority=authority)
    for name in UNITS:
        scene.units[name] = UnitFactory(authority=authority, code=name)
        for role in (Post.Role.STAFF, Post.Role.HEAD):
            user = UserFactory(email=f"{name}.{role}@example.vn")
            PostFactory(user=user, unit=scene.units[name], role=role)
            scene.people[name, role] = user
    years = [BlocYearFactory(bloc=bloc, year=year) for year in seed.joins or (seed.begins.year,)]
    for year in years:
        for name, role in zip(UNITS, ROLES, strict=True):
            MembershipFactory(bloc_year=year, unit=scene.units[name], role=role)
    with clock.at(moment(seed.begins, 0, 1)):
        _campaign(seed, scene, authority, years)
    return scene


def _campaign(seed: Seed, scene, authority, years) -> None:
    if seed.themed:
        scene.manager = scene.board
        first, last = seed.joins[0], seed.joins[-1]
        scene.campaign = services.create_campaign(
            by=scene.board, authority=authority, title="Phong trào", from_year=first, to_year=last
        )
        for year in years:
            services.join_bloc(campaign_id=scene.campaign.pk, bloc_year=year, by=scene.board)
    else:
        scene.manager = scene.people["a", Post.Role.HEAD]
        scene.campaign = services.create_campaign(by=scene.manager, bloc_year=years[0])
    for duty in seed.duties:
        services.add_deadline(
            campaign_id=scene.campaign.pk, by=scene.board, **{"title": duty.title, "to_leader": True, **duty.values}
        )


def act(scene, action) -> None:
    deadline = Deadline.objects.get(campaign=scene.campaign, title=action.title)
    unit = scene.units.get(action.unit)
    with clock.at(moment(action.on, 10)):
        match action.what:
            case "sends":
                staff, head = (scene.people[action.unit, role] for role in (Post.Role.STAFF, Post.Role.HEAD))
                row = services.save_submission(deadline_id=deadline.pk, unit=unit, text="Kết quả", by=staff)
                services.submit(submission_id=row.pk, by=head)
            case "extends":
                services.grant_extension(
                    deadline_id=deadline.pk, unit=unit, last_day=action.until, reason="Bão", by=scene.board
                )
            case "dates":
                services.update_deadline(deadline_id=deadline.pk, by=scene.manager, precision="day", value=action.until)


def tasks() -> None:
    services.open_years_due()
    services.plan_reminders()
    services.send_due_reminders()


def run(seed: Seed, scene, days, beats: int = 2) -> None:
    """Every task once for each beat (on a day on which nothing can happen: once), in the first minutes of the day and after
    what people do. Letters leave when the quiet hours are over."""
    busy = busy_days(seed)
    for day in sorted(days):
        away = seed.away[0] <= day < seed.away[1]
        if not away:
            _beat(day, 0, beats if day in busy else 1)
            _post(seed, day)
        actions = [action for action in seed.acts if action.on == day]
        for action in actions:
            act(scene, action)
        if actions and not away:
            _beat(day, 10, beats)


def _beat(day, hour: int, beats: int) -> None:
    with clock.at(moment(day, hour, 5)):
        for _ in range(beats):
            tasks()


def _post(seed: Seed, day) -> None:
    minutes = range(0, 240, 10) if day == seed.mail else (0,)
    for minute in minutes:
        with clock.at(moment(day, 6, 40) + dt.timedelta(minutes=minute)):
            deliver_due_notifications()
            deliver_due_notifications()


def told(kind: str) -> Counter:
    rows = Notification.objects.filter(kind=kind, channel="in_app").select_related("user")
    titles = dict(Deadline.objects.values_list("pk", "title"))
    day = lambda row: row.created_at.astimezone(ZONE).date()  # noqa: E731
    return Counter((day(row), row.user.email.partition("@")[0], titles[row.deadline_id]) for row in rows)


def letters_left_once(seed: Seed) -> None:
    """Every letter that was owed left exactly once, none is in doubt or given up; what was due in the morning left the same
    morning, on the day the server refused after that hour."""
    rows = Notification.objects.filter(channel="email")
    left = Counter(letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert set(left.values()) <= {1}
    states = Counter(rows.values_list("state", flat=True))
    assert set(states) <= {"sent", "cancelled"}
    assert len(left) == states["sent"]
    morning = [row for row in rows.filter(kind__startswith="reminder") if row.created_at.astimezone(ZONE).hour == 0]
    for row in morning:
        assert row.sent_at.astimezone(ZONE).date() == row.created_at.astimezone(ZONE).date()
    held_up = [row.sent_at for row in morning if seed.mail and row.created_at.astimezone(ZONE).date() == seed.mail]
    assert bool(held_up) == (seed.mail is not None)
    assert all(sent_at >= moment(seed.mail, 7, 35) for sent_at in held_up)


@pytest.mark.once
@pytest.mark.parametrize("name", SEEDS)
def test_a_year_of_reminders(name, mail_server):
    seed = SEEDS[name]
    mail_server.setattr(Refusing, "refuses_on", seed.mail)
    scene = build(seed)
    reminders, copies = expected(seed)
    run(seed, scene, walked_days(seed))
    assert told("reminder") == reminders
    assert told("reminder_copy") == copies
    assert (Refusing.refused > 0) == (seed.mail is not None)
    letters_left_once(seed)


def test_the_schedule_itself_is_not_empty():
    sums = {name: sum(expected(seed)[0].values()) for name, seed in SEEDS.items()}
    assert sums["dakrong_2021_2025"] == 0  # the plan names no day: nobody is disturbed for five years
    assert all(number >= 40 for name, number in sums.items() if name != "dakrong_2021_2025"), sums


def test_days_left_out_change_nothing(fresh_transaction):
    """The whole time day by day ends like the run over busy days."""
    seed, ends = HA_GIANG_2023, []
    for days in (busy_days(seed), every_day(seed)):
        with fresh_transaction():
            run(seed, build(seed), days, beats=1)
            ends.append((told("reminder"), told("reminder_copy"), Counter(told("deadline_moved"))))
    assert ends[0] == ends[1]


def test_an_idle_day_costs_the_same_in_every_year():
    seed = QUANG_TRI_2019_2025
    build(seed)
    costs = []
    for year in range(2020, 2025):
        with clock.at(moment(dt.date(year, 1, 1), 0, 5)):
            tasks()
        with clock.at(moment(dt.date(year, 7, 1), 0, 5)):
            tasks()
            with CaptureQueriesContext(connection) as found:
                tasks()
        costs.append(len(found))
    assert len(set(costs)) == 1, costs
