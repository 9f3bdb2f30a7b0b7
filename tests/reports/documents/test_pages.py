"""Pages of papers: what each person sees, what bad input answers, and that rows cost no statements."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from reports.models import Comment, Document, Job
from reports.services import consulting, life
from reports.services.documents import create_document, save_document
from reports.states import DocumentKind, DocumentState
from tests.reports.documents import scenes
from tests.reports.scenes import make_plan

pytestmark = pytest.mark.django_db
D = DocumentState
TABS = ("document_detail", "document_rounds", "document_versions", "document_history", "document_files")


@pytest.fixture
def bloc(world):
    return scenes.ready(world)


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def status(client, person, address) -> int:
    client.force_login(person)
    return client.get(address).status_code


def test_what_the_list_shows_is_what_the_page_opens(bloc, client):
    unit_paper = create_document(kind=DocumentKind.MERIT_UNIT, place=scenes.unit_place(bloc), by=bloc.staff)
    papers = [scenes.invitation(bloc), scenes.consulted(bloc).document, scenes.issued(bloc), unit_paper]
    for name, person in bloc.people.items():
        client.force_login(person)
        listed = {row.pk for row in client.get(url("document_list")).context["documents"]}
        opened = {row.pk for row in papers if client.get(url("document_detail", row.pk)).status_code == 200}
        assert listed == opened == set(Document.objects.visible_to(person).values_list("pk", flat=True)), name
    assert {row.pk for row in papers} - {unit_paper.pk} == set(
        Document.objects.visible_to(bloc.leader).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("name", ["leader", "staff"])
def test_the_lists_and_the_things_to_do_cost_the_same_for_five_papers_as_for_one(bloc, client, name):
    client.force_login(bloc.people[name])
    addresses = [url("document_list"), url("documents", bloc.bloc.campaign.pk), "/"]

    def counts():
        for address in addresses:
            client.get(address)
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    scenes.consulted(bloc)
    scenes.signed(bloc)
    before = counts()
    for _ in range(4):
        scenes.consulted(bloc)
        scenes.signed(bloc)
    assert counts() == before


def test_a_page_of_comments_costs_the_same_for_five_as_for_one(bloc, client):
    consultation = scenes.consulted(bloc)

    def count(person, address):
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = [
        (bloc.leader, url("consultation", consultation.pk)),
        (bloc.staff, url("consultation", consultation.pk)),
        (bloc.leader, url("comments_export", consultation.pk)),
        (bloc.leader, url("document_detail", consultation.document_id)),
        (bloc.leader, url("document_rounds", consultation.document_id)),
        (bloc.leader, url("document_history", consultation.document_id)),
    ]

    def say():
        comment = consulting.add_comment(
            consultation_id=consultation.pk, by=bloc.staff, text="Ý kiến.", anchor="subject"
        )
        consulting.answer_comment(comment_id=comment.pk, by=bloc.leader, outcome="accepted")
        consulting.add_comment(consultation_id=consultation.pk, by=bloc.head, text="Ý kiến nữa.")

    say()
    before = [count(*page) for page in pages]
    for _ in range(4):
        say()
    assert [count(*page) for page in pages] == before


def test_versions_and_history_are_the_drafters_own(bloc, client):
    document = scenes.issued(bloc)
    for name in TABS:
        for person in (bloc.leader, bloc.leader_staff):
            assert status(client, person, url(name, document.pk)) == 200, name
        expected = 403 if name in ("document_versions", "document_history") else 200
        assert status(client, bloc.staff, url(name, document.pk)) == expected, name
        assert status(client, bloc.other_bloc_head, url(name, document.pk)) == 404, name
    assert status(client, bloc.staff, url("document_compare", document.pk)) == 403


def test_who_is_asked_reads_the_version_that_was_sent_not_the_draft_of_today(bloc, client):
    document = scenes.consulted(bloc).document
    asked = document.text.subject
    call = {"document_id": document.pk, "by": bloc.leader, "expected_version": document.version}
    save_document(**call, subject="CHIM-DANG-SUA")
    page = url("document_detail", document.pk)
    client.force_login(bloc.staff)
    body = client.get(page).content.decode()
    printed = body[body.index("<article") :]
    assert asked in printed and "CHIM-DANG-SUA" not in printed
    client.force_login(bloc.leader_staff)
    assert "CHIM-DANG-SUA" in client.get(page).content.decode()


def test_a_draft_is_printed_by_its_drafter_only(bloc, client):
    document = scenes.consulted(bloc).document
    for person, expected in ((bloc.staff, 403), (bloc.other_bloc_head, 404), (bloc.leader_staff, 302)):
        client.force_login(person)
        assert client.post(url("document_print", document.pk)).status_code == expected
    assert Job.objects.count() == 1
    done = scenes.issued(bloc)
    before = Job.objects.count()
    client.force_login(bloc.leader)
    assert client.post(url("document_print", done.pk)).status_code == 403
    assert Job.objects.count() == before


def test_a_person_begins_only_the_kinds_of_the_own_offices(bloc, client):
    client.force_login(bloc.staff)
    page = client.get(url("document_begin"), {"ke-hoach": bloc.bloc.campaign.pk})
    kinds = {kind.key for _, found in page.context["offices"] for kind, *_ in found}
    assert DocumentKind.UNIT_YEAR in kinds and not {DocumentKind.INVITATION, DocumentKind.DIVISION} & kinds
    client.force_login(bloc.board)
    page = client.get(url("document_begin"), {"ke-hoach": bloc.bloc.campaign.pk})
    assert {kind.key for _, found in page.context["offices"] for kind, *_ in found} == {DocumentKind.DIVISION}
    assert client.get(url("document_begin"), {"ke-hoach": bloc.foreign_bloc.campaign.pk}).status_code == 404


def test_beginning_a_paper_by_form(bloc, client):
    client.force_login(bloc.leader_staff)
    where = f"{url('document_create', 'invitation')}?ke-hoach={bloc.bloc.campaign.pk}"
    assert client.get(where).status_code == 200
    answer = client.post(where, {"deadline": "999999"})
    assert answer.status_code == 422 or not bloc.bloc.campaign.deadlines.exists()
    assert client.post(where).status_code == 302
    assert Document.objects.latest("pk").text.sign == "GM-KTĐ1"
    for wrong in ("nonsense", "plan"):
        expected = 404 if wrong == "nonsense" else 403
        address = f"{url('document_create', wrong)}?ke-hoach={bloc.bloc.campaign.pk}"
        assert client.post(address).status_code == expected, wrong
    client.force_login(bloc.staff)
    assert client.post(f"{where}&don-vi={bloc.bloc.units[0].pk}").status_code == 404
    assert client.post(where).status_code == 403


def test_a_plan_that_cannot_begin_leads_on_to_where_it_goes_on(bloc, client):
    client.force_login(bloc.leader)
    campaign = bloc.bloc.campaign.pk
    address = f"{url('document_create', 'plan')}?ke-hoach={campaign}"
    assert client.get(address).url == reverse("campaigns:plan", args=[campaign])
    make_plan(bloc)
    assert client.get(address).status_code == 200
    client.post(address)
    document = Document.objects.get()
    assert client.get(address).url == url("document_detail", document.pk)
    assert client.post(address).status_code == 403 and Document.objects.count() == 1


def test_the_edit_page_keeps_what_was_typed(bloc, client):
    document = scenes.invitation(bloc)
    client.force_login(bloc.leader_staff)
    page = url("document_edit", document.pk)
    typed = client.get(page).context["forms"][-1].initial
    values = {name: value if value is not None else "" for name, value in typed.items()}
    values |= {"input_guests": "Các đơn vị", "input_time": "08 giờ", "input_place": "Hội trường"}
    bad = client.post(page, {**values, "version": 1, "year": "1200", "subject": "Đã gõ vào đây"})
    assert bad.status_code == 422 and "Đã gõ vào đây" in bad.content.decode()
    save_document(document_id=document.pk, by=bloc.leader, expected_version=1, subject="Người khác vừa lưu")
    stale = client.post(page, {**values, "version": 1, "subject": "Đã gõ vào đây"})
    body = stale.content.decode()
    assert stale.status_code == 409 and "Đã gõ vào đây" in body and "Người khác vừa lưu" in body
    assert client.post(page, {**values, "version": 2, "subject": "Đã gõ vào đây"}).status_code == 302
    document.text.refresh_from_db()
    assert document.text.subject == "Đã gõ vào đây" and document.text.inputs["guests"] == ["Các đơn vị"]
    client.force_login(bloc.deputy)
    assert client.get(page).status_code == 404


def test_every_step_has_its_page_with_the_consequence(bloc, client):
    client.force_login(bloc.leader)
    document = scenes.invitation(bloc)

    def step(name, data=None):
        page = url("document_move", document.pk, name)
        shown = client.get(page)
        assert shown.status_code == 200 and shown.context["move"].says in shown.content.decode(), name
        return client.post(page, data or {})

    day = f"{clock.today():%d/%m/%Y}"
    assert step("consult", {"until": "31/02/2026"}).status_code == 422
    assert step("consult", {"until": "01/01/2020"}).status_code == 422
    assert step("consult", {"until": day}).status_code == 302
    assert step("end_consultation").status_code == 302
    document.refresh_from_db()
    assert step("approve", {"seen": document.version}).status_code == 302
    assert step("reopen", {"reason": "ngắn"}).status_code == 422
    assert step("sign", {"signer_name": "", "signed_on": day}).status_code == 422
    assert step("sign", {"signer_name": "A", "signed_on": day}).status_code == 302
    assert step("number", {"dated": day, "number": "0"}).status_code == 422
    assert step("number", {"dated": day}).status_code == 302
    assert step("issue", {"variant": "nonsense"}).status_code == 422
    assert step("issue", {"variant": "pdf/a-3b", "confirmed": "on"}).status_code == 302
    assert step("recall", {"reason": "Ban hành nhầm bản cũ."}).status_code == 302
    document.refresh_from_db()
    assert document.state == D.RECALLED
    assert client.get(url("document_move", document.pk, "issue")).status_code == 403
    assert client.get(url("document_move", document.pk, "correct")).status_code == 404
    assert client.post(url("document_move", document.pk, "nonsense")).status_code == 404


def test_an_approval_of_a_draft_that_changed_answers_409(bloc, client):
    document = scenes.invitation(bloc)
    client.force_login(bloc.leader)
    page = url("document_move", document.pk, "approve")
    assert client.post(page, {"seen": document.version + 1}).status_code == 409
    document.refresh_from_db()
    assert document.state == D.DRAFT


def test_a_head_is_led_to_what_is_missing_before_the_approval(bloc, client):
    document = create_document(kind=DocumentKind.INVITATION, place=scenes.bloc_place(bloc), by=bloc.leader_staff)
    client.force_login(bloc.leader)
    edit, approve = url("document_edit", document.pk), url("document_move", document.pk, "approve")
    first = client.get(url("document_detail", document.pk)).context["next"]
    assert first.first.url == edit and "phải sửa" in first.text
    body = client.get(approve).content.decode()
    assert edit in body and 'name="seen"' not in body
    assert client.post(approve, {"seen": document.version}).status_code == 422
    save_document(document_id=document.pk, by=bloc.leader_staff, expected_version=0, inputs=scenes.MEETING)
    assert client.get(url("document_detail", document.pk)).context["next"].first.url == approve
    assert 'name="seen"' in client.get(approve).content.decode()


def test_commenting_and_answering_by_form(bloc, client):
    consultation = scenes.consulted(bloc)
    page = url("consultation", consultation.pk)
    client.force_login(bloc.staff)
    assert client.post(page, {"anchor": "subject", "text": ""}).status_code == 422
    bad = client.post(page, {"anchor": "node:1", "text": "Ý kiến còn nguyên"})
    assert bad.status_code == 422
    assert client.post(page, {"anchor": "subject", "text": "<b>Ý kiến</b>"}).status_code == 302
    body = client.get(page).content.decode()
    assert "&lt;b&gt;Ý kiến&lt;/b&gt;" in body and "<b>Ý kiến</b>" not in body
    comment = Comment.objects.get()
    reply = url("comment_answer", comment.pk)
    assert client.post(reply, {"outcome": "accepted"}).status_code == 403
    client.force_login(bloc.leader_staff)
    bad = client.post(reply, {"outcome": "kept", "text": ""})
    assert bad.status_code == 422 and "Hãy ghi nội dung" in bad.content.decode()
    assert client.post(reply, {"outcome": "kept", "text": "Giữ như dự thảo vì đã nêu."}).status_code == 302
    client.force_login(bloc.other_unit_head)
    assert "Ý kiến</b>" not in client.get(page).content.decode().replace("&lt;", "<")
    assert client.post(reply, {"outcome": "accepted"}).status_code == 404
    client.force_login(bloc.other_bloc_head)
    assert client.get(page).status_code == 404
    assert client.get(url("comments_export", consultation.pk)).status_code == 404


def test_a_comment_that_came_too_late_is_kept_on_the_page(bloc, client):
    consultation = scenes.consulted(bloc, until=clock.today())
    client.force_login(bloc.staff)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        answer = client.post(url("consultation", consultation.pk), {"anchor": "", "text": "Muộn mất rồi"})
    assert answer.status_code == 403 and not Comment.objects.exists()


def test_the_table_of_comments_leaves_as_text(bloc, client):
    consultation = scenes.consulted(bloc)
    consulting.add_comment(consultation_id=consultation.pk, by=bloc.staff, text="=1+1", anchor="subject")
    client.force_login(bloc.leader)
    csv = client.get(url("comments_export", consultation.pk), {"dang": "csv"}).content.decode("utf-8-sig")
    assert "Chưa trả lời" in csv and "\n=1+1" not in csv and ",=1+1" not in csv
    book = client.get(url("comments_export", consultation.pk))
    assert book.content[:2] == b"PK" and "xlsx" in book["Content-Disposition"]
    client.force_login(bloc.deputy)
    assert "1+1" not in client.get(url("comments_export", consultation.pk), {"dang": "csv"}).content.decode()


def test_comparing_two_versions_marks_the_words(bloc, client):
    document = scenes.approved(bloc)
    client.force_login(bloc.leader)
    assert client.get(url("document_compare", document.pk)).status_code == 404
    document = life.reopen(document_id=document.pk, by=bloc.leader, reason="Sửa địa điểm cuộc họp.")
    call = {"document_id": document.pk, "by": bloc.leader, "expected_version": document.version}
    changed = scenes.MEETING | {"place": "Nhà khách tỉnh"}
    document = save_document(**call, subject="Dự Hội nghị tổng kết", inputs=changed)
    scenes.approved(bloc, document)
    page = client.get(url("document_compare", document.pk), {"tu": "1", "den": "99999999999999999999"})
    body = page.content.decode()
    assert page.status_code == 200 and "[+" in body and "[−" in body
    assert {change.name for change in page.context["changes"]} == {"Trích yếu", "Địa điểm"}
    assert client.get(url("document_compare", document.pk), {"tu": "x", "den": "2"}).status_code == 200


def test_filters_and_addresses_that_make_no_sense_are_no_error(bloc, client):
    client.force_login(bloc.leader)
    scenes.invitation(bloc)
    for query in ("loai=x", "trang-thai=x", "page=x", "loai=plan&trang-thai=soan", "loai=%00"):
        assert client.get(f"{url('document_list')}?{query}").status_code == 200, query
    huge = 10**30
    for name in (*TABS, "document_edit", "document_compare", "consultation", "documents", "plan_document"):
        assert client.get(url(name, huge)).status_code == 404, name
    assert client.post(url("comment_answer", huge)).status_code == 404


def test_the_plan_page_leads_to_its_paper(bloc, client):
    client.force_login(bloc.leader)
    campaign = bloc.bloc.campaign
    assert client.get(url("plan_document", campaign.pk)).url == url("documents", campaign.pk)
    document = scenes.plan_paper(bloc)
    assert client.get(url("plan_document", campaign.pk)).url == url("document_detail", document.pk)
    client.force_login(bloc.staff)
    assert client.get(url("plan_document", campaign.pk)).url == url("documents", campaign.pk)


def test_things_to_do_name_the_step_and_go_when_it_is_done(bloc, client):
    def things(person):
        client.force_login(person)
        return {thing.label for thing in client.get("/").context["things"] if thing.room == "paper"}

    consultation = scenes.consulted(bloc)
    assert things(bloc.staff) == {"Đang lấy ý kiến"} and things(bloc.former_leader) == set()
    consulting.add_comment(consultation_id=consultation.pk, by=bloc.staff, text="Ý kiến.")
    assert things(bloc.head) == set() and things(bloc.leader_staff) == {"Có ý kiến góp ý"}
    scenes.answer_all(consultation, bloc)
    assert things(bloc.leader_staff) == set()
    document = consulting.close_consultation(document_id=consultation.document_id, by=bloc.leader)
    assert things(bloc.leader) == {"Chờ phê duyệt"} and things(bloc.leader_staff) == set()
    document = scenes.approved(bloc, document)
    assert things(bloc.leader) == {"Chờ ký"}
    life.sign(document_id=document.pk, by=bloc.leader, signer_name="A", signed_on=clock.today())
    assert things(bloc.leader_staff) == {"Chờ cấp số"}
    life.give_number(document_id=document.pk, by=bloc.leader)
    assert things(bloc.leader) == {"Chờ ban hành"} and things(bloc.leader_staff) == set()
    life.issue(document_id=document.pk, by=bloc.leader, confirmed=True)
    assert things(bloc.leader) == set() == things(bloc.board)


def test_a_blocs_draft_is_not_named_in_the_boards_trail(bloc, client):
    document = scenes.invitation(bloc)
    call = {"document_id": document.pk, "by": bloc.leader, "expected_version": document.version}
    save_document(**call, subject="CHIM-DU-THAO")
    scenes.approved(bloc, document)
    client.force_login(bloc.leader)
    assert "CHIM-DU-THAO" in client.get(url("audit")).content.decode()
    for person in (bloc.board, bloc.viewer, bloc.head):
        client.force_login(person)
        assert "CHIM-DU-THAO" not in client.get(url("audit")).content.decode()


BAD = ({}, {"until": "99/99/9999", "seen": "x", "version": "-1", "text": "\x00", "number": "9" * 30, "year": "9" * 12})
ALL_PAGES = (*TABS, "document_edit", "document_print", "document_compare", "document_succeed")


@pytest.mark.parametrize("name", ["leader", "staff", "board", "no_post"])
def test_no_input_answers_with_an_error_of_the_server(bloc, client, name):
    consultation = scenes.consulted(bloc)
    comment = consulting.add_comment(consultation_id=consultation.pk, by=bloc.staff, text="Ý kiến.")
    papers = [scenes.invitation(bloc), consultation.document, scenes.signed(bloc), scenes.issued(bloc)]
    addresses = [url(page, paper.pk) for paper in papers for page in ALL_PAGES]
    addresses += [
        url("document_move", paper.pk, move) for paper in papers for move in ("consult", "sign", "number", "x")
    ]
    addresses += [url("consultation", consultation.pk), url("comment_answer", comment.pk), url("document_begin")]
    where = ("", "?ke-hoach=x", "?co-quan=9", f"?ke-hoach={bloc.bloc.campaign.pk}&don-vi=99999999999999999999")
    addresses += [url("document_create", kind) + query for kind in ("invitation", "division") for query in where]
    client.force_login(bloc.people[name])
    for address in addresses:
        answers = [client.get(address), *(client.post(address, values) for values in BAD)]
        assert all(answer.status_code < 500 for answer in answers), address
