"""After everything happened: past reminders sent on their days, old news read, and the list of accounts."""

import json

from django.conf import settings
from django.db import transaction

from accounts import clock
from accounts.models import Notification, User
from accounts.services import cancel_queued_mail, mark_read
from blocs.access import Role, grants
from blocs.models import BlocYear, Membership, Post
from campaigns.models import Reminder
from campaigns.services import plan_reminders, send_due_reminders

from . import world
from .cast import SHOWN
from .world import PASSWORD, Demo

FILE = "demo_accounts.json"


def remind(demo: Demo) -> None:
    """Send every planned reminder of the past on its own day, settle what is old news by now, then remind today."""
    if not demo.built:
        return
    days = Reminder.objects.filter(state=Reminder.State.PLANNED, on__lt=demo.today)
    for day in sorted(set(days.values_list("on", flat=True))):
        with demo.on(day, hour=7):
            send_due_reminders()
    _settle(demo)
    with demo.on(demo.today, hour=7):
        plan_reminders()
        send_due_reminders()


def _settle(demo: Demo) -> None:
    """Notices older than three days count as read; letters that would leave only now are never sent."""
    users = User.objects.filter(email__endswith=f"@{world.DOMAIN}")
    old = Notification.objects.filter(user__in=users, channel="in_app", read_at__isnull=True)
    with transaction.atomic(), demo.on(demo.days(-3)):
        for row in old.filter(created_at__lt=clock.now()).select_related("user"):
            mark_read(by=row.user, notification_id=row.pk)
        for user in users:
            cancel_queued_mail(user=user)


def write_accounts(demo: Demo) -> None:
    """var/demo_accounts.json: one of every kind of person, as what and where they act."""
    demo.accounts = [_account(user) for user in _people()]
    path = settings.VAR_DIR / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(demo.accounts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    demo.say(f"  {len(demo.accounts)} tài khoản, ghi ở {path}")


def _people() -> list[User]:
    rows = {user.email: user for user in User.objects.filter(email__endswith=f"@{world.DOMAIN}", is_active=True)}
    return [rows[world.login(name)] for name in SHOWN if world.login(name) in rows]


def _account(user: User) -> dict:
    roles, scopes = _said(user)
    return {
        "login": user.email,
        "password": PASSWORD,
        "name": user.full_name,
        "role": "; ".join(roles),
        "scope": "; ".join(scopes),
    }


def _said(user: User) -> tuple[list[str], list[str]]:
    """Roles and places in words: posts, then what the unit is in its bloc this year."""
    if user.is_superuser:
        return [Role.SYSTEM_ADMIN.label], ["toàn hệ thống"]
    posts = Post.objects.live(clock.today()).filter(user=user).select_related("unit", "authority").order_by("pk")
    roles = [post.get_role_display() for post in posts] + _bloc_roles(user)
    return list(dict.fromkeys(roles)), list(dict.fromkeys(str(post.place) for post in posts))


def _bloc_roles(user: User) -> list[str]:
    """What the person's unit is in its bloc, in the bloc's own words; of the made-up blocs only this year's."""
    year = clock.today().year
    held = {row.bloc_year_id: row.role for row in grants(user) if row.role in (Role.BLOC_LEADER, Role.BLOC_DEPUTY)}
    blocs = [row for row in BlocYear.objects.filter(pk__in=held) if row.year == year or not row.is_demo]
    return [f"{_label(row, held[row.pk])} – {row}" for row in blocs] + _former(user)


def _label(bloc_year: BlocYear, role: Role) -> str:
    return bloc_year.leader_label if role is Role.BLOC_LEADER else bloc_year.deputy_label


def _former(user: User) -> list[str]:
    units = Post.objects.live(clock.today()).filter(user=user, unit__isnull=False).values("unit_id")
    rows = Membership.objects.filter(unit_id__in=units, role=Membership.Role.LEADER, valid_to__lt=clock.today())
    return [f"nguyên {row.bloc_year.leader_label} – {row.bloc_year}" for row in rows.select_related("bloc_year")]
