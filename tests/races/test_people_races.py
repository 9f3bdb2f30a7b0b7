"""Two leaders at once, one division file applied twice, one letter taken by two postmen, on PostgreSQL."""

import threading

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts import services as account_services
from accounts import tokens
from accounts.decisions import Refused
from accounts.models import AuditEntry, Notification
from accounts.outbox import notify
from accounts.services import delivery
from blocs import services
from blocs.models import BlocYear, ImportDraft, Membership, Post
from blocs.rules import OrgReason
from blocs.services import divisions
from tests.blocs.test_division_import import YEAR, line, workbook
from tests.factories import BlocFactory, BlocYearFactory, UnitFactory, UserFactory
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 10

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.boards = [world.board, person(authority=world.a, role=Post.Role.BOARD_STAFF)]
    return world


def two_leaders(scene):
    """Two of the office make two different units the leader of one fresh bloc-year."""
    bloc_year = BlocYearFactory(bloc=BlocFactory(authority=scene.a))
    units = [UnitFactory(authority=scene.a) for _ in scene.boards]

    def add(by, unit):
        return services.add_member(by=by, bloc_year=bloc_year, unit=unit, role=Membership.Role.LEADER)

    found = race(*[lambda pair=pair: add(*pair) for pair in zip(scene.boards, units, strict=True)])
    return found, Membership.objects.filter(bloc_year=bloc_year, role="leader").count()


def test_of_two_leaders_one_is_refused_in_words(scene):
    for _ in range(ROUNDS):
        found, leaders = two_leaders(scene)
        assert leaders == 1
        assert [each.reason for each in found if isinstance(each, Refused)] == [OrgReason.LEADER_TAKEN], found
    assert AuditEntry.objects.filter(event="member.added").count() == ROUNDS


def test_control_without_the_lock_the_check_lets_both_through(scene, monkeypatch):
    """Both pass the check; only the constraint of the table stops the second."""
    together = threading.Barrier(2)
    check = divisions.put_membership.__globals__["only_if"]

    def wait_after_the_check(condition, reason, detail=""):
        decision = check(condition, reason, detail)
        if reason is OrgReason.LEADER_TAKEN and decision:
            together.wait(WAIT)
        return decision

    monkeypatch.setattr(divisions, "only_if", wait_after_the_check)
    monkeypatch.setattr(divisions, "locked", lambda obj: type(obj).objects.get(pk=obj.pk))
    found, leaders = two_leaders(scene)
    assert leaders == 1
    errors = [each for each in found if isinstance(each, Exception)]
    assert len(errors) == 1, found
    assert isinstance(errors[0], IntegrityError | ValidationError), found


def test_one_division_file_is_applied_once(scene):
    draft = services.save_import(
        by=scene.board, authority=scene.a, file=workbook(line("A", "Trưởng khối"), line("B")), year=YEAR
    )
    checksum = services.preview(draft)[1]
    works = [lambda by=by: services.apply_import(by=by, draft=draft, checksum=checksum) for by in scene.boards]
    found = race(*works)
    assert [each.reason for each in found if isinstance(each, Refused)] == [OrgReason.DRAFT_DONE], found
    assert BlocYear.objects.get(bloc__code="KX1").memberships.count() == 2
    assert ImportDraft.objects.get().state == "applied"


def test_one_address_invited_by_two_has_one_account(scene):
    units = [scene.bloc.units[2], scene.bloc.units[3]]

    def invite(by, unit):
        return services.invite_person(by=by, email="moi@example.vn", full_name="Mới", role="staff", unit=unit)

    found = race(*[lambda pair=pair: invite(*pair) for pair in zip(scene.boards, units, strict=True)])
    posts = [each for each in found if isinstance(each, Post)]
    assert len(posts) == 2, found
    assert len({post.user_id for post in posts}) == 1


def test_one_link_sets_one_password(scene):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    token = tokens.make(user, tokens.Purpose.INVITATION)
    passwords = ["Hoa-sen-trang-88", "Hoa-mai-vang-99"]
    works = [lambda word=word: account_services.accept_invitation(token=token, password=word) for word in passwords]
    found = race(*works)
    assert sum(isinstance(each, Exception) for each in found) == 1, found


def letters(number):
    for index in range(number):
        notify(users=[UserFactory()], kind="account.test", title="Thư", key=f"race{index}", channels=("email",))


def test_two_postmen_send_each_letter_once(scene):
    letters(20)
    race(delivery.deliver_due_notifications, delivery.deliver_due_notifications)
    assert len(mail.outbox) == 20
    assert set(Notification.objects.filter(kind="account.test").values_list("state", "attempts")) == {("sent", 1)}


def test_control_without_taking_letters_two_postmen_send_twice(scene, monkeypatch):
    letters(1)
    together = threading.Barrier(2)

    def look_only(channels):
        rows = list(Notification.objects.filter(kind="account.test", state="new")[:1])
        if rows:
            together.wait(WAIT)
        return rows

    monkeypatch.setattr(delivery, "take_next", look_only)
    works = [lambda: delivery.deliver_due_notifications(limit=1)] * 2
    race(*works)
    assert len(mail.outbox) == 2
