"""The sheet over HTTP: saving, conflicts, bad input, visibility, number of statements."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scoring import services
from scoring.models import Evidence, ScoreLine, ScoreSheet
from scoring.states import SheetState
from tests.factories import DeadlineFactory
from tests.world import build_world

from . import scenes

D = Decimal
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world())


@pytest.fixture
def scene(copied):
    return copied


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post_cell(client, line, **data):
    data.setdefault("version", line.version)
    return client.post(reverse("scoring:line_save", args=[line.pk]), data)


def test_page_shows_every_line_and_no_inline_code(scene):
    page = browser(scene.world.staff).get(reverse("scoring:sheet", args=[scene.sheet.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("data-line=") == 5
    assert " style=" not in text and " onclick=" not in text and "<script>" not in text


@pytest.mark.parametrize("typed", ["7,5", "7.5", " 7,50 "])
def test_decimal_comma_and_point_both_save(scene, typed):
    line = scenes.line(scene.sheet, "1")
    answer = post_cell(browser(scene.world.staff), line, value=typed).json()
    assert (answer["points"], answer["version"], answer["total"]) == ("7,50", 1, "7,50")
    assert answer["chips"]["chua-cham"] == 4


@pytest.mark.parametrize(
    "typed", ["abc", "7,5,1", "1e400", "NaN", "-Infinity", "\x00", "9" * 35, "12", "-1", "<script>", "0,12345", "١٢"]
)
def test_bad_input_is_a_sentence_and_changes_nothing(scene, typed):
    line = scenes.line(scene.sheet, "1")
    answer = post_cell(browser(scene.world.staff), line, value=typed)
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)
    assert scenes.line(scene.sheet, "1").version == 0


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "9" * 40, "\x00"])
def test_bad_version_is_a_sentence(scene, version):
    line = scenes.line(scene.sheet, "1")
    assert post_cell(browser(scene.world.staff), line, value="1", version=version).status_code == 422


def test_nul_in_a_note_is_a_sentence(scene):
    line = scenes.line(scene.sheet, "1")
    assert post_cell(browser(scene.world.staff), line, value="1", note="a\x00b").status_code == 422


def test_stale_line_answers_409_with_both_values(scene):
    line = scenes.line(scene.sheet, "1")
    post_cell(browser(scene.world.head), line, value="7")
    answer = post_cell(browser(scene.world.staff), line, value="9")
    data = answer.json()
    assert answer.status_code == 409
    assert (data["mine"]["value"], data["theirs"]["value"], data["version"]) == ("9", "7", 1)
    assert data["who"] == scene.world.head.full_name


def test_signed_out_script_gets_401_and_the_page_a_login(scene):
    line = scenes.line(scene.sheet, "1")
    assert post_cell(Client(), line, value="7").status_code == 401
    assert Client().get(reverse("scoring:sheet", args=[scene.sheet.pk])).status_code == 302


OUTSIDE_DRAFT = [
    "other_unit_head",
    "leader",
    "deputy",
    "former_leader",
    "board",
    "viewer",
    "other_bloc_leader",
    "foreign_board",
    "foreign_head",
    "no_post",
]


@pytest.mark.parametrize("name", OUTSIDE_DRAFT)
def test_a_draft_is_its_units_alone(scene, name):
    client, line = browser(scene.world.people[name]), scenes.line(scene.sheet, "1")
    assert client.get(reverse("scoring:sheet", args=[scene.sheet.pk])).status_code == 404
    assert client.get(reverse("scoring:line", args=[line.pk])).status_code == 404
    assert post_cell(client, line, value="1").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("staff", 200),
        ("head", 200),
        ("leader", 200),
        ("leader_staff", 200),
        ("deputy", 200),
        ("board", 200),
        ("viewer", 200),
        ("other_unit_head", 404),
        ("former_leader", 404),
        ("other_bloc_leader", 404),
        ("other_bloc_head", 404),
        ("foreign_board", 404),
        ("no_post", 404),
    ],
)
def test_who_reads_a_sent_sheet(scene, name, status):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    page = browser(scene.world.people[name]).get(reverse("scoring:sheet", args=[scene.sheet.pk]))
    assert page.status_code == status


def test_members_read_each_other_only_after_the_final_ranking(scene):
    client, address = browser(scene.world.other_unit_head), reverse("scoring:sheet", args=[scene.sheet.pk])
    scenes.submit_all(scene)
    scenes.verify_all(scene)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader)
    assert client.get(address).status_code == 404
    services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, final=True)
    assert client.get(address).status_code == 200
    assert browser(scene.world.other_bloc_head).get(address).status_code == 404


def test_sending_over_http_lists_what_is_missing_then_gives_a_receipt(scene):
    client, address = browser(scene.world.head), reverse("scoring:sheet_submit", args=[scene.sheet.pk])
    page = client.post(address)
    assert page.status_code == 422
    assert "chưa chấm" in page.content.decode()
    scenes.fill(scene.sheet, scene.world.staff)
    assert client.get(address).status_code == 200
    page = client.post(address, follow=True).content.decode()
    assert "Biên nhận số 1" in page
    assert "đúng hạn" in page


def test_staff_see_why_they_cannot_send(scene):
    page = browser(scene.world.staff).post(reverse("scoring:sheet_submit", args=[scene.sheet.pk]))
    assert (page.status_code, "Vai trò hiện tại" in page.content.decode()) == (403, True)


def test_filters_are_in_the_address(scene):
    scenes.save(scene.sheet, "1", scene.world.staff, value="1")
    page = browser(scene.world.staff).get(reverse("scoring:sheet", args=[scene.sheet.pk]) + "?loc=chua-cham")
    assert page.content.decode().count("data-line=") == 4
    page = browser(scene.world.staff).get(reverse("scoring:sheet", args=[scene.sheet.pk]) + "?loc=%00x")
    assert page.content.decode().count("data-line=") == 5


def statements(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_statements_do_not_grow_with_lines(world, django_assert_max_num_queries):
    few = scenes.open_scoring(world, scenes.ROWS)
    many_rows = [(str(n), "direct", "5", {}, True) for n in range(176)]
    many_set = scenes.make_set(world, many_rows, name="Bộ lớn")
    bloc = world.other_bloc
    deadline = DeadlineFactory(campaign=bloc.campaign, kind="self_score")
    services.set_up_scoring(
        campaign_id=bloc.campaign.pk, criteria_set_id=many_set.pk, deadline_id=deadline.pk, by=world.board
    )
    services.open_sheets(campaign_id=bloc.campaign.pk, by=world.board)
    many = ScoreSheet.objects.get(campaign=bloc.campaign, unit=bloc.units[2])
    ScoreLine.objects.filter(sheet=many).update(self_points=5, value=5)
    one = statements(browser(world.head), reverse("scoring:sheet", args=[few.sheet.pk]), django_assert_max_num_queries)
    two = statements(
        browser(world.other_bloc_head), reverse("scoring:sheet", args=[many.pk]), django_assert_max_num_queries
    )
    assert one == two


def test_statements_of_lists_do_not_grow(world, django_assert_max_num_queries):
    scene = scenes.open_scoring(world)
    address = reverse("scoring:progress", args=[scene.campaign.pk])
    scenes.fill(scene.sheet, world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    one = statements(browser(world.leader), address, django_assert_max_num_queries)
    for sheet in (scene.other_sheet, scene.deputy_sheet):
        head = scenes.heads(world)[sheet.unit_id]
        scenes.fill(sheet, head)
        services.submit_sheet(sheet_id=sheet.pk, by=head)
    assert statements(browser(world.leader), address, django_assert_max_num_queries) == one
    for page in ("scoring:home", "scoring:set_list"):
        few = statements(browser(world.board), reverse(page), django_assert_max_num_queries)
        for number in range(4):
            scenes.make_set(world, name=f"Bộ {page} {number}")
        assert statements(browser(world.board), reverse(page), django_assert_max_num_queries) == few


def upload(client, line, name="van ban.pdf", data=PDF):
    return client.post(reverse("scoring:line", args=[line.pk]), {"file": SimpleUploadedFile(name, data)})


def test_evidence_is_kept_with_its_checksum_and_leaves_as_an_attachment(scene):
    client, line = browser(scene.world.staff), scenes.line(scene.sheet, "1")
    assert upload(client, line).status_code == 302
    evidence = Evidence.objects.get()
    file = evidence.current
    assert (evidence.unit_id, file.size, len(file.sha256)) == (scene.sheet.unit_id, len(PDF), 64)
    answer = client.get(reverse("scoring:evidence", args=[evidence.pk]))
    assert b"".join(answer.streaming_content) == PDF
    headers = {name: answer[name] for name in ("X-Content-Type-Options", "Cache-Control")}
    assert headers == {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store, private"}
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", PDF), ("a.pdf", b"<html>"), ("a.pdf", b""), ("a.docx", b"PK nonsense"), ("khong-duoi", PDF)],
)
def test_files_that_are_not_kept_get_a_sentence(scene, name, data):
    page = upload(browser(scene.world.staff), scenes.line(scene.sheet, "1"), name, data)
    assert (page.status_code, Evidence.objects.count()) == (422, 0)


def test_evidence_follows_the_sheet_it_hangs_on(scene):
    line = scenes.line(scene.sheet, "1")
    upload(browser(scene.world.staff), line)
    address = reverse("scoring:evidence", args=[Evidence.objects.get().pk])
    for name in OUTSIDE_DRAFT:
        assert browser(scene.world.people[name]).get(address).status_code == 404
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    got = {name: browser(scene.world.people[name]).get(address).status_code for name in OUTSIDE_DRAFT}
    assert [name for name, status in got.items() if status == 200] == ["leader", "deputy", "board", "viewer"]


def test_a_published_ranking_opens_scores_but_not_files(scene):
    line = scenes.line(scene.sheet, "1")
    upload(browser(scene.world.staff), line)
    scenes.submit_all(scene)
    scenes.verify_all(scene)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, final=True)
    member, evidence = browser(scene.world.other_unit_head), Evidence.objects.get()
    page = member.get(reverse("scoring:line", args=[line.pk]))
    assert (page.status_code, evidence.name in page.content.decode()) == (200, False)
    assert member.get(reverse("scoring:evidence", args=[evidence.pk])).status_code == 404
    assert browser(scene.world.leader).get(reverse("scoring:evidence", args=[evidence.pk])).status_code == 200


def test_a_foreign_file_cannot_be_hung_on_an_own_line(scene):
    upload(browser(scene.world.other_unit_head), scenes.line(scene.other_sheet, "1"))
    foreign = Evidence.objects.get()
    page = browser(scene.world.staff).post(
        reverse("scoring:line", args=[scenes.line(scene.sheet, "1").pk]), {"existing": foreign.pk}
    )
    assert page.status_code == 422
    assert scenes.line(scene.sheet, "1").evidence_links.count() == 0


def test_taking_a_file_off_needs_an_open_line(scene):
    client, line = browser(scene.world.staff), scenes.line(scene.sheet, "1")
    upload(client, line)
    link = line.evidence_links.get()
    assert (
        browser(scene.world.other_unit_head).post(reverse("scoring:evidence_detach", args=[link.pk])).status_code == 404
    )
    assert client.post(reverse("scoring:evidence_detach", args=[link.pk])).status_code == 302
    assert (line.evidence_links.count(), Evidence.objects.filter(removed_at=None).count()) == (0, 1)


def test_recall_over_http(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    client, address = browser(scene.world.head), reverse("scoring:sheet_recall", args=[scene.sheet.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert ScoreSheet.objects.get(pk=scene.sheet.pk).state == SheetState.DRAFT


def test_answer_of_a_saved_line_is_plain_json(scene):
    line = scenes.line(scene.sheet, "3")
    answer = post_cell(browser(scene.world.staff), line, target="10", actual="9")
    data = json.loads(answer.content)
    assert (data["explanation"], list(data["groups"].values())) == ("Đạt 90% chỉ tiêu (9/10) → 90% × 10 điểm", ["9,00"])


def test_library_shows_own_files_and_keeps_those_in_use(scene):
    client, line = browser(scene.world.staff), scenes.line(scene.sheet, "1")
    upload(client, line)
    upload(browser(scene.world.other_unit_head), scenes.line(scene.other_sheet, "1"), "cua don vi khac.pdf", PDF + b" ")
    own, foreign = Evidence.objects.order_by("pk")
    page = client.get(reverse("scoring:evidence_list")).content.decode()
    assert ("van ban.pdf" in page, "cua don vi khac" in page) == (True, False)
    client.post(reverse("scoring:evidence_remove", args=[own.pk]))
    assert Evidence.objects.get(pk=own.pk).removed_at is None
    client.post(reverse("scoring:evidence_detach", args=[line.evidence_links.get().pk]))
    client.post(reverse("scoring:evidence_remove", args=[own.pk]))
    assert Evidence.objects.get(pk=own.pk).removed_at is not None
    assert client.get(reverse("scoring:evidence", args=[own.pk])).status_code == 404
    assert client.post(reverse("scoring:evidence_remove", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("scoring:evidence_list") + "?page=%00x").status_code == 200


def test_an_officer_may_read_but_not_remove_a_units_file(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    upload(browser(scene.world.staff), scenes.line(scene.sheet, "1"))
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    address = reverse("scoring:evidence_remove", args=[Evidence.objects.get().pk])
    assert browser(scene.world.leader).post(address).status_code in {403, 404}
    assert Evidence.objects.get().removed_at is None


@pytest.mark.parametrize(
    ("row", "typed"),
    [
        (("9", "ratio", "100", {"capped": False}, False), {"target": "0,0001", "actual": "999999999999"}),
        (("9", "bonus", None, {"points_each": "999999999999"}, False), {"count": "999999999999"}),
        (("9", "penalty", None, {}, False), {"value": "999999999999"}),
    ],
    ids=["ratio", "bonus", "penalty"],
)
def test_numbers_that_make_absurd_points_get_a_sentence(world, row, typed):
    scene = scenes.open_scoring(world, rows=[row])
    client, line = Client(), scenes.line(scene.sheet, "9")
    client.force_login(world.staff)
    answer = client.post(reverse("scoring:line_save", args=[line.pk]), {"version": 0, **typed})
    assert (answer.status_code, "quá lớn" in answer.json()["message"]) == (422, True)
    assert client.get(reverse("scoring:sheet", args=[scene.sheet.pk])).status_code == 200
