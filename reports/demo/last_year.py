"""Last year of the made-up blocs, finished: reports, verified sheets, a final ranking, nominations, decisions."""

import datetime as dt

from django.db import transaction

from awards.models import AwardType, Decision, Nomination
from awards.services import load_award_types, refuse_nomination, save_nomination, submit_nomination
from awards.services.drafts import Award
from awards.services.nomination_path import agree, pass_on, receive
from awards.states import NominationState
from blocs.models import Authority, BlocYear, Membership, Unit
from campaigns.models import Campaign, Submission
from campaigns.services import load_legal_documents
from campaigns.when import DueRule
from scoring.models import Ranking
from scoring.services import compute_ranking

from . import provinces, reporting, scoring, targets, world
from .cast import MAIN, PROVINCES, BlocFacts, ProvinceFacts
from .criteria import SHORT, SHORT_TREE
from .deciding import act_upon, decide, record_awards
from .made_up_plan import made_up_plan
from .shapes import Due, PlanFacts, day
from .world import Demo

LEVELS = ("0.97", "0.93", "1.02", "0.9", "0.86", "0.82", "0.78", "0.93")
LEADER, DEPUTY = Membership.Role.LEADER, Membership.Role.DEPUTY


def build(demo: Demo) -> None:
    load_award_types()
    load_legal_documents()
    for facts in PROVINCES:
        for bloc in facts.blocs:
            with transaction.atomic():
                _year(demo, facts, bloc)
        with transaction.atomic():
            _decide(demo, facts)
            _earlier(demo, facts)


def _plan(bloc: BlocFacts, year: int) -> PlanFacts:
    """The main bloc has registrations and a whole text; the others only what the ranking needs."""
    both = ("leader", "deputy")
    deadlines = (
        Due("Đăng ký thi đua", "registration", day(year, 2, 28), to=("leader", "board"), words=f"chậm nhất 28/02/{year}"),
        Due("Báo cáo sơ kết 6 tháng đầu năm", "midyear_report", day(year, 6, 25), to=both, rule=DueRule.BEFORE, words=f"trước ngày 25/6/{year}"),
        Due("Báo cáo tổng kết năm", "year_report", day(year, 12, 10), to=both, words=f"chậm nhất 10/12/{year}"),
        Due("Phiếu tự chấm điểm", "self_score", day(year, 12, 10), to=("leader",), words=f"chậm nhất 10/12/{year}"),
    )  # fmt: skip
    if bloc is MAIN:
        return made_up_plan(bloc.name, year, deadlines)
    return made_up_plan(bloc.name, year, deadlines[1:], nodes=())


def _year(demo: Demo, facts: ProvinceFacts, bloc: BlocFacts) -> None:
    year = demo.year - 1
    bloc_year = provinces.year_of(facts, bloc, year)
    if Campaign.objects.filter(bloc_year=bloc_year).exists():
        return
    demo.say(f"  {bloc.name}, {facts.place}, năm {year}")
    demo.built = True
    with demo.on(dt.date(year, 1, 20)):
        board = world.act(world.staff_of(bloc_year.bloc.authority))
        chosen = scoring.criteria_set(demo, bloc_year.bloc.authority, SHORT, SHORT_TREE, year)
        campaign = reporting.start_campaign(bloc_year, _plan(bloc, year), board)
        scoring.set_up(campaign, chosen, reporting.deadline(campaign, "self_score"), board)
    units = reporting.members(bloc_year)
    _targets(demo, campaign, bloc_year, units)
    _reports(demo, campaign, bloc_year, units)
    with demo.on(dt.date(year, 12, 1)):
        sheets = scoring.open_sheets(campaign, board)
    turn = 3 * PROVINCES.index(facts) + facts.blocs.index(bloc)
    for unit, level in zip(units, LEVELS[turn:] + LEVELS[:turn], strict=False):
        with demo.on(dt.date(year, 12, 5)):
            scoring.fill(demo, sheets[unit.code], level)
            scoring.send(sheets[unit.code])
    _verify_all(demo, bloc_year, units, sheets)
    with demo.on(dt.date(year, 12, 20)):
        by = world.head_of(world.officer(bloc_year))
        ranking = compute_ranking(campaign_id=campaign.pk, by=by, final=True)
        _nominate(demo, bloc_year, ranking)


def _targets(demo: Demo, campaign: Campaign, bloc_year: BlocYear, units: list[Unit]) -> None:
    """Everybody registers in February and is approved before March."""
    with demo.on(dt.date(campaign.to_year, 2, 18)):
        rows = [targets.send(demo, campaign, unit) for unit in units]
    with demo.on(dt.date(campaign.to_year, 2, 24)):
        for row in rows:
            targets.approve(bloc_year, row)


def _reports(demo: Demo, campaign: Campaign, bloc_year: BlocYear, units: list[Unit]) -> None:
    """Everybody reports; the last unit is two days late at the half-year."""
    year = campaign.to_year
    for kind, on in (("midyear_report", (6, 20)), ("year_report", (12, 5))):
        due = reporting.deadline(campaign, kind)
        for unit in units if due else ():
            late = kind == "midyear_report" and unit == units[-1]
            with demo.on(dt.date(year, 6, 26) if late else dt.date(year, *on)):
                report = reporting.send(demo, due, unit, with_file=kind == "year_report")
        with demo.on(dt.date(year, on[0], 28)):
            leader, deputy = world.officer(bloc_year), world.officer(bloc_year, DEPUTY)
            for report in Submission.objects.filter(deadline=due).select_related("unit"):
                reporting.accept(report, leader, deputy)


def _verify_all(demo: Demo, bloc_year: BlocYear, units: list[Unit], sheets: dict) -> None:
    with demo.on(dt.date(demo.year - 1, 12, 12)):
        leader, deputy = world.officer(bloc_year), world.officer(bloc_year, DEPUTY)
        for number, unit in enumerate(units):
            by = world.head_of(deputy if unit == leader else leader)
            sheets[unit.code].refresh_from_db()
            scoring.verify(demo, sheets[unit.code], by, change="7" if number % 2 else "")


def _nominate(demo: Demo, bloc_year: BlocYear, ranking: Ranking) -> None:
    """The flag and a person of the first unit, a certificate for the second, one more for the last."""
    rows = list(ranking.rows.order_by("rank", "unit__code"))
    by = world.head_of(world.officer(bloc_year))
    for row, code, subject in (
        (rows[0], "CO_TINH", ""),
        (rows[0], "CSTD_TINH", "Trưởng phòng Tổng hợp"),
        (rows[1], "BK_TINH_TT", ""),
        (rows[-1], "BK_TINH_TT", ""),
    ):
        nomination = save_nomination(
            campaign_id=ranking.campaign_id,
            unit_id=row.unit_id,
            award_type_id=AwardType.objects.get(code=code).pk,
            by=by,
            subject=demo.words(row.unit, subject) if subject else "",
            achievement=demo.words(row.unit, f"Xếp hạng {row.rank} trong khối, hoàn thành các chỉ tiêu đăng ký."),
            ranking_row_id=row.pk,
        )
        sent = submit_nomination(nomination_id=nomination.pk, by=by)
        if sent.state == NominationState.AT_BLOC:  # the leader's own unit
            deputy = world.head_of(world.officer(bloc_year, DEPUTY))
            pass_on(nomination_id=sent.pk, by=deputy, reason=demo.words(row.unit, "Khối nhất trí đề nghị."))


def _decide(demo: Demo, facts: ProvinceFacts) -> None:
    """The board receives the nominations, refuses the last units', agrees to the rest, decides and takes one award back."""
    place, year = provinces.place_of(facts), demo.year - 1
    number = "512/QĐ-UBND"
    if Decision.objects.filter(authority=place, number=number).exists():
        return
    board = world.act(world.staff_of(place))
    waiting = Nomination.objects.filter(campaign__authority=place, state="submitted", campaign__to_year=year)
    with demo.on(dt.date(year, 12, 28)):
        files = receive(nomination_ids=waiting.values_list("pk", flat=True), by=board)
        taken = Nomination.objects.filter(pk__in=[row.pk for row in files])
        for row in taken.filter(ranking_row__rank__gt=2).select_related("unit"):
            reason = demo.words(row.unit, "Kết quả xếp hạng chưa đủ điều kiện khen thưởng")
            refuse_nomination(nomination_id=row.pk, by=board, reason=reason)
        agreed = [agree(nomination_id=row.pk, by=board) for row in taken.filter(state=NominationState.REVIEW)]
        decision = decide(
            nomination_ids=[row.pk for row in agreed],
            by=board,
            number=number,
            date=dt.date(year, 12, 28),
            issuer=f"UBND tỉnh {facts.place}",
            signer="Chủ tịch UBND tỉnh",
        )
    with demo.on(dt.date(year, 12, 31)):
        record = decision.records.filter(award_type__code="CSTD_TINH").order_by("-pk").first()
        reason = demo.words(record.unit, "Kê khai thành tích chưa đúng")
        signed = {"number": "540/QĐ-UBND", "date": dt.date(year, 12, 31)}
        act_upon(record, "cancel", by=board, ground="a", reason=reason, **signed)


def _earlier(demo: Demo, facts: ProvinceFacts) -> None:
    """Awards of the three years before, entered from old decisions."""
    place = provinces.place_of(facts)
    board = world.act(world.staff_of(place))
    for number, year in enumerate(range(demo.year - 4, demo.year - 1)):
        signed = f"{300 + number}/QĐ-UBND"
        if not Decision.objects.filter(authority=place, number=signed).exists():
            _record(demo, place, facts, board, year, signed, number)


def _record(demo: Demo, place: Authority, facts: ProvinceFacts, board, year: int, signed: str, number: int) -> None:
    codes = ("CO_TINH", "TTLDXS", "BK_TINH_TT")
    types = AwardType.objects.in_bulk(codes, field_name="code")
    units = [provinces.unit_of(bloc.units[number].code) for bloc in facts.blocs]
    with demo.on(provinces.began(demo), hour=15):
        record_awards(
            authority_id=place.pk,
            awards=[Award(unit.pk, types[code].pk, year) for unit, code in zip(units, codes, strict=True)],
            by=board,
            number=signed,
            date=dt.date(year, 12, 27),
            issuer=f"UBND tỉnh {facts.place}",
            signer="Chủ tịch UBND tỉnh",
        )
