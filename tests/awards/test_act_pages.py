"""Pages of drafts, acts, certificates, bonuses and the fund: what they do, bad input, numbers of statements."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from awards.models import AwardAct, BonusOverride, CertificateStock, DecisionDraft, FundEntry, HandingOver
from awards.rules.certificates import first_places
from awards.services import bonuses, drafts
from awards.services.certificates import save_stock
from blocs.access import Action, people_holding
from blocs.models import Post
from reports.desk import read_desk
from reports.facts.document import document_facts
from reports.models import AwardPaper, Document
from reports.papers import paper_of
from reports.renderer import html_of
from reports.services.award_papers import begin_award_paper
from reports.services.certificates import register_certificates
from reports.things_decisions import decisions_to_approve, second_person_wanted

from .deciding import Award, act_upon, decide, proposed, published, record_awards, second
from .scenes import DAY, agreed, award_type, signature

pytestmark = pytest.mark.django_db
LATER = f"{DAY + dt.timedelta(days=9):%d/%m/%Y}"


def recorded(world, size=1, number="50/QĐ"):
    rows = [Award(unit.pk, award_type().pk, 2019) for unit in world.bloc.units[:size]]
    return record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature(number=number))


def text_of(answer):
    return answer.content.decode()


def test_an_act_by_the_form_and_the_second_person(world, sign_in):
    decision = recorded(world)
    record = decision.records.get()
    page = reverse("awards:act_create", args=[decision.pk, "correct"])
    values = {
        "records": [record.pk],
        "ground": "clerical",
        "reason": "Viết sai tên",
        "number": "51/QĐ",
        "date": LATER,
        "issuer": "UBND",
        "signer": "CT",
    }
    empty = sign_in(world.board).post(page, values)
    assert (empty.status_code, "ít nhất một nội dung đúng" in text_of(empty)) == (403, True)
    assert sign_in(world.board).post(page, {**values, "ground": "a"}).status_code == 422
    answer = sign_in(world.board).post(page, {**values, "new_subject": "Tên đúng"})
    draft = DecisionDraft.objects.get(about=decision)
    assert answer.url == reverse("awards:draft", args=[draft.pk])
    shown = text_of(sign_in(world.board).get(answer.url))
    assert "Tên đúng" in shown and "hãy chờ một người khác" in shown
    other = second(world.board, world.a.pk)
    done = {"seen": draft.version, "word": "Đã đối chiếu"}
    assert sign_in(other).post(reverse("awards:draft_publish", args=[draft.pk]), done).status_code == 302
    shown = text_of(sign_in(world.head).get(reverse("awards:decision_detail", args=[decision.pk])))
    assert ("Tên đúng" in shown) is False  # the head of units[2] sees no award of units[0]
    shown = text_of(sign_in(world.board).get(reverse("awards:decision_detail", args=[decision.pk])))
    assert "Tên đúng" in shown and record.subject in shown and "51/QĐ" in shown
    assert AwardAct.objects.get().second == other
    assert sign_in(world.board).get(reverse("awards:act_create", args=[decision.pk, "award"])).status_code == 404


@pytest.mark.parametrize(
    "changes", [{"date": "31/02/2026"}, {"records": ["x"]}, {"records": []}, {"number": "a\x00"}, {"reason": ""}]
)
def test_bad_input_of_an_act_is_a_sentence(world, sign_in, changes):
    decision = recorded(world)
    values = {"records": [decision.records.get().pk], "ground": "other", "reason": "x", "number": "1", "date": LATER}
    page = reverse("awards:act_create", args=[decision.pk, "cancel"])
    assert sign_in(world.board).post(page, {**values, "issuer": "U", "signer": "C", **changes}).status_code == 422


def test_handing_over_by_the_form(world, sign_in):
    decision = recorded(world, 2)
    page = reverse("awards:hand_over", args=[decision.pk])
    chosen = list(decision.records.values_list("pk", flat=True))
    assert sign_in(world.board).post(page, {"records": chosen, "on": "01/01/2999", "place": "X"}).status_code == 422
    assert sign_in(world.board).post(page, {"records": chosen, "on": LATER, "place": "Hội nghị"}).status_code == 302
    assert HandingOver.objects.count() == 2
    assert "sau 9 ngày" in text_of(sign_in(world.board).get(reverse("awards:decision_detail", args=[decision.pk])))


def test_money_by_the_forms(world, sign_in):
    decision = recorded(world)
    record, client = decision.records.get(), sign_in(world.board)
    page = reverse("awards:bonus_override", args=[record.pk])
    assert client.post(page, {"amount": "-1", "reason": "x"}).status_code == 422
    assert client.post(page, {"amount": "1500000", "reason": "Theo quyết định"}).status_code == 302
    assert BonusOverride.objects.get().amount == 1_500_000
    shown = text_of(client.get(reverse("awards:bonuses", args=[decision.pk])))
    assert "1.500.000" in shown and "Một triệu năm trăm nghìn đồng" in shown
    assert client.post(reverse("awards:bonus_pay", args=[decision.pk]), {"on": LATER}).status_code == 302
    shown = text_of(client.get(reverse("awards:fund") + "?nam=2026"))
    assert "Chi vượt quỹ" in shown and "−1.500.000" not in shown
    entry = FundEntry.objects.get()
    reverse_page = reverse("awards:fund_reverse", args=[entry.pk])
    assert client.post(reverse_page, {"reason": "Ghi nhầm"}).status_code == 302
    assert client.post(reverse_page, {"reason": "Ghi nhầm"}).status_code == 403
    assert "Chi vượt quỹ" not in text_of(client.get(reverse("awards:fund") + "?nam=2026"))
    for odd in ("?nam=x", "?nam=99999", "?co_quan=%00", "?co_quan=7&nam=-1"):
        assert client.get(reverse("awards:fund") + odd).status_code == 200
    excel = client.get(reverse("reports:bonus_excel", args=[decision.pk]))
    assert excel.status_code == 200 and excel.content[:2] == b"PK"
    assert client.get(reverse("reports:fund_excel", args=[world.a.pk]) + "?nam=x").content[:2] == b"PK"


def stock_values(**changes):
    places = {f"{name}_{key}": value for name, place in first_places(297, 210).items() for key, value in place.items()}
    on = {f"{name}_on": "on" for name in first_places(297, 210)}
    return {"name": "Bằng A4", "width_mm": 297, "height_mm": 210, "preprinted": "on", **places, **on, **changes}


def test_a_stock_by_the_form_with_its_picture(world, sign_in):
    client, page = sign_in(world.board), reverse("awards:stock_create", args=[world.a.pk])
    assert "Bằng khen của Chủ tịch" in text_of(client.get(page))
    for wrong in ({"name_x": "290"}, {"name_x": "nan"}, {"name_size": "1000"}, {"width_mm": "x"}, {"name_y": ""}):
        assert client.post(page, stock_values(**wrong)).status_code == 422, wrong
    assert client.post(page, stock_values(name_x="12,5", name_width="200")).status_code == 302
    stock = CertificateStock.objects.get()
    assert stock.places["name"]["x"] == 12.5
    preview = reverse("awards:stock_preview")
    assert "<svg" in text_of(client.post(preview, stock_values()))
    assert "nằm ngoài khổ giấy" in text_of(client.post(preview, stock_values(name_x="290")))
    assert client.post(preview, {"width_mm": "x"}).status_code == 200
    test = client.get(reverse("reports:stock_test", args=[stock.pk]))
    assert test.content.startswith(b"%PDF-")


def test_certificates_by_the_page(world, sign_in):
    decision, client = recorded(world, 2), sign_in(world.board)
    page = reverse("reports:certificates", args=[decision.pk])
    assert "2 khen thưởng chưa vào sổ" in text_of(client.get(page))
    client.post(reverse("reports:certificates_register", args=[decision.pk]))
    stock = save_stock(by=world.board, authority_id=world.a.pk, name="A4", places=first_places(297, 210))
    chosen = list(decision.records.values_list("certificate", flat=True))
    assert client.post(page, {"stock": stock.pk, "certificates": []}).status_code == 422
    answer = client.post(page, {"stock": stock.pk, "certificates": chosen})
    assert answer.status_code == 302 and client.get(answer.url).status_code == 200


def test_papers_of_a_draft_list_its_awards(world, sign_in):
    chosen = [agreed(world, 2), agreed(world, 3, code="CSTD_TINH", subject="Bà Bình")]
    draft = drafts.begin_award(nomination_ids=[row.pk for row in chosen], by=world.board)
    client = sign_in(world.board)
    for kind in ("award_submit", "award_decision"):
        assert client.post(reverse("reports:award_paper", args=[draft.pk, kind])).status_code == 302
    assert client.post(reverse("reports:award_paper", args=[draft.pk, "award_bonus"])).status_code == 403
    assert client.post(reverse("reports:award_paper", args=[draft.pk, "plan"])).status_code == 404
    assert AwardPaper.objects.count() == 2
    submission = Document.objects.get(kind="award_submit")
    assert (submission.text.superior_line, submission.text.issuer_lines) == (
        world.a.name.upper(),
        "CƠ QUAN THI ĐUA, KHEN THƯỞNG",
    )
    assert f"của {world.a.name}" not in html_of(paper_of(document_facts(submission)))
    document = Document.objects.get(kind="award_decision")
    html = html_of(paper_of(document_facts(document)))
    for words in ("QUYẾT ĐỊNH", "DANH SÁCH TẬP THỂ", "DANH SÁCH CÁ NHÂN", "Bà Bình", chosen[0].unit.name, "Điều 1."):
        assert words in html
    assert html.index("DANH SÁCH TẬP THỂ") < html.index("Bà Bình")
    assert client.get(reverse("reports:award_papers", args=[draft.pk])).status_code == 200
    begins = client.get(reverse("reports:document_begin"))
    assert "award_decision" not in text_of(begins)


def test_the_list_of_money_is_a_paper_of_the_published_decision(world):
    draft = proposed(nomination_ids=[agreed(world).pk], by=world.board, **signature())
    decision = published(draft)
    bonuses.override_bonus(record_id=decision.records.get().pk, by=world.board, amount=2_340_000, reason="Theo mức")
    document = begin_award_paper(draft_id=draft.pk, kind="award_bonus", by=world.board)
    html = strip_tags(html_of(paper_of(document_facts(document))))
    assert "2.340.000" in html and "Hai triệu ba trăm bốn mươi nghìn đồng" in html and str(decision) in html


def test_what_waits_for_the_second_person_is_told(world):
    draft = proposed(nomination_ids=[agreed(world).pk], by=world.board, **signature())
    other = second(world.board, world.a.pk)
    assert [thing.label for thing in decisions_to_approve(read_desk(other))] == ["Chờ người thứ hai duyệt"]
    assert list(decisions_to_approve(read_desk(world.board))) == []
    drafts.send_back(draft_id=draft.pk, by=other, reason="Thiếu")
    assert [thing.returned for thing in decisions_to_approve(read_desk(world.board))] == [True]
    assert list(decisions_to_approve(read_desk(world.leader))) == []


def test_the_second_person_sees_what_is_to_be_published(world, sign_in):
    row = agreed(world)
    draft = proposed(nomination_ids=[row.pk], by=world.board, **signature())
    page = reverse("awards:draft_publish", args=[draft.pk])
    shown = text_of(sign_in(second(world.board, world.a.pk)).get(page))
    assert row.subject in shown and "1 khen thưởng" in shown


def test_an_act_offers_only_awards_it_fits(world, sign_in):
    decision = recorded(world, 2)
    first, other = decision.records.order_by("pk")
    act_upon(first, "cancel", by=world.board, **signature(number="51/QĐ"))
    client = sign_in(world.board)

    def offered(kind):
        page = client.get(reverse("awards:act_create", args=[decision.pk, kind]))
        return [value for value, _ in page.context["form"].fields["records"].choices]

    assert (offered("cancel"), offered("restore")) == ([other.pk], [first.pk])
    answer = client.post(reverse("awards:act_create", args=[decision.pk, "cancel"]), {"records": [first.pk]})
    assert answer.status_code == 422


def test_an_office_of_one_person_is_told_to_invite_another(world, sign_in):
    draft = proposed(nomination_ids=[agreed(world).pk], by=world.board, **signature())
    client, page = sign_in(world.board), reverse("awards:draft", args=[draft.pk])
    others = people_holding(Action.AWARD_DECIDE, authority_id=world.a.pk).exclude(pk=world.board.pk)
    Post.objects.filter(user__in=others).delete()
    words = "chỉ có một tài khoản quyết định khen thưởng"
    shown = text_of(client.get(page))
    assert words in shown and reverse("blocs:invite") in shown
    (thing,) = second_person_wanted(read_desk(world.board))
    assert thing.url == reverse("blocs:invite") and thing.action == "Mời người"
    assert list(second_person_wanted(read_desk(world.leader))) == []
    second(world.board, world.a.pk)
    assert words not in text_of(client.get(page))
    assert list(second_person_wanted(read_desk(world.board))) == []


def lots(world, size, first):
    """``size`` more of everything the lists show."""
    for number in range(first, first + size):
        recorded(world, 1, number=f"{number}/X")
        bonuses.enter_fund(
            authority_id=world.a.pk, by=world.board, year=2026, direction="income", amount=1, on=DAY, source="x"
        )
        save_stock(by=world.board, authority_id=world.a.pk, name=f"Phôi {number}", places=first_places(297, 210))


@pytest.mark.parametrize("name", ["drafts", "fund", "stocks"])
def test_statements_of_lists_do_not_grow(world, sign_in, name, django_assert_max_num_queries):
    client, page, counts = sign_in(world.board), reverse(f"awards:{name}") + "?tat_ca=1&nam=2026", []
    for size, first in ((1, 0), (4, 1)):
        lots(world, size, first)
        client.get(page)
        with django_assert_max_num_queries(60) as counted:
            client.get(page)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_statements_of_single_pages_do_not_grow(world, sign_in, django_assert_max_num_queries):
    counts, client = [], sign_in(world.board)
    for size in (1, 5):
        decision = decide(
            nomination_ids=[agreed(world, 1 + n % 3, subject=f"N{size}{n}").pk for n in range(size)],
            by=world.board,
            **signature(number=f"{size}/Y"),
        )
        register_certificates(decision_id=decision.pk, by=world.board)
        pages = [
            reverse("awards:draft", args=[decision.draft.pk]),
            reverse("awards:bonuses", args=[decision.pk]),
            reverse("reports:certificates", args=[decision.pk]),
            reverse("awards:decision_detail", args=[decision.pk]),
        ]
        found = []
        for page in pages:
            client.get(page)
            with django_assert_max_num_queries(60) as counted:
                assert client.get(page).status_code == 200
            found.append(len(counted))
        counts.append(found)
    assert counts[0] == counts[1]
