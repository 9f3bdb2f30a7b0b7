"""Every page of the room: who reaches it, that it draws, and that bad input gets a sentence."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from blocs.models import Membership
from campaigns import permissions, services
from campaigns.models import Campaign, Deadline, Plan, PlanNode, Receipt, Reminder, Submission
from tests.factories import BlocFactory, BlocYearFactory, DeadlineFactory, MembershipFactory, UnitFactory

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def full(world, due, sent):
    """Bloc 1's campaign with one of everything."""
    campaign, by = world.bloc.campaign, world.leader
    phase = services.add_phase(
        campaign_id=campaign.pk,
        by=by,
        name="Đợt 1",
        occasions=[{"name": "Quốc khánh", "day": "02/9", "origin_year": 1945}],
    )
    plan = services.save_plan(campaign_id=campaign.pk, by=by, subject="Tổ chức phong trào", place="Quảng Trị")
    basis = services.add_basis(plan_id=plan.pk, by=by, doc_type="Quyết định", number="733/QĐ-TTg", suspect="Ngày lạ")
    recipient = services.add_recipient(plan_id=plan.pk, by=by, text="UBND tỉnh", mark="b/c")
    node = services.add_node(plan_id=plan.pk, by=by, label="I.", title="MỤC ĐÍCH")
    services.add_node(plan_id=plan.pk, by=by, parent=node, label="1.", text="Đẩy mạnh phong trào")
    yearly = services.add_deadline(
        campaign_id=campaign.pk, by=by, title="Báo cáo hằng năm", precision="none", every_year=True
    )
    meeting = services.add_deadline(
        campaign_id=campaign.pk, by=by, title="Hội nghị sơ kết", kind="meeting", value=clock.today(), host="deputy"
    )
    file = services.attach_file(
        deadline_id=due.pk, unit=world.bloc.units[3], file=SimpleUploadedFile("a.pdf", PDF), by=world.other_unit_head
    )
    return {
        "campaign": campaign,
        "phase": phase,
        "plan": plan,
        "basis": basis,
        "recipient": recipient,
        "node": node,
        "due": due,
        "yearly": yearly,
        "meeting": meeting,
        "file": file,
        "sent": sent,
    }


def pages(full, world):
    c, d = full["campaign"].pk, full["due"].pk
    return {
        "list": reverse("campaigns:list"),
        "detail": reverse("campaigns:detail", args=[c]),
        "tab_plan": reverse("campaigns:detail", args=[c]) + "?phan=van-ban",
        "tab_deadlines": reverse("campaigns:detail", args=[c]) + "?phan=moc",
        "tab_progress": reverse("campaigns:detail", args=[c]) + "?phan=tien-do",
        "board": reverse("campaigns:board", args=[c]),
        "plan": reverse("campaigns:plan", args=[c]),
        "deadline_detail": reverse("campaigns:deadline_detail", args=[d]),
        "yearly": reverse("campaigns:deadline_detail", args=[full["yearly"].pk]),
        "meeting": reverse("campaigns:deadline_detail", args=[full["meeting"].pk]),
        "reminders": reverse("campaigns:reminders", args=[d]),
    }


def managing(full):
    c, d = full["campaign"].pk, full["due"].pk
    return {
        "update": reverse("campaigns:update", args=[c]),
        "phase_create": reverse("campaigns:phase_create", args=[c]),
        "phase_update": reverse("campaigns:phase_update", args=[full["phase"].pk]),
        "deadline_create": reverse("campaigns:deadline_create", args=[c]),
        "deadline_update": reverse("campaigns:deadline_update", args=[d]),
        "extension_create": reverse("campaigns:extension_create", args=[d]),
        "plan_edit": reverse("campaigns:plan_edit", args=[c]),
        "plan_outline": reverse("campaigns:plan_outline", args=[c]),
        "node_create": reverse("campaigns:node_create", args=[full["plan"].pk]),
        "plan_paste": reverse("campaigns:plan_paste", args=[full["plan"].pk]),
        "basis_create": reverse("campaigns:basis_create", args=[full["plan"].pk]),
        "node_update": reverse("campaigns:node_update", args=[full["node"].pk]),
        "basis_update": reverse("campaigns:basis_update", args=[full["basis"].pk]),
        "recipient_update": reverse("campaigns:recipient_update", args=[full["recipient"].pk]),
        "join_bloc": reverse("campaigns:join_bloc", args=[c]),
    }


@pytest.mark.parametrize("who", ["leader", "deputy", "staff", "head", "board", "viewer"])
def test_everybody_of_the_bloc_and_the_board_reads(world, full, sign_in, who):
    client = sign_in(world.people[who])
    assert {name: client.get(url).status_code for name, url in pages(full, world).items()} == dict.fromkeys(
        pages(full, world), 200
    )


@pytest.mark.parametrize("who", ["other_bloc_leader", "foreign_board", "foreign_head", "no_post"])
def test_for_others_nothing_is_there(world, full, sign_in, who):
    client = sign_in(world.people[who])
    urls = {**pages(full, world), **managing(full)}
    del urls["list"]
    assert {name: client.get(url).status_code for name, url in urls.items()} == dict.fromkeys(urls, 404)
    assert full["campaign"].title not in client.get(reverse("campaigns:list")).content.decode()


@pytest.mark.parametrize("who", ["leader", "board"])
def test_managers_open_every_form(world, full, sign_in, who):
    client = sign_in(world.people[who])
    answers = {name: client.get(url).status_code for name, url in managing(full).items()}
    assert answers == dict.fromkeys(managing(full), 200)


@pytest.mark.parametrize("who", ["deputy", "staff", "head", "viewer"])
def test_readers_are_refused_with_the_reason(world, full, sign_in, who):
    client = sign_in(world.people[who])
    for url in managing(full).values():
        answer = client.get(url)
        assert answer.status_code == 403
        assert "Vai trò hiện tại của bạn không được làm việc này." in answer.content.decode()


def test_anonymous_is_sent_to_sign_in(client, world, full):
    for url in [*pages(full, world).values(), *managing(full).values()]:
        answer = client.get(url)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("accounts:login"))


def test_a_unit_sees_only_its_own_row(world, full, sign_in):
    body = sign_in(world.staff).get(reverse("campaigns:board", args=[full["campaign"].pk])).content.decode()
    assert world.bloc.units[2].name in body
    assert world.bloc.units[3].name not in body


def test_officers_see_states_but_no_draft(world, full, sign_in):
    client = sign_in(world.leader)
    body = client.get(reverse("campaigns:board", args=[full["campaign"].pk])).content.decode()
    assert all(unit.name in body for unit in world.bloc.units)
    draft = reverse("campaigns:submission", args=[full["due"].pk, world.bloc.units[3].pk])
    assert client.get(draft).status_code == 404
    assert client.get(reverse("campaigns:file_download", args=[full["file"].pk])).status_code == 404


def test_reports_and_files_by_person(world, full, sign_in):
    mine = reverse("campaigns:submission", args=[full["due"].pk, world.bloc.units[2].pk])
    expected = {"staff": 200, "head": 200, "leader": 200, "deputy": 200, "board": 200, "viewer": 200}
    expected |= dict.fromkeys(
        ["other_unit_head", "former_leader", "other_bloc_leader", "foreign_board", "no_post"], 404
    )
    assert {who: sign_in(world.people[who]).get(mine).status_code for who in expected} == expected
    receipt = reverse("campaigns:receipt", args=[full["sent"].receipt.pk])
    assert {who: sign_in(world.people[who]).get(receipt).status_code for who in expected} == expected


def test_a_download_is_an_attachment_nobody_keeps(world, full, sign_in):
    answer = sign_in(world.other_unit_head).get(reverse("campaigns:file_download", args=[full["file"].pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''a.pdf"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")


def test_making_a_deadline_by_form(world, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:deadline_create", args=[world.bloc.campaign.pk])
    year = world.bloc.campaign.to_year
    data = {"title": "Báo cáo", "kind": "year_report", "owes": "members", "rule": "before", "when": f"01/02/{year + 1}"}
    answer = client.post(url, data | {"to_leader": "on"}, follow=True)
    deadline = Deadline.objects.get(title="Báo cáo")
    assert deadline.last_day == dt.date(year + 1, 1, 31)
    assert f"sau khi kế hoạch kết thúc (năm {year})" in answer.content.decode()


@pytest.mark.parametrize("typed", ["31/02/2026", "32/13/2026", "ngày mai", "1" * 400, "20/12/26", "\x00", "13/2026"])
def test_a_date_that_is_none_gets_a_sentence_at_its_field(world, sign_in, typed):
    url = reverse("campaigns:deadline_create", args=[world.bloc.campaign.pk])
    data = {"title": "Báo cáo", "kind": "year_report", "owes": "members", "rule": "before", "when": typed}
    answer = sign_in(world.leader).post(url, data)
    assert answer.status_code == 422
    assert "when" in answer.context["form"].errors
    assert not Deadline.objects.exists()


def test_making_a_campaign_by_form(world, sign_in):
    bloc_year = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    MembershipFactory(bloc_year=bloc_year, unit=world.bloc.units[0], role=Membership.Role.LEADER)
    later = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 2)
    MembershipFactory(bloc_year=later, unit=world.bloc.units[0], role=Membership.Role.LEADER)
    client = sign_in(world.leader)
    answer = client.post(reverse("campaigns:create"), {"bloc_year": bloc_year.pk})
    Campaign.objects.get(bloc_year=bloc_year)
    assert answer.status_code == 302
    foreign = BlocYearFactory(bloc=BlocFactory(authority=world.b))
    assert client.post(reverse("campaigns:create"), {"bloc_year": foreign.pk}).status_code == 422


def test_making_a_movement_by_form(world, sign_in):
    client = sign_in(world.board)
    data = {"authority": world.a.pk, "title": "Phong trào", "from_year": 2019, "to_year": 2025}
    assert client.post(reverse("campaigns:create"), data).status_code == 302
    assert client.post(reverse("campaigns:create"), data | {"to_year": 2010}).status_code == 422
    assert client.post(reverse("campaigns:create"), data | {"authority": world.b.pk}).status_code == 422
    assert "không được làm việc này" in refusal(sign_in(world.head))
    assert "đều đã có kế hoạch" in refusal(sign_in(world.leader))


def refusal(client) -> str:
    answer = client.get(reverse("campaigns:create"))
    assert answer.status_code == 403
    return answer.content.decode()


def test_autosave_keeps_the_text_and_tells_the_time(world, due, sign_in):
    client = sign_in(world.staff)
    url = reverse("campaigns:submission_save", args=[due.pk, world.bloc.units[2].pk])
    answer = client.post(url, {"text": "Kết quả", "version": 0}, headers={"HX-Request": "true"})
    assert (answer.status_code, "Đã lưu" in answer.content.decode()) == (200, True)
    assert Submission.objects.get().text == "Kết quả"
    stale = client.post(url, {"text": "Khác", "version": 0}, headers={"HX-Request": "true"})
    assert stale.status_code == 409
    assert "Kết quả" in stale.content.decode() and "Khác" in stale.content.decode()
    whole = client.post(url, {"text": "Khác", "version": 0})
    assert (whole.status_code, "Lưu bản này" in whole.content.decode()) == (409, True)
    assert client.post(url, {"text": "x", "version": "abc"}).status_code == 422
    assert client.post(url, {"text": "x\x00", "version": 1}).status_code == 422


def test_sending_and_returning_by_the_pages(world, due, sign_in):
    unit = world.bloc.units[2]
    services.save_submission(deadline_id=due.pk, unit=unit, text="Kết quả", by=world.staff)
    pk = Submission.objects.get().pk
    assert sign_in(world.staff).post(reverse("campaigns:submission_submit", args=[pk])).status_code == 403
    answer = sign_in(world.head).post(reverse("campaigns:submission_submit", args=[pk]), follow=True)
    assert "Biên nhận số 1" in answer.content.decode()
    refused = sign_in(world.leader).post(reverse("campaigns:submission_return", args=[pk]), {"reason": " "})
    assert (refused.status_code, "Hãy ghi rõ lý do." in refused.content.decode()) == (422, True)
    client = sign_in(world.leader)
    assert client.post(reverse("campaigns:submission_return", args=[pk]), {"reason": "Thiếu"}).status_code == 302
    assert Submission.objects.get().state == "returned"


def test_uploads_that_are_not_what_they_say(world, due, sign_in):
    client, url = sign_in(world.staff), reverse("campaigns:file_upload", args=[due.pk, world.bloc.units[2].pk])
    for name, content in [("a.pdf", b"MZ\x90"), ("a.exe", b"MZ"), ("a.pdf", b""), ("a.html", b"<script>")]:
        answer = client.post(url, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"file": SimpleUploadedFile("Báo cáo.pdf", PDF)}).status_code == 302


def test_reminding_by_the_board_page(world, due, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:remind", args=[due.pk])
    board = reverse("campaigns:board", args=[world.bloc.campaign.pk])
    assert client.post(url, {"next": board})["Location"] == board
    assert Reminder.objects.filter(offset__isnull=True).count() == 4
    assert client.post(url).status_code == 403
    assert client.post(url, {"next": "//evil.example"}).status_code == 403
    assert sign_in(world.viewer).post(url).status_code == 403
    assert sign_in(world.head).post(url).status_code == 403
    assert sign_in(world.foreign_board).post(url).status_code == 404


def test_the_outline_by_htmx(world, full, sign_in):
    client, htmx = sign_in(world.leader), {"HX-Request": "true"}
    plan, node = full["plan"], full["node"]
    create = reverse("campaigns:node_create", args=[plan.pk])
    data = {"label": "II.", "title": "NỘI DUNG", "kind": "section", "after": node.pk, "parent": ""}
    answer = client.post(create, data, headers=htmx)
    assert (answer.status_code, "NỘI DUNG" in answer.content.decode()) == (200, True)
    second = PlanNode.objects.get(label="II.")
    move = reverse("campaigns:node_move", args=[second.pk, "up"])
    assert client.post(move, headers=htmx).status_code == 200
    refused = client.post(move, headers=htmx)
    assert (refused.status_code, refused["HX-Retarget"]) == (403, "#tree")
    assert str(permissions.CampaignReason.NO_ROOM.label) in refused.content.decode()
    empty = client.post(create, {"kind": "section"}, headers=htmx)
    assert (empty.status_code, empty["HX-Retarget"]) == (422, "#editing")
    assert client.post(reverse("campaigns:node_move", args=[second.pk, "sideways"])).status_code == 403


def test_two_people_on_one_node_see_both_texts(world, full, sign_in):
    client, htmx, node = sign_in(world.leader), {"HX-Request": "true"}, full["node"]
    url = reverse("campaigns:node_update", args=[node.pk])
    seen = client.get(url, headers=htmx).context["form"].initial["expected"]
    services.update_node(node_id=node.pk, by=world.board, title="CỦA BAN")
    mine = {"label": "I.", "kind": "section", "title": "CỦA TÔI", "expected": seen}
    answer = client.post(url, mine, headers=htmx)
    assert answer.status_code == 409
    assert "CỦA BAN" in answer.content.decode() and "CỦA TÔI" in answer.content.decode()
    again = mine | {"expected": answer.context["form"].data["expected"]}
    assert client.post(url, again, headers=htmx).status_code == 200
    node.refresh_from_db()
    assert node.title == "CỦA TÔI"


def test_a_fixed_or_issued_plan_is_read_only(world, full, sign_in):
    client = sign_in(world.leader)
    for close in (services.fix_plan, services.issue_plan):
        close(plan_id=full["plan"].pk, by=world.leader)
        assert client.get(reverse("campaigns:plan_outline", args=[full["campaign"].pk])).status_code == 403
    services.reopen_plan(plan_id=full["plan"].pk, by=world.leader)
    assert client.get(reverse("campaigns:plan_outline", args=[full["campaign"].pk])).status_code == 200


def test_parts_of_the_plan_by_form(world, full, sign_in):
    client, plan = sign_in(world.leader), full["plan"]
    made = client.post(
        reverse("campaigns:basis_create", args=[plan.pk]), {"doc_type": "Công văn", "date": "23/02/2022"}
    )
    assert made.status_code == 302
    assert client.post(reverse("campaigns:basis_create", args=[plan.pk]), {"date": "02-2022"}).status_code == 422
    assert client.post(reverse("campaigns:recipient_create", args=[plan.pk]), {"text": ""}).status_code == 422
    assert client.post(reverse("campaigns:recipient_create", args=[plan.pk]), {"text": "Ban TĐKT"}).status_code == 302
    for name, row in (
        ("basis_delete", full["basis"]),
        ("recipient_delete", full["recipient"]),
        ("node_delete", full["node"]),
    ):
        assert client.post(reverse(f"campaigns:{name}", args=[row.pk])).status_code == 302
    assert (plan.bases.count(), plan.recipients.count(), plan.nodes.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    "query", ["?nam=abc", "?nam=٢٠٢٦", "?page=x", "?page=99999999999999999999", "?q=%00", "?loai=zz"]
)
def test_odd_query_strings_are_harmless(world, sign_in, query):
    assert sign_in(world.leader).get(reverse("campaigns:list") + query).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["detail", "update", "board", "plan", "deadline_detail", "receipt", "file_download", "node_update", "reminders"],
)
def test_numbers_no_database_holds_are_not_found(world, sign_in, name):
    client = sign_in(world.leader)
    assert client.get(reverse(f"campaigns:{name}", args=[10**40])).status_code == 404


@pytest.mark.parametrize("year", ["0", "1944", "2101", "32767"])
def test_a_year_no_paper_can_be_dated_in_is_refused_at_its_field(full, world, sign_in, year):
    client, address = sign_in(world.leader), reverse("campaigns:plan_edit", args=[full["campaign"].pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"subject": "x", "year": year}
    answer = client.post(address, data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["year"])


def test_absurd_numbers_in_forms_are_harmless(world, full, sign_in):
    client, huge = sign_in(world.leader), "9" * 5000
    assert client.post(reverse("campaigns:remind", args=[full["due"].pk]), {"unit": huge}).status_code == 403
    data = {"title": "x", "kind": "section", "parent": huge, "after": "9" * 18}
    assert client.post(reverse("campaigns:node_create", args=[full["plan"].pk]), data).status_code == 409
    assert (
        client.get(reverse("campaigns:extension_create", args=[full["due"].pk]) + f"?don-vi={huge}").status_code == 200
    )
    far = {"unit": world.bloc.units[2].pk, "last_day": "31/12/9999", "reason": "x"}
    assert client.post(reverse("campaigns:extension_create", args=[full["due"].pk]), far).status_code == 422
    chosen = {"about": "x", "legal": huge}
    assert client.post(reverse("campaigns:basis_create", args=[full["plan"].pk]), chosen).status_code == 422
    for name, entry in (("node_restore", {"entry": huge}), ("node_restore", {"entry": "9" * 18})):
        assert client.post(reverse(f"campaigns:{name}", args=[full["plan"].pk]), entry).status_code == 404
    version = {"version": huge, "subject": "x", "year": "99999999999"}
    assert client.post(reverse("campaigns:plan_edit", args=[full["campaign"].pk]), version).status_code == 422
    year = {"year": "2200"}
    assert client.post(reverse("campaigns:deadline_open_year", args=[full["yearly"].pk]), year).status_code == 422
    ahead = {"on": "31/12/9999"}
    assert client.post(reverse("campaigns:deadline_done", args=[full["meeting"].pk]), ahead).status_code == 422
    assert client.post(reverse("campaigns:phase_update", args=[full["phase"].pk]), {"name": "\x00"}).status_code == 422


def count(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "name", ["board", "detail", "detail?phan=tien-do", "deadline_detail", "list", "plan", "reminders"]
)
def test_statements_do_not_grow_with_rows(world, sign_in, name):
    """The same page with one and with five of everything."""
    route, _, query = name.partition("?")
    campaign = world.bloc.campaign
    first = DeadlineFactory(campaign=campaign)
    services.replan([first])
    plan = services.save_plan(campaign_id=campaign.pk, by=world.leader)
    services.add_node(plan_id=plan.pk, by=world.leader, title="I")
    target = {"list": [], "deadline_detail": [first.pk], "reminders": [first.pk]}.get(route, [campaign.pk])
    url = reverse(f"campaigns:{route}", args=target) + (f"?{query}" if query else "")
    client = sign_in(world.leader)
    client.get(url)
    before = count(client, url)
    for number in range(4):
        unit = UnitFactory(authority=world.a)
        MembershipFactory(bloc_year=world.bloc.year, unit=unit)
        DeadlineFactory(campaign=campaign)
        services.add_node(plan_id=plan.pk, by=world.leader, title=str(number), deadline=first)
        services.add_phase(campaign_id=campaign.pk, by=world.leader, name=str(number))
        services.record_submission(deadline=first, unit=unit, by=world.leader, sha256="a" * 64)
        services.create_campaign(by=world.board, authority=world.a, title=str(number), from_year=2020, to_year=2030)
    services.replan([first])
    assert count(client, url) == before


def test_plan_is_made_with_the_blocs_words(world):
    plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    assert (plan.capacity, plan.year) == ("TRƯỞNG KHỐI", world.bloc.year.year)
    assert Plan.objects.count() == 1 and not Receipt.objects.exists()
