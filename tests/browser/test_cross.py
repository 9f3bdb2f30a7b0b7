"""Seven units score each other in a real browser: drawn by lot, sealed until both have finished, settled at the meeting."""

import re

import pytest
from playwright.sync_api import expect

from scoring import services
from scoring.models import CrossDuty, CrossScore, ScoreEntry
from scoring.states import DutyState, Stage
from tests.scoring.cross_scenes import duties, score_all, seven_units
from tests.scoring.scenes import line

from .conftest import PHONE

REASON = "Số liệu chưa khớp với báo cáo"


@pytest.fixture
def scene(world):
    return seven_units(world)


def row(page, code: str):
    return page.locator("tr.line", has=page.locator("td.code", has_text=re.compile(f"^{code}$")))


def say(page, code: str, act: str, points: str = "", reason: str = ""):
    """Give an opinion on one line the way a person does; it saves itself."""
    form = row(page, code).locator("form")
    form.locator("select[name=act]").select_option(act)
    if points:
        form.locator("input[name=points]").fill(points)
    if reason:
        form.locator("textarea[name=reason]").fill(reason)
        form.locator("textarea[name=reason]").press("Tab")
    expect(form.locator("[data-status]")).to_have_text("đã lưu")


def score_in_browser(live, scene, duty, first: str):
    page = live.open(f"/cham-diem/cham-cheo/{duty.pk}/", scene.heads[duty.scorer_id])
    say(page, "1", "change", first, REASON)
    say(page, "2", "accept")
    say(page, "3", "abstain", reason="Ngoài chuyên môn")
    expect(page.locator("[data-decided]")).to_have_text("3")
    page.locator("summary", has_text="Hoàn thành chấm chéo").click()
    page.get_by_role("button", name="Hoàn thành chấm chéo").click()
    expect(page.locator("h1")).to_contain_text("Chấm chéo –")


def test_seven_units_draw_score_and_settle(live, axe, scene, world):
    page = live.open(f"/cham-diem/ke-hoach/{scene.campaign.pk}/cham-cheo/", world.leader)
    expect(page.locator("main")).to_contain_text("Chưa bốc thăm")
    page.get_by_label("Cách bốc thăm").select_option("pairs")
    page.get_by_role("button", name="Bốc thăm", exact=True).click()
    expect(page.locator("main")).to_contain_text("Kết quả bốc thăm lần 1")
    expect(page.locator("tbody tr", has_text="Còn niêm phong")).to_have_count(7)
    assert axe(page) == []

    groups: dict[int, list[CrossDuty]] = {}
    for duty in duties(scene):
        groups.setdefault(duty.group, []).append(duty)
    assert sorted(len(each) for each in groups.values()) == [2, 2, 3]
    officers = {world.bloc.units[0].pk, world.bloc.units[1].pk}
    pair = next(
        each for each in groups.values() if len(each) == 2 and any(d.sheet.unit_id not in officers for d in each)
    )
    first = next(duty for duty in pair if duty.sheet.unit_id not in officers)
    second = next(duty for duty in pair if duty is not first)

    score_in_browser(live, scene, first, "5,5")
    assert CrossScore.objects.filter(duty=first).count() == 3
    # Sealed: neither the scored unit nor the leader reads the score.
    for who in (scene.heads[first.sheet.unit_id], world.leader):
        page = live.open(f"/cham-diem/dong/{line(first.sheet, '1').pk}/", who)
        if who.pk != scene.heads[first.scorer_id].pk:
            assert REASON not in page.content() and "5,5" not in page.locator("main").inner_text()
    assert not ScoreEntry.objects.filter(stage=Stage.CROSS).exists()
    score_in_browser(live, scene, second, "8")
    assert ScoreEntry.objects.filter(stage=Stage.CROSS).count() == 6

    for duty in duties(scene):
        if duty.state == DutyState.OPEN:
            score_all(scene, duty)
    by = world.leader
    for item in first.sheet.lines.all():
        services.accept_line(line_id=item.pk, by=by)
    services.finish_verification(sheet_id=first.sheet_id, by=by)

    page = live.open(f"/cham-diem/ke-hoach/{scene.campaign.pk}/hop/", by)
    page.get_by_role("button", name="Chữ to để trình chiếu").click()
    expect(page.locator("body.projected")).to_have_count(1)
    agenda = page.locator(f"#dong-{line(first.sheet, '1').pk}")
    expect(agenda).to_contain_text("Điểm chấm chéo khác điểm tự chấm")
    expect(agenda).to_contain_text(REASON)
    assert axe(page) == []
    # By keyboard: down to the first item, Enter opens the conclusion.
    page.locator("h1").click()
    for _ in range(page.locator(".agenda").count()):
        page.keyboard.press("ArrowDown")
        if agenda.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(agenda.locator("details.conclude")).to_have_attribute("open", "")
    page.keyboard.type("Hội nghị thống nhất 7 điểm")
    agenda.get_by_label("Ghi điểm thống nhất").check()
    agenda.get_by_label("Điểm thống nhất", exact=True).last.fill("7")
    agenda.get_by_role("button", name="Ghi kết luận").click()
    expect(page.locator("main")).to_contain_text("Đã ghi kết luận")
    page.get_by_role("link", name="Đã thống nhất").click()
    expect(page.locator(".agenda.settled")).to_contain_text("Hội nghị thống nhất 7 điểm")
    assert ScoreEntry.objects.filter(stage=Stage.AGREED, points=7).count() == 1
    assert live.problems == []


def test_on_a_phone_and_two_colleagues_on_one_line(live, axe, scene, world):
    from scoring.services.drawing import draw_cross
    from tests.scoring.cross_scenes import duty_of
    from tests.world import person

    draw_cross(campaign_id=scene.campaign.pk, method="ring", by=world.leader)
    duty = duty_of(scene, world.bloc.units[2].pk)
    colleague = person(world.bloc.units[2])
    address = f"/cham-diem/cham-cheo/{duty.pk}/"
    mine = live.open(address, world.head, PHONE)
    theirs = live.open(address, colleague)
    say(theirs, "1", "change", "6", "Thiếu một văn bản")
    form = row(mine, "1").locator("form")
    form.locator("select[name=act]").select_option("accept")
    expect(form.locator("[data-conflict]")).to_contain_text("Thiếu một văn bản")
    form.get_by_role("button", name="Giữ ý kiến của tôi").click()
    expect(form.locator("[data-status]")).to_have_text("đã lưu")
    assert CrossScore.objects.get(duty=duty).act == "accept"
    assert mine.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(mine) == []
    say(mine, "2", "accept")
    form = row(mine, "3").locator("form")
    form.locator("select[name=act]").select_option("change")
    expect(form.locator("[data-status]")).to_contain_text("hãy nhập điểm")
    problems = [problem for problem in live.problems if "409" not in problem]
    assert problems == []
