"""Verification, ranking, set-up and criteria sets over HTTP."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from scoring import services
from scoring.models import CriteriaSet, Ranking, ScoreSheet
from scoring.states import SetState, SheetState
from tests.world import build_world

from . import scenes

D = Decimal


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def built(kept):
    scene = scenes.open_scoring(build_world())
    scenes.submit_all(scene)
    return scene


@pytest.fixture
def sent(copied):
    return copied


def decide(client, line, **data):
    address = reverse("scoring:line_decide", args=[line.pk])
    return client.post(address, data, headers={"Accept": "application/json"})


def test_verification_page_and_decisions(sent):
    client, line = browser(sent.world.leader), scenes.line(sent.sheet, "1")
    page = client.get(reverse("scoring:sheet_verify", args=[sent.sheet.pk]))
    assert (page.status_code, page.content.decode().count("data-decide>")) == (200, 5)
    answer = decide(client, line, act="accept").json()
    assert (answer["points"], answer["decided"], answer["difference"]) == ("7,00", 1, "")
    answer = decide(client, line, act="change", points="6,5", reason="Thiếu văn bản").json()
    assert (answer["points"], answer["difference"], answer["total"]) == ("6,50", "−0,5", "37,17")


@pytest.mark.parametrize(
    "data",
    [
        {"act": "change", "points": "abc", "reason": "x"},
        {"act": "change", "points": "\x00", "reason": "x"},
        {"act": "nonsense"},
        {"act": "accept", "seen": "x"},
        {"act": "accept", "seen": "9" * 40},
        {},
    ],
)
def test_bad_decisions_are_sentences(sent, data):
    answer = decide(browser(sent.world.leader), scenes.line(sent.sheet, "1"), **data)
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("leader_staff", 200),
        ("deputy", 403),
        ("head", 403),
        ("other_unit_head", 404),
        ("viewer", 403),
        ("board", 200),
        ("other_bloc_leader", 404),
        ("foreign_board", 404),
        ("former_leader", 404),
    ],
)
def test_who_opens_the_verification_page(sent, name, status):
    page = browser(sent.world.people[name]).get(reverse("scoring:sheet_verify", args=[sent.sheet.pk]))
    assert page.status_code == status


def test_the_leader_is_told_why_the_own_sheet_is_not_theirs_to_verify(sent):
    page = browser(sent.world.leader).get(reverse("scoring:sheet_verify", args=[sent.leader_sheet.pk]))
    assert (page.status_code, "chính đơn vị mình" in page.content.decode()) == (403, True)
    page = browser(sent.world.deputy).get(reverse("scoring:sheet_verify", args=[sent.leader_sheet.pk]))
    assert page.status_code == 200


def test_returning_over_http(sent):
    client, address = browser(sent.world.leader), reverse("scoring:sheet_return", args=[sent.sheet.pk])
    line = scenes.line(sent.sheet, "1")
    foreign = scenes.line(sent.other_sheet, "1")
    assert client.post(address, {"line": [line.pk], "note": ""}).status_code == 422
    assert client.post(address, {"note": "Bổ sung"}).status_code == 422
    assert client.post(address, {"line": [foreign.pk], "note": "Bổ sung"}).status_code == 422
    assert client.post(address, {"line": ["x"], "note": "Bổ sung"}).status_code == 422
    assert client.post(address, {"line": [line.pk], "note": "Bổ sung"}).status_code == 302
    assert ScoreSheet.objects.get(pk=sent.sheet.pk).state == SheetState.RETURNED
    page = browser(sent.world.staff).get(reverse("scoring:sheet", args=[sent.sheet.pk])).content.decode()
    assert (page.count("data-line="), "Bổ sung" in page) == (1, True)


def test_finishing_too_early_says_how_many(sent):
    page = browser(sent.world.leader).post(reverse("scoring:sheet_finish", args=[sent.sheet.pk]))
    assert (page.status_code, "còn 5 tiêu chí" in page.content.decode()) == (422, True)


def test_ranking_on_screen_in_excel_and_csv_is_the_same_stored_result(sent):
    scenes.verify_all(sent)
    client, address = browser(sent.world.leader), reverse("scoring:ranking", args=[sent.campaign.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"final": "1"}).status_code == 302
    ranking = Ranking.objects.get()
    page = client.get(address).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("scoring:ranking_excel", args=[ranking.pk])).content))
    cells = [row for row in book.active.iter_rows(values_only=True) if isinstance(row[0], int)]
    stored = [(row.rank, row.unit_name, float(row.verified_points)) for row in ranking.rows.all()]
    assert [(row[0], row[1], row[3]) for row in cells] == stored
    text = client.get(reverse("scoring:ranking_csv", args=[ranking.pk])).content.decode("utf-8-sig")
    assert [line.split(";")[:2] for line in text.splitlines()[1:]] == [[str(rank), name] for rank, name, _ in stored]
    assert all(name in page for _, name, _ in stored)
    assert "tạm tính, chưa phải" not in page


def test_early_final_is_refused_with_the_reasons_on_the_page(sent):
    client, address = browser(sent.world.leader), reverse("scoring:ranking", args=[sent.campaign.pk])
    page = client.post(address, {"final": "1"})
    assert (page.status_code, "chưa thẩm định xong" in page.content.decode()) == (422, True)
    client.post(address)
    assert "tạm tính, chưa phải kết quả chính thức" in client.get(address).content.decode()


@pytest.mark.parametrize("version", ["99", "x", "%00", "-1", "9" * 40])
def test_a_version_that_is_not_there_is_404(sent, version):
    services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader)
    address = reverse("scoring:ranking", args=[sent.campaign.pk])
    assert browser(sent.world.leader).get(f"{address}?phien-ban={version}").status_code == 404


def test_members_see_a_ranking_only_when_it_is_final(sent):
    scenes.verify_all(sent)
    provisional = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader)
    member = browser(sent.world.other_unit_head)
    address = reverse("scoring:ranking", args=[sent.campaign.pk])
    assert "Chưa có kết quả xếp hạng" in member.get(address).content.decode()
    assert member.get(reverse("scoring:ranking_excel", args=[provisional.pk])).status_code == 404
    final = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader, final=True)
    assert member.get(reverse("scoring:ranking_excel", args=[final.pk])).status_code == 200
    for name in ("other_bloc_leader", "other_bloc_head", "foreign_board", "no_post"):
        assert browser(sent.world.people[name]).get(address).status_code == 404


def test_formulas_in_names_stay_text(sent):
    unit = sent.sheet.unit
    unit.name = "=HYPERLINK(1)"
    unit.save()
    ranking = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader)
    client = browser(sent.world.leader)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("scoring:ranking_excel", args=[ranking.pk])).content))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value == unit.name}
    assert kinds == {"s"} or kinds == set()
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)
    text = client.get(reverse("scoring:ranking_csv", args=[ranking.pk])).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text


def test_progress_names_states_but_hides_drafts(world):
    scene = scenes.open_scoring(world)
    page = browser(world.leader).get(reverse("scoring:progress", args=[scene.campaign.pk])).content.decode()
    assert page.count("Đang nhập") == 4
    assert reverse("scoring:sheet", args=[scene.sheet.pk]) not in page
    for name, status in (("staff", 403), ("viewer", 200), ("other_bloc_leader", 404), ("foreign_board", 404)):
        address = reverse("scoring:progress", args=[scene.campaign.pk])
        assert browser(world.people[name]).get(address).status_code == status


def test_setting_up_over_http_opens_the_sheets(world):
    criteria_set = scenes.make_set(world)
    campaign = world.bloc.campaign
    client, address = browser(world.leader), reverse("scoring:setup", args=[campaign.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"criteria_set": "x", "ranking_basis": "y"}).status_code == 422
    steps = {"stage_leader": "officers", "explain_days": "5", "divergence_percent": "12,5"}
    done = client.post(address, {"criteria_set": criteria_set.pk, "ranking_basis": "percent", **steps})
    assert (done.status_code, ScoreSheet.objects.filter(campaign=campaign).count()) == (302, 4)
    for name, status in (("staff", 403), ("deputy", 403), ("viewer", 403), ("foreign_board", 404)):
        assert browser(world.people[name]).get(address).status_code == status


def set_values(world, **extra):
    values = {
        "authority": world.a.pk,
        "bloc_year": "",
        "name": "Bộ mới",
        "year": "2026",
        "scale": "2",
        "not_assigned_policy": "exclude_and_show",
        "source": "",
        "source_status": "unconfirmed",
    }
    return values | extra


def test_writing_a_set_by_forms(world):
    client = browser(world.board)
    assert client.post(reverse("scoring:set_create"), set_values(world)).status_code == 302
    criteria_set = CriteriaSet.objects.get(authority=world.a)
    add = reverse("scoring:criterion_create", args=[criteria_set.pk])
    assert client.post(add, {"code": "I", "title": "Nhóm", "kind": "group"}).status_code == 302
    group = criteria_set.criteria.get(code="I")
    bands = {
        "parent": group.pk,
        "code": "1",
        "title": "Ký số",
        "kind": "bands",
        "max_points": "1,5",
        "measure": "value",
        "unit": "%",
        "bands": "trên 95: 1,5\ntừ 75 đến 95: 1\ntừ 50 đến dưới 75: 0,5\ndưới 50: 0",
    }
    wrong = client.post(add, bands | {"bands": "từ 75 đến 95: 1\ntừ 50 đến 75: 0,5"})
    assert (wrong.status_code, "giá trị 75% thuộc cả hai bậc" in wrong.content.decode()) == (422, True)
    assert client.post(add, bands).status_code == 302
    row = criteria_set.criteria.get(code="1")
    assert row.params["bands"][1] == {
        "lower": "75",
        "lower_inclusive": True,
        "upper": "95",
        "upper_inclusive": True,
        "points": "1",
    }
    edit = client.get(reverse("scoring:criterion_edit", args=[row.pk])).content.decode()
    assert "từ 50 đến dưới 75: 0,5" in edit
    page = client.get(reverse("scoring:set", args=[criteria_set.pk])).content.decode()
    assert "Trên 95%: 1,5 điểm" in page
    assert client.post(reverse("scoring:set_force", args=[criteria_set.pk])).status_code == 302
    assert client.get(reverse("scoring:criterion_edit", args=[row.pk])).status_code == 403
    assert client.post(reverse("scoring:criterion_delete", args=[row.pk])).status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "late_tiers", "max_points": "2", "tiers": "đúng hạn 2"},
        {"kind": "late_tiers", "max_points": "2", "tiers": "đúng hạn: 2"},
        {"kind": "late_tiers", "max_points": "2", "tiers": "hôm qua: 2"},
        {"kind": "count", "max_points": "2", "points_each": "abc"},
        {"kind": "direct", "max_points": ""},
        {"kind": "direct", "max_points": "9" * 30},
        {"kind": "direct", "max_points": "-5"},
        {"kind": "direct", "max_points": "123456789"},
        {"kind": "x", "max_points": "1"},
        {"kind": "relative", "max_points": "5"},
        {"kind": "bands", "max_points": "5", "bands": "x" * 6000, "measure": "value"},
        {"kind": "direct", "max_points": "1", "parent": "x"},
        {"kind": "direct", "max_points": "1", "title": "a\x00b"},
    ],
)
def test_bad_criteria_are_sentences(world, values):
    criteria_set = scenes.make_set(world, in_force=False)
    before = criteria_set.criteria.count()
    address = reverse("scoring:criterion_create", args=[criteria_set.pk])
    page = browser(world.board).post(address, {"title": "Tiêu chí"} | values)
    assert (page.status_code, criteria_set.criteria.count()) == (422, before)


def test_a_set_that_does_not_add_up_is_not_put_in_force(world):
    criteria_set = scenes.make_set(world, in_force=False)
    criteria_set.criteria.filter(code="I").update(max_points=100)
    page = browser(world.board).post(reverse("scoring:set_force", args=[criteria_set.pk]))
    assert page.status_code == 422
    assert "điểm của nhóm là 100 nhưng các tiêu chí con cộng lại 45" in page.content.decode()


def test_copying_makes_the_next_version_and_superseding_keeps_the_old(world):
    first = scenes.make_set(world)
    client = browser(world.board)
    client.post(reverse("scoring:set_copy", args=[first.pk]))
    copy = CriteriaSet.objects.get(version=2)
    assert (copy.state, copy.criteria.count()) == (SetState.DRAFT, first.criteria.count())
    assert copy.criteria.exclude(parent=None).first().parent.criteria_set_id == copy.pk
    client.post(reverse("scoring:set_force", args=[copy.pk]))
    assert CriteriaSet.objects.get(pk=first.pk).state == SetState.SUPERSEDED


def test_a_leader_writes_only_the_own_blocs_set(world):
    client, address = browser(world.leader), reverse("scoring:set_create")
    assert client.post(address, set_values(world)).status_code == 422
    assert client.post(address, set_values(world, bloc_year=world.bloc.year.pk)).status_code == 302
    assert client.post(address, set_values(world, bloc_year=world.other_bloc.year.pk)).status_code == 422
    draft = CriteriaSet.objects.get(authority=world.a)
    for name, status in (("staff", 404), ("other_bloc_leader", 404), ("board", 200), ("foreign_board", 404)):
        assert browser(world.people[name]).get(reverse("scoring:set", args=[draft.pk])).status_code == status
    assert browser(world.staff).get(address).status_code == 403


@pytest.mark.parametrize("text", ["abc", "%00", "9" * 40, "-1", "1.5", "%F0%9F%98%80", "'--"])
def test_addresses_with_nonsense_never_break(world, text):
    draft = scenes.make_set(world, in_force=False)
    client = browser(world.board)
    for address in (
        f"{reverse('scoring:criterion_create', args=[draft.pk])}?nhom={text}",
        f"{reverse('scoring:set_list')}?page={text}",
        f"{reverse('scoring:home')}?loc={text}",
    ):
        assert client.get(address).status_code == 200
    raw = text.replace("%00", "\x00")
    add = reverse("scoring:criterion_create", args=[draft.pk])
    assert client.post(add, {"title": "T", "kind": "group", "parent": raw}).status_code == 422
    setup = reverse("scoring:setup", args=[world.bloc.campaign.pk])
    assert (
        client.post(setup, {"criteria_set": raw, "self_score_deadline": raw, "ranking_basis": raw}).status_code == 422
    )


def test_the_board_is_asked_for_its_reason_on_the_page(sent):
    client, line = browser(sent.world.board), scenes.line(sent.sheet, "1")
    page = client.get(reverse("scoring:sheet_verify", args=[sent.sheet.pk])).content.decode()
    assert page.count("data-board-reason") == 5
    assert (
        "data-board-reason"
        not in browser(sent.world.leader).get(f"/cham-diem/phieu/{sent.sheet.pk}/tham-dinh/").content.decode()
    )
    refused = decide(client, line, act="accept")
    assert (refused.status_code, refused.json()["message"]) == (403, "Hãy ghi rõ lý do.")
    assert decide(client, line, act="accept", reason="Trưởng khối đề nghị").json()["reason"] == "Trưởng khối đề nghị"


@pytest.mark.parametrize(
    ("reason", "status"), [("", 422), ("x\x00", 422), ("x" * 1001, 422), ("Khối chậm thẩm định", 302)]
)
def test_the_board_closes_with_a_reason(sent, reason, status):
    for row in sent.sheet.lines.all():
        services.accept_line(line_id=row.pk, by=sent.world.board, reason="Trưởng khối đề nghị")
    answer = browser(sent.world.board).post(reverse("scoring:sheet_finish", args=[sent.sheet.pk]), {"reason": reason})
    assert answer.status_code == status


def test_a_reason_left_in_the_box_is_not_the_officers_for_accepting(sent):
    answer = decide(
        browser(sent.world.leader), scenes.line(sent.sheet, "1"), act="accept", reason="còn lại từ lần trước"
    )
    assert answer.json()["reason"] == ""


def shown(user, sheet, line) -> tuple[bool, int]:
    """Whether the sheet shows verified points, and how many scores the page of one line lists."""
    client = browser(user)
    page = client.get(reverse("scoring:sheet", args=[sheet.pk]))
    return page.context["show_verified"], len(
        client.get(reverse("scoring:line", args=[line.pk])).context["row"].entries
    )


def test_a_judgement_half_made_is_not_shown_to_the_judged_unit(sent):
    world, line, own = sent.world, scenes.line(sent.sheet, "1"), scenes.line(sent.leader_sheet, "1")
    services.change_line(line_id=line.pk, points=D(6), reason="Thiếu văn bản", by=world.leader)
    services.accept_line(line_id=own.pk, by=world.deputy)
    people = ("head", "leader", "deputy", "board")
    assert [shown(world.people[name], sent.sheet, line) for name in people] == [(False, 1)] + [(True, 2)] * 3
    assert [shown(world.people[name], sent.leader_sheet, own) for name in people[1:]] == [(False, 1)] + [(True, 2)] * 2
    for row in sent.sheet.lines.exclude(pk=line.pk):
        services.accept_line(line_id=row.pk, by=world.leader)
    services.finish_verification(sheet_id=sent.sheet.pk, by=world.leader)
    assert shown(world.head, sent.sheet, line) == (True, 2)
