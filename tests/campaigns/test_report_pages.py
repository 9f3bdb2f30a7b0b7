"""Pages of reports by sections: bad input kept, both texts shown, nobody else's drafts, statements that do not grow."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from campaigns import services
from campaigns.models import Deadline, Receipt, ReportForm, Submission, SubmissionSection, TargetProgress
from campaigns.services import Figure

from .promised import promise

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def unit(world):
    return world.bloc.units[2]


@pytest.fixture
def target(world, unit):
    return promise(world.bloc.campaign, unit, world.board, ("Hộ thoát nghèo", "100"))[0]


def page_of(due, unit):
    return reverse("campaigns:submission", args=[due.pk, unit.pk])


def figures_of(target, value, seen=0, **more):
    day = f"{clock.today():%d/%m/%Y}"
    return {f"value-{target.pk}": value, f"note-{target.pk}": "", f"seen-{target.pk}": seen, "as_of": day} | more


def test_the_page_asks_by_sections_and_prefills_the_last_figure(world, due, unit, target, sign_in):
    services.record_figure(target_id=target.pk, figure=Figure(45), as_of=clock.today(), by=world.staff)
    page = sign_in(world.staff).get(page_of(due, unit)).content.decode()
    assert "Hạn chế và nguyên nhân" in page and 'value="45"' in page
    assert "Nội dung tóm tắt" not in page


def test_a_section_saves_itself_and_tells_what_is_missing(world, due, unit, sign_in):
    client, url = sign_in(world.head), reverse("campaigns:section_save", args=[due.pk, unit.pk, "limits"])
    answer = client.post(url, {"text": "Còn chậm", "version": 0}, headers=HTMX)
    said = answer.content.decode()
    assert (answer.status_code, "Đã lưu" in said, "Công tác chỉ đạo" in said) == (200, True, True)
    stale = client.post(url, {"text": "Khác", "version": 0}, headers=HTMX)
    assert (stale.status_code, "Còn chậm" in stale.content.decode()) == (409, True)
    whole = client.post(url, {"text": "Khác", "version": 0})
    assert (whole.status_code, "Lưu bản này" in whole.content.decode()) == (409, True)
    for bad in ({"text": "x", "version": "a"}, {"text": "x\x00", "version": 1}, {}):
        assert client.post(url, bad, headers=HTMX).status_code == 422
        assert client.post(url, bad).status_code == 422
    assert client.post(url.replace("limits", "bia-ra"), {"text": "x", "version": 0}).status_code == 403
    assert SubmissionSection.objects.get().text == "Còn chậm"


def test_figures_are_taken_and_bad_ones_kept_at_their_row(world, due, unit, target, sign_in):
    client, url = sign_in(world.staff), reverse("campaigns:figures_save", args=[due.pk, unit.pk])
    assert client.post(url, figures_of(target, "45,5"), headers=HTMX).status_code == 200
    assert str(TargetProgress.objects.get().value) == "45.5000"
    seen = TargetProgress.objects.get().pk
    for value, more in (("bốn", {}), ("-1", {}), ("", {}), ("5", {"as_of": "31/12/2999"}), ("5", {"as_of": "x"})):
        answer = client.post(url, figures_of(target, value, seen, **more))
        assert answer.status_code == 422, value
        assert not value or f'value="{value}"' in answer.content.decode()
        assert client.post(url, figures_of(target, value, seen, **more), headers=HTMX).status_code == 422
    assert client.post(url, figures_of(target, "60"), headers=HTMX).status_code == 409
    assert client.post(url, figures_of(target, "60")).status_code == 409
    assert TargetProgress.objects.count() == 1


def test_nobody_else_sees_a_draft_or_its_figures(world, due, unit, target, sign_in):
    services.save_section(deadline_id=due.pk, unit=unit, key="limits", text="MẬT-NHÁP", by=world.staff)
    services.record_figure(target_id=target.pk, figure=Figure(98765), as_of=clock.today(), by=world.staff)
    for who in ("leader", "deputy", "board", "viewer", "other_unit_head"):
        client = sign_in(world.people[who])
        assert client.get(page_of(due, unit)).status_code == 404, who
        table = client.get(reverse("campaigns:attainment", args=[world.bloc.campaign.pk]) + "?loc=tat-ca")
        assert table.status_code == (403 if who == "other_unit_head" else 200)
        assert "98765" not in table.content.decode() and "98.765" not in table.content.decode()


def send(world, due, unit, head):
    for key in ("direction", "emulation", "limits", "tasks"):
        services.save_section(deadline_id=due.pk, unit=unit, key=key, text=f"Nội dung {key}", by=head)
    report = Submission.objects.get(deadline=due, unit=unit)
    return services.submit(submission_id=report.pk, by=head)


def test_the_kept_content_answers_to_the_receipts_code(world, due, unit, target, sign_in):
    services.record_figure(target_id=target.pk, figure=Figure(12), as_of=clock.today(), by=world.staff)
    receipt = send(world, due, unit, world.head)
    url = reverse("campaigns:receipt_content", args=[receipt.pk])
    for who, status in (
        ("head", 200),
        ("leader", 200),
        ("board", 200),
        ("other_unit_head", 404),
        ("foreign_head", 404),
    ):
        assert sign_in(world.people[who]).get(url).status_code == status, who
    answer = sign_in(world.leader).get(url)
    assert hashlib.sha256(answer.content).hexdigest() == receipt.sha256
    page = sign_in(world.leader).get(reverse("campaigns:receipt", args=[receipt.pk])).content.decode()
    assert "Tải nội dung đã gửi" in page and receipt.sha256 in page
    table = sign_in(world.leader).get(reverse("campaigns:attainment", args=[world.bloc.campaign.pk])).content.decode()
    assert "Hộ thoát nghèo" in table and "chưa gửi số liệu" in table
    services.return_submission(submission_id=receipt.submission_id, reason="Thiếu", by=world.leader)
    assert sign_in(world.leader).get(url).status_code == 404


def test_the_page_of_a_sent_report_says_what_was_sent(world, due, unit, target, sign_in):
    services.record_figure(target_id=target.pk, figure=Figure(12), as_of=clock.today(), by=world.staff)
    send(world, due, unit, world.head)
    services.record_figure(target_id=target.pk, figure=Figure(98765), as_of=clock.today(), by=world.staff)
    for who in (world.leader, world.head):
        page = sign_in(who).get(page_of(due, unit)).content.decode()
        assert ">12<" in page and "98765" not in page and "98.765" not in page


def test_anybody_who_reads_the_receipt_can_have_a_file_compared(world, due, unit, sign_in):
    file = SimpleUploadedFile("Báo cáo.pdf", PDF)
    services.attach_file(deadline_id=due.pk, unit=unit, file=file, by=world.staff)
    receipt = send(world, due, unit, world.head)
    client, url = sign_in(world.leader), reverse("campaigns:receipt_check", args=[receipt.pk])
    content = receipt.sent.content.encode()

    def said(name, body):
        answer = client.post(url, {"file": SimpleUploadedFile(name, body)})
        return answer.status_code, answer.content.decode()

    for name, body, words in (
        ("noi-dung.json", content, "Đúng là nội dung đã gửi"),
        ("khac-ten.pdf", PDF, "Đúng là tệp «Báo cáo.pdf» kèm theo"),
        ("noi-dung.json", content + b" ", "Không trùng"),
    ):
        status, page = said(name, body)
        assert (status, words in page) == (200, True), words
        assert hashlib.sha256(body).hexdigest() in page
    assert said("x.json", b"")[0] == 422 and client.post(url, {}).status_code == 422
    assert sign_in(world.other_unit_head).post(url, {}).status_code == 404


def test_a_stale_sending_by_the_page_is_told(world, due, unit, sign_in):
    send_url = reverse("campaigns:submission_submit", args=[0])
    for key in ("direction", "emulation", "limits", "tasks"):
        services.save_section(deadline_id=due.pk, unit=unit, key=key, text="x", by=world.staff)
    report = Submission.objects.get()
    answer = sign_in(world.head).post(send_url.replace("/0/", f"/{report.pk}/"), {"seen": "0" * 64})
    assert answer.status_code == 409 and not Receipt.objects.exists()


def lines_of(*rows) -> dict:
    data = {"muc-TOTAL_FORMS": len(rows), "muc-INITIAL_FORMS": 0, "muc-MIN_NUM_FORMS": 0, "muc-MAX_NUM_FORMS": 1000}
    for place, row in enumerate(rows):
        data |= {f"muc-{place}-{name}": value for name, value in row.items()}
    return data


def test_the_form_of_a_deadline_is_written_and_bad_lines_kept(world, due, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:report_form", args=[due.pk])
    assert "Nhận xét kết quả" in client.get(url).content.decode()
    rows = lines_of(
        {"key": "limits", "heading": "Khó khăn"}, {"heading": "Số hộ", "figure": "on", "measure_unit": "hộ"}
    )
    assert client.post(url, rows | {"seen": 0, "with_targets": "on"}).status_code == 302
    kept = ReportForm.objects.get()
    assert [row["key"] for row in kept.sections] == ["limits", "muc-1"] and kept.with_targets
    assert client.post(url, rows | {"seen": 0}).status_code == 409
    long = client.post(url, lines_of({"heading": "x" * 201}) | {"seen": 1})
    assert long.status_code == 422 and "x" * 201 in long.content.decode()
    twice = lines_of({"key": "a", "heading": "Một"}, {"key": "a", "heading": "Hai"}) | {"seen": 1}
    assert client.post(url, twice).status_code == 422
    assert client.post(url, {"seen": "x"}).status_code == 422
    assert ReportForm.objects.get().saves == 1


def test_an_ad_hoc_request_by_its_page(world, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:report_ask", args=[world.bloc.campaign.pk])
    day = f"{clock.today():%d/%m/%Y}"
    good = {
        "title": "Thiệt hại do bão",
        "last_day": day,
        "questions": "Số nhà hư hỏng = nhà\nKiến nghị",
        "offices": ["leader", "deputy"],
    }
    for bad in (
        {"title": ""},
        {"last_day": "01/01/2000"},
        {"questions": ""},
        {"questions": "x" * 201},
        {"unit_ids": ["0"]},
        {"offices": []},
        {"offices": ["council"]},
    ):
        answer = client.post(url, good | bad)
        assert answer.status_code == 422, bad
    one = world.bloc.units[2]
    assert client.post(url, good | {"unit_ids": [one.pk]}).status_code == 302
    deadline = Deadline.objects.get(kind="ad_hoc")
    assert [(row["heading"], row["measure_unit"]) for row in deadline.form.sections] == [
        ("Số nhà hư hỏng", "nhà"),
        ("Kiến nghị", ""),
    ]
    assert [row.unit for row in deadline.chosen_units.all()] == [one]
    assert (deadline.to_leader, deadline.to_deputy, deadline.to_board) == (True, True, False)
    page = sign_in(world.board).get(url).content.decode()
    ticked = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="offices"' in tag and "checked" in tag]
    assert len(ticked) == 1 and 'value="board"' in ticked[0]


@pytest.mark.parametrize("name", ["submission", "attainment"])
def test_statements_do_not_grow_with_targets_and_units(world, due, unit, sign_in, name):
    campaign = world.bloc.campaign
    url = (
        page_of(due, unit)
        if name == "submission"
        else reverse("campaigns:attainment", args=[campaign.pk]) + "?loc=tat-ca"
    )
    client = sign_in(world.head if name == "submission" else world.leader)

    def statements():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    promise(campaign, unit, world.board, ("Chỉ tiêu 1", "10"))
    services.save_section(deadline_id=due.pk, unit=unit, key="limits", text="x", by=world.head)
    statements()
    first = statements()
    promise(campaign, unit, world.board, *((f"Chỉ tiêu {place}", "10") for place in range(2, 6)))
    for other in world.bloc.units[:2]:
        promise(campaign, other, world.board, ("Chỉ tiêu", "10"))
    for key in ("direction", "results", "emulation", "tasks"):
        services.save_section(deadline_id=due.pk, unit=unit, key=key, text="x", by=world.head)
    assert statements() == first
