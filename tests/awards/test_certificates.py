"""Certificates: places on the sheet, what is printed where in millimetres, the register, the public page."""

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.decisions import Reason, Refused
from awards.models import Certificate, CertificatePrint, CertificateStock
from awards.permissions_acts import ActReason
from awards.rules.certificates import FIELDS, check_places, first_places
from awards.services.certificates import save_stock
from reports.certificates import certificate_pdf, sample_facts
from reports.facts import read_facts
from reports.services.certificates import print_certificates, register_certificates
from reports.states import PaperKind

from .deciding import Award, act_upon, record_awards
from .scenes import DAY, award_type, signature

MM = 72 / 25.4
PLACES = {
    "name": {"x": 40.5, "y": 95.0, "width": 200, "size": 24, "align": "left"},
    "award": {"x": 100, "y": 60, "width": 150, "size": 14, "align": "left"},
    "register": {"x": 20, "y": 190.5, "width": 90, "size": 11, "align": "left"},
}


def sheet(**changes):
    return {"width": 297, "height": 210, "preprinted": True, "places": PLACES, **changes}


def texts_in(content):
    """(text, left, baseline from the top) of each text object of the first page, in millimetres."""
    with pypdfium2.PdfDocument(content) as read:
        page = read[0]
        height = page.get_height()
        words = page.get_textpage()
        found = []
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            matrix = item.get_matrix()
            text = words.get_text_bounded(*item.get_bounds()).strip()
            found.append((text, matrix.e / MM, (height - matrix.f) / MM))
        return found, (page.get_width() / MM, height / MM), len(read)


@pytest.mark.parametrize("places", [PLACES, {name: {**place, "size": 40} for name, place in PLACES.items()}])
def test_texts_stand_within_a_millimetre_of_their_place(places):
    facts = sample_facts(sheet(places=places), "Thử")
    found, size, pages = texts_in(certificate_pdf(facts))
    assert (round(size[0]), round(size[1]), pages) == (297, 210, 1)
    for name, place in places.items():
        first = FIELDS[name][1].split()[0]
        left, line = next((x, y) for text, x, y in found if text.startswith(first))
        assert abs(left - place["x"]) <= 1, (name, left)
        assert abs(line - place["y"]) <= 1, (name, line)


def test_centred_and_right_texts_stand_in_their_box():
    for align, wanted in (("center", 150), ("right", 200)):
        places = {"signer_title": {"x": 100, "y": 100, "width": 100, "size": 14, "align": align}}
        with pypdfium2.PdfDocument(certificate_pdf(sample_facts(sheet(places=places), "Thử"))) as read:
            left, _, right, _ = next(
                item.get_bounds() for item in read[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
            )
        at = (left + right) / 2 / MM if align == "center" else right / MM
        assert abs(at - wanted) <= 1


def test_nothing_but_the_texts_is_printed_on_preprinted_stock():
    facts = {
        "title": "Thử",
        "sheet": sheet(),
        "pages": [{"texts": {"name": "A"}, "code": "C", "url": "http://x/vb/C/"}],
    }
    shapes = pypdfium2.raw.FPDF_PAGEOBJ_PATH
    with pypdfium2.PdfDocument(certificate_pdf(facts)) as read:
        assert not list(read[0].get_objects(filter=[shapes]))
    with pypdfium2.PdfDocument(certificate_pdf({**facts, "sheet": sheet(preprinted=False)})) as read:
        assert list(read[0].get_objects(filter=[shapes]))
        assert "C" in read[0].get_textpage().get_text_range()


def test_a_list_is_one_page_each():
    pages = [{"texts": {"name": f"Người {number}"}} for number in range(7)]
    with pypdfium2.PdfDocument(certificate_pdf({"title": "Thử", "sheet": sheet(), "pages": pages})) as read:
        assert [page.get_textpage().get_text_range().strip() for page in read] == [f"Người {n}" for n in range(7)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": -1}, "nằm trong khổ"),
        ({"x": 200, "width": 100}, "nằm trong khổ"),
        ({"y": 211}, "nằm trong khổ"),
        ({"size": 5}, "Cỡ chữ"),
        ({"align": "justify"}, "đủ vị trí"),
        ({"x": "1"}, "phải là số"),
        ({"x": True}, "phải là số"),
        ({"z": 1}, "đủ vị trí"),
    ],
)
def test_places_off_the_sheet_are_told(change, words):
    problems = check_places({"name": {**PLACES["name"], **change}}, 297, 210)
    assert list(problems) == ["name"] and words in problems["name"]


def test_first_places_stand_on_any_sheet():
    for width, height in ((297, 210), (210, 297), (420, 297), (60, 60)):
        assert check_places(first_places(width, height), width, height) == {}
    assert check_places({"unknown": PLACES["name"]}, 297, 210) and check_places([], 1, 1)


def stock_of(world, **changes):
    values = {"name": "Bằng khen A4", "width_mm": 297, "height_mm": 210, "place_name": "An Sơn", "places": PLACES}
    return save_stock(by=world.board, authority_id=world.a.pk, **{**values, **changes})


@pytest.fixture
def decision(world):
    rows = [Award(unit.pk, award_type().pk, 2025) for unit in world.bloc.units[1:4]]
    return record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature())


@pytest.mark.django_db
def test_refusals_of_a_stock(world):
    stock = stock_of(world)
    for by, reason in ((world.viewer, Reason.NOT_YOUR_ROLE), (world.foreign_board, Reason.OUT_OF_REACH)):
        with pytest.raises(Refused) as refusal:
            save_stock(by=by, stock_id=stock.pk, places=PLACES)
        assert refusal.value.reason == reason
    with pytest.raises(Refused) as refusal:
        save_stock(by=world.board, stock_id=stock.pk, places=PLACES, expected_version=7)
    assert refusal.value.reason == Reason.STALE
    with pytest.raises(ValidationError) as error:
        save_stock(by=world.board, stock_id=stock.pk, places=PLACES, width_mm=100)
    assert set(error.value.message_dict) == {"name_x", "award_x", "register_x"}
    with pytest.raises(ValidationError, match="mang tên này"):
        stock_of(world)
    assert save_stock(by=world.board, stock_id=stock.pk, places=PLACES, is_closed=True).version == 2


@pytest.mark.django_db
def test_the_register_numbers_what_is_in_force_and_goes_on(world, decision):
    first = decision.records.order_by("pk").first()
    act_upon(first, "cancel", by=world.board, number="9", date=DAY)
    made = register_certificates(decision_id=decision.pk, by=world.board)
    assert [row.number for row in made] == [1, 2] and first.pk not in [row.record_id for row in made]
    with pytest.raises(Refused) as refusal:
        register_certificates(decision_id=decision.pk, by=world.board)
    assert refusal.value.reason == ActReason.ALL_REGISTERED
    act_upon(first, "restore", by=world.board, number="10", date=DAY, ground="cleared")
    assert [row.number for row in register_certificates(decision_id=decision.pk, by=world.board)] == [3]
    with pytest.raises(Refused) as refusal:
        register_certificates(decision_id=decision.pk, by=world.leader)
    assert refusal.value.reason in (Reason.NOT_YOUR_ROLE, Reason.OUT_OF_REACH)


@pytest.mark.django_db
def test_a_print_freezes_what_holds_now(world, decision):
    stock = stock_of(world)
    chosen = [row.pk for row in register_certificates(decision_id=decision.pk, by=world.board)]
    record = Certificate.objects.get(pk=chosen[0]).record
    act_upon(
        record, "correct", by=world.board, number="9", date=DAY, ground="clerical", corrections={"subject": "Tên đúng"}
    )
    job = print_certificates(decision_id=decision.pk, stock_id=stock.pk, certificate_ids=chosen, by=world.board)
    facts = read_facts(PaperKind.CERTIFICATES, CertificatePrint.objects.get(pk=job.subject_id))
    assert facts["pages"][0]["texts"]["name"] == "Tên đúng"
    assert [page["texts"]["register"] for page in facts["pages"]] == [f"Số vào sổ: {n}/2026" for n in (1, 2, 3)]
    assert facts["pages"][0]["texts"]["place_date"] == "An Sơn, ngày 20 tháng 03 năm 2026"
    cases = [
        (ActReason.NOT_REGISTERED, {"certificate_ids": [10**9]}),
        (Reason.OUT_OF_REACH, {"stock_id": 10**9}),
    ]
    for reason, changes in cases:
        values = {"decision_id": decision.pk, "stock_id": stock.pk, "certificate_ids": chosen, "by": world.board}
        with pytest.raises(Refused) as refusal:
            print_certificates(**{**values, **changes})
        assert refusal.value.reason == reason
    CertificateStock.objects.update(is_closed=True)
    with pytest.raises(Refused) as refusal:
        print_certificates(decision_id=decision.pk, stock_id=stock.pk, certificate_ids=chosen, by=world.board)
    assert refusal.value.reason == ActReason.STOCK_CLOSED


@pytest.mark.django_db
def test_anybody_can_check_a_certificate(world, client, decision):
    row = register_certificates(decision_id=decision.pk, by=world.board)[0]
    page = client.get(reverse("public:paper", args=[row.code]))
    assert "Còn hiệu lực" in page.content.decode() and page["Cache-Control"] == "no-store"
    act_upon(row.record, "strip", by=world.board, number="99/QĐ", date=DAY, ground="a", reason="Lý do kín")
    shown = client.get(reverse("public:paper", args=[row.code])).content.decode()
    assert "Đã bị tước" in shown and "99/QĐ" in shown and "Lý do kín" not in shown
