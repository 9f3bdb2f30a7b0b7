"""The calendar of a person: what stands in it, the month and the list, and the secret address for other programs."""

import datetime as dt

import pytest
from icalendar import Calendar

from accounts import clock
from accounts.models import AuditEntry
from bench.statements import statements
from blocs.models import Post
from campaigns import services
from campaigns.events import events_of
from campaigns.models import CalendarFeed, Deadline
from campaigns.when import ZONE, Precision
from tests.factories import MembershipFactory
from tests.world import person

SPAN = (dt.timedelta(days=-30), dt.timedelta(days=60))


def titles(user, kind=None):
    today = clock.today()
    found = events_of(user, today + SPAN[0], today + SPAN[1])
    return [
        (event.kind, event.title) for event in found if event.kind not in ("off", "swap") and kind in (None, event.kind)
    ]


def named(world, title):
    return f"{title} ({world.bloc.year})"


def test_everybody_sees_what_they_owe(world, due):
    services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Trình tỉnh",
        owes=Deadline.Owes.LEADER,
        value=clock.today() + dt.timedelta(days=12),
    )
    mine = ("due", named(world, "Báo cáo 6 tháng"))
    assert titles(world.head) == [mine]
    assert titles(world.leader) == [mine, ("due", named(world, "Trình tỉnh"))]
    for nobody in (world.foreign_head, world.other_bloc_head, world.no_post, world.foreign_board, world.board):
        assert titles(nobody) == []


def test_a_paper_sent_is_done_and_an_extension_is_the_units_own(world, due, sent):
    assert titles(world.head) == [("done", named(world, "Báo cáo 6 tháng"))]
    later = due.last_day + dt.timedelta(days=4)
    services.grant_extension(
        deadline_id=due.pk, unit=world.bloc.units[3], last_day=later, reason="Bão", by=world.leader
    )
    own = events_of(world.other_unit_head, later, later)
    assert [(event.day, event.title) for event in own if event.kind == "due"] == [
        (later, named(world, "Báo cáo 6 tháng"))
    ]
    assert [event for event in events_of(world.head, later, later) if event.kind == "due"] == []


def test_the_board_sees_its_own_duties_and_phases_stand_as_stretches(world):
    services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.board,
        title="Công bố kết quả",
        owes=Deadline.Owes.BOARD,
        value=clock.today() + dt.timedelta(days=3),
    )
    services.add_phase(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        name="Đợt 2",
        from_precision=Precision.DAY,
        from_value=clock.today() - dt.timedelta(days=90),
        to_precision=Precision.DAY,
        to_value=clock.today() + dt.timedelta(days=5),
    )
    assert titles(world.board) == [("phase", named(world, "Đợt 2")), ("due", named(world, "Công bố kết quả"))]
    assert titles(world.head) == [("phase", named(world, "Đợt 2"))]


def test_days_off_and_swapped_days_stand_in_it(world):
    found = events_of(world.head, dt.date(2026, 8, 20), dt.date(2026, 9, 5))
    assert [(event.day.isoformat(), event.kind) for event in found if event.kind in ("off", "swap")] == [
        ("2026-08-22", "swap"),
        ("2026-08-31", "off"),
        ("2026-09-01", "off"),
        ("2026-09-02", "off"),
    ]


def test_statements_do_not_grow_with_deadlines(world, due):
    today, counts = clock.today(), []
    events_of(world.head, today, today)  # rights are read once a request
    for number in (1, 5):
        for more in range(number):
            services.add_deadline(
                campaign_id=world.bloc.campaign.pk, by=world.leader, title=f"B{number}{more}", value=today
            )
        counts.append(len(statements(lambda: events_of(world.head, today, today + SPAN[1]))))
    assert counts[0] == counts[1]


def test_the_pages(world, due, sign_in):
    client, day = sign_in(world.head), due.last_day
    month = client.get(f"/ke-hoach/lich/?thang={day:%Y-%m}").content.decode()
    assert f"Lịch tháng {day:%m/%Y}" in month
    assert named(world, "Báo cáo 6 tháng") in month
    listed = client.get("/ke-hoach/lich/?xem=danh-sach").content.decode()
    assert f'<span class="when">{day:%d/%m}</span>' in listed
    for nonsense in ("2026-13", "x", "0-0", "99999-1", "²-1", "2026-1-1", "1999-12"):
        page = client.get("/ke-hoach/lich/", {"thang": nonsense})
        assert f"Lịch tháng {clock.today():%m/%Y}" in page.content.decode(), nonsense


def test_the_office_pages_keep_what_was_typed_and_name_what_is_wrong(world, sign_in):
    client = sign_in(world.board)
    path = f"/ke-hoach/lich-lam-viec/{world.a.pk}/"
    refused = client.post(f"{path}them/", {"day": "32/13/2026", "working": "0", "name": "Lễ hội đền", "source": "TB 1"})
    assert refused.status_code == 422
    assert "Lễ hội đền" in refused.content.decode()
    assert "dd/mm/yyyy" in refused.content.decode()
    saved = {"day": "10/03/2026", "working": "0", "name": "Lễ hội đền", "source": "TB 1"}
    assert "Lễ hội đền" in client.post(f"{path}them/", saved, follow=True).content.decode()
    assert client.post(f"{path}them/", saved).status_code == 422
    assert "Cần xác nhận" in client.get(f"{path}?nam=2027").content.decode()
    assert "chưa có lịch nghỉ lễ, Tết của năm 2028" in client.get(f"{path}?nam=2028").content.decode()
    outages = f"/ke-hoach/he-thong-ngung/{world.a.pk}/"
    typed = {"started_at": "08:00 01/02/2026", "ended_at": "07:00 01/02/2026", "what": "Mất điện"}
    refused = client.post(f"{outages}them/", typed)
    assert refused.status_code == 422
    assert "phải sau thời điểm ngừng" in refused.content.decode()
    kept = client.post(f"{outages}them/", typed | {"ended_at": "09:30 01/02/2026"}, follow=True).content.decode()
    assert "08:00 01/02/2026 – 09:30 01/02/2026" in kept


def feed_path(user):
    return f"/ke-hoach/lich/{services.address_of(services.make_feed(by=user))}.ics"


def entries(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [entry for entry in Calendar.from_ical(answer.content).walk("VEVENT") if "day-" not in str(entry["UID"])]


def test_the_feed_needs_no_session_and_holds_what_its_person_sees_now(world, due, client):
    path = feed_path(world.head)
    (entry,) = entries(client, path)
    assert str(entry["SUMMARY"]) == f"Hạn: {named(world, 'Báo cáo 6 tháng')}"
    assert (entry.start, entry.end) == (due.last_day, due.last_day + dt.timedelta(days=1))
    assert str(entry["URL"]) == f"http://testserver/ke-hoach/moc/{due.pk}/"
    assert client.get(path)["Cache-Control"] == "no-store"
    assert entries(client, feed_path(world.foreign_head)) == []
    Post.objects.filter(user=world.head).update(valid_to=clock.today() - dt.timedelta(days=1))
    assert entries(client, path) == []


def test_a_revoked_renewed_or_foreign_address_is_not_found(world, client):
    first = feed_path(world.head)
    second = feed_path(world.head)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    services.revoke_feed(by=world.head)
    services.revoke_feed(by=world.head)
    assert client.get(second).status_code == 404
    feed = CalendarFeed.objects.filter(user=world.head).first()
    for made_up in (feed.secret, f"{feed.secret}.x", "x", "a.b.c", f"{services.address_of(feed)}x"):
        assert client.get(f"/ke-hoach/lich/{made_up}.ics").status_code == 404
    events = AuditEntry.objects.filter(event__startswith="calendar_feed.").order_by("pk")
    assert [row.event for row in events] == ["calendar_feed.made", "calendar_feed.renewed", "calendar_feed.revoked"]


def test_a_disabled_person_has_no_feed(world, client):
    path = feed_path(world.head)
    world.head.is_active = False
    world.head.save()
    assert client.get(path).status_code == 404


def test_the_address_is_not_in_the_database(world):
    address = services.address_of(services.make_feed(by=world.head))
    stored = CalendarFeed.objects.values_list().get()
    assert address not in map(str, stored)


def test_too_many_readings_in_an_hour_wait(world, client):
    path, start = feed_path(world.head), dt.datetime(2026, 5, 1, 8, tzinfo=ZONE)
    with clock.at(start):
        client.get(path)
    CalendarFeed.objects.update(reads=59)
    with clock.at(start + dt.timedelta(minutes=59)):
        assert [client.get(path).status_code for _ in range(3)] == [200, 429, 429]
    with clock.at(start + dt.timedelta(minutes=60)):
        assert client.get(path).status_code == 200


def test_the_page_shows_the_address_to_its_person_only(world, sign_in):
    address = services.address_of(services.make_feed(by=world.head))
    assert address in sign_in(world.head).get("/ke-hoach/lich/dia-chi/").content.decode()
    client = sign_in(world.staff)
    page = client.get("/ke-hoach/lich/dia-chi/").content.decode()
    assert address not in page
    assert "Tạo địa chỉ lịch" in page
    made = client.post("/ke-hoach/lich/dia-chi/tao/", follow=True).content.decode()
    assert services.address_of(services.feed_of(world.staff)) in made
    client.post("/ke-hoach/lich/dia-chi/thu-hoi/")
    assert services.feed_of(world.staff) is None


def test_somebody_working_for_two_units_sees_which_is_meant(world, due):
    both = person(world.bloc.units[2], role=Post.Role.HEAD)
    Post.objects.create(user=both, unit=world.bloc.units[3], role=Post.Role.STAFF, valid_from=clock.today())
    assert [title for _, title in titles(both)] == [f"Báo cáo 6 tháng – {unit}" for unit in world.bloc.units[2:4]]


@pytest.fixture
def joined(world):
    """A member of bloc 1 that is a member of another bloc too."""
    MembershipFactory(bloc_year=world.other_bloc.year, unit=world.bloc.units[3])
    return world


def test_a_unit_in_two_blocs_has_the_deadlines_of_both(joined, due):
    services.add_deadline(
        campaign_id=joined.other_bloc.campaign.pk,
        by=joined.other_bloc_leader,
        title="Báo cáo khối bạn",
        value=clock.today() + dt.timedelta(days=2),
    )
    assert [title for _, title in titles(joined.other_unit_head)] == [
        f"Báo cáo khối bạn ({joined.other_bloc.year})",
        named(joined, "Báo cáo 6 tháng"),
    ]
