"""Minutes of an inspection on paper: the frozen words, both places to sign, only for who may read them."""

import pytest

from accounts import clock
from accounts.decisions import Refused
from campaigns.services import follow_ups, visits
from reports import services
from reports.facts import digest, read_facts
from reports.models import IssuedDocument
from reports.papers import paper_of
from reports.papers.receipt import grouped
from reports.permissions import subject_for
from reports.renderer import pdf_of
from reports.states import PaperKind
from tests.campaigns.inspection_scenes import find, frozen, sign_minutes, started, visit_of
from tests.reports.prints import print_quickly

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(world):
    visit = visit_of(started(world), world.bloc.units[2])
    follow_ups.add_follow_up(visit_id=visit.pk, text="Bổ sung sổ", due=clock.today(), by=world.deputy)
    return frozen(visit, world.deputy)


def words_of(facts) -> str:
    return " ".join(str(block) for section in paper_of(facts).sections for block in section.blocks)


def test_the_paper_says_what_was_frozen_and_who_signed(world, text, monkeypatch):
    print_quickly(monkeypatch)
    sign_minutes(text, "team", world.deputy)
    job = services.request_paper(kind=PaperKind.MINUTES, subject_id=text.pk, by=world.head)
    services.make_paper(job_id=job.pk)
    issued = IssuedDocument.objects.get(minutes=text)
    said = words_of(issued.facts)
    day = f"{clock.today():%d/%m/%Y}"
    for words in ("Kế hoạch thi đua năm", "Đủ hồ sơ", "Bổ sung sổ", day, text.visit.unit.name, grouped(text.sha256)):
        assert words in said, words
    assert world.deputy.full_name in said and "Đã ký trong hệ thống lúc" in said and "(Ký, ghi rõ họ tên)" in said
    assert issued.sha256 == digest(issued.facts)


def test_minutes_opened_again_are_marked(world, text):
    assert read_facts(PaperKind.MINUTES, text)["draft_mark"] == ""
    visits.withdraw_minutes(visit_id=text.visit_id, reason="Thiếu", by=world.deputy)
    text.refresh_from_db()
    assert read_facts(PaperKind.MINUTES, text)["draft_mark"] == "BẢN ĐÃ ĐƯỢC MỞ LẠI"


@pytest.mark.parametrize(
    ("who", "may"),
    [("head", True), ("deputy", True), ("leader", True), ("board", True), ("other_unit_head", False), ("foreign_head", False)],
)  # fmt: skip
def test_who_may_have_them_printed(world, text, who, may):
    if may:
        assert subject_for(world.people[who], PaperKind.MINUTES, text.pk) == text
    else:
        with pytest.raises(Refused):
            subject_for(world.people[who], PaperKind.MINUTES, text.pk)


def test_they_are_laid_out(world, text):
    visit = text.visit
    visits.withdraw_minutes(visit_id=visit.pk, reason="Thêm nhận xét", by=world.deputy)
    visit.refresh_from_db()
    find(visit, world.deputy, general="Đơn vị chuẩn bị chu đáo.\nCần sớm bổ sung sổ.")
    again = visits.freeze_minutes(visit_id=visit.pk, by=world.deputy)
    facts = read_facts(PaperKind.MINUTES, again)
    assert pdf_of(paper_of(facts | {"kind": "minutes"}))[:4] == b"%PDF"
