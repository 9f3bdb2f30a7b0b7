"""Decisions in the demonstration: one waiting for the second person, awards handed over, a correction, certificates, fund."""

import datetime as dt

from accounts import clock
from awards.models import AwardRecord, Certificate, CertificateStock, Decision, DecisionDraft, FundEntry, HandingOver
from awards.rules.certificates import first_places
from awards.services import award_acts, bonuses, drafts
from awards.services.certificates import save_stock
from awards.services.drafts import Award, Signature
from awards.states_acts import Direction, DraftKind
from blocs.models import Authority
from reports.services.certificates import register_certificates

from . import provinces, world
from .cast import AN_SON
from .deciding import act_upon
from .world import Demo

NUMBER = "512/QĐ-UBND"


def build(demo: Demo) -> None:
    place = provinces.place_of(AN_SON)
    decision = Decision.objects.get(authority=place, number=NUMBER)
    board = world.act(world.staff_of(place))
    with demo.on(demo.days(-20)):
        _corrected(demo, decision, board)
        _handed(decision, board)
        _stock(place, board)
        if not Certificate.objects.filter(record__decision=decision).exists():
            register_certificates(decision_id=decision.pk, by=board)
        _fund(place, decision, board)
    with demo.on(demo.days(-1)):
        _waiting(place, board)


def _corrected(demo: Demo, decision: Decision, board) -> None:
    """A name written wrongly, put right by a decision of its own."""
    if decision.acts.filter(kind=DraftKind.CORRECT).exists():
        return
    record = decision.records.filter(act_lines__isnull=True).order_by("pk").last()
    day = clock.today()
    signed = {"number": f"21/QĐ-UBND/{day.year}", "date": day}
    values = {"unit_name": f"{record.unit_name}, tỉnh {AN_SON.place}"}
    reason = demo.words(record.unit, "Tên đơn vị trong danh sách kèm theo viết thiếu tên tỉnh.")
    act_upon(record, DraftKind.CORRECT, by=board, ground="clerical", reason=reason, corrections=values, **signed)


def _handed(decision: Decision, board) -> None:
    if HandingOver.objects.filter(record__decision=decision).exists():
        return
    records = AwardRecord.objects.in_force().filter(decision=decision).order_by("pk")
    on = min(decision.date + dt.timedelta(days=18), clock.today())
    values = {"on": on, "place": "Hội nghị tổng kết phong trào thi đua", "by": board}
    award_acts.hand_over(decision_id=decision.pk, record_ids=[row.pk for row in records[:3]], **values)


def _stock(place: Authority, board) -> None:
    if CertificateStock.objects.filter(authority=place).exists():
        return
    shared = {"by": board, "authority_id": place.pk, "place_name": place.place_name, "signer_title": "CHỦ TỊCH"}
    save_stock(name="Bằng khen A4 ngang, in sẵn", places=first_places(297, 210), **shared)
    plain = {"name": "Giấy chứng nhận A4, giấy trắng", "preprinted": False}
    save_stock(places=first_places(297, 210), **plain, **shared)


def _fund(place: Authority, decision: Decision, board) -> None:
    if FundEntry.objects.filter(authority=place).exists():
        return
    year = decision.date.year
    for when, amount in ((year, 400_000_000), (year + 1, 350_000_000)):
        on = min(dt.date(when, 1, 20), clock.today())
        source = f"Ngân sách nhà nước giao năm {when}"
        values = {"year": when, "direction": Direction.INCOME, "amount": amount, "on": on, "source": source}
        bonuses.enter_fund(authority_id=place.pk, by=board, **values)
    bonuses.enter_fund(
        authority_id=place.pk,
        by=board,
        year=year,
        direction=Direction.SPENDING,
        amount=18_500_000,
        on=min(decision.date + dt.timedelta(days=2), clock.today()),
        source="In bằng, làm khung, cờ thi đua",
    )


def _waiting(place: Authority, board) -> None:
    """Proposed by one person; the other account of the office can approve it."""
    if DecisionDraft.objects.filter(authority=place, kind=DraftKind.RECORD, state="proposed").exists():
        return
    last = AwardRecord.objects.filter(authority=place, award_type__code="BK_TINH_TT").order_by("-year", "pk").first()
    day = clock.today() - dt.timedelta(days=10)
    signed = Signature(f"77/QĐ-UBND/{day.year}", day, f"UBND tỉnh {AN_SON.place}", "Chủ tịch UBND tỉnh")
    award = Award(last.unit_id, last.award_type_id, day.year)
    drafts.begin_record(authority_id=place.pk, awards=[award], by=board, signature=signed)
