"""The first page and the frame: what is due, from whom, said in which words, to whom it is shown."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.middleware import RefusalMiddleware
from accounts.models import Notification
from awards.models import AwardType, Nomination
from blocs.access import live_posts
from campaigns.models import Campaign, Deadline, Extension, Plan, Submission
from reports.context import frame
from reports.tasks_due import things_to_do
from scoring.models import CriteriaSet, Criterion, ScoreLine, ScoreSheet
from tests.factories import DeadlineFactory, PostFactory
from tests.world import build_bloc

BOARD_NAME = "Phòng Thi đua – Khen thưởng"


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def due(world, title: str = "Báo cáo", days: int = 3, **fields) -> Deadline:
    return DeadlineFactory(campaign=world.bloc.campaign, title=title, value=in_days(days), **fields)


def lines(user) -> list[tuple[str, str, str]]:
    return [(thing.title, thing.due.text, thing.label) for thing in things_to_do(user)]


def sheet_of(world, unit, **fields) -> ScoreSheet:
    criteria = CriteriaSet.objects.create(authority=world.a, name=f"Bộ tiêu chí {unit.pk}", year=2026)
    item = Criterion.objects.create(
        criteria_set=criteria, path="0001", code="1", title="Một", kind="direct", max_points=10
    )
    sheet = ScoreSheet.objects.create(campaign=world.bloc.campaign, unit=unit, criteria_set=criteria, **fields)
    ScoreLine.objects.create(sheet=sheet, criterion=item)
    return sheet


# What a unit owes


def test_a_unit_sees_what_it_owes_by_date_in_words(world):
    due(world, "Báo cáo tổng kết", 20)
    due(world, "Đăng ký thi đua", 0)
    due(world, "Báo cáo sơ kết", -1)
    assert lines(world.staff) == [
        ("Báo cáo sơ kết", "quá hạn 1 ngày", "Chưa gửi"),
        ("Đăng ký thi đua", "hôm nay là ngày cuối", "Chưa gửi"),
        ("Báo cáo tổng kết", "còn 20 ngày", "Chưa gửi"),
    ]


def test_a_duty_without_a_date_comes_last(world):
    DeadlineFactory(campaign=world.bloc.campaign, title="Không ghi ngày", precision="none", value=None)
    due(world, "Có ngày", 300)
    assert lines(world.staff) == [
        ("Có ngày", "còn 300 ngày", "Chưa gửi"),
        ("Không ghi ngày", "chưa có thời hạn", "Chưa gửi"),
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [("draft", ["Đang soạn"]), ("returned", ["Bị trả lại"]), ("submitted", []), ("accepted", [])],
)
def test_a_report_is_on_the_list_until_it_is_sent(world, state, expected):
    Submission.objects.create(deadline=due(world), unit=world.bloc.units[2], state=state)
    assert [label for _, _, label in lines(world.staff)] == expected


def test_a_returned_report_says_why(world):
    Submission.objects.create(
        deadline=due(world), unit=world.bloc.units[2], state="returned", return_note="Thiếu số liệu"
    )
    [thing] = things_to_do(world.staff)
    assert (thing.detail, thing.returned, thing.kind) == ("Lý do: Thiếu số liệu", True, "back")


def test_an_extension_moves_the_date_of_its_unit_only(world):
    Extension.objects.create(
        deadline=due(world, days=-2),
        unit=world.bloc.units[2],
        last_day=in_days(5),
        reason="Bão lũ",
        granted_by=world.board,
    )
    assert lines(world.staff) == [("Báo cáo", "còn 5 ngày", "Chưa gửi")]
    assert lines(world.other_unit_head) == [("Báo cáo", "quá hạn 2 ngày", "Chưa gửi")]


def test_receivers_are_named_in_the_words_of_the_bloc(world):
    year = world.bloc.year
    year.leader_label = "Khối trưởng"
    year.save()
    world.a.board_name = BOARD_NAME
    world.a.save()
    due(world, to_board=True)
    [thing] = things_to_do(world.staff)
    assert thing.to == f"Khối trưởng – {world.bloc.units[0].name}; {BOARD_NAME}"


def test_the_score_sheet_stands_for_its_deadline(world):
    due(world, "Phiếu tự chấm điểm", 9, kind="self_score")
    sheet_of(world, world.bloc.units[2])
    [thing] = things_to_do(world.staff)
    assert (thing.title, thing.due.text, thing.label, thing.detail) == (
        "Phiếu tự chấm điểm",
        "còn 9 ngày",
        "Chưa bắt đầu",
        "0/1 tiêu chí đã chấm",
    )


def test_a_meeting_is_listed_until_it_is_over(world):
    due(world, "Hội nghị tổng kết", 2, kind="meeting")
    due(world, "Hội nghị đã qua", -2, kind="meeting")
    assert lines(world.staff) == [("Hội nghị tổng kết", "còn 2 ngày", "Sắp diễn ra")]


def test_history_does_not_ask_for_anything(world):
    old = build_bloc(world.a, timezone.localdate().year - 2)
    PostFactory(user=world.no_post, unit=old.units[2])
    DeadlineFactory(campaign=old.campaign, value=in_days(-700))
    assert things_to_do(world.no_post) == []


# What waits for officers and the board


def test_the_leader_receives_verifies_and_reminds(world):
    late = due(world, "Báo cáo sơ kết", -3)
    for unit in world.bloc.units[:2]:
        Submission.objects.create(deadline=late, unit=unit, state="accepted")
    Submission.objects.create(deadline=late, unit=world.bloc.units[2], state="submitted")
    sent = {"state": "submitted", "submitted_at": timezone.now(), "submitted_by": world.head}
    sheet_of(world, world.bloc.units[2], **sent)
    sheet_of(world, world.bloc.units[0], **sent)
    assert sorted(lines(world.leader)) == [
        ("1 đơn vị chưa gửi: Báo cáo sơ kết", "quá hạn 3 ngày", "Quá hạn"),
        ("Nhận 1 báo cáo: Báo cáo sơ kết", "đến hôm nay", "Đã gửi đến"),
        (f"Thẩm định phiếu của {world.bloc.units[2].name}", "đến hôm nay", "Chờ thẩm định"),
    ]


def test_the_deputy_receives_what_goes_to_the_deputy_and_verifies_only_the_leader(world):
    to_deputy = due(world, "Báo cáo gửi Phó khối", to_leader=False, to_deputy=True)
    to_leader = due(world, "Báo cáo gửi Trưởng khối")
    for deadline in (to_deputy, to_leader):
        for unit in world.bloc.units:
            Submission.objects.create(deadline=deadline, unit=unit, state="submitted")
    sent = {"state": "submitted", "submitted_at": timezone.now(), "submitted_by": world.head}
    sheet_of(world, world.bloc.units[0], **sent)
    sheet_of(world, world.bloc.units[2], **sent)
    assert sorted(title for title, _, _ in lines(world.deputy)) == [
        "Nhận 3 báo cáo: Báo cáo gửi Phó khối",
        f"Thẩm định phiếu của {world.bloc.units[0].name}",
    ]


def test_the_board_sees_who_is_late_per_bloc_and_what_waits_for_a_decision(world):
    due(world, "Báo cáo sơ kết", -1)
    kind = AwardType.objects.create(
        code="X",
        kind="form",
        subject_kind="collective",
        name="Bằng khen",
        level="province",
        source="-",
        source_status="unconfirmed",
        valid_from=in_days(-900),
    )
    Nomination.objects.create(
        campaign=world.bloc.campaign,
        unit=world.bloc.units[2],
        award_type=kind,
        subject="Tập thể",
        achievement="-",
        state="submitted",
        saved_by=world.leader,
        submitted_at=timezone.now(),
        submitted_by=world.leader,
    )
    year = world.bloc.year
    assert sorted(lines(world.board)) == [
        ("1 đề nghị khen thưởng chờ quyết định", "đến hôm nay", "Chờ quyết định"),
        (f"{year.name}, năm {year.year}: 4 đơn vị quá hạn", "quá hạn 1 ngày", "Quá hạn"),
    ]


@pytest.mark.parametrize(
    "name", ["viewer", "former_leader", "other_bloc_leader", "foreign_board", "foreign_head", "no_post"]
)
def test_nobody_else_gets_the_bloc_s_work(world, name):
    Submission.objects.create(deadline=due(world, days=-1), unit=world.bloc.units[2], state="submitted")
    assert things_to_do(world.people[name]) == []


# The page


def test_first_page_is_drawn_for_every_kind_of_person(world, sign_in):
    due(world, days=-1)
    for person in world.people.values():
        assert sign_in(person).get("/").status_code == 200


def test_filters_count_and_show(world, sign_in):
    due(world, "Quá hạn rồi", -1)
    due(world, "Sắp đến", 3)
    Submission.objects.create(deadline=due(world, "Trả lại", 40), unit=world.bloc.units[2], state="returned")
    client = sign_in(world.staff)
    chips = client.get("/").context["chips"]
    assert [(chip["label"], chip["count"]) for chip in chips] == [
        ("Tất cả", 3),
        ("Quá hạn", 1),
        ("Bị trả lại", 1),
        ("Tuần này", 1),
    ]
    shown = {
        name: [thing.title for thing in client.get("/", {"loc": name}).context["things"]]
        for name in ("qua-han", "tra-lai", "tuan-nay", "\x00", "khong-co")
    }
    everything = ["Quá hạn rồi", "Sắp đến", "Trả lại"]
    assert shown == {
        "qua-han": ["Quá hạn rồi"],
        "tra-lai": ["Trả lại"],
        "tuan-nay": ["Sắp đến"],
        "\x00": everything,
        "khong-co": everything,
    }


def test_the_next_step_is_the_overdue_one(world, sign_in):
    due(world, "Mai", 1)
    due(world, "Hôm qua", -1)
    assert sign_in(world.staff).get("/").context["next"].title == "Hôm qua"


@pytest.mark.parametrize("who", ["staff", "leader", "board"])
def test_statements_do_not_grow_with_rows(world, client, who):
    def count() -> int:
        client.force_login(world.people[who])
        client.get("/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/")
        return len(seen)

    def more(i: int) -> None:
        late = due(world, f"Trễ {i}", -1)
        Submission.objects.create(deadline=late, unit=world.bloc.units[2], state="submitted")
        due(world, f"Sắp {i}", 5)
        bloc = build_bloc(world.a, timezone.localdate().year)
        DeadlineFactory(campaign=bloc.campaign, value=in_days(-1))

    more(0)
    first = count()
    for i in range(1, 5):
        more(i)
    assert count() == first


# The frame


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("staff", "Đơn vị thành viên – Khối 8, năm {year}"),
        ("leader", "Cụm trưởng – Khối 8, năm {year}"),
        ("deputy", "Phó khối – Khối 8, năm {year}"),
        ("former_leader", "Đơn vị thành viên – Khối 8, năm {year}"),
        ("board", f"<b>{BOARD_NAME}</b><span>Toàn tỉnh · Cán bộ thi đua, khen thưởng</span>"),
        ("no_post", "Chưa có vai trò"),
    ],
)
def test_the_acting_role_is_said_in_the_bloc_s_words(world, sign_in, name, title):
    year = world.bloc.year
    year.name, year.leader_label = "Khối 8 – Văn hóa, xã hội", "Cụm trưởng"
    year.save()
    world.a.board_name = BOARD_NAME
    world.a.save()
    assert title.format(year=year.year) in sign_in(world.people[name]).get("/").content.decode()


def test_the_menu_shows_what_the_role_may_use(world, sign_in):
    def labels(name: str) -> set[str]:
        menu = sign_in(world.people[name]).get("/").context["frame"].menu
        return {entry.item.label for group in menu for entry in group.entries}

    assert labels("no_post") == {"Việc cần làm"}
    assert "Tổng hợp toàn tỉnh" in labels("board") and "Tổng hợp toàn tỉnh" not in labels("staff")
    assert "Cơ quan tổ chức" in labels("board") and "Cơ quan tổ chức" not in labels("viewer")
    assert "Nhật ký" in labels("head") and "Nhật ký" not in labels("staff")


def test_every_entry_of_the_menu_opens_and_is_the_current_one(world, sign_in):
    for person in world.people.values():
        client = sign_in(person)
        for group in client.get("/").context["frame"].menu:
            for entry in group.entries:
                page = client.get(entry.url)
                current = [e.item.label for g in page.context["frame"].menu for e in g.entries if e.current]
                assert (page.status_code, current) == (200, [entry.item.label]), entry.url


def test_a_fragment_pays_nothing_for_the_frame(world, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = world.staff
    with django_assert_num_queries(0):
        frame(request)


def test_unread_notices_are_counted(world, sign_in):
    for i, read in enumerate((None, None, timezone.now())):
        Notification.objects.create(
            user=world.staff, channel="in_app", kind="x", title="t", dedupe_key=f"k{i}", state="sent", read_at=read
        )
    assert sign_in(world.staff).get("/").context["frame"].unread == 2


def test_who_holds_several_posts_can_switch(world, sign_in):
    PostFactory(user=world.head, unit=world.bloc.units[3])
    posts = sign_in(world.head).get("/").context["frame"].posts
    assert [(post["label"], post["now"]) for post in posts] == [
        (str(post), index == 0) for index, post in enumerate(live_posts(world.head))
    ]


# Switcher


def choose(client, value, to="/"):
    return client.post("/tong-hop/chon-ke-hoach/", {"campaign": value, "next": to})


def test_the_chosen_campaign_stays_for_the_session(world, sign_in):
    client = sign_in(world.board)
    other = world.other_bloc.campaign
    assert choose(client, other.pk).url == "/"
    assert client.get("/").context["frame"].campaign == other


@pytest.mark.parametrize("value", ["", "x", "-1", "\x00", "９", "9" * 40, "999999"])
def test_a_campaign_that_is_none_is_not_found(world, sign_in, value):
    assert choose(sign_in(world.board), value).status_code == 404


def test_a_foreign_campaign_is_not_found(world, sign_in):
    assert choose(sign_in(world.staff), world.foreign_bloc.campaign.pk).status_code == 404


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/khong-co/", "/"),
        ("/tong-hop/tim-kiem/", None),
    ],
)
def test_switching_goes_back_only_to_pages_of_ours(world, sign_in, path, to):
    assert choose(sign_in(world.board), world.bloc.campaign.pk, path).url == (to or path)


def test_switching_follows_to_the_same_page_of_the_other_campaign(world, sign_in):
    here, there = world.bloc.campaign, world.other_bloc.campaign
    assert choose(sign_in(world.board), there.pk, f"/ke-hoach/{here.pk}/").url == f"/ke-hoach/{there.pk}/"


# Refusals


@pytest.mark.parametrize(
    ("reason", "status", "heading"),
    [
        (Reason.STALE, 409, "Nội dung vừa được người khác thay đổi"),
        (Reason.OWN_UNIT, 403, "Không được thực hiện việc này"),
        (Reason.OUT_OF_REACH, 404, "Không tìm thấy nội dung này"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_refusal_has_its_page(world, reason, status, heading, signed_in):
    request = RequestFactory().get("/")
    request.session, request.resolver_match = {}, None
    request.user = world.staff if signed_in else AnonymousUser()
    page = RefusalMiddleware(None).process_exception(request, Refused(reason))
    assert (page.status_code, f"<h1>{heading}</h1>" in page.content.decode()) == (status, True)


# Search


def found(client, text: str) -> dict[str, list[str]]:
    page = client.get("/tong-hop/tim-kiem/", {"q": text})
    assert page.status_code == 200
    return {kind.label: [hit.title for hit in kind.hits] for kind in page.context["found"]}


def test_search_ignores_tone_marks_and_stays_within_reach(world, sign_in):
    for place in (world.bloc, world.foreign_bloc):
        unit = place.units[2]
        unit.name = "Sở Khoa học và Công nghệ"
        unit.save()
    Campaign.objects.filter(pk=world.foreign_bloc.campaign.pk).update(search_text="hoa binh")
    campaign = world.bloc.campaign
    campaign.title = "Thi đua Hòa Bình"
    campaign.save()
    client = sign_in(world.staff)
    assert found(client, "khoa hoc cong nghe") == {"Đơn vị": ["Sở Khoa học và Công nghệ"]}
    assert found(client, "HOÀ BINH") == {"Kế hoạch, phong trào": ["Thi đua Hòa Bình"]}
    assert found(client, world.staff.full_name) == {"Người": [world.staff.full_name]}
    assert found(client, world.foreign_head.full_name) == {}


def test_documents_are_found_by_subject_and_number(world, sign_in):
    for place in (world.bloc, world.foreign_bloc):
        Plan.objects.create(
            campaign=place.campaign, subject="Tổ chức phong trào thi đua", number="12", sign="KH-TĐK8", year=2026
        )
    client = sign_in(world.staff)
    assert found(client, "to chuc 12/kh-tdk8") == {"Văn bản kế hoạch": ["Tổ chức phong trào thi đua"]}


def test_search_statements_do_not_grow_with_what_is_found(world, sign_in):
    def count(client) -> int:
        with CaptureQueriesContext(connection) as seen:
            found(client, "s")
        return len(seen)

    client = sign_in(world.board)
    count(client)  # the first request of a session also writes it
    first = count(client)
    build_bloc(world.a, timezone.localdate().year, size=8)
    assert count(client) == first


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "_" * 5000, "'; drop table", "\ud7ff", "\u0301"])
def test_search_survives_anything(world, sign_in, text):
    assert found(sign_in(world.staff), text) == {}
