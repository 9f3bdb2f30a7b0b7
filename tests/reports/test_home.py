"""The first page: what is due, from whom, said in which words, to whom it is shown."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import AwardType, Nomination
from blocs.access import refresh
from campaigns.models import Deadline, Extension, Submission
from reports.tasks_due import things_to_do
from scoring.models import CriteriaSet, Criterion, ScoreLine, ScoreSheet
from tests.factories import BlocYearFactory, DeadlineFactory, MembershipFactory, PostFactory
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


def test_who_may_not_remind_is_led_to_look(world):
    due(world, "Báo cáo sơ kết", -1, to_deputy=True)
    late = "4 đơn vị chưa gửi: Báo cáo sơ kết"
    for user, action in ((world.leader, "Nhắc đơn vị"), (world.deputy, "Xem đơn vị")):
        assert [thing.action for thing in things_to_do(user) if thing.title.endswith("chưa gửi: Báo cáo sơ kết")] == [
            action
        ], late


def test_a_leader_is_asked_for_the_plan_of_a_year_without_one(world):
    assert "Lập kế hoạch" not in {thing.action for thing in things_to_do(world.leader)}
    coming = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    gone = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year - 1)
    for bloc_year in (coming, gone):
        MembershipFactory(bloc_year=bloc_year, unit=world.bloc.units[0], role="leader")
    asked = [thing.url for thing in things_to_do(refresh(world.leader)) if thing.action == "Lập kế hoạch"]
    assert asked == [f"/ke-hoach/moi/?khoi={coming.pk}"]


def test_receivers_have_a_column_only_where_most_lines_have_some(world, sign_in):
    due(world, "Báo cáo tổng kết", 3)
    assert '<th scope="col">Gửi đến</th>' in sign_in(world.staff).get("/").content.decode()
    for days in (1, 2):
        due(world, f"Báo cáo {days}", -days)
        for unit in world.bloc.units[:1]:
            Submission.objects.create(
                deadline=Deadline.objects.get(title=f"Báo cáo {days}"), unit=unit, state="accepted"
            )
    page = sign_in(world.leader).get("/").content.decode()
    assert '<th scope="col">Gửi đến</th>' not in page
    assert "Gửi đến: " in page


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
        "Nhận 1 báo cáo: Báo cáo gửi Trưởng khối",  # the leader's own, which nobody else named could answer
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
