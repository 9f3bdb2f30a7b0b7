"""Criteria sets on screen: rows moved and put into groups, sets and groups copied, a version published."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.decisions import Refused
from scoring import services
from scoring.models import CriteriaSet, Criterion
from scoring.services import CriterionValues
from scoring.services.criteria_checks import differences, set_problems
from scoring.states import SetState

from . import scenes


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tree(criteria_set) -> list[tuple[str, str]]:
    return list(criteria_set.criteria.order_by("path").values_list("path", "code"))


@pytest.fixture
def draft(world):
    """I (1, 2), II (3), and a leaf 9 at the top."""
    criteria_set = services.create_set(values=CriteriaSet(authority=world.a, name="Bộ soạn", year=2026), by=world.board)
    rows = [(1, "I", "group"), (2, "1", "achieved"), (2, "2", "achieved"), (1, "II", "group"), (2, "3", "achieved")]
    values = [
        (level, CriterionValues(f"Dòng {code}", kind, code=code, max_points=None if kind == "group" else 5))
        for level, code, kind in [*rows, (1, "9", "achieved")]
    ]
    services.add_criteria(set_id=criteria_set.pk, rows=values, by=world.board)
    return criteria_set


def key(criteria_set, code: str) -> int:
    return criteria_set.criteria.get(code=code).pk


@pytest.mark.parametrize(
    ("code", "move", "codes"),
    [
        ("2", "up", "I 2 1 II 3 9"),
        ("I", "down", "II 3 I 1 2 9"),
        ("9", "indent", "I 1 2 II 3 9"),
        ("1", "outdent", "I 2 1 II 3 9"),
        ("II", "indent", "I 1 2 II 3 9"),
    ],
)
def test_a_row_moves_with_what_is_under_it(world, draft, code, move, codes):
    before = dict(draft.criteria.values_list("pk", "code"))
    services.move_criterion(criterion_id=key(draft, code), move=move, by=world.board)
    assert " ".join(name for _, name in tree(draft)) == codes
    assert dict(draft.criteria.values_list("pk", "code")) == before
    for row in draft.criteria.select_related("parent"):
        assert row.path.rpartition(".")[0] == (row.parent.path if row.parent else "")


@pytest.mark.parametrize(("code", "move"), [("I", "up"), ("9", "down"), ("2", "indent"), ("9", "outdent"), ("1", "x")])
def test_there_is_not_always_room(world, draft, code, move):
    before = tree(draft)
    with pytest.raises(Refused):
        services.move_criterion(criterion_id=key(draft, code), move=move, by=world.board)
    assert tree(draft) == before


def test_a_row_goes_into_another_group_but_never_into_itself(world, draft):
    client = browser(world.board)
    address = reverse("scoring:criterion_edit", args=[key(draft, "1")])
    sent = {"code": "1", "title": "Dòng 1", "kind": "achieved", "max_points": "5", "guidance": "Xem biên bản."}
    assert client.post(address, sent | {"parent": key(draft, "II")}).status_code == 302
    assert tree(draft) == [
        ("0001", "I"), ("0001.0001", "2"), ("0002", "II"), ("0002.0001", "3"), ("0002.0002", "1"), ("0003", "9"),
    ]  # fmt: skip
    assert draft.criteria.get(code="1").guidance == "Xem biên bản."
    inner = services.add_criterion(
        set_id=draft.pk, parent_id=key(draft, "I"), values=CriterionValues("Trong", "group", code="I.a"), by=world.board
    )
    group = {"code": "I", "title": "Dòng I", "kind": "group", "parent": inner.pk}
    wrong = client.post(reverse("scoring:criterion_edit", args=[key(draft, "I")]), group)
    assert (wrong.status_code, "Không chuyển được vào nhóm này" in wrong.content.decode()) == (422, True)


def test_moving_takes_as_many_statements_however_long_the_set(world, draft):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            services.move_criterion(criterion_id=key(draft, "I"), move="down", by=world.board)
        services.move_criterion(criterion_id=key(draft, "I"), move="up", by=world.board)
        return len(found)

    few = statements()
    more = [(1, CriterionValues(f"Thêm {n}", "achieved", max_points=1)) for n in range(60)]
    services.add_criteria(set_id=draft.pk, rows=more, by=world.board)
    assert statements() == few <= 14


def test_the_tree_is_sent_again_after_a_move(world, draft):
    client = browser(world.board)
    address = reverse("scoring:criterion_move", args=[key(draft, "2"), "up"])
    answer = client.post(address, headers={"HX-Request": "true"})
    assert (answer.status_code, "data-focus" in answer.content.decode()) == (200, True)
    refused = client.post(address, headers={"HX-Request": "true"})
    assert (refused.status_code, refused["HX-Retarget"]) == (403, "#tree-note")
    assert client.post(address).status_code == 403


def test_a_set_in_force_never_moves(world):
    criteria_set = scenes.make_set(world)
    address = reverse("scoring:criterion_move", args=[key(criteria_set, "2"), "up"])
    assert browser(world.board).post(address).status_code == 403
    assert browser(world.staff).post(address).status_code == 404


def test_a_new_set_from_another_blocs_set(world):
    source = scenes.make_set(world, name="Bộ năm trước")
    Criterion.objects.filter(code="1").update(guidance="Theo công văn.", legal_basis="Điều 3")
    client, address = browser(world.leader), reverse("scoring:set_copy_from")
    page = client.get(address, {"nguon": source.pk})
    assert (page.context["total"], "Không chép" in page.content.decode()) == (45, True)
    sent = {
        "nguon": source.pk, "authority": world.a.pk, "bloc_year": world.bloc.year.pk, "name": "Bộ của khối", "year": 2026
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    made = CriteriaSet.objects.get(name="Bộ của khối")
    assert (made.state, made.version, made.effective_from) == (SetState.DRAFT, 1, None)
    assert differences(list(source.criteria.order_by("path")), list(made.criteria.order_by("path"))) == []
    assert made.criteria.get(code="1").legal_basis == "Điều 3"
    assert client.post(address, sent | {"bloc_year": world.other_bloc.year.pk, "name": "Khác"}).status_code == 422
    assert browser(world.foreign_board).get(address, {"nguon": source.pk}).status_code == 404
    assert browser(world.foreign_board).post(address, sent).status_code == 404


@pytest.mark.parametrize("text", ["abc", "9" * 30, "-1", "\x00", "²", "0"])
def test_a_source_that_makes_no_sense_is_not_there(world, draft, text):
    for address in (reverse("scoring:set_copy_from"), reverse("scoring:group_copy", args=[draft.pk])):
        assert browser(world.board).get(address, {"nguon": text}).status_code == 404
        assert browser(world.board).post(address, {"nguon": text}).status_code == 404


def test_one_group_of_another_set_is_copied_once(world, draft):
    source = scenes.make_set(world, name="Bộ nguồn")
    client, address = browser(world.board), reverse("scoring:group_copy", args=[draft.pk])
    chosen = {"nguon": source.pk, "nhom": key(source, "I"), "vao": key(draft, "II")}
    page = client.get(address, chosen)
    assert (len(page.context["criteria"]), page.context["total"], page.context["has"]) == (6, 45, 6)
    sent = chosen | {"has": page.context["has"]}
    assert client.post(address, sent).status_code == 302
    assert [row for row in tree(draft) if row[0].startswith("0002.0002")][:2] == [
        ("0002.0002", "I"),
        ("0002.0002.0001", "1"),
    ]
    assert client.post(address, sent).status_code == 409
    assert client.get(address, chosen | {"nhom": key(draft, "II")}).status_code == 200
    assert client.post(address, chosen | {"nhom": key(draft, "II")}).status_code == 422


def test_publishing_says_what_it_means_and_where_it_is_wrong(world, draft):
    client, address = browser(world.board), reverse("scoring:set_force", args=[draft.pk])
    empty = services.add_criterion(set_id=draft.pk, values=CriterionValues("Trống", "group"), by=world.board)
    page = client.get(address).content.decode()
    assert f"#tieu-chi-{empty.pk}" in page and "nhóm chưa có tiêu chí con" in page
    assert client.post(address, {"effective_from": "01/07/2026"}).status_code == 422
    services.delete_criterion(criterion_id=empty.pk, by=world.board)
    assert set_problems(draft) == []
    assert client.post(address, {"effective_from": "31/02/2026"}).status_code == 422
    assert client.post(address, {"effective_from": "01/07/2026"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.effective_from) == (SetState.IN_FORCE, dt.date(2026, 7, 1))
    assert client.get(address).status_code == 403


def test_a_version_published_in_the_year_supersedes_and_open_sheets_keep_theirs(world):
    scene = scenes.open_scoring(world)
    copy = services.copy_set(set_id=scene.set.pk, by=world.board)
    row = copy.criteria.get(code="1")
    services.change_criterion(
        criterion_id=row.pk, values=CriterionValues("Tiêu chí 1", "direct", code="1", max_points=12), by=world.board
    )
    client, address = browser(world.board), reverse("scoring:set_force", args=[copy.pk])
    page = client.get(address)
    assert [one.words for one in page.context["differences"]] == [
        ["điểm chuẩn: 10 → 12", "cách tính: Chấm trực tiếp từ 0 đến 10 điểm → Chấm trực tiếp từ 0 đến 12 điểm"]
    ]
    assert str(scene.campaign) in page.content.decode()
    before = scene.set.effective_from or CriteriaSet.objects.get(pk=scene.set.pk).effective_from
    early = client.post(address, {"effective_from": f"{before - dt.timedelta(days=1):%d/%m/%Y}"})
    assert (early.status_code, "không được sớm hơn" in early.content.decode()) == (422, True)
    assert client.post(address).status_code == 302
    scene.sheet.refresh_from_db()
    assert (CriteriaSet.objects.get(pk=scene.set.pk).state, scene.sheet.criteria_set_id) == (
        SetState.SUPERSEDED, scene.set.pk,
    )  # fmt: skip


def test_guidance_stands_at_the_item_of_the_sheet(world):
    scene = scenes.open_scoring(world)
    Criterion.objects.filter(code="2").update(guidance="Tính theo biên nhận.", legal_basis="Khoản 2 Điều 5")
    page = browser(world.staff).get(reverse("scoring:sheet", args=[scene.sheet.pk])).content.decode()
    assert (page.count("Hướng dẫn, căn cứ"), "Tính theo biên nhận." in page, "Khoản 2 Điều 5" in page) == (
        1,
        True,
        True,
    )


@pytest.mark.parametrize("name", ["set", "set_force", "set_copy_from", "group_copy"])
def test_pages_of_a_set_take_as_many_statements_however_long_it_is(world, draft, name):
    client, query = browser(world.board), {}
    address = reverse(f"scoring:{name}", args=[] if name == "set_copy_from" else [draft.pk])
    if name in {"set_copy_from", "group_copy"}:
        query = {"nguon": draft.pk} | ({"nhom": key(draft, "I")} if name == "group_copy" else {})

    def statements() -> int:
        client.get(address, query)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, query).status_code == 200
        return len(found)

    few = statements()
    more = [(1, CriterionValues(f"Thêm {n}", "achieved", max_points=1)) for n in range(40)]
    services.add_criteria(set_id=draft.pk, rows=more, by=world.board)
    assert statements() == few <= 14
