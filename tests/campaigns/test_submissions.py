"""A unit's report: who writes, sends, receives, returns; what the receipt says."""

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import Notification
from campaigns import services
from campaigns.models import Deadline, Receipt, Submission
from campaigns.permissions import CampaignReason
from campaigns.states import SubmissionState
from tests.campaigns.sent import content_hash
from tests.factories import DeadlineFactory

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def save(world, due, text="Nội dung", by=None, **kwargs):
    return services.save_submission(
        deadline_id=due.pk, unit=world.bloc.units[2], text=text, by=by or world.staff, **kwargs
    )


def test_staff_write_and_the_head_sends(world, due, events):
    events()
    submission = save(world, due)
    assert events() == ["submission.save"]
    receipt = services.submit(submission_id=submission.pk, by=world.head)
    submission.refresh_from_db()
    assert events() == ["submission.submit"]
    assert submission.state == SubmissionState.SUBMITTED
    assert (receipt.number, receipt.days_late, receipt.last_day) == (1, 0, due.last_day)
    assert receipt.sha256 == content_hash(submission)
    told = Notification.objects.filter(kind="submission_sent", channel="in_app").values_list("user", flat=True)
    assert set(told) == {world.leader.pk, world.leader_staff.pk}


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("staff", Reason.NOT_YOUR_ROLE),
        ("other_unit_head", Reason.OUT_OF_REACH),
        ("leader", Reason.NOT_YOUR_ROLE),
        ("board", Reason.NOT_YOUR_ROLE),
        ("foreign_head", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_head_sends(world, due, who, reason):
    submission = save(world, due)
    with pytest.raises(Refused) as refused:
        services.submit(submission_id=submission.pk, by=world.people[who])
    assert refused.value.reason == reason
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("who", ["other_unit_head", "leader", "board", "foreign_head", "former_leader", "no_post"])
def test_nobody_else_writes(world, due, who):
    with pytest.raises(Refused):
        save(world, due, by=world.people[who])
    assert not Submission.objects.exists()


def test_a_unit_that_does_not_owe_writes_nothing(world, due):
    due.owes = Deadline.Owes.LEADER
    due.save()
    with pytest.raises(Refused) as refused:
        save(world, due)
    assert refused.value.reason == CampaignReason.DOES_NOT_OWE


def test_an_empty_report_is_not_sent(world, due):
    submission = save(world, due, text="   ")
    with pytest.raises(Refused) as refused:
        services.submit(submission_id=submission.pk, by=world.head)
    assert refused.value.reason == CampaignReason.EMPTY


def test_nothing_is_sent_twice_and_a_sent_report_is_closed(world, sent):
    with pytest.raises(Refused) as refused:
        services.submit(submission_id=sent.submission.pk, by=world.head)
    assert refused.value.reason == Reason.WRONG_STATE
    with pytest.raises(Refused) as refused:
        save(world, sent.submission.deadline, text="khác")
    assert refused.value.reason == CampaignReason.SENT_ALREADY
    assert Receipt.objects.count() == 1


def test_the_second_writer_sees_both_texts(world, due):
    first = save(world, due, text="một", expected_version=0)
    save(world, due, text="hai", by=world.head, expected_version=first.version)
    with pytest.raises(services.StaleText) as stale:
        save(world, due, text="ba", expected_version=first.version)
    assert (stale.value.mine, stale.value.theirs) == ("ba", "hai")
    assert Submission.objects.get().text == "hai"


def test_saving_the_same_text_changes_nothing(world, due, events):
    version = save(world, due).version
    events()
    assert save(world, due, expected_version=0).version == version
    assert events() == []


OFFICES = ("leader", "deputy", "board")
NOBODY = {"to_leader": False, "to_deputy": False, "to_board": False, "to_council": False}


@pytest.mark.parametrize(
    ("named", "answering"),
    [
        (("leader",), {"leader"}),
        (("deputy",), {"deputy"}),
        (("leader", "deputy"), {"leader", "deputy"}),
        (("leader", "deputy", "board"), {"leader", "deputy", "board"}),
        (("council",), {"board"}),
        ((), {"leader"}),
    ],
)
def test_the_offices_a_deadline_names_answer_and_no_others(world, sent, events, named, answering):
    Deadline.objects.filter(pk=sent.submission.deadline_id).update(**NOBODY | {f"to_{name}": True for name in named})
    for who in OFFICES:
        events()
        accept = partial(services.accept, submission_id=sent.submission.pk, by=world.people[who])
        if who in answering:
            assert accept().state == SubmissionState.ACCEPTED
            assert events() == ["submission.accept"]
            Submission.objects.update(state=SubmissionState.SUBMITTED)
        else:
            with pytest.raises(Refused) as refused:
                accept()
            assert refused.value.reason == CampaignReason.NOT_ADDRESSED


def test_one_of_several_receivers_answers_for_all(world, sent):
    Deadline.objects.update(to_deputy=True, to_board=True)
    services.accept(submission_id=sent.submission.pk, by=world.deputy)
    with pytest.raises(Refused) as refused:
        services.accept(submission_id=sent.submission.pk, by=world.leader)
    assert refused.value.reason == Reason.WRONG_STATE


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("head", Reason.NOT_YOUR_ROLE),
        ("other_unit_head", Reason.OUT_OF_REACH),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("former_leader", Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not_receive(world, sent, who, reason):
    for receive in (
        lambda by: services.accept(submission_id=sent.submission.pk, by=by),
        lambda by: services.return_submission(submission_id=sent.submission.pk, reason="Thiếu", by=by),
    ):
        with pytest.raises(Refused) as refused:
            receive(world.people[who])
        assert refused.value.reason == reason


def test_the_leader_does_not_receive_the_own_units_report(world, due):
    unit = world.bloc.units[0]
    submission = services.save_submission(deadline_id=due.pk, unit=unit, text="Của Trưởng khối", by=world.leader)
    services.submit(submission_id=submission.pk, by=world.leader)
    with pytest.raises(Refused) as refused:
        services.accept(submission_id=submission.pk, by=world.leader)
    assert refused.value.reason == Reason.OWN_UNIT
    told = set(Notification.objects.filter(kind="submission_sent", channel="in_app").values_list("user", flat=True))
    assert {world.deputy.pk, world.board.pk} <= told and world.leader.pk not in told
    assert services.accept(submission_id=submission.pk, by=world.deputy).state == SubmissionState.ACCEPTED


def test_returning_needs_a_reason_and_sending_again_makes_a_second_receipt(world, sent, events):
    with pytest.raises(ValidationError) as error:
        services.return_submission(submission_id=sent.submission.pk, reason=" ", by=world.leader)
    assert "reason" in error.value.error_dict
    events()
    services.return_submission(submission_id=sent.submission.pk, reason="Thiếu số liệu", by=world.leader)
    assert events() == ["submission.return"]
    again = services.submit(submission_id=sent.submission.pk, by=world.head)
    assert (sent.receipt.number, again.number) == (1, 2)
    sent.submission.refresh_from_db()
    assert (sent.submission.state, sent.submission.return_note) == (SubmissionState.SUBMITTED, "")


def test_a_returned_report_is_out_of_the_officers_reach(world, sent):
    services.return_submission(submission_id=sent.submission.pk, reason="Thiếu", by=world.leader)
    with pytest.raises(Refused) as refused:
        services.accept(submission_id=sent.submission.pk, by=world.leader)
    assert refused.value.reason == Reason.OUT_OF_REACH


def test_lateness_counts_from_the_units_own_last_day(world, due, noon):
    submission = save(world, due)
    services.grant_extension(
        deadline_id=due.pk,
        unit=world.bloc.units[2],
        last_day=due.last_day + dt.timedelta(days=5),
        reason="Bão lũ",
        by=world.leader,
    )
    with clock.at(noon(17)):
        receipt = services.submit(submission_id=submission.pk, by=world.head)
    assert (receipt.last_day, receipt.days_late) == (due.last_day + dt.timedelta(days=5), 2)


def test_without_a_date_nothing_is_late(world):
    deadline = DeadlineFactory(campaign=world.bloc.campaign, precision="none", value=None)
    submission = save(world, deadline)
    receipt = services.submit(submission_id=submission.pk, by=world.head)
    assert (receipt.last_day, receipt.days_late) == (None, 0)


def test_receipts_are_never_changed(sent):
    sent.receipt.number = 7
    with pytest.raises(TypeError):
        sent.receipt.save()
    with pytest.raises(TypeError):
        Receipt.objects.update(number=7)
    with pytest.raises(TypeError):
        Receipt.objects.all().delete()


def test_a_meeting_takes_no_report_and_a_score_sheet_is_no_report(world):
    meeting = DeadlineFactory(campaign=world.bloc.campaign, kind=Deadline.Kind.MEETING)
    score = DeadlineFactory(campaign=world.bloc.campaign, kind=Deadline.Kind.SELF_SCORE)
    for deadline, reason in ((meeting, CampaignReason.TAKES_NO_PAPER), (score, CampaignReason.BY_SHEET)):
        with pytest.raises(Refused) as refused:
            save(world, deadline)
        assert refused.value.reason == reason


def test_scoring_records_an_arrival_and_gives_it_back(world):
    score = DeadlineFactory(campaign=world.bloc.campaign, kind=Deadline.Kind.SELF_SCORE)
    unit = world.bloc.units[2]
    first = services.record_submission(deadline=score, unit=unit, by=world.head, sha256="a" * 64)
    services.reopen_submission(deadline=score, unit=unit, by=world.leader, note="Sửa dòng 3")
    submission = Submission.objects.get()
    assert (submission.state, submission.return_note) == (SubmissionState.RETURNED, "Sửa dòng 3")
    second = services.record_submission(deadline=score, unit=unit, by=world.head, sha256="b" * 64)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Refused) as refused:
        services.return_submission(submission_id=submission.pk, reason="x", by=world.leader)
    assert refused.value.reason == CampaignReason.BY_SHEET


def test_files_come_and_go_with_the_draft_and_count_in_the_checksum(world, due, events):
    unit = world.bloc.units[2]
    events()
    kept = services.attach_file(
        deadline_id=due.pk, unit=unit, file=SimpleUploadedFile("Báo cáo.pdf", PDF), by=world.staff
    )
    assert events() == ["submission.attach"]
    with_file = content_hash(kept.submission)
    services.remove_file(file_id=kept.pk, by=world.staff)
    assert events() == ["submission.detach"]
    assert content_hash(kept.submission) != with_file
    with pytest.raises(Refused):
        services.remove_file(file_id=kept.pk, by=world.staff)


@pytest.mark.parametrize("who", ["other_unit_head", "leader", "foreign_head", "no_post"])
def test_nobody_else_touches_the_files(world, due, who):
    unit = world.bloc.units[2]
    kept = services.attach_file(deadline_id=due.pk, unit=unit, file=SimpleUploadedFile("a.pdf", PDF), by=world.staff)
    with pytest.raises(Refused):
        services.remove_file(file_id=kept.pk, by=world.people[who])


def test_a_sent_reports_files_stay(world, due, sent):
    with pytest.raises(Refused) as refused:
        services.attach_file(deadline_id=due.pk, unit=sent.unit, file=SimpleUploadedFile("a.pdf", PDF), by=world.staff)
    assert refused.value.reason == CampaignReason.SENT_ALREADY
