"""The life of a paper: who takes which step, what each writes down, and what never changes again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from campaigns import services as campaigns
from campaigns.states import PlanState
from reports.models import Document, DocumentAct, IssuedDocument
from reports.permissions_documents import DocumentReason
from reports.services import consulting, life
from reports.services.acts import words_version
from reports.services.documents import Place, create_document, save_document, succeed_document
from reports.states import DocumentKind, DocumentState
from tests.reports.documents import scenes
from tests.reports.official import make_series
from tests.reports.scenes import make_plan

pytestmark = pytest.mark.django_db
REASON = "Sai số liệu ở mục hai."
D = DocumentState


@pytest.fixture
def bloc(world):
    return scenes.ready(world)


def refusal(call, **kwargs):
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    return caught.value.reason


def problems(call, **kwargs) -> str:
    with pytest.raises(ValidationError) as caught:
        call(**kwargs)
    return " ".join(caught.value.messages)


def test_a_paper_goes_from_draft_to_issue_with_one_act_and_one_audit_row_a_step(bloc):
    document = scenes.issued(bloc)
    assert (document.state, document.text.number, document.text.day) == (D.ISSUED, "01", clock.today().day)
    moves = list(document.acts.order_by("pk").values_list("move", "before", "after"))
    assert moves == [
        ("create", "", "draft"),
        ("approve", "draft", "approved"),
        ("sign", "approved", "signed"),
        ("number", "signed", "numbered"),
        ("issue", "numbered", "issued"),
    ]
    steps = AuditEntry.objects.filter(target_type="reports.document", target_id=str(document.pk))
    for move, _, _ in moves:
        assert steps.filter(event=f"document.{move}").count() == 1, move
    versions = document.versions.order_by("number").values_list("why", flat=True)
    assert list(versions) == ["Bản được phê duyệt", "Bản ban hành"]


def test_the_issue_freezes_the_facts_tells_the_bloc_and_asks_for_the_files(bloc):
    document = scenes.issued(bloc)
    paper = IssuedDocument.objects.get(document=document)
    assert paper.code and paper.facts["number"] == "01" and not paper.facts["is_draft"]
    assert paper.jobs.count() == 1
    told = set(Notification.objects.filter(kind="document_issued").values_list("user__email", flat=True))
    assert {bloc.staff.email, bloc.leader.email, bloc.deputy.email} <= told
    assert not {bloc.board.email, bloc.other_bloc_head.email, bloc.former_leader.email} & told


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("leader_staff", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.OUT_OF_REACH),
        ("head", Reason.OUT_OF_REACH),
        ("former_leader", Reason.OUT_OF_REACH),
        ("board", Reason.OUT_OF_REACH),
        ("viewer", Reason.OUT_OF_REACH),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_only_a_head_of_the_leading_unit_approves_signs_and_issues(bloc, name, reason):
    by = bloc.people[name]
    document = scenes.invitation(bloc)
    assert refusal(life.approve, document_id=document.pk, by=by, seen=document.version) == reason
    scenes.approved(bloc, document)
    today = clock.today()
    assert refusal(life.sign, document_id=document.pk, by=by, signer_name="A", signed_on=today) == reason
    assert refusal(life.reopen, document_id=document.pk, by=by, reason=REASON) == reason
    life.sign(document_id=document.pk, by=bloc.leader, signer_name="A", signed_on=today)
    life.give_number(document_id=document.pk, by=bloc.leader)
    assert refusal(life.issue, document_id=document.pk, by=by, confirmed=True) == reason
    assert Document.objects.get(pk=document.pk).state == D.NUMBERED


def test_after_the_issue_the_bloc_reads_but_does_not_recall(bloc):
    document = scenes.issued(bloc)
    for name in ("leader_staff", "deputy", "head", "board"):
        found = refusal(life.recall, document_id=document.pk, by=bloc.people[name], reason=REASON)
        assert found == Reason.NOT_YOUR_ROLE, name
    assert refusal(life.recall, document_id=document.pk, by=bloc.foreign_board, reason=REASON) == Reason.OUT_OF_REACH


def test_a_units_paper_is_written_by_its_people_and_signed_by_its_head(bloc):
    document = create_document(kind=DocumentKind.MERIT_PERSON, place=scenes.unit_place(bloc), by=bloc.staff)
    for other in (bloc.leader, bloc.board, bloc.other_unit_head):
        found = refusal(save_document, document_id=document.pk, by=other, expected_version=0, subject="x")
        assert found == Reason.OUT_OF_REACH
    assert refusal(life.approve, document_id=document.pk, by=bloc.staff, seen=0) == Reason.NOT_YOUR_ROLE
    # Its parts are empty: the checker stops it, and says which.
    assert "còn trống" in problems(life.approve, document_id=document.pk, by=bloc.head, seen=0)


def test_a_step_is_refused_from_the_wrong_state(bloc):
    document = scenes.invitation(bloc)
    today = clock.today()
    calls = [
        (life.sign, {"signer_name": "A", "signed_on": today}),
        (life.give_number, {}),
        (life.issue, {}),
        (life.recall, {"reason": REASON}),
        (life.reopen, {"reason": REASON}),
    ]
    for call, given in calls:
        assert refusal(call, document_id=document.pk, by=bloc.leader, **given) == Reason.WRONG_STATE, call
    assert DocumentAct.objects.filter(document=document).count() == 1


def test_what_was_changed_since_it_was_read_is_not_approved(bloc):
    document = scenes.invitation(bloc)
    seen = document.version
    save_document(document_id=document.pk, by=bloc.leader_staff, expected_version=seen, subject="Khác")
    assert refusal(life.approve, document_id=document.pk, by=bloc.leader, seen=seen) == Reason.STALE
    plan = scenes.plan_paper(bloc)
    seen = words_version(plan)
    campaigns.save_plan(campaign_id=bloc.bloc.campaign.pk, by=bloc.leader, number="")
    assert refusal(life.approve, document_id=plan.pk, by=bloc.leader, seen=seen) == Reason.STALE


def test_approved_words_are_closed_until_the_draft_is_opened_again(bloc):
    document = scenes.approved(bloc)
    call = {"document_id": document.pk, "by": bloc.leader, "expected_version": document.version, "subject": "Khác"}
    assert refusal(save_document, **call) == DocumentReason.WORDS_CLOSED
    assert "10 đến 500" in problems(life.reopen, document_id=document.pk, by=bloc.leader, reason="ngắn")
    again = life.reopen(document_id=document.pk, by=bloc.leader, reason=REASON)
    save_document(**call | {"expected_version": again.version})
    assert document.versions.count() == 1
    assert document.acts.get(move="reopen").note == REASON


def test_the_signing_day_fills_a_blank_date_and_is_checked(bloc):
    document = scenes.approved(bloc)
    yesterday = clock.today() - dt.timedelta(days=1)
    wrong = [
        ({"signer_name": " ", "signed_on": yesterday}, "họ tên"),
        ({"signer_name": "A" * 121, "signed_on": yesterday}, "120"),
        ({"signer_name": "A", "signed_on": clock.today() + dt.timedelta(days=1)}, "sau hôm nay"),
        ({"signer_name": "A", "signed_on": clock.today() - dt.timedelta(days=400)}, "quá một năm"),
    ]
    for given, words in wrong:
        assert words in problems(life.sign, document_id=document.pk, by=bloc.leader, **given)
    life.sign(document_id=document.pk, by=bloc.leader, signer_name=" Trần Thị Ký ", signed_on=yesterday)
    document.text.refresh_from_db()
    head = document.text
    assert (head.signer_name, head.day, head.month, head.year) == (
        "Trần Thị Ký",
        yesterday.day,
        yesterday.month,
        yesterday.year,
    )


def test_a_paper_that_takes_a_number_is_not_issued_without_and_another_takes_none(bloc):
    document = scenes.signed(bloc)
    assert refusal(life.issue, document_id=document.pk, by=bloc.leader) == DocumentReason.NUMBER_FIRST
    pledge = create_document(kind=DocumentKind.PLEDGE, place=scenes.bloc_place(bloc), by=bloc.leader)
    parts = {"aim": "Phấn đấu.", "contents": "1. Chuyên môn.", "promise": "Thực hiện."}
    pledge = save_document(document_id=pledge.pk, by=bloc.leader, expected_version=0, parts=parts)
    pledge = scenes.signed(bloc, pledge)
    assert refusal(life.give_number, document_id=pledge.pk, by=bloc.leader) == DocumentReason.TAKES_NO_NUMBER
    life.issue(document_id=pledge.pk, by=bloc.leader, confirmed=True)
    assert Document.objects.get(pk=pledge.pk).state == D.ISSUED


def test_what_stops_a_paper_stops_it_before_it_has_a_number(bloc):
    document = create_document(kind=DocumentKind.INVITATION, place=scenes.bloc_place(bloc), by=bloc.leader)
    assert "thời gian" in problems(life.approve, document_id=document.pk, by=bloc.leader, seen=0)
    assert Document.objects.get(pk=document.pk).state == D.DRAFT
    document = scenes.signed(bloc)
    document.text.sign = ""
    document.text.save()
    assert "ký hiệu" in problems(life.give_number, document_id=document.pk, by=bloc.leader)
    assert not hasattr(Document.objects.get(pk=document.pk), "series_number")


def test_warnings_must_be_read_before_the_issue(bloc):
    document = scenes.invitation(bloc)
    document = save_document(document_id=document.pk, by=bloc.leader, expected_version=document.version, sign="X-KTĐ")
    document = scenes.numbered(bloc, document)
    assert "cần xem lại" in problems(life.issue, document_id=document.pk, by=bloc.leader)
    assert not IssuedDocument.objects.filter(document=document).exists()
    life.issue(document_id=document.pk, by=bloc.leader, confirmed=True)
    assert IssuedDocument.objects.get(document=document).code


def test_a_recalled_paper_keeps_everything_and_says_why(bloc):
    document = scenes.issued(bloc)
    paper = IssuedDocument.objects.get(document=document)
    before = (paper.sha256, paper.facts)
    assert "10 đến 500" in problems(life.recall, document_id=document.pk, by=bloc.leader, reason="   ngắn   ")
    life.recall(document_id=document.pk, by=bloc.leader, reason=REASON)
    paper.refresh_from_db()
    assert (paper.sha256, paper.facts) == before
    assert document.acts.get(move="recall").note == REASON
    assert refusal(life.recall, document_id=document.pk, by=bloc.leader, reason=REASON) == Reason.WRONG_STATE


@pytest.mark.parametrize(("corrects", "after"), [(False, D.REPLACED), (True, D.CORRECTED)])
def test_a_successor_settles_its_predecessor_only_when_it_is_issued(bloc, corrects, after):
    old = scenes.issued(bloc)
    new = succeed_document(document_id=old.pk, by=bloc.leader_staff, corrects=corrects, reason=REASON)
    assert (new.text.number, new.text.day, new.text.subject) == ("", None, old.text.subject)
    assert Document.objects.get(pk=old.pk).state == D.ISSUED
    call = {"document_id": old.pk, "by": bloc.leader, "corrects": corrects, "reason": REASON}
    assert refusal(succeed_document, **call) == DocumentReason.UNDER_WAY
    scenes.issued(bloc, new)
    assert Document.objects.get(pk=old.pk).state == after
    assert old.acts.order_by("pk").last().note.startswith("Bằng văn bản")


def test_only_an_issued_paper_in_force_has_a_successor(bloc):
    call = {"by": bloc.leader, "corrects": False, "reason": REASON}
    assert refusal(succeed_document, document_id=scenes.signed(bloc).pk, **call) == DocumentReason.NOT_OUT
    old = scenes.issued(bloc)
    life.recall(document_id=old.pk, by=bloc.leader, reason=REASON)
    assert refusal(succeed_document, document_id=old.pk, **call) == DocumentReason.NOT_OUT
    assert refusal(succeed_document, document_id=old.pk, **call | {"by": bloc.head}) == Reason.NOT_YOUR_ROLE


def test_the_plan_follows_its_paper(bloc):
    document = scenes.plan_paper(bloc)
    plan, steps = document.plan, []

    def now():
        plan.refresh_from_db()
        steps.append(plan.state)

    scenes.approved(bloc, document)
    now()
    life.reopen(document_id=document.pk, by=bloc.leader, reason=REASON)
    now()
    scenes.issued(bloc, document)
    now()
    new = succeed_document(document_id=document.pk, by=bloc.leader, corrects=False, reason=REASON)
    now()
    assert plan.number == "" and plan.day is None
    life.recall(document_id=document.pk, by=bloc.leader, reason=REASON)
    now()
    scenes.issued(bloc, new)
    now()
    life.recall(document_id=new.pk, by=bloc.leader, reason=REASON)
    now()
    P = PlanState
    assert steps == [P.FIXED, P.DRAFT, P.ISSUED, P.DRAFT, P.DRAFT, P.ISSUED, P.DRAFT]


def test_a_frozen_plan_says_the_same_while_its_successor_is_written(bloc):
    document = scenes.issued(bloc, scenes.plan_paper(bloc))
    paper = IssuedDocument.objects.get(document=document)
    before = paper.facts
    succeed_document(document_id=document.pk, by=bloc.leader, corrects=False, reason=REASON)
    campaigns.save_plan(campaign_id=bloc.bloc.campaign.pk, by=bloc.leader, subject="Kế hoạch mới hẳn")
    paper.refresh_from_db()
    assert paper.facts == before and before["subject"] != "Kế hoạch mới hẳn"


def test_a_campaign_has_one_plan_paper_at_a_time(bloc):
    document = scenes.plan_paper(bloc)
    call = {"kind": DocumentKind.PLAN, "place": scenes.bloc_place(bloc), "by": bloc.leader}
    assert refusal(create_document, **call) == DocumentReason.PLAN_UNDER_WAY
    scenes.issued(bloc, document)
    assert refusal(create_document, **call) == DocumentReason.PLAN_UNDER_WAY
    life.recall(document_id=document.pk, by=bloc.leader, reason=REASON)
    assert create_document(**call).state == D.DRAFT


def test_a_plan_issued_elsewhere_is_opened_again_for_its_paper(bloc):
    call = {"kind": DocumentKind.PLAN, "place": scenes.bloc_place(bloc), "by": bloc.leader}
    assert refusal(create_document, **call) == DocumentReason.NO_PLAN
    plan = make_plan(bloc)
    campaigns.issue_plan(plan_id=plan.pk, by=bloc.leader)
    assert create_document(**call).plan.state == PlanState.DRAFT


def test_unanswered_comments_keep_a_paper_from_approval(bloc):
    consultation = scenes.consulted(bloc)
    comment = consulting.add_comment(consultation_id=consultation.pk, by=bloc.head, text="Cần rõ hơn.")
    document = consulting.close_consultation(document_id=consultation.document_id, by=bloc.leader)
    call = {"document_id": document.pk, "by": bloc.leader, "seen": document.version}
    assert refusal(life.approve, **call) == DocumentReason.UNANSWERED
    consulting.answer_comment(comment_id=comment.pk, by=bloc.leader_staff, outcome="accepted")
    assert life.approve(**call).state == D.APPROVED


def test_a_units_paper_goes_out_to_the_unit_and_the_officers_of_its_bloc(bloc):
    document = create_document(kind=DocumentKind.REGISTRATION, place=scenes.unit_place(bloc), by=bloc.staff)
    call = {"document_id": document.pk, "by": bloc.staff, "expected_version": 0}
    document = save_document(**call, place="Đông Hà", capacity="GIÁM ĐỐC")
    life.approve(document_id=document.pk, by=bloc.head, seen=document.version)
    life.sign(document_id=document.pk, by=bloc.head, signer_name="Trần Thị Ký", signed_on=clock.today())
    for other in (bloc.staff, bloc.leader, bloc.board):
        found = refusal(life.issue, document_id=document.pk, by=other, confirmed=True)
        assert found in (Reason.NOT_YOUR_ROLE, Reason.OUT_OF_REACH)
    life.issue(document_id=document.pk, by=bloc.head, confirmed=True)
    told = set(Notification.objects.filter(kind="document_issued").values_list("user__email", flat=True))
    assert {bloc.staff.email, bloc.head.email, bloc.leader.email, bloc.deputy.email} <= told
    assert not {bloc.other_unit_head.email, bloc.board.email} & told
    readers = {name for name, person in bloc.people.items() if Document.objects.visible_to(person).exists()}
    assert readers == {"staff", "head", "leader", "leader_staff", "deputy", "board", "viewer"}


def test_a_paper_of_the_authority_is_the_boards(bloc):
    make_series(bloc, of_authority=True, name="Sổ của cơ quan")
    place = Place(bloc.a)
    for other in (bloc.leader, bloc.viewer, bloc.foreign_board):
        found = refusal(create_document, kind=DocumentKind.DIVISION, place=place, by=other)
        assert found in (Reason.NOT_YOUR_ROLE, Reason.OUT_OF_REACH)
    document = create_document(kind=DocumentKind.DIVISION, place=place, by=bloc.board)
    assert "căn cứ" in problems(life.approve, document_id=document.pk, by=bloc.board, seen=0)
    call = {"document_id": document.pk, "by": bloc.board, "expected_version": 0}
    bases = "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    document = save_document(**call, bases=bases, place="Đông Hà")
    life.approve(document_id=document.pk, by=bloc.board, seen=document.version)
    assert refusal(life.reopen, document_id=document.pk, by=bloc.viewer, reason=REASON) == Reason.OUT_OF_REACH
    life.sign(document_id=document.pk, by=bloc.board, signer_name="Lê Văn Ký", signed_on=clock.today())
    life.give_number(document_id=document.pk, by=bloc.board)
    life.issue(document_id=document.pk, by=bloc.board, confirmed=True)
    readers = {name for name, person in bloc.people.items() if Document.objects.visible_to(person).exists()}
    assert readers == {"board", "viewer"}
