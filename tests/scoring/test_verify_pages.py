"""The pages of verification: filters, single items, what is kept when something is refused, the meeting, the set-up."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from blocs.models import Post
from scoring import services
from scoring.models import LineOpened, ScoreEntry, ScoreSheet, ScoringSetup
from scoring.services.assignments import assign_group
from scoring.services.setup import wrong_stages
from scoring.states import SheetState
from tests.factories import UnitFactory
from tests.world import build_world, person

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


def page_of(name: str, sheet, **query) -> str:
    return reverse(f"scoring:{name}", args=[sheet.pk], query=query)


def decide(client, line, **data):
    return client.post(reverse("scoring:line_decide", args=[line.pk]), data)


def test_filters_with_counts_are_the_same_in_the_table_and_the_single_item(sent):
    world, sheet = sent.world, sent.sheet
    services.change_line(line_id=scenes.line(sheet, "1").pk, points=D(3), reason="Thiếu", by=world.leader)
    services.accept_line(line_id=scenes.line(sheet, "2").pk, by=world.leader)
    client = browser(world.leader)
    expected = {"": 5, "chua-quyet": 3, "chua-cham": 0, "thieu-minh-chung": 0, "chenh-lech": 1, "bi-tra-lai": 0}
    for name in ("sheet_verify", "sheet_focus"):
        charge = client.get(page_of(name, sheet)).context["charge"]
        assert {chip.key: chip.count for chip in charge.chips} == expected
        narrowed = client.get(page_of(name, sheet, loc="chenh-lech")).context["charge"]
        assert [row.criterion.code for row in narrowed.shown] == ["1"]


@pytest.mark.parametrize("value", ["", "x", "%00", "\x00", "9" * 40, "-1"])
def test_addresses_that_make_no_sense_show_everything(sent, value):
    client = browser(sent.world.leader)
    for name in ("sheet_verify", "sheet_focus"):
        page = client.get(page_of(name, sent.sheet), {"loc": value, "dong": value})
        assert (page.status_code, page.context["charge"].chosen) == (200, "")


def test_the_line_of_another_sheet_is_not_shown_in_the_single_view(sent):
    other = scenes.line(sent.other_sheet, "3")
    page = browser(sent.world.leader).get(page_of("sheet_focus", sent.sheet), {"dong": other.pk})
    assert page.context["row"].criterion.code == "1"
    assert page.context["row"].line.sheet_id == sent.sheet.pk


def test_single_items_lead_on_without_script_and_are_noted_as_looked_into(sent):
    client, line = browser(sent.world.leader), scenes.line(sent.sheet, "1")
    page = client.get(page_of("sheet_focus", sent.sheet, loc="chua-quyet"))
    assert page.context["row"].line.pk == line.pk
    assert LineOpened.objects.filter(line=line, user=sent.world.leader).count() == 1
    done = decide(client, line, act="accept", view="tung", loc="chua-quyet", seen=page.context["row"].word.pk)
    following = scenes.line(sent.sheet, "2")
    assert done.headers["Location"] == page_of("sheet_focus", sent.sheet, loc="chua-quyet", dong=following.pk)
    for code in "2345":
        done = decide(client, scenes.line(sent.sheet, code), act="accept", view="tung", loc="chua-quyet")
    assert done.headers["Location"] == page_of("sheet_verify", sent.sheet, loc="chua-quyet")
    assert client.get(page_of("sheet_focus", sent.sheet, loc="chua-quyet")).context["row"] is None


@pytest.mark.parametrize("view", ["bang", "tung"])
@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"points": "abc", "reason": "Lý do đã gõ"}, 422),
        ({"points": "1e400", "reason": "Lý do đã gõ"}, 422),
        ({"points": "99", "reason": "Lý do đã gõ"}, 422),
        ({"points": "6", "reason": ""}, 422),
        ({"points": "6", "reason": "Lý do đã gõ", "seen": "1"}, 409),
    ],
)
def test_a_plain_form_comes_back_with_what_was_typed(sent, view, data, status):
    line = scenes.line(sent.sheet, "1")
    page = decide(browser(sent.world.leader), line, act="change", view=view, **data)
    text = page.content.decode()
    assert (page.status_code, f'value="{data["points"]}"' in text, data["reason"] in text) == (status, True, True)
    assert not ScoreEntry.objects.filter(line=line, stage="leader").exists()


def test_somebody_else_decided_meanwhile_both_words_are_told(sent):
    line = scenes.line(sent.sheet, "1")
    seen = ScoreEntry.objects.filter(line=line).latest("pk").pk
    services.change_line(line_id=line.pk, points=D(3), reason="Đã bàn", by=sent.world.leader_staff)
    address = reverse("scoring:line_decide", args=[line.pk])
    data = {"act": "change", "points": "6", "reason": "Theo tôi", "seen": seen}
    client = browser(sent.world.leader)
    answer = client.post(address, data, headers={"Accept": "application/json"})
    theirs = answer.json()["theirs"]
    assert (answer.status_code, theirs["points"], theirs["reason"]) == (409, "3,00", "Đã bàn")
    plain = client.post(address, data | {"view": "tung"})
    text = plain.content.decode()
    assert (plain.status_code, "Đã bàn" in text, "Theo tôi" in text) == (409, True, True)
    again = client.post(address, data | {"seen": answer.json()["entry"]}, headers={"Accept": "application/json"})
    assert (again.status_code, again.json()["points"]) == (200, "6,00")


def test_returning_keeps_single_reasons_when_something_is_missing(sent):
    one, two = scenes.line(sent.sheet, "1"), scenes.line(sent.sheet, "2")
    data = {"line": [one.pk, two.pk], "note": "", f"note_{one.pk}": "Thiếu số liệu quý IV"}
    client = browser(sent.world.leader)
    page = client.post(page_of("sheet_return", sent.sheet), data)
    assert (page.status_code, "Thiếu số liệu quý IV" in page.content.decode()) == (422, True)
    assert client.post(page_of("sheet_return", sent.sheet), data | {"note": "Bổ sung"}).status_code == 302
    notes = dict(sent.sheet.lines.filter(returned=True).values_list("criterion__code", "return_note"))
    assert notes == {"1": "Thiếu số liệu quý IV", "2": "Bổ sung"}


def test_the_unit_finds_the_returned_lines_and_the_rest_keeps_its_decisions(sent):
    """Never the whole sheet back to draft, and the reason stays a record."""
    world, sheet = sent.world, sent.sheet
    for code in "2345":
        services.accept_line(line_id=scenes.line(sheet, code).pk, by=world.leader)
    services.return_lines(
        sheet_id=sheet.pk, line_ids=[scenes.line(sheet, "1").pk], note="Bổ sung số liệu", by=world.leader
    )
    client = browser(world.staff)
    text = client.get(page_of("sheet", sheet)).content.decode()
    assert "Khối trả lại 1 tiêu chí" in text and "Bổ sung số liệu" in text and text.count("data-line=") == 1
    assert ScoreSheet.objects.get(pk=sheet.pk).state == SheetState.RETURNED
    services.submit_sheet(sheet_id=sheet.pk, by=world.head)
    charge = browser(world.leader).get(page_of("sheet_verify", sheet, loc="bi-tra-lai")).context["charge"]
    assert ([row.criterion.code for row in charge.shown], charge.decided) == (["1"], 4)
    assert "Bổ sung số liệu" in AuditEntry.objects.get(event="sheet.send_back").note


def test_the_finishing_page_says_how_many_were_accepted_unread(sent):
    world = sent.world
    for code in "1234":
        services.accept_line(line_id=scenes.line(sent.sheet, code).pk, by=world.leader)
    services.change_line(line_id=scenes.line(sent.sheet, "5").pk, points=D(1), reason="x", by=world.leader)
    client = browser(world.leader)
    client.get(reverse("scoring:line", args=[scenes.line(sent.sheet, "1").pk]))
    text = client.get(page_of("sheet_finish", sent.sheet)).content.decode()
    assert "4/5 tiêu chí được chấp nhận nguyên điểm; trong đó 3 tiêu chí chưa được" in text
    assert browser(world.deputy).get(page_of("sheet_finish", sent.sheet)).status_code == 403


def test_a_department_sees_its_items_only_and_no_totals(world):
    scene = scenes.open_two_groups(world)
    unit = UnitFactory(authority=world.a)
    expert = person(unit, role=Post.Role.HEAD)
    group = scene.group("I")
    assign_group(campaign_id=scene.campaign.pk, group_id=group.pk, unit_id=unit.pk, by=world.leader)
    for number, row in enumerate(scene.sheet.lines.order_by("criterion__path")):
        scenes.save(scene.sheet, row.criterion.code, world.head, note=f"CANARY{number + 1}", value=str(number + 5))
    client = browser(expert)
    assert client.get(page_of("sheet_verify", scene.sheet)).status_code == 404
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    for name in ("sheet_verify", "sheet_focus"):
        text = client.get(page_of(name, scene.sheet)).content.decode()
        assert [f"CANARY{number}" in text for number in range(1, 6)][2:] == [False] * 3
        assert "data-total" not in text and "CANARY1" in text
    third = scenes.line(scene.sheet, "3")
    page = client.get(page_of("sheet_focus", scene.sheet), {"dong": third.pk})
    assert page.context["row"].criterion.code == "1"
    json = {"Accept": "application/json"}
    mine = reverse("scoring:line_decide", args=[scenes.line(scene.sheet, "1").pk])
    answer = client.post(mine, {"act": "accept"}, headers=json).json()
    assert (answer["decided"], answer["undecided"], answer["total"], answer["groups"]) == (1, 1, "", {})
    hidden = (
        ("sheet", scene.sheet.pk),
        ("line", third.pk),
        ("line_decide", third.pk),
        ("sheet_finish", scene.sheet.pk),
    )
    for name, pk in hidden:
        address = reverse(f"scoring:{name}", args=[pk])
        ask = client.post if name == "line_decide" else client.get
        assert ask(address).status_code == 404
    assert client.get(reverse("scoring:line", args=[scenes.line(scene.sheet, "1").pk])).status_code == 200


def test_what_the_leader_was_given_as_a_member_is_a_filter(world):
    scene = scenes.open_two_groups(world)
    leader_unit = scene.leader_sheet.unit_id
    assign_group(campaign_id=scene.campaign.pk, group_id=scene.group("II").pk, unit_id=leader_unit, by=world.leader)
    for row in scene.sheet.lines.all():
        scenes.save(scene.sheet, row.criterion.code, world.head, value="5")
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    page = browser(world.leader).get(page_of("sheet_verify", scene.sheet, loc="giao-cho-toi"))
    assert [row.criterion.code for row in page.context["charge"].shown] == ["3", "4"]


def settle(world, scene):
    ScoringSetup.objects.update(
        stages={"self": "unit", "leader": "officers", "agreed": "officers", "council": "board"}, explain_days=0
    )
    services.change_line(line_id=scenes.line(scene.sheet, "1").pk, points=D(3), reason="Thiếu", by=world.leader)
    for code in "2345":
        services.accept_line(line_id=scenes.line(scene.sheet, code).pk, by=world.leader)
    services.finish_verification(sheet_id=scene.sheet.pk, by=world.leader)


def test_the_meeting_and_the_council_write_over_a_verified_sheet(sent):
    world, line = sent.world, scenes.line(sent.sheet, "1")
    assert browser(world.leader).get(page_of("sheet_settle", sent.sheet)).status_code == 403
    settle(world, sent)
    leader, board = browser(world.leader), browser(world.board)
    assert "Khối thống nhất" in leader.get(page_of("sheet_settle", sent.sheet)).content.decode()
    assert browser(world.head).get(page_of("sheet_settle", sent.sheet)).status_code == 403
    bad = decide(leader, line, act="change", points="5", reason="", view="thong-nhat", stage="agreed")
    assert bad.status_code == 422
    done = decide(leader, line, act="change", points="5", reason="Họp ngày 20/12", view="thong-nhat", stage="agreed")
    assert done.status_code == 302
    text = leader.get(page_of("sheet_settle", sent.sheet)).content.decode()
    assert '<s class="old">3,00' in text and "Họp ngày 20/12" in text
    assert decide(board, line, act="accept", view="thong-nhat", stage="council").status_code == 302
    chain = ScoreEntry.objects.filter(line=line).order_by("pk").values_list("stage", "points")
    assert list(chain)[1:] == [("leader", D(3)), ("agreed", D(5)), ("council", D(5))]
    late = decide(leader, line, act="change", points="6", reason="x", view="thong-nhat", stage="agreed")
    assert late.status_code == 403


def test_nobody_settles_the_own_unit(sent):
    world = sent.world
    ScoringSetup.objects.update(stages={"self": "unit", "leader": "officers", "agreed": "officers"})
    for row in sent.leader_sheet.lines.all():
        services.accept_line(line_id=row.pk, by=world.deputy)
    services.finish_verification(sheet_id=sent.leader_sheet.pk, by=world.deputy)
    page = browser(world.leader).get(page_of("sheet_settle", sent.leader_sheet))
    assert (page.status_code, "chính đơn vị mình" in page.content.decode()) == (403, True)
    assert browser(world.deputy).get(page_of("sheet_settle", sent.leader_sheet)).status_code == 200


# The set-up of stages


def setup_values(scene, **extra):
    values = {
        "criteria_set": scene.set.pk,
        "ranking_basis": "percent",
        "self_score_deadline": scene.setup.self_score_deadline_id or "",
        "explain_days": "3",
        "divergence_percent": "12,5",
        "stage_leader": "officers",
    }
    return values | extra


@pytest.mark.parametrize(
    ("stages", "wrong"),
    [
        ({"self": "unit", "leader": "officers"}, False),
        ({"self": "unit", "leader": "board", "agreed": "board", "council": "board"}, False),
        ({"self": "unit"}, True),
        ({"leader": "officers"}, True),
        ({"self": "unit", "leader": "unit"}, True),
        ({"self": "unit", "leader": "officers", "council": "officers"}, True),
        ({"self": "unit", "leader": "officers", "nonsense": "board"}, True),
    ],
)
def test_which_stages_go_together(stages, wrong):
    assert bool(wrong_stages(stages)) == wrong


def test_stages_are_chosen_on_the_page_and_stay_once_somebody_has_spoken(sent):
    client, address = browser(sent.world.leader), reverse("scoring:setup", args=[sent.campaign.pk])
    chosen = setup_values(sent, stage_agreed="officers", stage_council="board", stage_department="assigned")
    assert client.post(address, chosen).status_code == 302
    setup = ScoringSetup.objects.get(pk=sent.setup.pk)
    assert set(setup.stages) == {"self", "department", "leader", "agreed", "council"}
    assert (setup.explain_days, setup.divergence_percent) == (3, D("12.5"))
    services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=sent.world.leader)
    page = client.get(address).content.decode()
    assert "Đã có điểm ở khâu này" in page
    assert client.post(address, setup_values(sent, stage_leader="board")).status_code == 302
    assert ScoringSetup.objects.get(pk=sent.setup.pk).stages == {"self": "unit", "leader": "officers"}


@pytest.mark.parametrize(
    "extra",
    [
        {"stage_leader": ""},
        {"stage_council": "officers"},
        {"explain_days": "61"},
        {"explain_days": "-1"},
        {"explain_days": "x\x00"},
        {"divergence_percent": "101"},
        {"divergence_percent": "1e400"},
        {"divergence_percent": "9" * 40},
    ],
)
def test_wrong_set_ups_are_told_at_their_field(sent, extra):
    address = reverse("scoring:setup", args=[sent.campaign.pk])
    assert browser(sent.world.leader).post(address, setup_values(sent, **extra)).status_code == 422


@pytest.mark.parametrize("raw", ["", "x", "\x00", "9" * 40, "-1"])
def test_wrong_assignments_are_told_at_their_field(world, raw):
    scene = scenes.open_two_groups(world)
    address = reverse("scoring:assignments", args=[scene.campaign.pk])
    assert browser(world.leader).post(address, {"group": raw, "unit": raw}).status_code == 422


def test_assigning_over_http(world):
    scene = scenes.open_two_groups(world)
    unit = UnitFactory(authority=world.a, name="Sở Chuyên môn")
    client, address = browser(world.leader), reverse("scoring:assignments", args=[scene.campaign.pk])
    assert "Còn 5 tiêu chí chưa giao" in client.get(address).content.decode()
    assert client.post(address, {"group": scene.group("I").pk, "unit": unit.pk}).status_code == 302
    text = client.get(address).content.decode()
    assert "Còn 3 tiêu chí chưa giao" in text and text.count("Thôi giao") >= 1
    row = scene.setup.assignments.get()
    assert client.post(reverse("scoring:assignment_take", args=[row.pk])).status_code == 302
    assert client.post(reverse("scoring:assignment_take", args=[row.pk])).status_code == 404
    assert not scene.setup.assignments.exists()


def test_statements_of_the_pages_do_not_grow_with_items(world, django_assert_max_num_queries):
    small = scenes.open_two_groups(world)
    for row in small.sheet.lines.all():
        scenes.save(small.sheet, row.criterion.code, world.head, value="5")
    services.submit_sheet(sheet_id=small.sheet.pk, by=world.head)
    client = browser(world.leader)
    for name in ("sheet_verify", "sheet_focus", "sheet_finish"):
        client.get(page_of(name, small.sheet))
        with django_assert_max_num_queries(60) as one:
            client.get(page_of(name, small.sheet))
        for row in small.sheet.lines.all():
            services.accept_line(line_id=row.pk, by=world.leader)
        with django_assert_max_num_queries(len(one)):
            client.get(page_of(name, small.sheet))
