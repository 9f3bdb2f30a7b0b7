"""The current year of the made-up blocs: dates count from today, and the main bloc has units in every state."""

import dataclasses

from django.db import transaction

from accounts.models import User
from awards.models import AwardType
from awards.services import return_nomination, save_nomination, submit_nomination
from blocs.models import BlocYear, Unit
from campaigns import services as campaigns
from campaigns.models import Campaign, Deadline
from campaigns.when import DueRule, Precision, When
from scoring.models import ScoreSheet
from scoring.services import compute_ranking, return_lines

from . import papers, provinces, reporting, scoring, targets, world
from .cast import MAIN, PROVINCES, BlocFacts
from .criteria import FULL, FULL_TREE, SHORT, SHORT_TREE
from .made_up_plan import made_up_plan
from .shapes import NO_DATE, Due, Occasion, PhaseFacts, PlanFacts
from .world import Demo


def build(demo: Demo) -> None:
    for facts in PROVINCES:
        for bloc in facts.blocs:
            with transaction.atomic():
                bloc_year = provinces.year_of(facts, bloc, demo.year)
                if not Campaign.objects.filter(bloc_year=bloc_year).exists():
                    demo.built = True
                    demo.say(f"  {bloc.name}, {facts.place}, năm {demo.year}")
                    if bloc is MAIN:
                        _main(demo, bloc_year)
                    else:
                        _other(demo, bloc, bloc_year)


def due_on(demo: Demo, offset: int) -> When:
    return When(Precision.DAY, demo.days(offset))


def by_words(when: When) -> str:
    return f"chậm nhất {when.words()}"


def _due(demo: Demo, offset: int, title: str, kind: str, to: tuple[str, ...]) -> Due:
    when = due_on(demo, offset)
    return Due(title, kind, when, to=to, words=by_words(when))


def main_plan(demo: Demo) -> PlanFacts:
    """The main bloc's plan: one deadline long past, one just past, one today, two ahead, one without a date."""
    both = ("leader", "deputy")
    final = due_on(demo, 4)
    deadlines = (
        _due(demo, -90, "Đăng ký nội dung, chỉ tiêu thi đua", "registration", ("leader", "board")),
        Due("Ký kết giao ước thi đua", "pledge", due_on(demo, -85), host="leader", place="Hội trường Văn phòng UBND tỉnh"),
        _due(demo, -40, "Báo cáo sơ kết phong trào thi đua", "midyear_report", both),
        _due(demo, -2, "Phiếu tự chấm điểm", "self_score", ("leader",)),
        _due(demo, 0, "Báo cáo chuyên đề cải cách hành chính", "themed_report", ("leader",)),
        Due("Báo cáo tổng kết năm", "year_report", final, to=(*both, "board"), rule=DueRule.BEFORE, words=f"trước ngày {final.words()}"),
        Due("Hội nghị tổng kết, bình xét thi đua", "meeting", due_on(demo, 12), host="leader", place="Hội trường Văn phòng UBND tỉnh"),
        Due("Tự kiểm tra công tác thi đua, khen thưởng", "other", NO_DATE, to=("leader",), words="không ghi thời gian"),
    )  # fmt: skip
    phases = (
        PhaseFacts("Đợt 1", due_on(demo, -120), due_on(demo, -40), "Phát động, đăng ký và sơ kết.", (Occasion("ngày thành lập Đảng Cộng sản Việt Nam", "03/02", 1930),)),
        PhaseFacts("Đợt 2", due_on(demo, -39), due_on(demo, 20), "Về đích các chỉ tiêu của năm.", (Occasion("Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam", "02/9", 1945),)),
    )  # fmt: skip
    return made_up_plan(MAIN.name, demo.year, deadlines, phases)


def _main(demo: Demo, bloc_year: BlocYear) -> None:
    units = {unit.code[-1]: unit for unit in reporting.members(bloc_year)}
    board = world.act(world.staff_of(bloc_year.bloc.authority))
    leader = world.head_of(units["1"])
    # The plan of the first year is issued by its paper.
    plan = dataclasses.replace(main_plan(demo), issued=papers.are_there(bloc_year.bloc))
    with demo.on(demo.days(-120)):
        chosen = scoring.criteria_set(demo, bloc_year.bloc.authority, FULL, FULL_TREE, demo.year)
        campaign = reporting.start_campaign(bloc_year, plan, leader)
        scoring.set_up(campaign, chosen, reporting.deadline(campaign, "self_score"), leader)
    _main_targets(demo, campaign, bloc_year, units)
    _main_reports(demo, campaign, units)
    with demo.on(demo.days(-30)):
        sheets = scoring.open_sheets(campaign, leader)
    _main_sheets(demo, units, sheets, leader)
    _extend(demo, campaign, units["3"], leader)
    with demo.on(demo.days(-1), hour=16):
        compute_ranking(campaign_id=campaign.pk, by=leader)
    _nominations(demo, campaign, units, leader, board)


def _main_targets(demo: Demo, campaign: Campaign, bloc_year: BlocYear, units: dict[str, Unit]) -> None:
    """All are approved but one: unit 4 was not given a task, unit 5 got a row back, unit 7 was two days late."""
    rows = {}
    for number, unit in units.items():
        with demo.on(demo.days(-88 if number == "7" else -94)):
            rows[number] = targets.send(demo, campaign, unit, skip="1.3" if number == "4" else "")
    with demo.on(demo.days(-86), hour=16):
        for number, row in rows.items():
            if number == "5":
                targets.give_back(demo, bloc_year, row)
            else:
                targets.approve(bloc_year, row)


def _main_reports(demo: Demo, campaign: Campaign, units: dict[str, Unit]) -> None:
    """Unit 7 is late twice; unit 6 never sent its half-year report and is overdue."""
    send, day = reporting.send, demo.days
    midyear = reporting.deadline(campaign, "midyear_report")
    with demo.on(day(-85)):
        pledge = reporting.deadline(campaign, "pledge")
        campaigns.mark_done(deadline_id=pledge.pk, on=day(-85), by=world.head_of(units["1"]))
    for number in "1234578":
        with demo.on(day(-38 if number == "7" else -44)):
            report = send(demo, midyear, units[number], with_file=number in "38")
        with demo.on(day(-37), hour=15):
            reporting.accept(report, units["1"], units["2"])
    _open_reports(demo, campaign, units)


def _open_reports(demo: Demo, campaign: Campaign, units: dict[str, Unit]) -> None:
    """Reports due today and in three days: not begun, being written, sent, returned, received."""
    themed, final = (reporting.deadline(campaign, kind) for kind in ("themed_report", "year_report"))
    with demo.on(demo.days(-3)):
        reporting.draft(demo, themed, units["3"], "Đang tổng hợp số liệu của các phòng.")
        reporting.send(demo, themed, units["4"])
        returned, received = (reporting.send(demo, themed, units[number], True) for number in "58")
        reporting.draft(demo, final, units["3"], "Dự thảo phần kết quả thực hiện chỉ tiêu.", with_file=True)
        reporting.send(demo, final, units["8"])
    with demo.on(demo.days(-2)):
        leader = world.head_of(units["1"])
        reason = demo.words(units["5"], "Bổ sung kết quả sáu tháng cuối năm")
        campaigns.return_submission(submission_id=returned.pk, reason=reason, by=leader)
        campaigns.accept(submission_id=received.pk, by=leader)


def _main_sheets(demo: Demo, units: dict[str, Unit], sheets: dict[str, ScoreSheet], leader: User) -> None:
    """1 sent (the deputy's turn), 2 half verified, 3 half filled, 4 sent, 5 not begun, 6 returned, 7 late, 8 verified."""
    plan = (
        ("8", "0.97", -9),
        ("6", "0.84", -6),
        ("4", "0.9", -6),
        ("2", "0.93", -5),
        ("1", "1.02", -4),
    )
    own = {number: sheets[unit.code] for number, unit in units.items()}
    for number, level, offset in plan:
        with demo.on(demo.days(offset)):
            scoring.fill(demo, own[number], level)
            scoring.send(own[number])
    with demo.on(demo.days(-4), hour=14):
        scoring.fill(demo, own["3"], "0.95", share=0.5)
        targets.ask(demo, own["3"], "1.1", "180")
        scoring.verify(demo, own["8"], leader, change="3.1")
    with demo.on(demo.days(-1), hour=8):
        scoring.fill(demo, own["7"], "0.8")
        scoring.send(own["7"])
        scoring.verify(demo, own["2"], leader, change="1.1", share=0.5)
        back = own["6"].lines.filter(criterion__code__in=("3.1", "3.2")).values_list("pk", flat=True)
        note = demo.words(units["6"], "Minh chứng không đúng năm, đề nghị thay")
        return_lines(sheet_id=own["6"].pk, line_ids=list(back), note=note, by=leader)


def _extend(demo: Demo, campaign: Campaign, unit: Unit, leader: User) -> None:
    due = reporting.deadline(campaign, "self_score")
    with demo.on(demo.days(-3), hour=10):
        campaigns.grant_extension(
            deadline_id=due.pk,
            unit=unit,
            last_day=demo.days(5),
            reason=demo.words(unit, "Đơn vị mới hợp nhất, chờ số liệu quyết toán"),
            by=leader,
        )


def _nominations(demo: Demo, campaign: Campaign, units: dict[str, Unit], leader: User, board: User) -> None:
    """One being written, one waiting for the board, one returned by it."""
    rows = {}
    with demo.on(demo.days(-2), hour=11):
        for number, code, subject in (
            ("8", "CO_TINH", ""),
            ("3", "BK_TINH_TT", ""),
            ("4", "BK_TINH_CN", "Trưởng phòng"),
        ):
            unit = units[number]
            rows[number] = save_nomination(
                campaign_id=campaign.pk,
                unit_id=unit.pk,
                award_type_id=AwardType.objects.get(code=code).pk,
                by=leader,
                subject=demo.words(unit, subject) if subject else "",
                achievement=demo.words(unit, "Thành tích đột xuất trong cải cách hành chính."),
            )
        for number in "34":
            submit_nomination(nomination_id=rows[number].pk, by=leader)
    with demo.on(demo.days(-1), hour=15):
        reason = demo.words(units["4"], "Bổ sung tóm tắt thành tích của cá nhân")
        return_nomination(nomination_id=rows["4"].pk, by=board, reason=reason)


def _other_plan(demo: Demo, bloc: BlocFacts) -> PlanFacts:
    return made_up_plan(
        bloc.name,
        demo.year,
        (
            _due(demo, -30, "Báo cáo sơ kết phong trào thi đua", "midyear_report", ("leader", "deputy")),
            _due(demo, 7, "Phiếu tự chấm điểm", "self_score", ("leader",)),
            _due(demo, 7, "Báo cáo tổng kết năm", "year_report", ("leader", "board")),
        ),
    )


def _other(demo: Demo, bloc: BlocFacts, bloc_year: BlocYear) -> None:
    """Smaller blocs: reports in, one sheet verified, one sent, one half filled, one not begun."""
    units = reporting.members(bloc_year)
    leader, deputy = (world.head_of(unit) for unit in units[:2])
    with demo.on(demo.days(-100)):
        chosen = scoring.criteria_set(demo, bloc_year.bloc.authority, SHORT, SHORT_TREE, demo.year)
        campaign = reporting.start_campaign(bloc_year, _other_plan(demo, bloc), leader)
        scoring.set_up(campaign, chosen, reporting.deadline(campaign, "self_score"), leader)
    _other_targets(demo, campaign, bloc_year, units)
    midyear: Deadline = reporting.deadline(campaign, "midyear_report")
    for unit in units[:3]:
        with demo.on(demo.days(-33)):
            report = reporting.send(demo, midyear, unit)
        with demo.on(demo.days(-32)):
            reporting.accept(report, units[0], units[1])
    with demo.on(demo.days(-20)):
        sheets = scoring.open_sheets(campaign, leader)
    _other_sheets(demo, units, sheets, deputy)


def _other_targets(demo: Demo, campaign: Campaign, bloc_year: BlocYear, units: list[Unit]) -> None:
    """Three units are approved; the last one is still writing."""
    with demo.on(demo.days(-92)):
        rows = [targets.send(demo, campaign, unit) for unit in units[:3]]
        targets.write(demo, campaign, units[3])
    with demo.on(demo.days(-90)):
        for row in rows:
            targets.approve(bloc_year, row)


def _other_sheets(demo: Demo, units: list[Unit], sheets: dict[str, ScoreSheet], deputy: User) -> None:
    first, second, third = (sheets[unit.code] for unit in units[:3])
    for sheet, level in ((first, "0.95"), (second, "0.88")):
        with demo.on(demo.days(-5)):
            scoring.fill(demo, sheet, level)
            scoring.send(sheet)
    with demo.on(demo.days(-3)):
        scoring.verify(demo, first, deputy)
        scoring.fill(demo, third, "0.9", share=0.5)
