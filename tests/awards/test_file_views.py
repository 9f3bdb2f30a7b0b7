"""Pages of a nomination file: who sees and opens what, bad input, statement counts, the list and its Excel file."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from awards.models import Nomination, NominationFile, NominationStep
from awards.services import nomination_path as path
from awards.services.nomination_parts import attach
from awards.services.opinions import add_comment
from awards.states_files import Part
from blocs.access import refresh
from reports.tasks_due import things_to_do
from reports.trail import trail_for

from .file_scenes import WHOLE, later, person_at, proposed, received, sent, time_set, unit_file, upload
from .scenes import award_type, draft, fresh
from .test_file_opinions import ITEMS, ask, publish, rule
from .test_files import returned, sent_by_leader

pytestmark = pytest.mark.django_db
UNIT = {"staff", "head"}
BOARD = {"board", "viewer"}
LEADER = {"leader", "leader_staff"}


def readers(world, rows) -> set[str]:
    return {who for who, user in world.people.items() if rows.visible_to(user).exists()}


@pytest.mark.parametrize(
    ("make", "who"),
    [
        (unit_file, UNIT),
        (sent, UNIT | LEADER | BOARD),
        (returned, UNIT | LEADER | BOARD),
        (sent_by_leader, LEADER | BOARD | {"deputy"}),
        (draft, LEADER),
    ],
    ids=["draft of the unit", "sent", "returned", "the leader's own", "draft of the bloc"],
)
def test_who_reads_a_file(world, sign_in, make, who):
    row = make(world)
    assert readers(world, Nomination.objects) == who
    url = reverse("awards:nomination_detail", args=[row.pk])
    assert {name for name, user in world.people.items() if sign_in(user).get(url).status_code == 200} == who
    if row.state != "draft":
        assert readers(world, NominationStep.objects) == who


def test_members_of_the_bloc_know_an_approved_one_but_not_its_file(world, sign_in):
    row = proposed(world)
    stored = NominationFile.objects.create(
        nomination=row, part="report", name="Mật.pdf", file=upload(), sha256="0" * 64, content_type="application/pdf", by=world.staff
    )  # fmt: skip
    Nomination.objects.filter(pk=row.pk).update(state="approved")
    page = sign_in(world.other_unit_head).get(reverse("awards:nomination_detail", args=[row.pk]))
    text = page.content.decode()
    assert page.status_code == 200 and "Mật.pdf" not in text and "Khối nhất trí." in text
    assert "Đơn vị có 40 người." not in text and "Đường đi của hồ sơ" not in text
    url = reverse("awards:nomination_file", args=[stored.pk])
    assert sign_in(world.other_unit_head).get(url).status_code == 404
    answer = sign_in(world.head).get(url)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")


def test_drafts_and_comments_stay_out_of_the_trail_of_others(world):
    row = unit_file(world)
    attach(nomination_id=row.pk, part=Part.REPORT, by=world.staff, file=upload())
    draft(world, code="CO_TINH")
    seen = {
        who: set(trail_for(world.people[who]).filter(event__startswith="nomination.").values_list("event", flat=True))
        for who in ("head", "leader", "board")
    }
    assert seen == {
        "head": {"nomination.unit_create", "nomination.unit_attach"},
        "leader": {"nomination.create"},
        "board": set(),
    }


def test_comments_of_the_public_are_read_by_the_board_only(world, sign_in):
    row = received(world)
    window = publish(row, world.board)
    add_comment(consultation_id=window.pk, text="Ý kiến riêng", received_on=clock.today(), by=world.board)
    url = reverse("awards:nomination_detail", args=[row.pk])
    seen = {
        who for who in ("head", "leader", "board", "viewer") if "Ý kiến riêng" in sign_in(world.people[who]).get(url).content.decode()
    }  # fmt: skip
    assert seen == BOARD


def test_a_unit_writes_completes_and_sends_a_file(world, sign_in):
    rule(world, dossier=ITEMS)
    person_at(world)
    unit = world.bloc.units[2]
    client = sign_in(world.head)
    create = reverse("awards:file_create", args=[unit.pk])
    page = client.get(create).content.decode()
    assert "Nguyễn Văn An" in page
    values = {"award_type": award_type().pk, "achievement": "Dẫn đầu", "subject": ""}
    answer = client.post(create, values)
    row = Nomination.objects.get()
    assert (answer.url, row.origin) == (reverse("awards:nomination_detail", args=[row.pk]), "unit")
    page = client.get(answer.url).content.decode()
    assert "hồ sơ còn thiếu" in page and "Gửi hồ sơ" not in page
    refused = client.post(reverse("awards:nomination_submit", args=[row.pk]))
    assert (refused.status_code, fresh(row).state) == (403, "draft")
    attached = client.post(reverse("awards:nomination_attach", args=[row.pk, "report"]), {"file": upload()})
    assert attached.status_code == 302
    ticks = {"tick_0": "present", "tick_1": "not_needed", "reason_1": ""}
    dossier = reverse("awards:nomination_dossier", args=[row.pk])
    assert client.post(dossier, ticks).status_code == 422
    assert client.post(dossier, ticks | {"reason_1": "Cơ quan nhà nước"}).status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Gửi hồ sơ" in page and "hồ sơ còn thiếu" not in page
    sent_to = client.post(reverse("awards:nomination_submit", args=[row.pk]), follow=True).content.decode()
    assert "Đã gửi đề nghị đến khối" in sent_to
    assert client.get(reverse("awards:nomination_update", args=[row.pk])).status_code == 403


def test_locked_fields_cannot_be_changed_through_the_form(world, sign_in):
    row = returned(world)
    client = sign_in(world.staff)
    url = reverse("awards:nomination_update", args=[row.pk])
    assert "disabled" in client.get(url).content.decode()
    values = {
        "award_type": award_type("CO_TINH").pk,
        "achievement": "Số liệu mới",
        "occasion": "x",
        "version": row.version,
    }
    assert client.post(url, values).status_code == 302
    now = fresh(row)
    assert (now.achievement, now.award_type.code, now.occasion) == ("Số liệu mới", "BK_TINH_TT", "")
    assert client.get(reverse("awards:nomination_attach", args=[row.pk, "evidence"])).status_code == 403
    assert client.get(reverse("awards:nomination_attach", args=[row.pk, "subject"])).status_code == 404


@pytest.mark.parametrize(
    ("move", "values"),
    [
        ("return", {"reason": "", "parts": ["report"]}),
        ("return", {"reason": "x"}),
        ("return", {"reason": "x", "parts": ["other"]}),
        ("refuse", {"reason": " "}),
        ("downgrade", {"reason": "x", "award_type": "9" * 30}),
        ("downgrade", {"reason": "x"}),
        ("pass_up", {"reason": "x", "to": " "}),
        ("pass_up", {"reason": "x\x00", "to": "y"}),
    ],
)
def test_bad_input_is_said_at_the_form(world, sign_in, move, values):
    row = received(world)
    answer = sign_in(world.board).post(reverse("awards:nomination_move", args=[row.pk, move]), values)
    assert (answer.status_code, fresh(row).state) == (422, "review")


def test_moves_that_do_not_exist_or_are_not_ones_turn(world, sign_in):
    row = received(world)
    client = sign_in(world.board)
    found = {
        move: client.get(reverse("awards:nomination_move", args=[row.pk, move])).status_code
        for move in ("approve", "submit", "x", "receive", "council", "agree", "pass_on")
    }
    assert found == {
        "approve": 404,
        "submit": 404,
        "x": 404,
        "receive": 403,
        "council": 403,
        "agree": 200,
        "pass_on": 403,
    }
    assert client.get(reverse("awards:nomination_move", args=[10**30, "agree"])).status_code == 404


def test_the_board_walks_a_file_through_its_pages(world, sign_in):
    """Return of a part, resend, an opinion, agreement; a second one refused, a third passed up."""
    time_set(world)
    rows = [proposed(world, code=code) for code in ("BK_TINH_TT", "CO_TINH", "TTLDXS")]

    def go(row, move, who=world.board, **values):
        answer = sign_in(who).post(reverse("awards:nomination_move", args=[row.pk, move]), values)
        assert answer.status_code == 302, answer.content.decode()

    answer = sign_in(world.board).post(reverse("awards:nomination_receive"), {"nomination": [row.pk for row in rows]})
    assert answer.status_code == 302 and {fresh(row).state for row in rows} == {"review"}
    first, second, third = rows
    go(first, "return", reason="Bổ sung số liệu", parts=["report"])
    page = sign_in(world.head).get(reverse("awards:nomination_detail", args=[first.pk])).content.decode()
    assert "Phần phải bổ sung, sửa: Báo cáo thành tích" in page and "Gửi lại hồ sơ" in page
    sign_in(world.head).post(reverse("awards:nomination_submit", args=[first.pk]))
    go(first, "receive")
    today = f"{clock.today():%d/%m/%Y}"
    client = sign_in(world.board)
    ask_url = reverse("awards:opinion_ask", args=[first.pk])
    assert client.post(ask_url, {"body": "Cục Thuế", "letter_date": "x", "due": today}).status_code == 422
    assert client.post(ask_url, {"body": "Cục Thuế", "letter_date": today, "due": today}).status_code == 302
    assert "tạm dừng" in client.get(reverse("awards:list")).content.decode()
    opinion = reverse("awards:opinion_record", args=[first.opinions.get().pk])
    assert client.post(opinion, {"opinion": "silent", "answered_on": today}).status_code == 422
    assert client.post(opinion, {"opinion": "agree", "answered_on": today, "file": upload()}).status_code == 302
    scan = client.get(reverse("awards:opinion_file", args=[first.opinions.get().pk]))
    assert scan["Content-Disposition"].startswith("attachment")
    go(first, "agree")
    go(second, "refuse", reason="Chưa vượt chỉ tiêu")
    go(third, "pass_up", to="Thủ tướng Chính phủ", reason="Đủ điều kiện")
    assert [fresh(row).state for row in rows] == ["agreed", "refused", "passed_up"]
    page = sign_in(world.head).get(reverse("awards:nomination_detail", args=[second.pk])).content.decode()
    assert "Chưa vượt chỉ tiêu" in page and "Không khen thưởng" in page


def test_the_list_filters_and_leaves_as_excel_what_it_shows(world, sign_in):
    time_set(world, 1)
    received(world)
    proposed(world, code="CO_TINH")
    client, url = sign_in(world.board), reverse("awards:list")
    assert len(client.get(url).context["object_list"]) == 2
    cases = {
        "?state=review": 1,
        f"?award={award_type('CO_TINH').pk}": 1,
        f"?bloc={world.bloc.year.pk}": 2,
        f"?bloc={world.other_bloc.year.pk}": 0,
        "?late=1": 0,
        "?state=x&award=abc&bloc=9999999999999&page=zzz": 2,
    }
    assert {text: len(client.get(url + text).context["object_list"]) for text in cases} == cases
    with later(10):
        page = client.get(url)
        assert page.context["object_list"][0].clock.late and "ngày làm việc" in page.content.decode()
        assert len(client.get(f"{url}?late=1").context["object_list"]) == 1
        book = client.get(reverse("awards:nomination_excel") + "?late=1")
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2 and rows[1][8] == "Đang thẩm định" and rows[1][11] == "quá hạn"


def test_nothing_is_received_without_a_choice(world, sign_in):
    row = proposed(world)
    client, url = sign_in(world.board), reverse("awards:nomination_receive")
    assert client.post(url, {}).status_code == 403
    assert client.post(url, {"nomination": ["x", "9" * 40]}).status_code == 403
    assert sign_in(world.leader).post(url, {"nomination": row.pk}).status_code == 403
    assert client.get(url).status_code == 405


def test_processing_times_page(world, sign_in):
    client, url = sign_in(world.board), reverse("awards:processing_times", args=[world.a.pk])
    values = {"award_type": "", "days": 25, "valid_from": "01/01/2026", "source": "TTHC", "source_status": "secondary"}
    assert client.post(url, values | {"days": 0}).status_code == 422
    assert client.post(url, values | {"valid_from": "01/01/0001"}).status_code == 422
    assert client.post(url, values).status_code == 302
    page = client.get(url).content.decode()
    assert "TTHC" in page and "cần xác nhận" in page
    assert sign_in(world.foreign_board).get(url).status_code == 404


def test_things_to_do(world):
    time_set(world, 1)
    first, second = sent(world), sent_by_leader(world, code="CO_TINH")
    own = {
        who: [thing.title for thing in things_to_do(world.people[who]) if "hồ sơ đề nghị" in thing.title]
        for who in ("leader", "deputy", "head")
    }
    units = world.bloc.units
    assert own == {
        "leader": [f"Xem xét hồ sơ đề nghị của {units[2]}"],
        "deputy": [f"Xem xét hồ sơ đề nghị của {units[0]}"],
        "head": [],
    }
    row = received(world, code="TTLDXS")
    waits = received(world, code="LDTT" if award_exists("LDTT") else "CSTD_TINH", subject="Ông A")
    ask(waits, world.board)
    with later(10):
        titles = [thing.title for thing in things_to_do(refresh(world.board))]
    assert "1 hồ sơ đề nghị khen thưởng quá hạn giải quyết" in titles
    assert "Cục Thuế chưa trả lời hiệp y" in titles
    path.bloc_return(nomination_id=first.pk, by=world.leader, reason="Thiếu", parts=["report"])
    back = [thing for thing in things_to_do(refresh(world.staff)) if thing.returned]
    assert [thing.title for thing in back] == ["1 đề nghị khen thưởng bị trả lại"]
    assert second.state == "at_bloc" and row.state == "review"


def award_exists(code):
    from awards.models import AwardType

    return AwardType.objects.filter(code=code, subject_kind="person").exists()


def statements(client, url) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_list_costs_the_same_for_one_and_five(world, sign_in):
    time_set(world)
    client, url = sign_in(world.board), reverse("awards:list")
    proposed(world)
    client.get(url)
    one = statements(client, url)
    for number in range(4):
        received(world, code="CSTD_TINH", subject=f"Ông {number}")
    assert statements(client, url) == one


def test_the_page_of_a_file_costs_the_same_for_one_and_five(world, sign_in):
    row = received(world)
    rule(world, dossier=ITEMS)
    client, url = sign_in(world.board), reverse("awards:nomination_detail", args=[row.pk])

    def add(number):
        attach(nomination_id=row.pk, part=Part.MINUTES, by=world.board, file=upload(more=b" " * number))
        ask(row, world.board, body=f"Cơ quan {number}")
        window = publish(row, world.board)
        add_comment(consultation_id=window.pk, text="x", received_on=clock.today(), by=world.board)

    add(1)
    client.get(url)
    one = statements(client, url)
    for number in range(2, 6):
        add(number)
    assert statements(client, url) == one


def test_details_keep_what_was_typed(world, sign_in):
    row = unit_file(world)
    client = sign_in(world.staff)
    page = client.get(reverse("awards:nomination_update", args=[row.pk])).content.decode()
    assert WHOLE.measures in page and "01/01/" in page
    values = {"award_type": row.award_type_id, "achievement": "Gõ dở", "from_day": "31/12/2026", "to_day": "01/01/2026"}
    answer = client.post(reverse("awards:nomination_update", args=[row.pk]), values)
    assert answer.status_code == 422 and "Gõ dở" in answer.content.decode()
