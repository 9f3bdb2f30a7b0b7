"""From a pasted plan to rows of a campaign: the page proposes, people choose, one transaction writes."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from campaigns import services
from campaigns.models import PlanReading
from tests.world import build_world

from .test_plans import text_of

TEXT = text_of("numbers_only")


@pytest.fixture
def world(db):
    return build_world()


def read(world, text=TEXT):
    return services.save_reading(campaign_id=world.bloc.campaign.pk, by=world.leader, text=text)


def form_of(client, url):
    """The values a browser would send back from the proposal's page."""
    return values_of(client.get(url).context)


def values_of(context):
    data = {"checksum": context["reading"].checksum}
    for forms in context["rows"].values():
        for form in forms:
            for bound in form:
                value = bound.value()
                if value is True:
                    data[bound.html_name] = "on"
                elif value not in (False, None):
                    data[bound.html_name] = (
                        bound.field.prepare_value(value) if hasattr(bound.field, "prepare_value") else value
                    )
                if isinstance(data.get(bound.html_name), dt.date):
                    data[bound.html_name] = f"{value:%d/%m/%Y}"
    return data


def test_pasted_text_becomes_a_proposal_and_changes_nothing(client, world):
    client.force_login(world.leader)
    answer = client.post(reverse("campaigns:reading_new", args=[world.bloc.campaign.pk]), {"text": TEXT})
    reading = PlanReading.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("campaigns:reading", args=[reading.pk])
    page = client.get(answer.url).content.decode()
    assert "Báo cáo sơ kết 6 tháng: trước ngày 10/06/2025; gửi Trưởng khối" in page
    assert "Số 118" not in page and "118/QĐ-UBND" in page
    campaign = world.bloc.campaign
    assert not campaign.deadlines.exists() and not hasattr(campaign, "plan")


def test_chosen_rows_are_written_at_once(client, world):
    client.force_login(world.leader)
    url = reverse("campaigns:reading", args=[read(world).pk])
    data = form_of(client, url)
    dropped = next(key for key, value in data.items() if value == "Ký kết giao ước thi đua" and "deadlines" in key)
    data.pop(dropped.replace("title", "use"))
    data["nodes-0-title"] = "Mục đích chung"
    assert client.post(url, data).status_code == 302
    campaign = world.bloc.campaign
    plan = campaign.plan
    assert (plan.sign, plan.day, plan.signer_name) == ("KH-KTĐ5", 12, "Lê Minh Tâm")
    assert [node.label for node in plan.nodes.filter(parent=None)] == ["1.", "2.", "3.", "4.", "5."]
    third = plan.nodes.get(label="3.1.")
    assert (third.parent.label, third.kind, plan.nodes.get(label="1.").title) == ("3.", "content", "Mục đích chung")
    assert [basis.number for basis in plan.bases.all()] == ["", "98/2023/NĐ-CP", "118/QĐ-UBND"]
    assert sorted(campaign.deadlines.values_list("kind", flat=True)) == [
        "meeting",
        "midyear_report",
        "registration",
        "self_score",
        "year_report",
    ]
    half = campaign.deadlines.get(kind="midyear_report")
    assert (half.last_day, half.to_leader, half.to_deputy) == (dt.date(2025, 6, 9), True, False)
    reading = PlanReading.objects.get()
    assert reading.state == "applied" and reading.result["deadlines"] == 5
    assert AuditEntry.objects.filter(event="reading.apply").count() == 1


def test_a_wrong_row_stops_everything_and_keeps_what_was_typed(client, world):
    client.force_login(world.leader)
    url = reverse("campaigns:reading", args=[read(world).pk])
    data = form_of(client, url) | {"deadlines-2-when": "ngày kia", "nodes-0-title": "Đã sửa"}
    answer = client.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Không hiểu thời gian này" in page and "Đã sửa" in page
    assert not world.bloc.campaign.deadlines.exists() and PlanReading.objects.get().state == "draft"


def test_a_row_the_service_refuses_is_told_at_its_field(client, world):
    client.force_login(world.leader)
    url = reverse("campaigns:reading", args=[read(world, text_of("party")).pk])
    data = form_of(client, url) | {"phases-1-begins": "01/12/2025", "phases-1-ends": "01/01/2025"}
    answer = client.post(url, data)
    assert answer.status_code == 422 and "Thời điểm kết thúc phải sau" in answer.content.decode()
    assert not world.bloc.campaign.phases.exists()


def test_phases_take_their_deadlines(client, world):
    text = "KẾ HOẠCH\nThi đua năm 2024\n\nI. ĐỢT THI ĐUA\n- Đợt 1 (từ 01/01/2024 đến 30/6/2024): Các đơn vị gửi báo cáo đợt 1 về Trưởng khối trước ngày 25/6/2024."
    client.force_login(world.leader)
    url = reverse("campaigns:reading", args=[read(world, text).pk])
    assert client.post(url, form_of(client, url)).status_code == 302
    assert world.bloc.campaign.deadlines.get().phase == world.bloc.campaign.phases.get(name="Đợt 1")


def test_a_plan_with_text_asks_to_append_or_replace(client, world):
    client.force_login(world.leader)
    campaign = world.bloc.campaign
    plan = services.save_plan(campaign_id=campaign.pk, by=world.leader)
    services.add_node(plan_id=plan.pk, by=world.leader, label="I.", title="MỤC CŨ")
    url = reverse("campaigns:reading", args=[read(world).pk])
    data = form_of(client, url)
    asked = client.post(url, data)
    assert asked.status_code == 422 and "thêm vào cuối hay thay thế" in asked.content.decode()
    assert client.post(url, data | {"existing": "replace"}).status_code == 302
    assert not plan.nodes.filter(title="MỤC CŨ").exists()
    assert AuditEntry.objects.filter(event="node.delete", before__title="MỤC CŨ").exists()
    second = reverse("campaigns:reading", args=[read(world).pk])
    assert client.post(second, form_of(client, second) | {"existing": "append"}).status_code == 302
    assert plan.nodes.filter(label="1.").count() == 2


def test_an_issued_plan_takes_no_text(client, world):
    client.force_login(world.leader)
    plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    services.fix_plan(plan_id=plan.pk, by=world.leader)
    url = reverse("campaigns:reading", args=[read(world).pk])
    data = form_of(client, url)
    assert client.post(url, data | {"nodes-0-use": "on"}).status_code == 403
    assert not plan.nodes.exists() and not world.bloc.campaign.deadlines.exists()
    assert client.post(url, data).status_code == 302
    assert not plan.nodes.exists() and world.bloc.campaign.deadlines.count() == 6


def test_years_move_only_when_asked(client, world):
    client.force_login(world.leader)
    reading = read(world)
    assert client.post(reverse("campaigns:reading_move", args=[reading.pk]), {"year": "2028"}).status_code == 302
    proposal = services.proposal_of(PlanReading.objects.get())
    half = next(row for row in proposal.deadlines if row.kind == "midyear_report")
    assert half.when.value == dt.date(2028, 6, 10) and "ngày đã chuyển 3 năm sau" in half.doubt
    assert (proposal.head.number, proposal.head.day, proposal.head.year) == ("", None, 2028)
    assert proposal.bases[2].date == dt.date(2025, 1, 20)
    said = next(node.text for node in proposal.nodes if node.label == "4.3.")
    assert "trước ngày 10/6/2028" in said and "2025" not in said
    bad = client.post(reverse("campaigns:reading_move", args=[reading.pk]), {"year": "hai"}, follow=True)
    assert "Năm phải là số" in bad.content.decode()


def test_a_proposal_made_anew_meanwhile_is_not_applied(client, world):
    client.force_login(world.leader)
    reading = read(world)
    url = reverse("campaigns:reading", args=[reading.pk])
    data = form_of(client, url)
    services.move_reading(reading_id=reading.pk, by=world.leader, year=2028)
    assert client.post(url, data).status_code == 409
    assert not world.bloc.campaign.deadlines.exists()
    assert client.post(url, form_of(client, url)).status_code == 302
    assert client.post(url, form_of(client, url)).status_code == 403  # once only


@pytest.mark.parametrize(
    "who, status", [("leader", 200), ("board", 200), ("staff", 404), ("other_bloc_leader", 404), ("foreign_board", 404)]
)
def test_only_managers_see_what_was_read(client, world, who, status):
    reading = read(world)
    client.force_login(world.people[who])
    assert client.get(reverse("campaigns:reading", args=[reading.pk])).status_code == status
    new = client.get(reverse("campaigns:reading_new", args=[world.bloc.campaign.pk])).status_code
    assert new == (403 if who == "staff" else status)
    if status == 404:
        for name in ("reading_move", "reading_delete"):
            assert client.post(reverse(f"campaigns:{name}", args=[reading.pk]), {"year": "2026"}).status_code == 404
        assert PlanReading.objects.filter(pk=reading.pk).exists()


def test_a_reading_can_be_forgotten(client, world):
    client.force_login(world.leader)
    reading = read(world)
    assert client.post(reverse("campaigns:reading_delete", args=[reading.pk])).status_code == 302
    assert not PlanReading.objects.exists()


@pytest.mark.parametrize(
    "data, words",
    [
        ({"text": "   \n"}, "Hãy dán nội dung, hoặc chọn tệp."),
        ({"text": "x", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")}, "Chỉ dán nội dung hoặc chọn tệp"),
        ({"file": SimpleUploadedFile("a.docx", b"not a zip")}, "Tệp hỏng hoặc không đúng định dạng."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x05\x06" + bytes(18))}, "Nội dung tệp không đúng"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF")}, "Tệp hỏng hoặc không đúng định dạng."),
        ({"text": "a" * 400_001}, "dài quá 400.000 ký tự"),
    ],
)
def test_bad_input_is_told_at_its_field(client, world, data, words):
    client.force_login(world.leader)
    for file in (value for value in data.values() if hasattr(value, "seek")):
        file.seek(0)
    answer = client.post(reverse("campaigns:reading_new", args=[world.bloc.campaign.pk]), data)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not PlanReading.objects.exists()


def test_statements_of_the_page_do_not_grow(client, world, django_assert_max_num_queries):
    client.force_login(world.leader)
    long = TEXT.replace(
        "5. Tổ chức",
        "\n".join(f"4.{i}. Gửi báo cáo số {i} về Trưởng khối trước ngày 0{i}/9/2025." for i in range(5, 10))
        + "\n5. Tổ chức",
    )
    for text in (TEXT, long):
        url = reverse("campaigns:reading", args=[read(world, text).pk])
        with django_assert_max_num_queries(14):
            client.get(url)
