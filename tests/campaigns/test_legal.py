"""The register of documents: the common entries, an authority's own, search and filters, and who may change what."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from campaigns import services
from campaigns.models import LegalDocument, PlanBasis
from campaigns.permissions import CampaignReason
from campaigns.services.legal import FILE

LIST = reverse("campaigns:legal")


@pytest.fixture
def common(db):
    services.load_legal_documents()
    return {row.number: row for row in LegalDocument.objects.all()}


@pytest.fixture
def own(world):
    return services.add_legal_document(
        authority=world.a, by=world.board, doc_type="Quyết định", number="14/2024/QĐ-UBND", about="quy chế thi đua"
    )


def test_loading_is_repeatable_and_links_what_replaces(common):
    facts = json.loads(FILE.read_text())
    assert len(common) == len(facts) == len({row["key"] for row in facts})
    assert services.load_legal_documents() == []
    assert common["91/2017/NĐ-CP"].replaced_by == common["98/2023/NĐ-CP"]
    assert common["152/2025/NĐ-CP"].lapsed_on == dt.date(2027, 3, 1)
    assert AuditEntry.objects.filter(event="legal.load").count() >= len(facts)


def test_a_changed_fact_is_brought_in_step_and_what_is_gone_stays(common):
    LegalDocument.objects.filter(number="91/2017/NĐ-CP").update(date=dt.date(2000, 1, 1))
    LegalDocument.objects.create(doc_type="Luật", number="1/2000/QH10", about="cũ")
    assert [row.number for row in services.load_legal_documents()] == ["91/2017/NĐ-CP"]
    assert LegalDocument.objects.get(number="91/2017/NĐ-CP").date == dt.date(2017, 7, 31)
    assert LegalDocument.objects.filter(number="1/2000/QH10").exists()


def test_every_fact_has_a_source_and_what_nobody_compared_says_so():
    for row in json.loads(FILE.read_text()):
        assert row["source"] and row["about"], row
        assert "checked_on" not in row or row["checked_on"] <= "2026-12-31"


def test_the_command_says_how_many(db, capsys):
    call_command("load_legal_documents")
    assert "dòng mới hoặc thay đổi" in capsys.readouterr().out
    assert LegalDocument.objects.exists()


def test_a_board_keeps_its_own_entries(world, own, common):
    services.update_legal_document(entry_id=own.pk, by=world.board, replaced_by=common["98/2023/NĐ-CP"])
    own.refresh_from_db()
    assert own.replaced_by.number == "98/2023/NĐ-CP"
    assert [row.event for row in AuditEntry.objects.filter(target_id=str(own.pk), event__startswith="legal.")][:2] == [
        "legal.update",
        "legal.create",
    ]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"number": "14/2024/QĐ-UBND"}, "__all__"),
        ({"about": ""}, "about"),
        ({"date": dt.date(2024, 5, 1), "lapsed_on": dt.date(2024, 1, 1)}, "lapsed_on"),
    ],
)
def test_bad_entries_are_refused(world, own, fields, at):
    values = {"doc_type": "Quyết định", "about": "x"} | fields
    with pytest.raises(ValidationError) as caught:
        services.add_legal_document(authority=world.a, by=world.board, **values)
    assert at in caught.value.error_dict


def test_an_entry_is_not_replaced_by_itself_nor_by_anothers(world, own):
    with pytest.raises(ValidationError, match="chính nó"):
        services.update_legal_document(entry_id=own.pk, by=world.board, replaced_by=own)
    theirs = services.add_legal_document(authority=world.b, by=world.foreign_board, doc_type="Quyết định", about="x")
    with pytest.raises(ValidationError, match="không có trong danh mục"):
        services.update_legal_document(entry_id=own.pk, by=world.board, replaced_by=theirs)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("leader", Reason.NOT_YOUR_ROLE),
        ("head", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_others_change_nothing(world, own, who, reason):
    with pytest.raises(Refused) as caught:
        services.update_legal_document(entry_id=own.pk, by=world.people[who], about="y")
    assert caught.value.reason is reason
    with pytest.raises(Refused):
        services.add_legal_document(authority=world.a, by=world.people[who], doc_type="Luật", about="x")


def test_common_entries_are_nobodys_to_change(world, common):
    with pytest.raises(Refused) as caught:
        services.update_legal_document(entry_id=common["06/2022/QH15"].pk, by=world.board, about="y")
    assert caught.value.reason is CampaignReason.COMMON_ENTRY


def test_who_reads_the_register(world, own, common, sign_in):
    for who in ("leader", "head", "board", "viewer"):
        page = sign_in(world.people[who]).get(LIST, {"q": "14/2024"}).content.decode()
        assert "14/2024/QĐ-UBND" in page, who
    page = sign_in(world.foreign_board).get(LIST, {"q": "quyet dinh"}).content.decode()
    assert "733/QĐ-TTg" in page and "14/2024/QĐ-UBND" not in page
    assert sign_in(world.foreign_board).get(reverse("campaigns:legal_update", args=[own.pk])).status_code == 404
    assert "733/QĐ-TTg" not in sign_in(world.no_post).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "number", "found"),
    [
        ({"q": "nghi dinh cong tac van thu"}, "30/2020/NĐ-CP", True),
        ({"q": "Nghị định 152"}, "152/2025/NĐ-CP", True),
        ({"tinh-trang": "het-hieu-luc"}, "91/2017/NĐ-CP", True),
        ({"tinh-trang": "het-hieu-luc"}, "152/2025/NĐ-CP", False),
        ({"tinh-trang": "con-hieu-luc"}, "91/2017/NĐ-CP", False),
        ({"tinh-trang": "con-hieu-luc"}, "06/2022/QH15", True),
        ({"tinh-trang": "can-xac-nhan"}, "98/2023/NĐ-CP", True),
        ({"tinh-trang": "\x00", "q": "\x00", "page": "abc"}, "91/2017/NĐ-CP", True),
    ],
)
def test_search_without_tone_marks_and_filters(world, common, sign_in, query, number, found):
    answer = sign_in(world.leader).get(LIST, query)
    assert answer.status_code == 200
    assert (number in [row.number for row, *_ in answer.context["rows"]]) is found


def test_the_pages_of_the_board(world, own, common, sign_in):
    client = sign_in(world.board)
    assert client.get(reverse("campaigns:legal_create")).status_code == 200
    data = {"doc_type": "Quyết định", "number": "443/QĐ-UBND", "date": "21/3/2023", "about": "kiện toàn các khối"}
    assert client.post(reverse("campaigns:legal_create"), data).status_code == 302
    saved = LegalDocument.objects.get(number="443/QĐ-UBND")
    assert (saved.authority, saved.date) == (world.a, dt.date(2023, 3, 21))
    twice = client.post(reverse("campaigns:legal_create"), data)
    assert (twice.status_code, "đã có trong danh mục" in twice.content.decode()) == (422, True)
    wrong = client.post(reverse("campaigns:legal_update", args=[own.pk]), data | {"date": "32/13/2023"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["date"])
    assert client.get(reverse("campaigns:legal_update", args=[common["06/2022/QH15"].pk])).status_code == 403
    assert sign_in(world.leader).get(reverse("campaigns:legal_create")).status_code == 403


def test_a_base_taken_from_the_register_keeps_the_link(world, common, sign_in):
    plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    client, url = sign_in(world.leader), reverse("campaigns:basis_create", args=[plan.pk])
    entry = common["98/2023/NĐ-CP"]
    form = client.get(f"{url}?chon={entry.pk}").context["form"]
    assert (form["number"].value(), form["suspect"].value()) == (entry.number, entry.suspect)
    data = {name: form[name].value() or "" for name in form.fields} | {"date": "31/12/2023"}
    assert client.post(url, data).status_code == 302
    assert PlanBasis.objects.get().legal == entry
    assert client.get(f"{url}?q=nghi+dinh", headers={"HX-Request": "true"})["HX-Retarget"] == "#found"


def test_entries_of_others_cannot_be_taken(world, own, sign_in):
    plan = services.save_plan(campaign_id=world.foreign_bloc.campaign.pk, by=world.foreign_board)
    client, url = sign_in(world.foreign_board), reverse("campaigns:basis_create", args=[plan.pk])
    assert client.get(f"{url}?chon={own.pk}").context["entry"] is None
    refused = client.post(url, {"legal": own.pk, "about": "x"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["legal"])
    assert not PlanBasis.objects.exists()


def test_statements_of_the_register_do_not_grow(world, own, sign_in):
    client = sign_in(world.board)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    count()
    before = count()
    services.load_legal_documents()
    assert count() == before
