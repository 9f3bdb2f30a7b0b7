"""Reports by sections: each saved by itself, needed ones asked for, what was sent frozen and provable."""

import datetime as dt
import hashlib
import json
from decimal import Decimal as D
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import Notification
from campaigns import services
from campaigns.attainment import as_sent, sent_standings, standings
from campaigns.models import Deadline, SentReport, Submission, SubmissionSection, TargetProgress
from campaigns.permissions import CampaignReason
from campaigns.permissions_reports import ReportReason
from campaigns.report_forms import Section, form_of, shipped
from campaigns.services import Figure
from tests.campaigns.sent import content_hash

from .promised import promise

NEEDED = ("direction", "emulation", "limits", "tasks")


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def unit_of(world):
    return world.bloc.units[2]


def write(world, due, key="limits", text="Còn chậm", by=None, **kwargs) -> SubmissionSection:
    by = by or world.staff
    return services.save_section(deadline_id=due.pk, unit=unit_of(world), key=key, text=text, by=by, **kwargs)


def write_all(world, due) -> Submission:
    for key in NEEDED:
        write(world, due, key, f"Nội dung {key}")
    return Submission.objects.get(deadline=due, unit=unit_of(world))


def record(world, due, figures, day=0, by=None):
    as_of = clock.today() - dt.timedelta(days=day)
    values = {target.pk: Figure(D(value), **more) for target, value, more in figures}
    return services.record_figures(
        deadline_id=due.pk, unit=unit_of(world), figures=values, as_of=as_of, by=by or world.staff
    )


@pytest.fixture
def targets(world):
    rows = (("Hộ thoát nghèo", "100"), ("Đơn thư quá hạn", "5", "down", True), ("Không giao", None, "up", False))
    return promise(world.bloc.campaign, unit_of(world), world.board, *rows)


def test_every_shipped_form_says_where_it_comes_from_and_asks_different_things():
    kinds = ("midyear_report", "year_report", "themed_report", "ad_hoc")
    for kind in kinds:
        form = shipped(kind)
        assert form.source and len({section.key for section in form.sections}) == len(form.sections) > 0
    assert shipped("other").with_text and not shipped("midyear_report").with_text


def test_two_people_write_two_sections_in_peace_and_one_section_shows_both_texts(world, due):
    first = write(world, due, text="một", expected_version=0)
    write(world, due, "tasks", "khác", by=world.head, expected_version=0)
    write(world, due, text="hai", by=world.head, expected_version=first.version)
    with pytest.raises(services.StaleSection) as stale:
        write(world, due, text="ba", expected_version=first.version)
    assert (stale.value.text, stale.value.section.text) == ("ba", "hai")
    assert write(world, due, text="hai", expected_version=0).text == "hai"  # sent again after a lost answer


@pytest.mark.parametrize("who", ["other_unit_head", "leader", "board", "foreign_head", "former_leader", "no_post"])
def test_nobody_else_writes_a_section_or_a_figure(world, due, targets, who):
    with pytest.raises(Refused):
        write(world, due, by=world.people[who])
    with pytest.raises(Refused):
        record(world, due, [(targets[0], "5", {})], by=world.people[who])
    assert not SubmissionSection.objects.exists() and not TargetProgress.objects.exists()


def test_a_section_that_is_not_asked_is_refused(world, due):
    with refused(ReportReason.NO_SUCH_SECTION):
        write(world, due, "bia-ra")


def test_needed_sections_are_named_until_they_are_written(world, due):
    submission = write(world, due).submission
    with pytest.raises(Refused) as missing:
        services.submit(submission_id=submission.pk, by=world.head)
    assert missing.value.reason == ReportReason.SECTIONS_MISSING
    assert "Công tác thi đua, khen thưởng" in str(missing.value) and "Hạn chế" not in str(missing.value)
    write_all(world, due)
    assert services.submit(submission_id=submission.pk, by=world.head).number == 1


def test_a_report_attached_as_a_file_needs_no_sections(world, due):
    file = SimpleUploadedFile("Báo cáo.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    kept = services.attach_file(deadline_id=due.pk, unit=unit_of(world), file=file, by=world.staff)
    assert services.submit(submission_id=kept.submission_id, by=world.head).number == 1


def test_what_was_sent_is_kept_word_for_word_under_its_checksum(world, due, targets):
    record(world, due, [(targets[0], "45", {"note": "đợt 1"}), (targets[1], "6", {})])
    submission = write_all(world, due)
    receipt = services.submit(submission_id=submission.pk, by=world.head, seen=content_hash(submission))
    kept = SentReport.objects.get(receipt=receipt).content
    assert hashlib.sha256(kept.encode()).hexdigest() == receipt.sha256
    said = json.loads(kept)
    assert [section["key"] for section in said["sections"]] == list(NEEDED)
    assert [(row["value"], row["percent"], row["said"]) for row in said["targets"]] == [
        ("45", "45", "đợt 1"),
        ("6", None, ""),
        (None, None, ""),
    ]
    with pytest.raises(TypeError):
        SentReport.objects.update(content="{}")


def test_the_head_sends_what_the_head_has_seen(world, due):
    submission = write_all(world, due)
    seen = content_hash(submission)
    write(world, due, text="Sửa sau khi thủ trưởng mở trang")
    with refused(Reason.STALE):
        services.submit(submission_id=submission.pk, by=world.head, seen=seen)
    assert not SentReport.objects.exists()


def test_a_sent_report_is_closed_and_a_returned_one_opens_with_its_answer(world, due, targets):
    submission = write_all(world, due)
    services.submit(submission_id=submission.pk, by=world.head)
    with refused(CampaignReason.SENT_ALREADY):
        write(world, due, text="muộn")
    with refused(CampaignReason.SENT_ALREADY):
        record(world, due, [(targets[0], "5", {})])
    services.return_submission(submission_id=submission.pk, reason="Thiếu số liệu", by=world.leader)
    write(world, due, text="Bổ sung")
    services.submit(submission_id=submission.pk, by=world.head)
    Deadline.objects.filter(pk=due.pk).update(to_deputy=True)
    services.accept(submission_id=submission.pk, by=world.deputy)
    said = list(submission.answers.values_list("state", "note", "by"))
    assert said == [("returned", "Thiếu số liệu", world.leader.pk), ("accepted", "", world.deputy.pk)]


def test_figures_are_added_never_changed_and_the_last_of_a_day_counts(world, due, targets):
    unit, campaign = unit_of(world), world.bloc.campaign
    assert len(record(world, due, [(targets[0], "40", {})], day=3)) == 1
    assert record(world, due, [(targets[0], "40", {})]) == []
    record(world, due, [(targets[0], "45", {})])
    record(world, due, [(targets[0], "44", {"note": "đính chính"})])
    found = standings(campaign, unit, clock.today())[0]
    assert (found.value, found.said, found.judged.percent) == (D(44), "đính chính", D(44))
    assert list(TargetProgress.objects.values_list("value", flat=True)) == [D(40), D(45), D(44)]
    assert standings(campaign, unit, clock.today() - dt.timedelta(days=1))[0].value == D(40)


def test_the_period_is_what_came_since_the_report_before(world, due, targets):
    unit, campaign, today = unit_of(world), world.bloc.campaign, clock.today()
    record(world, due, [(targets[0], "40", {})], day=3)
    first = write_all(world, due)
    services.submit(submission_id=first.pk, by=world.head)
    later = services.add_deadline(
        campaign_id=campaign.pk,
        by=world.leader,
        title="Năm",
        kind=Deadline.Kind.YEAR_REPORT,
        value=today,
        to_leader=True,
    )
    found = standings(campaign, unit, today, later)[0]
    assert (found.before.value, found.before.as_of, found.gained) == (D(40), today - dt.timedelta(days=3), None)
    record(world, later, [(targets[0], "65", {})])
    found = standings(campaign, unit, today, later)[0]
    assert (found.value, found.gained, found.judged.percent) == (D(65), D(25), D(65))
    assert standings(campaign, unit, today, due)[0].before is None  # not its own figures
    receipt = services.submit(submission_id=write_all(world, later).pk, by=world.head)
    said = json.loads(receipt.sent.content)["targets"][0]
    assert (said["before"], said["gained"], said["value"]) == ("40", "25", "65")
    assert [row.gained for row in as_sent(receipt.submission)] == [D(25), None, None]
    services.return_submission(submission_id=first.pk, reason="Xem lại", by=world.leader)
    assert standings(campaign, unit, today, later)[0].before is None


def test_a_photo_in_a_report_is_kept_without_its_place(world, due):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (80, 60)).save(out, "JPEG", exif=exif)
    file = SimpleUploadedFile("anh.jpg", out.getvalue())
    kept = services.attach_file(deadline_id=due.pk, unit=unit_of(world), file=file, by=world.staff)
    content = kept.file.read()
    assert not Image.open(BytesIO(content)).getexif()
    assert hashlib.sha256(content).hexdigest() == kept.sha256


def test_the_second_writer_of_a_figure_is_told(world, due, targets):
    (first,) = record(world, due, [(targets[0], "40", {"seen": 0})])
    with pytest.raises(services.StaleFigures) as stale:
        record(world, due, [(targets[0], "50", {"seen": 0}), (targets[1], "1", {"seen": 0})], by=world.head)
    assert stale.value.theirs == {targets[0].pk: first}
    assert TargetProgress.objects.count() == 1  # all or nothing


def test_figures_that_cannot_stand(world, due, targets):
    record(world, due, [(targets[0], "40", {})])
    with pytest.raises(services.InvalidFigures) as bad:
        record(world, due, [(targets[0], "39", {}), (targets[1], "-1", {})], day=2)
    assert set(bad.value.problems) == {targets[0].pk, targets[1].pk}
    with pytest.raises(ValidationError):
        record(world, due, [(targets[1], "1", {})], day=-1)
    with refused(ReportReason.NOT_A_TARGET):
        record(world, due, [(targets[2], "1", {})])
    others = promise(world.bloc.campaign, world.bloc.units[3], world.board, ("Của đơn vị khác", "9"))
    with refused(ReportReason.NOT_A_TARGET):
        record(world, due, [(others[0], "1", {})])


def test_others_see_only_figures_that_were_sent_and_not_given_back(world, due, targets):
    unit, campaign = unit_of(world), world.bloc.campaign

    def told():
        (found,) = sent_standings(campaign, [unit])
        return [row.value for row in found.rows]

    record(world, due, [(targets[0], "40", {})])
    assert told() == [None, None, None]
    submission = write_all(world, due)
    services.submit(submission_id=submission.pk, by=world.head)
    services.record_figure(target_id=targets[0].pk, figure=Figure(D(60)), as_of=clock.today(), by=world.staff)
    assert told() == [D(40), None, None]
    services.return_submission(submission_id=submission.pk, reason="Xem lại", by=world.leader)
    assert told() == [None, None, None]


def test_the_same_key_is_written_once(world, due, targets):
    key = "8a6e0804-2bd0-4672-b79d-d97027f9071a"
    values = {"target_id": targets[0].pk, "figure": Figure(D(7)), "as_of": clock.today(), "key": key}
    first, new = services.record_figure(**values, by=world.staff)
    again, second = services.record_figure(**values, by=world.staff)
    assert (first, new, second) == (again, True, False)
    with refused(Reason.STALE):
        services.record_figure(**values | {"target_id": targets[1].pk}, by=world.staff)


def test_the_manager_writes_the_form_and_dropped_words_stay(world, due, events):
    write(world, due, "limits", "Giữ lại")
    events()
    sections = [Section("muc-1", "Kết quả chính", needed=True, figure=True, measure_unit="hộ")]
    services.save_form(deadline_id=due.pk, sections=sections, with_targets=False, by=world.leader, seen=0)
    assert events() == ["report_form.save"]
    assert form_of(Deadline.objects.get(pk=due.pk)).sections == tuple(sections)
    write(world, due, "muc-1", "", figure=D("12.5"))
    submission = Submission.objects.get()
    receipt = services.submit(submission_id=submission.pk, by=world.head)
    said = json.loads(receipt.sent.content)["sections"]
    assert [(each["heading"], each["figure"], each["text"]) for each in said] == [
        ("Kết quả chính", "12.5", ""),
        ("Mục không còn trong mẫu", None, "Giữ lại"),
    ]
    with refused(Reason.STALE):
        services.save_form(deadline_id=due.pk, sections=[], with_targets=True, by=world.leader, seen=0)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("head", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not_write_forms_or_ask(world, due, who, reason):
    request = services.ReportRequest("Thiệt hại do bão", clock.today(), [Section("muc-1", "Nhà hư hỏng")])
    with refused(reason):
        services.save_form(deadline_id=due.pk, sections=[], with_targets=True, by=world.people[who])
    with refused(reason):
        services.request_report(campaign_id=world.bloc.campaign.pk, asked=request, by=world.people[who])


def test_an_ad_hoc_request_is_a_deadline_everybody_is_told_of(world, events):
    questions = [Section("muc-1", "Nhà hư hỏng", needed=True, figure=True, measure_unit="nhà")]
    request = services.ReportRequest("Thiệt hại do bão", clock.today() + dt.timedelta(days=2), questions)
    events()
    deadline = services.request_report(campaign_id=world.bloc.campaign.pk, asked=request, by=world.leader)
    assert events() == ["deadline.create", "report_form.save"]
    assert (deadline.kind, deadline.last_day, form_of(deadline).sections) == (
        "ad_hoc",
        request.last_day,
        tuple(questions),
    )
    told = Notification.objects.filter(kind="report_requested", channel="in_app").values_list("user", flat=True)
    assert {world.staff.pk, world.head.pk, world.other_unit_head.pk} <= set(told)
    assert world.other_bloc_head.pk not in told
    past = services.ReportRequest("Muộn", clock.today() - dt.timedelta(days=1), questions)
    with pytest.raises(ValidationError):
        services.request_report(campaign_id=world.bloc.campaign.pk, asked=past, by=world.leader)


def test_a_deadline_may_ask_only_for_figures(world, due, targets):
    services.save_form(deadline_id=due.pk, sections=[], with_targets=True, by=world.leader)
    record(world, due, [(targets[0], "30", {})])
    submission = Submission.objects.get()
    receipt = services.submit(submission_id=submission.pk, by=world.head)
    assert json.loads(receipt.sent.content)["targets"][0]["value"] == "30"
