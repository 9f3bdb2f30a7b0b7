"""Award pages: who sees what, bad input, files, and query counts."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.models import AwardRecord, Decision, DecisionDraft, Nomination
from awards.services import return_nomination
from tests.factories import UnitFactory

from .deciding import Award, decide, record_awards, second
from .scenes import agreed, award_type, board_person_at, draft, fresh, signature, waiting

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def decided(world, place=2, **fields):
    nomination = agreed(world, place, **fields)
    file = ContentFile(PDF, "quyet-dinh.pdf")
    return decide(nomination_ids=[nomination.pk], by=world.board, file=file, **signature()).records.get()


SEES_SUBMITTED = {"leader", "leader_staff", "staff", "head", "board", "viewer"}
IN_BLOC = {"leader", "leader_staff", "staff", "head", "other_unit_head", "deputy", "former_leader"}


@pytest.mark.parametrize(
    ("make", "who_sees"),
    [
        (draft, {"leader", "leader_staff"}),
        (waiting, SEES_SUBMITTED),
        (lambda world: decided(world).nomination, IN_BLOC | {"board", "viewer"}),
    ],
    ids=["draft", "submitted", "approved"],
)
def test_who_sees_a_nomination(world, sign_in, make, who_sees):
    row = make(world)
    seen = {who for who, user in world.people.items() if Nomination.objects.visible_to(user).exists()}
    assert seen == who_sees
    page = reverse("awards:nomination_detail", args=[row.pk])
    opened = {who for who, user in world.people.items() if sign_in(user).get(page).status_code == 200}
    assert opened == who_sees
    closed = {sign_in(user).get(page).status_code for who, user in world.people.items() if who not in who_sees}
    assert closed == {404}


def test_who_sees_an_award(world, sign_in):
    record = decided(world)
    expected = IN_BLOC | {"board", "viewer"}
    assert {who for who, user in world.people.items() if AwardRecord.objects.visible_to(user).exists()} == expected
    for name in ("decision_detail", "decision_file"):
        page = reverse(f"awards:{name}", args=[record.decision_id])
        assert {who for who, user in world.people.items() if sign_in(user).get(page).status_code == 200} == expected


def test_an_earlier_award_is_its_units_and_the_boards(world):
    rows = [Award(world.bloc.units[2].pk, award_type("CO_TINH").pk, 2019)]
    record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature())
    seen = {who for who, user in world.people.items() if AwardRecord.objects.visible_to(user).exists()}
    assert seen == {"staff", "head", "board", "viewer"}


def test_a_nomination_from_form_to_decision(world, sign_in):
    unit, form = world.bloc.units[2], award_type()
    page = reverse("awards:nomination_create") + f"?campaign={world.bloc.campaign.pk}"
    values = {"unit": unit.pk, "award_type": form.pk, "subject": "", "achievement": "Dẫn đầu", "ranking_row": ""}
    answer = sign_in(world.leader).post(page, values)
    row = Nomination.objects.get()
    assert answer.url == reverse("awards:nomination_detail", args=[row.pk])
    assert "rồi gửi đề nghị" in sign_in(world.leader).get(answer.url).content.decode()
    sent = sign_in(world.leader).post(reverse("awards:nomination_submit", args=[row.pk]), follow=True)
    assert "Đã gửi đề nghị đến" in sent.content.decode()
    early = sign_in(world.board).post(reverse("awards:decide"), {"nominations": [row.pk]})
    assert (early.status_code, DecisionDraft.objects.count()) == (403, 0)
    assert early.context["form"].errors["nominations"] == [f"Chưa được đồng ý xét: {row}."]
    for move in ("receive", "agree"):
        assert sign_in(world.board).post(reverse("awards:nomination_move", args=[row.pk, move])).status_code == 302
    answer = sign_in(world.board).post(reverse("awards:decide"), {"nominations": [row.pk]})
    prepared = DecisionDraft.objects.get()
    assert answer.url == reverse("awards:draft", args=[prepared.pk])
    signed = {
        "number": "1/QĐ-UBND",
        "date": "20/03/2026",
        "issuer": "UBND",
        "signer": "CT",
        "version": prepared.version,
    }
    file = SimpleUploadedFile("q.pdf", PDF, "application/pdf")
    laid = sign_in(world.board).post(reverse("awards:draft_propose", args=[prepared.pk]), {**signed, "file": file})
    assert (laid.status_code, fresh(row).state) == (302, "agreed")
    word = {"seen": prepared.version + 1, "word": "Đã đối chiếu"}
    publish = reverse("awards:draft_publish", args=[prepared.pk])
    own = sign_in(world.board).post(publish, word)
    assert (own.status_code, Decision.objects.count()) == (403, 0)
    answer = sign_in(second(world.board, world.a.pk)).post(publish, word)
    assert answer.url == reverse("awards:decision_detail", args=[Decision.objects.get().pk])
    assert fresh(row).state == "approved"
    answer = sign_in(world.head).get(reverse("awards:decision_file", args=[Decision.objects.get().pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], "no-store" in answer["Cache-Control"]) == ("nosniff", True)


def test_choices_are_limited_to_the_campaign(world, sign_in):
    page = reverse("awards:nomination_create")
    foreign = world.foreign_bloc.units[2]
    values = {"unit": foreign.pk, "award_type": award_type().pk, "achievement": "x"}
    assert sign_in(world.leader).post(page, values).status_code == 422
    assert sign_in(world.leader).get(f"{page}?campaign={world.other_bloc.campaign.pk}").status_code == 404
    assert sign_in(world.head).get(page).status_code == 403
    assert not Nomination.objects.exists()


def test_what_was_typed_stays_when_somebody_saved_meanwhile(world, sign_in):
    row = draft(world)
    Nomination.objects.update(version=7)
    values = {"unit": row.unit_id, "award_type": row.award_type_id, "achievement": "Điều tôi vừa gõ", "version": 1}
    answer = sign_in(world.leader).post(reverse("awards:nomination_update", args=[row.pk]), values)
    assert answer.status_code == 409
    assert "Điều tôi vừa gõ" in answer.content.decode() and "người khác thay đổi" in answer.content.decode()


def test_a_second_nomination_of_the_same_kind_is_said_at_the_form(world, sign_in):
    row = waiting(world)
    values = {"unit": row.unit_id, "award_type": row.award_type_id, "subject": row.subject, "achievement": "x"}
    answer = sign_in(world.leader).post(reverse("awards:nomination_create"), values)
    assert (answer.status_code, "Đã có đề nghị này" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("move", ["return", "refuse"])
def test_an_answer_needs_a_reason(world, sign_in, move):
    row = waiting(world)
    page = reverse("awards:nomination_move", args=[row.pk, move])
    assert sign_in(world.board).post(page, {"reason": " ", "parts": ["report"]}).status_code == 422
    assert sign_in(world.leader).get(page).status_code == 403
    assert sign_in(world.foreign_board).get(page).status_code == 404
    assert sign_in(world.board).post(page, {"reason": "Bổ sung", "parts": ["report"]}).status_code == 302
    assert fresh(row).reply == "Bổ sung"


def test_the_own_unit_is_refused_with_everything_typed_kept(world, sign_in):
    row = agreed(world)
    board = board_person_at(world, world.bloc.units[2])
    client = sign_in(board)
    session = client.session
    session["acting_post"] = board.posts.get(authority=world.a).pk
    session.save()
    answer = client.post(reverse("awards:decide"), {"nominations": [row.pk], "title": "Tên tôi gõ"})
    assert (answer.status_code, "Tên tôi gõ" in answer.content.decode()) == (403, True)
    assert "chính đơn vị mình" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "32/13/2026"},
        {"date": "01/01/1900"},
        {"date": "01/01/2099"},
        {"number": "a\x00b"},
        {"signer": "x" * 10_000},
        {"year": "9" * 1000},
        {"unit": "0 or 1=1"},
        {"file": SimpleUploadedFile("a.pdf", b"MZ not a pdf")},
        {"file": SimpleUploadedFile("a.html", b"<script>")},
    ],
)
def test_bad_input_is_a_sentence(world, sign_in, changes):
    values = {
        "unit": world.bloc.units[2].pk,
        "award_type": award_type().pk,
        "year": 2020,
        "number": "1",
        "date": "20/03/2026",
        "issuer": "UBND",
        "signer": "CT",
    }
    answer = sign_in(world.board).post(reverse("awards:record_create"), values | changes)
    assert (answer.status_code, Decision.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "query", ["?page=abc", "?page=-1", "?year=" + "9" * 50, "?unit=%00", "?type=x", "?q=%00", "?state=%00", "?q=Đ"]
)
def test_odd_addresses_are_answered(world, sign_in, query):
    decided(world)
    for name in ("list", "history", "nomination_create", "decide"):
        assert sign_in(world.board).get(reverse(f"awards:{name}") + query).status_code in (200, 403)


def test_history_filters_and_searches_without_tone_marks(world, sign_in):
    unit = UnitFactory(authority=world.a, name="Sở Hòa bình")
    for index, year in enumerate((2019, 2020)):
        rows = [Award(unit.pk, award_type("CO_TINH").pk, year), Award(world.bloc.units[2].pk, award_type().pk, year)]
        record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature(number=f"{index}/QĐ"))
    client = sign_in(world.board)

    def found(query):
        page = client.get(reverse("awards:history") + query)
        return [(row.unit_id, row.year) for row in page.context["object_list"]]

    assert found("?q=hoa+binh&year=2019") == [(unit.pk, 2019)]
    assert found("?q=Hoà") == [(unit.pk, 2020), (unit.pk, 2019)]
    assert found(f"?type={award_type().pk}&year=2020") == [(world.bloc.units[2].pk, 2020)]
    assert found(f"?unit={world.foreign_bloc.units[2].pk}") == []


def fill(world, size):
    for place in range(size):
        unit = world.bloc.units[place % 4]
        rows = [Award(unit.pk, award_type().pk, 2000 + place)]
        record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature(number=f"{place}"))
        agreed(world, 1 + place % 3, subject=f"Phòng {place}")


@pytest.mark.parametrize("name", ["list", "history", "decide", "type_list"])
def test_statements_do_not_grow_with_rows(world, sign_in, name, django_assert_max_num_queries):
    fill(world, 1)
    page = reverse(f"awards:{name}")
    client = sign_in(world.board)
    client.get(page)
    with django_assert_max_num_queries(60) as one:
        client.get(page)
    fill(world, 0)
    for place in range(1, 5):
        rows = [Award(world.bloc.units[place % 4].pk, award_type().pk, 2000 + place)]
        record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature(number=f"n{place}"))
        agreed(world, place % 4, subject=f"Nhóm {place}")
    with django_assert_max_num_queries(60) as five:
        client.get(page)
    assert len(five) == len(one)


def test_a_decision_page_has_a_constant_number_of_statements(world, sign_in, django_assert_max_num_queries):
    counts = []
    for size in (1, 4):
        rows = [Award(unit.pk, award_type().pk, 2019) for unit in world.bloc.units[:size]]
        decision = record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature(number=f"{size}"))
        page = reverse("awards:decision_detail", args=[decision.pk])
        sign_in(world.board).get(page)
        with django_assert_max_num_queries(60) as counted:
            sign_in(world.board).get(page)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_scan_must_be_a_pdf(world):
    with pytest.raises(ValidationError, match="không đúng"):
        file = ContentFile(b"not a pdf", "a.pdf")
        decide(nomination_ids=[agreed(world).pk], by=world.board, **signature(), file=file)


def test_a_returned_nomination_can_be_changed_again(world, sign_in):
    row = waiting(world)
    page = reverse("awards:nomination_update", args=[row.pk])
    assert sign_in(world.leader).get(page).status_code == 403
    return_nomination(nomination_id=row.pk, by=world.board, reason="Bổ sung")
    assert sign_in(world.leader).get(page).status_code == 200
