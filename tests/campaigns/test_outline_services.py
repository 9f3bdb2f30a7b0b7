"""Many nodes at once: pasting, numbering anew, taking a deletion back; lines of bases and receivers; the editor's pages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from campaigns import services
from campaigns.models import Plan, PlanBasis, PlanNode, PlanRecipient
from campaigns.outline import branches
from campaigns.pasting import Item, items_of
from campaigns.permissions import CampaignReason
from tests.factories import DeadlineFactory, MembershipFactory, UnitFactory

TEXT = "I. MỤC ĐÍCH\n1. Mục đích\n- Một.\n2. Yêu cầu\nII. NỘI DUNG"


@pytest.fixture
def plan(world):
    return services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader, place="Quảng Trị")


@pytest.fixture
def written(world, plan):
    services.add_nodes(plan_id=plan.pk, by=world.leader, items=items_of("", TEXT))
    return plan


def told(plan):
    return [(row.depth, row.node.label, row.node.title or row.node.text) for row in branches(plan)]


def refused(call, **kwargs):
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    return caught.value.reason


def node(label):
    return PlanNode.objects.get(label=label)


def test_pasted_rows_stand_where_they_were_asked_for(world, written):
    items = [Item("a)", "", "Ba", 1), Item("-", "", "Bốn", 2), Item("b)", "", "Năm", 1)]
    services.add_nodes(plan_id=written.pk, by=world.leader, items=items, parent=node("I."), after=node("1."))
    assert told(written) == [
        (1, "I.", "MỤC ĐÍCH"),
        (2, "1.", "Mục đích"),
        (3, "-", "Một."),
        (2, "a)", "Ba"),
        (3, "-", "Bốn"),
        (2, "b)", "Năm"),
        (2, "2.", "Yêu cầu"),
        (1, "II.", "NỘI DUNG"),
    ]
    assert AuditEntry.objects.filter(event="node.paste").latest("pk").after == {"count": 3}


def test_what_cannot_be_pasted(world, written):
    deep = [Item("", "", "x", depth) for depth in range(1, 13)]
    assert (
        refused(services.add_nodes, plan_id=written.pk, by=world.leader, items=deep, parent=node("I."))
        is CampaignReason.NO_ROOM
    )
    with pytest.raises(ValidationError, match="nhiều nhất 500"):
        services.add_nodes(plan_id=written.pk, by=world.leader, items=[Item("", "", "x", 1)] * 501)
    with pytest.raises(ValidationError, match="Chưa chọn"):
        services.add_nodes(plan_id=written.pk, by=world.leader, items=[])
    other = services.save_plan(campaign_id=world.other_bloc.campaign.pk, by=world.board)
    foreign = services.add_node(plan_id=other.pk, by=world.board, title="x")
    assert (
        refused(services.add_nodes, plan_id=written.pk, by=world.board, items=deep[:1], parent=foreign)
        is Reason.OUT_OF_REACH
    )
    assert written.nodes.count() == 5


def test_numbering_anew_and_its_record(world, written):
    services.move_node(node_id=node("2.").pk, move="up", by=world.leader)
    assert services.renumber(plan_id=written.pk, by=world.leader) == 2
    assert [row[1:] for row in told(written)][1:4] == [("1.", "Yêu cầu"), ("2.", "Mục đích"), ("-", "Một.")]
    assert services.renumber(plan_id=written.pk, by=world.leader) == 0
    assert AuditEntry.objects.filter(event="node.renumber").count() == 1


def test_whoever_looked_at_an_older_version_changes_nothing(world, written):
    written.refresh_from_db()
    seen = written.version
    services.update_node(node_id=node("II.").pk, by=world.board, text="Mới")
    for call in (
        lambda **k: services.move_node(node_id=node("II.").pk, move="up", **k),
        lambda **k: services.delete_node(node_id=node("I.").pk, **k),
        lambda **k: services.renumber(plan_id=written.pk, **k),
    ):
        assert refused(call, by=world.leader, seen=seen) is Reason.STALE
    assert told(written)[0] == (1, "I.", "MỤC ĐÍCH")


def test_a_deletion_is_taken_back_as_it_was(world, written, due):
    services.update_node(node_id=node("-").pk, by=world.leader, deadline=due, text="[[hạn]]", actor="Các đơn vị")
    before = list(PlanNode.objects.order_by("pk").values())
    entry = services.delete_node(node_id=node("I.").pk, by=world.leader)
    assert told(written) == [(1, "II.", "NỘI DUNG")]
    services.restore_nodes(plan_id=written.pk, entry_id=entry.pk, by=world.board)
    assert list(PlanNode.objects.order_by("pk").values()) == before
    again = refused(services.restore_nodes, plan_id=written.pk, entry_id=entry.pk, by=world.board)
    assert again is Reason.STALE


def test_taking_back_when_the_surroundings_have_changed(world, written, due):
    services.update_node(node_id=node("-").pk, by=world.leader, deadline=due)
    first = services.delete_node(node_id=node("-").pk, by=world.leader)
    services.delete_node(node_id=node("I.").pk, by=world.leader)
    services.delete_deadline(deadline_id=due.pk, by=world.leader)
    services.restore_nodes(plan_id=written.pk, entry_id=first.pk, by=world.leader)
    assert told(written) == [(1, "II.", "NỘI DUNG"), (1, "-", "Một.")]
    assert node("-").deadline is None


def test_only_deletions_of_this_plan_are_taken_back(world, written):
    other = services.save_plan(campaign_id=world.other_bloc.campaign.pk, by=world.board)
    theirs = services.add_node(plan_id=other.pk, by=world.board, title="Của khối khác")
    entry = services.delete_node(node_id=theirs.pk, by=world.board)
    created = AuditEntry.objects.filter(event="node.paste").first()
    for key in (entry.pk, created.pk, 10**17):
        reason = refused(services.restore_nodes, plan_id=written.pk, entry_id=key, by=world.leader)
        assert reason is Reason.OUT_OF_REACH


def test_a_deadline_of_another_campaign_is_refused_at_its_field(world, written):
    foreign = DeadlineFactory(campaign=world.other_bloc.campaign)
    with pytest.raises(ValidationError) as caught:
        services.update_node(node_id=node("I.").pk, by=world.leader, deadline=foreign)
    assert list(caught.value.error_dict) == ["deadline"]


def test_a_node_may_consist_of_a_printed_list_alone(world, written, due):
    row = services.add_node(plan_id=written.pk, by=world.leader, slot="deadlines")
    shown = next(branch for branch in branches(written) if branch.node == row)
    assert shown.lines == [f"Báo cáo 6 tháng: chậm nhất ngày {due.value:%d/%m/%Y}, gửi Trưởng khối."]


def test_lines_change_places_and_units_are_listed_once(world, plan):
    first, second = (services.add_basis(plan_id=plan.pk, by=world.leader, about=text) for text in ("Một", "Hai"))
    services.move_basis(basis_id=second.pk, move="up", by=world.leader)
    assert list(PlanBasis.objects.values_list("about", flat=True)) == ["Hai", "Một"]
    for move in ("down", "indent", "x"):
        assert refused(services.move_basis, basis_id=first.pk, move=move, by=world.leader) is CampaignReason.NO_ROOM
    services.add_recipient(plan_id=plan.pk, by=world.leader, text=world.bloc.units[1].name)
    assert len(services.add_member_recipients(plan_id=plan.pk, by=world.leader)) == 3
    assert services.add_member_recipients(plan_id=plan.pk, by=world.leader) == []
    names = list(PlanRecipient.objects.values_list("text", flat=True))
    assert sorted(names) == sorted(unit.name for unit in world.bloc.units)


def outline_url(world):
    return reverse("campaigns:plan_outline", args=[world.bloc.campaign.pk])


def test_pasting_is_shown_first_and_added_on_confirmation(world, written, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:plan_paste", args=[written.pk])
    data = {"text": "a) Ba\nb) Bốn", "html": "", "where": f"under-{node('II.').pk}"}
    shown = client.post(url, data)
    assert (shown.status_code, "Bốn" in shown.content.decode(), written.nodes.count()) == (200, True, 5)
    assert client.post(url, data | {"save": "1", "take": ["1"]}).status_code == 302
    assert told(written)[-1] == (2, "b)", "Bốn")
    nothing = client.post(url, data | {"save": "1"})
    assert (nothing.status_code, "Chưa chọn mục nào" in nothing.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "data",
    [
        {"text": "", "html": ""},
        {"text": "x", "html": "", "where": "under-999999"},
        {"text": "x", "html": "", "where": "\x00"},
        {"text": "x" * 1_000_001, "html": ""},
        {"text": "x", "html": "<p>x" * 501},
        {"text": "\x00", "html": ""},
    ],
    ids=["empty", "nowhere", "nul place", "long", "many", "nul"],
)
def test_what_cannot_be_read_is_said_and_kept(world, written, sign_in, data):
    answer = sign_in(world.leader).post(reverse("campaigns:plan_paste", args=[written.pk]), data)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert written.nodes.count() == 5


@pytest.mark.parametrize("who", ["deputy", "staff", "viewer"])
@pytest.mark.parametrize("name", ["plan_paste", "node_restore", "plan_renumber", "recipient_members"])
def test_readers_change_nothing(world, written, sign_in, who, name):
    url = reverse(f"campaigns:{name}", args=[written.pk])
    assert sign_in(world.people[who]).post(url, {"entry": "1"}).status_code == 403
    assert sign_in(world.foreign_board).post(url, {"entry": "1"}).status_code == 404


def test_undo_without_a_script(world, written, sign_in):
    client = sign_in(world.leader)
    answer = client.post(reverse("campaigns:node_delete", args=[node("I.").pk]))
    page = client.get(answer.url).content.decode()
    assert "tất cả 4 mục" in page and "Hoàn tác" in page
    entry = AuditEntry.objects.filter(event="node.delete").latest("pk").pk
    client.post(reverse("campaigns:node_restore", args=[written.pk]), {"entry": entry})
    assert written.nodes.count() == 5
    assert "Hoàn tác" not in client.get(outline_url(world) + "?hoan-tac=999999").content.decode()


def test_a_new_node_begins_with_the_next_label(world, written, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:node_create", args=[written.pk])

    def begins(query):
        return client.get(url + query).context["form"].initial["label"]

    one = PlanNode.objects.get(title="Mục đích")
    assert [
        begins(""),
        begins(f"?after={one.pk}"),
        begins(f"?parent={one.pk}"),
        begins(f"?parent={node('II.').pk}"),
    ] == [
        "III.",
        "2.",
        "-",
        "1.",
    ]
    assert client.get(url + "?after=999999").status_code == 409


def test_a_stale_move_shows_the_tree_as_it_is(world, written, sign_in):
    client = sign_in(world.leader)
    services.add_node(plan_id=written.pk, by=world.board, title="CỦA BAN")
    url = reverse("campaigns:node_move", args=[node("II.").pk, "up"])
    answer = client.post(url, {"version": "1"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], "CỦA BAN" in answer.content.decode()) == (409, "#tree", True)
    assert client.post(url, {"version": "1"}).status_code == 409


def test_warnings_stand_at_their_lines(world, written, sign_in, due):
    services.load_legal_documents()
    entry = services.legal.LegalDocument.objects.get(number="91/2017/NĐ-CP")
    services.add_basis(plan_id=written.pk, by=world.leader, legal=entry, doc_type="Nghị định", number=entry.number)
    services.update_node(node_id=node("II.").pk, by=world.leader, text="Gửi trước ngày 01/01/2020", deadline=due)
    page = sign_in(world.leader).get(outline_url(world)).content.decode()
    assert "Hết hiệu lực từ 01/01/2024; được thay thế bởi Nghị định số 98/2023/NĐ-CP." in page
    assert "Nội dung ghi 01/01/2020 nhưng mốc" in page


def test_statements_of_the_editor_do_not_grow(world, written, sign_in, due):
    services.load_legal_documents()
    entry = services.legal.LegalDocument.objects.filter(replaced_by__isnull=False).first()
    client, by = sign_in(world.leader), world.leader

    def more():
        services.add_node(plan_id=written.pk, by=by, title="x", deadline=due, slot="deadlines")
        services.add_node(plan_id=written.pk, by=by, title="y", slot="phases", parent=node("II."))
        services.add_basis(plan_id=written.pk, by=by, legal=entry)
        services.add_recipient(plan_id=written.pk, by=by, text="x")
        MembershipFactory(bloc_year=world.bloc.year, unit=UnitFactory(authority=world.a))

    def count(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    more()
    urls = [outline_url(world), reverse("campaigns:plan_paste", args=[written.pk])]
    urls += [reverse("campaigns:plan", args=[world.bloc.campaign.pk])]
    urls += [reverse("campaigns:basis_create", args=[written.pk]) + "?q=nghi"]
    client.get(urls[0])
    before = [count(url) for url in urls]
    for _ in range(4):
        more()
    assert [count(url) for url in urls] == before


def test_the_version_grows_with_every_change(world, written):
    versions = [written.version]
    for change in (
        lambda: services.renumber(plan_id=written.pk, by=world.leader),
        lambda: services.add_member_recipients(plan_id=written.pk, by=world.leader),
        lambda: services.add_nodes(plan_id=written.pk, by=world.leader, items=[Item("V.", "X", "", 1)]),
        lambda: services.renumber(plan_id=written.pk, by=world.leader),
    ):
        change()
        versions.append(Plan.objects.get().version)
    assert versions[1] < versions[2] < versions[3] < versions[4]
