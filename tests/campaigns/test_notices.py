"""Bloc notices: written for the head, read before they leave, sent once, with who has read them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import Notification
from accounts.services import deliver_due_notifications
from campaigns import services
from campaigns.models import Notice
from campaigns.notice_readers import readers_of
from campaigns.permissions_notices import NoticeReason
from campaigns.states_notices import HOLD, RELEASE, WITHDRAW
from tests.factories import MembershipFactory, UnitFactory
from tests.world import person


def write(world, by=None, units=None, **fields):
    values = {"title": "Đổi địa điểm họp", "body": "Họp tại hội trường mới.", "to_staff": True, "to_head": True}
    return services.write_notice(
        campaign_id=world.bloc.campaign.pk,
        units=units or world.bloc.units[1:],
        by=by or world.leader_staff,
        **values | fields,
    )


def move(notice, name, by, **values):
    return services.move_notice(notice_id=notice.pk, move=name, by=by, **{"expected_version": notice.version} | values)


def later(**span):
    return clock.at(clock.now() + dt.timedelta(**span))


@pytest.fixture
def sent(world, noon):
    with clock.at(noon(0)):
        notice = write(world)
        move(notice, RELEASE, world.leader)
    with clock.at(noon(0) + dt.timedelta(minutes=6)):
        assert (services.send_released_notices(), services.send_released_notices()) == (1, 0)
    notice.refresh_from_db()
    return notice


def told():
    return set(Notification.objects.filter(kind="notice", channel="in_app").values_list("user_id", flat=True))


def test_staff_write_the_head_releases_and_it_leaves_after_five_minutes(world, events):
    events()
    notice = write(world)
    assert (notice.unit, notice.sender) == (world.bloc.units[0], world.bloc.units[0].name)
    with pytest.raises(Refused) as refused:
        move(notice, RELEASE, world.leader_staff)
    assert refused.value.reason == NoticeReason.HEAD_RELEASES
    move(notice, RELEASE, world.leader)
    with later(minutes=4):
        assert (services.send_released_notices(), told()) == (0, set())
    with later(minutes=6):
        assert services.send_released_notices() == 1
    assert told() == {world.deputy.pk, world.staff.pk, world.head.pk, world.other_unit_head.pk}
    assert events() == ["notice.write", "notice.release"]
    row = Notification.objects.filter(user=world.staff, channel="in_app").get()
    assert (row.title, row.unit_id, row.source) == (notice.title, world.bloc.units[2].pk, notice.source)
    assert row.body.endswith(world.bloc.units[0].name)


def test_what_was_released_can_be_held_back_and_withdrawn(world):
    notice = move(write(world), RELEASE, world.leader)
    notice = move(notice, HOLD, world.leader_staff)
    assert (notice.state, notice.leaves_at, notice.released_by) == ("draft", None, None)
    with later(days=1):
        assert services.send_released_notices() == 0
    notice = move(notice, WITHDRAW, world.leader_staff)
    with pytest.raises(Refused) as refused:
        move(notice, RELEASE, world.leader)
    assert refused.value.reason == Reason.WRONG_STATE


def test_a_sent_one_cannot_be_taken_back(world, sent):
    for name in (HOLD, WITHDRAW):
        with pytest.raises(Refused) as refused:
            move(sent, name, world.leader)
        assert refused.value.reason == NoticeReason.GONE


def test_what_leaves_is_what_was_read(world):
    notice = write(world)
    values = {"title": "Khác", "body": "Khác", "units": world.bloc.units[1:2]}
    changed = services.update_notice(notice_id=notice.pk, by=world.leader_staff, expected_version=1, **values)
    assert changed.version == 2
    for call in (
        lambda: move(notice, RELEASE, world.leader),
        lambda: services.update_notice(notice_id=notice.pk, by=world.leader, expected_version=1, **values),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.reason == Reason.STALE
    released = move(changed, RELEASE, world.leader)
    with pytest.raises(Refused) as refused:
        services.update_notice(notice_id=notice.pk, by=world.leader, expected_version=2, **values)
    assert (released.state, refused.value.reason) == ("released", NoticeReason.NOT_DRAFT)


def test_the_chosen_hour(world, noon):
    with clock.at(noon(0)):
        notice = move(write(world), RELEASE, world.leader, leaves_at=noon(2))
        assert notice.leaves_at == noon(2)
        far = write(world, title="Xa")
        with pytest.raises(ValidationError) as refused:
            move(far, RELEASE, world.leader, leaves_at=noon(400))
    assert list(refused.value.message_dict) == ["leaves_at"]
    with clock.at(noon(1)):
        assert services.send_released_notices() == 0
    with clock.at(noon(2)):
        assert services.send_released_notices() == 1


def test_the_board_writes_in_its_own_name_and_releases_itself(world):
    notice = move(write(world, by=world.board, units=world.bloc.units), RELEASE, world.board)
    assert (notice.unit, notice.state) == (None, "released")
    with later(minutes=6):
        services.send_released_notices()
    assert world.leader.pk in told()


@pytest.mark.parametrize(("urgent", "state"), [(True, "sent"), (False, "new")])
def test_only_an_urgent_one_leaves_at_night(world, noon, urgent, state):
    with clock.at(noon(0) + dt.timedelta(hours=11)):
        notice = move(write(world, urgent=urgent), RELEASE, world.leader)
    with clock.at(notice.leaves_at):
        services.send_released_notices()
        deliver_due_notifications()
    assert set(Notification.objects.filter(kind="notice", channel="email").values_list("state", flat=True)) == {state}


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("head", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
    ],
)
def test_others_do_not_write(world, who, reason):
    with pytest.raises(Refused) as refused:
        write(world, by=world.people[who])
    assert refused.value.reason == reason


@pytest.mark.parametrize("which", ["none", "own", "foreign"])
def test_units_outside_are_refused(world, which):
    units = {"none": [], "own": world.bloc.units[:1], "foreign": world.foreign_bloc.units[:1]}[which]
    with pytest.raises(ValidationError) as refused:
        services.write_notice(
            campaign_id=world.bloc.campaign.pk, units=units, by=world.leader, title="a", body="b", to_head=True
        )
    assert list(refused.value.message_dict) == ["units"]


def test_a_draft_is_seen_by_its_office_alone(world):
    leaders, boards = write(world), write(world, by=world.board, title="Của cơ quan thi đua")
    seen = {who: set(Notice.objects.visible_to(user)) for who, user in world.people.items()}
    assert {who: found for who, found in seen.items() if found} == {
        "leader": {leaders},
        "leader_staff": {leaders},
        "board": {boards},
    }


def test_a_sent_one_is_seen_by_its_readers_and_those_who_follow(world, sent):
    only = move(write(world, units=world.bloc.units[3:]), RELEASE, world.leader)
    with later(minutes=6):
        services.send_released_notices()
    seen = {who for who, user in world.people.items() if Notice.objects.visible_to(user).filter(pk=only.pk).exists()}
    assert seen == {"leader", "leader_staff", "deputy", "board", "viewer", "other_unit_head"}


def test_opening_it_is_reading_it(world, sent, sign_in):
    client = sign_in(world.staff)
    text = client.get(reverse("campaigns:notice", args=[sent.pk])).content.decode()
    assert sent.body in text and world.other_unit_head.full_name not in text
    read = {row.unit.pk: row.has_read for row in readers_of(sent)}
    assert {pk for pk, has in read.items() if has} == {world.bloc.units[2].pk}
    text = sign_in(world.leader).get(reverse("campaigns:notice", args=[sent.pk])).content.decode()
    assert "Ai đã đọc: 1/3 đơn vị" in text and world.other_unit_head.full_name in text


# Pages


def post_form(client, world, **data):
    given = {"title": "Đổi lịch", "body": "Nội dung", "to_head": "on", "units": [world.bloc.units[2].pk]} | data
    return client.post(reverse("campaigns:notice_create", args=[world.bloc.campaign.pk]), given)


def test_from_writing_to_releasing_on_the_pages(world, sign_in):
    answer = post_form(sign_in(world.leader_staff), world)
    notice = Notice.objects.get()
    assert answer.url == reverse("campaigns:notice", args=[notice.pk])
    client = sign_in(world.leader)
    text = client.get(answer.url).content.decode()
    assert "Sẽ gửi đến 1 đơn vị" in text and world.head.full_name in text and world.staff.full_name not in text
    url = reverse("campaigns:notice_move", args=[notice.pk, "release"])
    for wrong in (
        {"day": "01/01/2030"},
        {"day": "31/02/2030", "time": "08:00"},
        {"day": "01/01/2030", "time": "25:00"},
    ):
        assert client.post(url, {"version": 1} | wrong).status_code == 422
    assert client.post(url, {"version": 2}).status_code == 409
    assert client.post(url, {"version": 1}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "released"
    assert client.post(reverse("campaigns:notice_move", args=[notice.pk, "no-such"]), {"version": 1}).status_code == 404


def test_bad_input_is_named_and_kept(world, sign_in):
    client = sign_in(world.leader)
    answer = post_form(client, world, title="", body="Giữ lại", units=[world.foreign_bloc.units[0].pk])
    text = answer.content.decode()
    assert answer.status_code == 422 and "Giữ lại" in text and '<a href="#id_title">' in text
    assert not Notice.objects.exists()


def test_editing_from_an_old_page_is_refused(world, sign_in):
    notice = write(world)
    client = sign_in(world.leader)
    data = {"title": "Mới", "body": "b", "to_head": "on", "units": [world.bloc.units[2].pk], "version": "x"}
    url = reverse("campaigns:notice_update", args=[notice.pk])
    assert client.post(url, data).status_code == 409
    assert client.post(url, data | {"version": 1}).status_code == 302
    notice.refresh_from_db()
    assert (notice.title, list(notice.units.all())) == ("Mới", [world.bloc.units[2]])


def test_pages_cost_the_same_for_one_unit_and_five(world, sign_in, noon):
    client, seen = sign_in(world.leader), []
    client.get(reverse("campaigns:notices", args=[world.bloc.campaign.pk]))
    for count in (1, 5):
        units = [UnitFactory(authority=world.a) for _ in range(count)]
        for unit in units:
            MembershipFactory(bloc_year=world.bloc.year, unit=unit)
            person(unit)
        with clock.at(noon(0)):
            notice = move(write(world, units=units), RELEASE, world.leader)
        with clock.at(noon(0) + dt.timedelta(minutes=6)):
            services.send_released_notices()
        costs = []
        for url in (
            reverse("campaigns:notice", args=[notice.pk]),
            reverse("campaigns:notices", args=[world.bloc.campaign.pk]),
            reverse("campaigns:message_log", args=[world.bloc.campaign.pk]),
        ):
            with CaptureQueriesContext(connection) as found:
                assert client.get(url).status_code == 200
            costs.append(len(found))
        seen.append(costs)
    assert seen[0] == seen[1], seen
