"""Invitations, posts and accounts: who may, what it leaves behind."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification, User
from accounts.outbox import notify
from blocs import services
from blocs.access import Action, granted, refresh
from blocs.models import Post
from blocs.rules import OrgReason
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def invite(world, by, **values):
    values = {"email": "Moi@Example.vn ", "full_name": "Người  Mới", "role": "staff", **values}
    if "authority" not in values:
        values.setdefault("unit", world.bloc.units[2])
    return services.invite_person(by=world.people[by], **values)


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert AuditEntry.objects.count() == 0
    return caught.value.reason


def test_a_head_invites_own_staff(world):
    post = invite(world, "head")
    assert (post.user.email, post.user.full_name, post.role) == ("moi@example.vn", "Người Mới", "staff")
    assert not post.user.has_usable_password()
    assert post.valid_from == TODAY()
    letter = Notification.objects.get()
    assert (letter.kind, letter.channel, letter.user) == ("account.invitation", "email", post.user)
    row = AuditEntry.objects.get()
    assert (row.event, row.by, row.unit_id, row.authority_id) == (
        "post.invited",
        world.head,
        world.bloc.units[2].pk,
        world.a.pk,
    )


@pytest.mark.parametrize(
    ("who", "unit", "reason"),
    [
        ("board", 2, None),
        ("staff", 2, Reason.NOT_YOUR_ROLE),
        ("viewer", 2, Reason.NOT_YOUR_ROLE),
        ("other_unit_head", 2, Reason.OUT_OF_REACH),
        ("leader", 2, Reason.OUT_OF_REACH),
        ("former_leader", 2, Reason.OUT_OF_REACH),
        ("foreign_board", 2, Reason.OUT_OF_REACH),
        ("no_post", 2, Reason.OUT_OF_REACH),
    ],
)
def test_who_invites_to_a_unit(world, who, unit, reason):
    if reason is None:
        assert invite(world, who).pk
    else:
        assert refusal(invite, world, who) == reason


@pytest.mark.parametrize(
    ("who", "reason"), [("board", None), ("head", Reason.OUT_OF_REACH), ("foreign_board", Reason.OUT_OF_REACH)]
)
def test_who_invites_to_a_standing_office(world, who, reason):
    values = {"authority": world.a, "role": "board_viewer"}
    if reason is None:
        assert invite(world, who, **values).authority == world.a
    else:
        assert refusal(invite, world, who, **values) == reason


def test_a_head_cannot_give_a_board_role(world):
    with pytest.raises(ValidationError):
        invite(world, "head", role="board_staff")
    assert not User.objects.filter(email="moi@example.vn").exists()


def test_an_existing_account_gets_only_a_post(world):
    known = UserFactory(full_name="Tên Cũ")
    post = invite(world, "head", email=known.email.upper(), full_name="Tên Khác")
    assert (post.user, post.user.full_name, post.user.has_usable_password()) == (known, "Tên Cũ", True)
    assert set(Notification.objects.values_list("kind", "channel")) == {
        ("post.given", "in_app"),
        ("post.given", "email"),
    }


def test_twice_at_one_place_is_refused(world):
    assert refusal(invite, world, "head", email=world.staff.email) == OrgReason.ALREADY_HOLDS


def test_a_disabled_account_is_not_invited(world):
    UserFactory(email="moi@example.vn", is_active=False)
    assert refusal(invite, world, "head") == OrgReason.ACCOUNT_DISABLED


def test_nobody_is_invited_to_a_closed_unit(world):
    unit = world.bloc.units[2]
    unit.dissolved_on = TODAY()
    unit.save()
    assert refusal(invite, world, "head") == OrgReason.UNIT_CLOSED


@pytest.mark.parametrize("email", ["", "x", "a@b", "a\x00@example.vn", "x" * 300 + "@example.vn"])
def test_an_address_that_is_none(world, email):
    with pytest.raises(ValidationError):
        invite(world, "head", email=email)


def test_ending_a_post_ends_rights_and_letters_at_once(world):
    post = world.staff.posts.get()
    notify(users=[world.staff], kind="reminder", title="Nhắc nộp báo cáo", key="r")
    services.end_post(by=world.head, post=post)
    assert not granted(refresh(world.staff), Action.SHEET_EDIT, world.bloc.units[2])
    queued = Notification.objects.filter(user=world.staff, channel="email")
    assert set(queued.values_list("kind", "state")) == {("reminder", "cancelled"), ("post.ended", "new")}
    assert list(AuditEntry.objects.values_list("event", flat=True)) == ["post.ended"]


def test_a_post_begun_today_ends_too(world):
    post = PostFactory(user=UserFactory(), unit=world.bloc.units[2], valid_from=TODAY())
    services.end_post(by=world.head, post=post)
    post.refresh_from_db()
    assert post.valid_to == TODAY() - dt.timedelta(days=1)
    assert not Post.objects.live(TODAY()).filter(pk=post.pk)


def test_ending_the_last_post_voids_a_pending_invitation(world):
    post = invite(world, "head")
    services.end_post(by=world.head, post=post)
    assert Notification.objects.get(kind="account.invitation").state == "cancelled"


def test_ended_posts_and_own_posts_are_not_ended(world):
    assert refusal(services.end_post, by=world.head, post=world.head.posts.get()) == OrgReason.NOT_YOURSELF
    ended = PostFactory(unit=world.bloc.units[2], valid_to=TODAY() - dt.timedelta(days=3))
    assert refusal(services.end_post, by=world.head, post=ended) == OrgReason.POST_ENDED
    assert refusal(services.end_post, by=world.other_unit_head, post=world.staff.posts.get()) == Reason.OUT_OF_REACH


def test_inviting_again(world):
    post = invite(world, "head")
    services.reinvite(by=world.head, post=post)
    states = list(Notification.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "new"]
    assert list(AuditEntry.objects.order_by("pk").values_list("event", flat=True)) == ["post.invited", "post.reinvited"]


def test_inviting_again_who_has_a_password(world):
    assert refusal(services.reinvite, by=world.head, post=world.staff.posts.get()) == OrgReason.ALREADY_ACCEPTED


def test_six_invitations_in_an_hour_are_too_many(world):
    post = invite(world, "head")
    for _ in range(4):
        services.reinvite(by=world.head, post=post)
    with pytest.raises(Refused) as caught:
        services.reinvite(by=world.head, post=post)
    assert caught.value.reason == OrgReason.TOO_MANY_LETTERS


def test_only_the_administrator_locks_accounts(world):
    admin = User.objects.create_superuser("quan-tri@example.vn")
    assert refusal(services.disable_account, by=world.board, user=world.head, reason="x") == Reason.NOT_YOUR_ROLE
    assert refusal(services.disable_account, by=admin, user=admin, reason="x") == OrgReason.NOT_YOURSELF
    assert refusal(services.disable_account, by=admin, user=world.head, reason=" ") == Reason.REASON_MISSING
    services.disable_account(by=admin, user=world.head, reason="Nghỉ hưu")
    assert not granted(refresh(world.head), Action.SHEET_EDIT, world.bloc.units[2])
    services.enable_account(by=admin, user=world.head, reason="Trở lại")
    assert granted(refresh(world.head), Action.SHEET_EDIT, world.bloc.units[2])
    rows = AuditEntry.objects.order_by("pk").values_list("event", "note")
    assert list(rows) == [("account.disabled", "Nghỉ hưu"), ("account.enabled", "Trở lại")]
