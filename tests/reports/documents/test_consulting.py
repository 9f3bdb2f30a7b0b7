"""Comments on a draft: who, until when, on which paragraph, who reads them, and how each is answered."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Membership
from campaigns.when import closes_at
from reports.models import Comment, Consultation
from reports.permissions_documents import DocumentReason
from reports.services import consulting
from reports.services.documents import create_document, save_document
from reports.states import DocumentKind, DocumentState
from tests.reports.documents import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def bloc(world):
    return scenes.ready(world)


def refusal(call, **kwargs):
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    return caught.value.reason


def say(consultation, by, text="Cần nêu rõ hơn.", anchor="subject"):
    return consulting.add_comment(consultation_id=consultation.pk, by=by, text=text, anchor=anchor)


def close(consultation, by):
    return consulting.close_consultation(document_id=consultation.document_id, by=by)


def test_members_are_asked_and_the_drafter_is_not(bloc):
    scenes.consulted(bloc)
    told = set(Notification.objects.filter(kind="document_consulted").values_list("user__email", flat=True))
    assert {bloc.staff.email, bloc.head.email, bloc.deputy.email} <= told
    assert not {bloc.leader.email, bloc.leader_staff.email, bloc.other_bloc_head.email, bloc.board.email} & told


def test_a_comment_keeps_the_paragraph_as_it_stood(bloc):
    consultation = scenes.consulted(bloc)
    document = consultation.document
    asked = document.text.subject
    save_document(document_id=document.pk, by=bloc.leader, expected_version=document.version, subject="Đã sửa")
    comment = say(consultation, bloc.staff)
    assert (comment.quote, comment.unit) == (asked, bloc.bloc.units[2])
    entry = AuditEntry.objects.get(event="document.comment")
    assert comment.text not in str(entry.after) and entry.by == bloc.staff


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("leader", DocumentReason.DRAFTS_IT),
        ("leader_staff", DocumentReason.DRAFTS_IT),
        ("former_leader", Reason.OUT_OF_REACH),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("other_bloc_head", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not_comment(bloc, name, reason):
    consultation = scenes.consulted(bloc)
    assert refusal(say, consultation=consultation, by=bloc.people[name]) == reason
    assert not Comment.objects.exists()


def test_members_and_the_board_comment(bloc):
    consultation = scenes.consulted(bloc)
    found = [say(consultation, bloc.people[name]).unit for name in ("staff", "head", "deputy", "board")]
    units = bloc.bloc.units
    assert found == [units[2], units[2], units[1], None]


def test_a_unit_that_left_the_bloc_comments_no_more(bloc):
    consultation = scenes.consulted(bloc)
    yesterday = clock.today() - dt.timedelta(days=1)
    Membership.objects.filter(unit=bloc.bloc.units[2]).update(valid_to=yesterday)
    assert refusal(say, consultation=consultation, by=bloc.staff) == Reason.OUT_OF_REACH


def test_comments_are_taken_until_the_last_moment_of_the_day(bloc):
    consultation = scenes.consulted(bloc)
    end = closes_at(consultation.until)
    with clock.at(end - dt.timedelta(microseconds=1)):
        say(consultation, bloc.staff)
    with clock.at(end):
        assert refusal(say, consultation=consultation, by=bloc.head) == Reason.WINDOW_CLOSED
    consultation.document.refresh_from_db()
    assert consultation.document.state == DocumentState.CONSULTING  # the day alone changes no row


def test_a_round_ends_by_hand_once_and_another_begins(bloc):
    consultation = scenes.consulted(bloc)
    assert refusal(close, consultation=consultation, by=bloc.deputy) == Reason.NOT_YOUR_ROLE
    assert close(consultation, bloc.leader_staff).state == DocumentState.DRAFT
    assert refusal(say, consultation=consultation, by=bloc.staff) == Reason.OUT_OF_REACH
    assert refusal(close, consultation=consultation, by=bloc.leader_staff) == Reason.WRONG_STATE
    again = consulting.open_consultation(document_id=consultation.document_id, by=bloc.leader, until=clock.today())
    assert (again.version.number, Consultation.objects.count()) == (2, 2)


def test_the_last_day_is_from_today_and_within_a_year(bloc):
    document = scenes.invitation(bloc)
    for days in (-1, 400):
        with pytest.raises(ValidationError) as caught:
            day = clock.today() + dt.timedelta(days=days)
            consulting.open_consultation(document_id=document.pk, by=bloc.leader, until=day)
        assert "until" in caught.value.message_dict
    document.refresh_from_db()
    assert document.state == DocumentState.DRAFT and not document.versions.exists()


def test_only_a_blocs_paper_is_sent_round(bloc):
    document = create_document(kind=DocumentKind.MERIT_UNIT, place=scenes.unit_place(bloc), by=bloc.staff)
    call = {"document_id": document.pk, "until": clock.today()}
    assert refusal(consulting.open_consultation, by=bloc.head, **call) == DocumentReason.OF_BLOCS_ONLY
    assert refusal(consulting.open_consultation, by=bloc.leader, **call) == Reason.OUT_OF_REACH


def test_bad_comments_are_told(bloc):
    consultation = scenes.consulted(bloc)
    for given in ({"text": "   "}, {"text": "x" * 4001}, {"text": "ok", "anchor": "node:999"}):
        with pytest.raises(ValidationError):
            say(consultation, bloc.staff, **given)
    assert say(consultation, bloc.staff, text="x" * 4000, anchor="").quote == ""


def test_a_comment_is_read_by_its_unit_and_the_drafter_and_by_all_after_the_round(bloc):
    consultation = scenes.consulted(bloc)
    say(consultation, bloc.staff)

    def readers():
        return {name for name, person in bloc.people.items() if Comment.objects.visible_to(person).exists()}

    assert readers() == {"staff", "head", "leader", "leader_staff"}
    document = close(consultation, bloc.leader)
    asked = {"staff", "head", "other_unit_head", "leader", "leader_staff", "deputy", "board", "viewer"}
    assert readers() == asked
    scenes.answer_all(consultation, bloc)
    scenes.issued(bloc, document)
    assert readers() == asked | {"former_leader"}


def test_an_answer_closes_a_comment_and_a_later_one_counts_instead(bloc):
    consultation = scenes.consulted(bloc)
    comment = say(consultation, bloc.staff)
    call = {"comment_id": comment.pk, "by": bloc.leader_staff}
    for outcome in ("kept", "partly"):
        with pytest.raises(ValidationError) as caught:
            consulting.answer_comment(**call, outcome=outcome, text=" ")
        assert "text" in caught.value.message_dict
    with pytest.raises(ValidationError):
        consulting.answer_comment(**call, outcome="nonsense", text="x")
    consulting.answer_comment(**call, outcome="accepted")
    consulting.answer_comment(**call, outcome="kept", text="Đã nêu ở mục ba.")
    assert list(comment.answers.values_list("outcome", flat=True)) == ["accepted", "kept"]
    told = Notification.objects.filter(kind="comment_answered", user=bloc.staff)
    assert told.count() == 2 and "Đã nêu ở mục ba." in told.latest("pk").body and told.latest("pk").path
    close(consultation, bloc.leader)
    consulting.answer_comment(**call, outcome="partly", text="Bổ sung một câu.")
    assert "Bổ sung một câu." in told.latest("pk").body and told.latest("pk").path == ""
    for name in ("staff", "head", "deputy"):
        found = refusal(consulting.answer_comment, comment_id=comment.pk, by=bloc.people[name], outcome="accepted")
        assert found == Reason.OUT_OF_REACH, name


def test_comments_and_answers_are_never_changed(bloc):
    comment = say(scenes.consulted(bloc), bloc.staff)
    answer = consulting.answer_comment(comment_id=comment.pk, by=bloc.leader, outcome="accepted")
    for row in (comment, answer):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_who_was_asked_reads_the_answers_while_the_paper_is_finished(bloc, sign_in):
    consultation = scenes.consulted(bloc)
    say(consultation, bloc.staff)
    scenes.answer_all(consultation, bloc)
    consulting.close_consultation(document_id=consultation.document_id, by=bloc.leader_staff)
    page = reverse("reports:consultation", args=[consultation.pk])
    paper = reverse("reports:document_detail", args=[consultation.document_id])
    for name in ("staff", "other_unit_head", "board"):
        client = sign_in(bloc.people[name])
        content = client.get(page).content.decode()
        assert "Tiếp thu" in content and paper not in content
        assert client.get(paper).status_code == 404
    for name in ("former_leader", "other_bloc_head", "foreign_board"):
        assert sign_in(bloc.people[name]).get(page).status_code == 404
