"""Pages of history, comparison and correction; a published page shows the frozen figures."""

import pytest
from django.test import Client

from blocs.models import Post
from scoring import services
from scoring.models import Correction, ScoreLine
from tests.world import build_world, person

from . import scenes


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def built(kept):
    scene = scenes.open_scoring(build_world())
    scenes.submit_all(scene)
    scenes.verify_all(scene)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, final=True)
    scene.second = person(authority=scene.world.a, role=Post.Role.BOARD_STAFF)
    return scene


@pytest.fixture
def published(copied):
    return copied


def url(name: str, pk: int) -> str:
    return {
        "history": f"/cham-diem/phieu/{pk}/lich-su/",
        "propose": f"/cham-diem/phieu/{pk}/dinh-chinh/",
        "correction": f"/cham-diem/dinh-chinh/{pk}/",
        "line": f"/cham-diem/dong/{pk}/",
        "sheet": f"/cham-diem/phieu/{pk}/",
    }[name]


def test_history_names_versions_and_compares_the_two_asked_for(published):
    client = signed_in(published.world.staff)
    page = client.get(url("history", published.sheet.pk), {"tu": "2", "den": "1"}).content.decode()
    assert "Khác nhau giữa bản số 1 và bản số 2" in page
    assert "Khi công bố lần 1" in page
    assert published.sheet.versions.first().sha256 in page


@pytest.mark.parametrize(
    "data", [{"tu": "x", "den": "9" * 60}, {"tu": "-1"}, {"tu": "1", "den": "99"}, {"page": "\x00"}]
)
def test_history_with_nonsense_shows_the_last_two(published, data):
    answer = signed_in(published.world.staff).get(url("history", published.sheet.pk), data)
    assert (answer.status_code, "bản số 1 và bản số 2" in answer.content.decode()) == (200, True)


def test_a_judgement_half_made_is_not_in_the_history(world):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    line = scenes.line(scene.sheet, "1")
    services.change_line(line_id=line.pk, points=scenes.D(1), reason="BI-MAT-LY-DO", by=world.leader)
    page = url("history", scene.sheet.pk)
    assert "BI-MAT-LY-DO" not in signed_in(world.staff).get(page).content.decode()
    assert "BI-MAT-LY-DO" in signed_in(world.leader).get(page).content.decode()


def test_history_statements_do_not_grow(published, django_assert_max_num_queries):
    client = signed_in(published.world.leader)
    client.get(url("history", published.sheet.pk))
    with django_assert_max_num_queries(16):
        client.get(url("history", published.sheet.pk))


def test_the_page_of_a_published_line_and_sheet_shows_the_frozen_figures(published):
    line = scenes.line(published.sheet, "1")
    ScoreLine.objects.filter(pk=line.pk).update(self_points="9.99", note="DOI-TROM")
    client = signed_in(published.world.staff)
    for page in (url("line", line.pk), url("sheet", published.sheet.pk)):
        text = client.get(page).content.decode()
        assert "DOI-TROM" not in text
        assert "9,99" not in text


def test_a_correction_from_proposal_to_the_second_publication(published):
    line = scenes.line(published.sheet, "1")
    board, second = signed_in(published.world.board), signed_in(published.second)
    sent = board.post(
        url("propose", published.sheet.pk), {f"line-{line.pk}": "1,5", "reason": "Kết luận kiểm tra số 5"}
    )
    correction = Correction.objects.get()
    assert sent.headers["Location"] == url("correction", correction.pk)
    page = second.get(url("correction", correction.pk)).content.decode()
    assert "Nếu duyệt, kết quả thay đổi như sau" in page
    assert str(published.sheet.unit) in page
    assert board.post(url("correction", correction.pk), {"act": "approve"}).status_code == 403
    assert second.post(url("correction", correction.pk), {"act": "approve"}).status_code == 302
    shown = signed_in(published.world.staff).get(f"/cham-diem/ke-hoach/{published.campaign.pk}/xep-hang/")
    assert "công bố lần 2 (đính chính)" in shown.content.decode()
    assert "Kết luận kiểm tra số 5" in shown.content.decode()


@pytest.mark.parametrize(
    ("value", "reason", "words"),
    [
        ("1,5", "", "Trường này"),
        ("", "Lý do", "ít nhất một tiêu chí"),
        ("7", "Lý do", "bằng điểm đã công bố"),
        ("99", "Lý do", "vượt điểm chuẩn"),
        ("abc", "Lý do", "không phải là số"),
        ("1e400", "Lý do", "không phải là số"),
    ],
)
def test_bad_proposals_are_said_and_what_was_typed_is_kept(published, value, reason, words):
    line = scenes.line(published.sheet, "1")
    answer = signed_in(published.world.board).post(
        url("propose", published.sheet.pk), {f"line-{line.pk}": value, "reason": reason}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page or "bắt buộc" in page
    assert reason in page
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("staff", 403), ("leader", 403), ("viewer", 403), ("other_unit_head", 404), ("foreign_board", 404)],
)
def test_who_may_not_open_the_proposal(published, name, status):
    client = signed_in(getattr(published.world, name))
    assert client.get(url("propose", published.sheet.pk)).status_code == status


def test_a_correction_is_the_boards_to_see(published):
    line = scenes.line(published.sheet, "1")
    made = services.propose_correction(
        campaign_id=published.campaign.pk, points={line.pk: scenes.D(1)}, reason="Kết luận", by=published.world.board
    )
    seen = {name: signed_in(getattr(published.world, name)).get(url("correction", made.pk)).status_code for name in WHO}
    assert seen == WHO


WHO = {"board": 200, "viewer": 404, "leader": 404, "staff": 404, "foreign_board": 404}
