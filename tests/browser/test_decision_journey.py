"""The board and three files of a bloc, in real browsers and by links alone: one returned and mended, one agreed to at a lower
form, one refused; the decision by two persons, its paper, certificates, the handing over, a cancellation by two persons;
history and the unit's page tell what was true on each day."""

import datetime as dt
import os
import re

import pypdf
import pytest
from playwright.sync_api import expect

from accounts import clock
from awards.models import AwardRecord, Decision, Nomination
from awards.services import nomination_path, submit_nomination
from reports.models import Job
from reports.services.making import make_paper
from tests.awards.deciding import second
from tests.awards.file_scenes import time_set, unit_file
from tests.reports.official import make_series

from .conftest import PHONE
from .test_shell import overflow

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS")


COUNTED = """() => {
  const side = document.querySelector("nav.side[hx-get]");
  const done = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  return document.readyState === "complete" && (!side || done.includes(side.getAttribute("hx-get")));
}"""


def day(ago: int) -> str:
    return f"{clock.today() - dt.timedelta(days=ago):%d/%m/%Y}"


SIGNED, EFFECTIVE, CANCELLED = 10, 8, 0  # days ago


@pytest.fixture
def board(live, world, axe):
    """Three files of three units with the board: places 2, 3 and 1 of the bloc; the office has a register of papers."""
    world.live, world.axe, world.kinds, world.shots = live, axe, set(), 0
    world.a.place_name = "Đông Hà"
    world.a.save()
    time_set(world)
    make_series(world, of_authority=True)
    second(world.board, world.a.pk)
    world.files = []
    for place, head, code in (
        (2, world.head, "BK_TINH_TT"),
        (3, world.other_unit_head, "CO_TINH"),
        (1, world.deputy, "TTLDXS"),
    ):
        row = unit_file(world, by=head, place=place, code=code)
        submit_nomination(nomination_id=row.pk, by=head)
        world.files.append(nomination_path.pass_on(nomination_id=row.pk, by=world.leader, reason="Khối nhất trí."))
    world.page = live.open("/", world.board)
    return world


def settle(page) -> None:
    """The menu asks for its counts beside the page, over the same database file: a step waits for them."""
    page.wait_for_function(COUNTED)


def seen(world, page) -> None:
    """Every kind of page of the way, once: no serious finding, nothing sticks out on a desk nor on a phone."""
    settle(page)
    kind = re.sub(r"\d+", "1", page.url.split("?")[0])
    if kind in world.kinds:
        return
    world.kinds.add(kind)
    assert (world.axe(page), overflow(page)) == ([], 0), page.url
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    assert overflow(page) == 0, page.url
    if SHOTS:
        world.shots += 1
        page.screenshot(path=f"{SHOTS}/{world.shots:02d}-phone.png", full_page=True)
    page.set_viewport_size(size)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{world.shots:02d}-desk.png", full_page=True)


def menu(page, name: str) -> None:
    settle(page)
    page.locator("nav.side a", has=page.locator(f"span:text-is('{name}')")).click()


def link(world, page, name) -> None:
    seen(world, page)
    page.locator("main").get_by_role("link", name=name, exact=isinstance(name, str)).first.click()


def send(page, button: str, **fields: str) -> None:
    """Fill the form of the page by the names of its fields and send it."""
    settle(page)
    for name, text in fields.items():
        page.locator(f"main [name={name}]").fill(text)
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def main(page):
    return page.locator("main")


def open_file(world, row: Nomination, page=None) -> None:
    page = page or world.page
    menu(page, "Khen thưởng")
    link(world, page, row.unit.name)


def answer(world, row: Nomination, move: str, **fields: str) -> None:
    open_file(world, row)
    link(world, world.page, move)
    seen(world, world.page)
    send(world.page, move, **fields)


def received(world) -> None:
    page = world.page
    menu(page, "Khen thưởng")
    for row in world.files:
        page.get_by_role("checkbox", name=row.unit.name).check()
    seen(world, page)
    send(page, "Tiếp nhận hồ sơ đã chọn")
    expect(page.get_by_text("Đã tiếp nhận 3 hồ sơ")).to_be_visible()


def returned_and_mended(world, row: Nomination) -> None:
    """The board returns two parts with its reason; the unit reads it, mends, sends again; the board agrees."""
    page = world.page
    open_file(world, row)
    link(world, page, "Trả lại")
    page.get_by_label("Báo cáo thành tích").check()
    page.get_by_label("Biên bản, kết quả bỏ phiếu").check()
    send(page, "Trả lại", reason="Bổ sung số liệu so sánh với năm trước")
    expect(main(page)).to_contain_text("Bị trả lại")

    unit = world.live.open("/", world.head)
    open_file(world, row, unit)
    expect(main(unit)).to_contain_text("Bổ sung số liệu so sánh với năm trước")
    expect(main(unit)).to_contain_text("Phần phải bổ sung, sửa: Báo cáo thành tích; Biên bản, kết quả bỏ phiếu")
    link(world, unit, "Sửa")
    assert unit.locator("[name=award_type]").is_disabled()
    seen(world, unit)
    send(unit, "Lưu", achievement="Dẫn đầu phong trào; tăng 12 % so với năm trước.")
    unit.locator("summary", has_text="Gửi lại hồ sơ").click()
    send(unit, "Gửi lại hồ sơ")
    expect(main(unit)).to_contain_text("Chờ tiếp nhận")

    answer(world, row, "Tiếp nhận")
    expect(main(page)).to_contain_text("tăng 12 % so với năm trước")
    answer(world, row, "Đồng ý")
    expect(main(page)).to_contain_text("Đồng ý, chờ quyết định")


def lower(world, row: Nomination) -> None:
    """Agreed to as another form than the one proposed; both stay on the page."""
    page = world.page
    open_file(world, row)
    link(world, page, "Đồng ý mức khác")
    page.locator("main select[name=award_type]").select_option(
        label="Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh (tập thể)"
    )
    seen(world, page)
    send(page, "Đồng ý mức khác", reason="Chưa vượt các chỉ tiêu chính")
    expect(main(page)).to_contain_text("khác với đề nghị")


def refused(world, row: Nomination) -> None:
    answer(world, row, "Không khen thưởng", reason="Còn nội dung kiểm tra chưa khắc phục")
    unit = world.live.open("/", world.deputy)
    open_file(world, row, unit)
    expect(main(unit)).to_contain_text("Còn nội dung kiểm tra chưa khắc phục")
    seen(world, unit)


def make_waiting_papers() -> None:
    """What the worker does with the waiting jobs."""
    for pk in Job.objects.live().values_list("pk", flat=True):
        make_paper(job_id=pk)


def downloaded(page, name: str) -> pypdf.PdfReader:
    with page.expect_download() as download:
        main(page).get_by_role("link", name=re.compile(name)).first.click()
    if SHOTS:
        download.value.save_as(f"{SHOTS}/{download.value.suggested_filename}")
    return pypdf.PdfReader(download.value.path())


def text_of(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(leaf.extract_text() for leaf in pdf.pages).split())


def step(world, page, name: str, **fields: str) -> None:
    """One step of a paper's life from its page."""
    link(world, page, name)
    confirmed = page.get_by_label("Tôi đã đọc")
    if confirmed.count():
        confirmed.check()
    send(page, name, **fields)


def paper(world) -> None:
    """The decision as an official paper of the draft: approved, signed, numbered, issued; its PDF lists both awards."""
    page = world.page
    link(world, page, "Tờ trình, quyết định")
    send(page, "Lập quyết định khen thưởng")
    seen(world, page)
    force = f"Quyết định này có hiệu lực kể từ ngày {day(EFFECTIVE)}."
    send(page, "Lưu và xem", bases="Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022", part_article_3=force)
    step(world, page, "Phê duyệt nội dung")
    step(world, page, "Ghi nhận đã ký", signer_name="Người Ký Thử", signed_on=day(SIGNED))
    step(world, page, "Cấp số", dated=day(SIGNED))
    step(world, page, "Ban hành")
    settle(page)
    make_waiting_papers()
    link(world, page, "Tệp PDF, Word")
    words = text_of(downloaded(page, "PDF"))
    for row in world.files[:2]:
        assert row.unit.name in words
    assert world.files[2].unit.name not in words and "Cờ thi đua" not in words
    assert "Số: 01/QĐ-UBND" in words and "DANH SÁCH TẬP THỂ ĐƯỢC KHEN THƯỞNG" in words


def decided(world) -> None:
    """One gathers and proposes with number, date, signer and effective day; only another publishes."""
    page = world.page
    menu(page, "Khen thưởng")
    link(world, page, "Quyết định")
    link(world, page, "Lập dự thảo")
    expect(main(page)).not_to_contain_text(world.files[2].unit.name)
    for row in world.files[:2]:
        page.get_by_label(re.compile(row.unit.name)).check()
    expect(main(page)).to_contain_text(f"{world.files[1].unit.name}; đề nghị: Cờ thi đua")
    seen(world, page)
    send(page, "Lập dự thảo", title="Khen thưởng phong trào thi đua")
    paper(world)
    link(world, page, "Khen thưởng phong trào thi đua")
    link(world, page, "Đề nghị công bố")
    assert page.locator("[name=number]").input_value() == "01/QĐ-UBND"
    assert page.locator("[name=date]").input_value() == day(SIGNED)
    seen(world, page)
    send(page, "Đề nghị công bố", effective_on=day(EFFECTIVE))
    expect(main(page)).to_contain_text("Người duyệt phải là một người khác")
    expect(main(page).get_by_role("link", name="Duyệt và công bố")).to_have_count(0)
    seen(world, page)
    world.second_page = approve(world, "Khen thưởng phong trào thi đua")
    expect(main(world.second_page)).to_contain_text("Đã công bố")
    assert Decision.objects.get().records.count() == 2


def approve(world, title: str):
    """The second person finds it among the things to do, reads and publishes."""
    page = world.live.open("/", second(world.board, world.a.pk))
    link(world, page, re.compile(title))
    link(world, page, "Duyệt và công bố")
    seen(world, page)
    send(page, "Duyệt và công bố", word="Đã đối chiếu với bản có chữ ký")
    return page


def to_decision(world) -> None:
    menu(world.page, "Lịch sử khen thưởng")
    link(world, world.page, "01/QĐ-UBND")


def certificates(world) -> None:
    """Registered, printed on a stock measured in millimetres; each page is one certificate with its public code."""
    page = world.page
    to_decision(world)
    link(world, page, "Bằng, giấy")
    page.locator("summary", has_text="Vào sổ").click()
    send(page, "Vào sổ")
    link(world, page, "Lập phôi")
    link(world, page, re.compile("Phôi mới|Lập phôi"))
    seen(world, page)
    page.get_by_label("Phôi đã in sẵn khung").uncheck()  # on blank paper the public code is printed too
    send(page, "Lưu phôi", name="Bằng khen A4", signer_title="CHỦ TỊCH", place_name="Đông Hà")
    to_decision(world)
    link(world, page, "Bằng, giấy")
    page.locator("main select[name=stock]").select_option(label="Bằng khen A4")
    seen(world, page)
    send(page, "Tạo tệp PDF để in")
    settle(page)
    make_waiting_papers()
    page.reload()
    printed = downloaded(page, "Tải về")
    assert [
        (round(leaf.mediabox.width / 72 * 25.4), round(leaf.mediabox.height / 72 * 25.4)) for leaf in printed.pages
    ] == [(297, 210)] * 2
    words = text_of(printed)
    for record in AwardRecord.objects.select_related("certificate"):
        assert record.subject in words and record.certificate.code in words


def handed_over(world) -> None:
    page = world.page
    to_decision(world)
    link(world, page, "Ghi việc trao")
    for box in main(page).get_by_role("checkbox").all():
        box.check()
    seen(world, page)
    send(page, "Ghi việc trao", on=day(2), place="Hội nghị tổng kết")
    expect(main(page).get_by_text(f"{day(2)}, Hội nghị tổng kết")).to_have_count(2)


def cancelled(world) -> None:
    """One award is taken back by a later decision with its ground and reason, again by two persons."""
    page, unit = world.page, world.files[0].unit
    link(world, page, "Hủy bỏ khen thưởng")
    page.get_by_label(re.compile(unit.name)).check()
    page.locator("main select[name=ground]").select_option(index=1)
    seen(world, page)
    send(page, "Đề nghị", reason="Kê khai thành tích không đúng", number="09/QĐ-UBND", date=day(CANCELLED))
    expect(main(page)).to_contain_text("Người duyệt phải là một người khác")
    other = approve(world, "Hủy bỏ khen thưởng")
    expect(main(other)).to_contain_text("Kê khai thành tích không đúng")
    seen(world, other)


ON_DAYS = ((9, "Chưa có hiệu lực"), (EFFECTIVE, ""), (1, ""), (CANCELLED, "Đã hủy bỏ"))


def told_on_each_day(world, page, row, wait: str) -> None:
    """The award's line on days before it took effect, while it was held, and from the cancelling act on."""
    for ago, said in ON_DAYS:
        send(page, wait, ngay=day(ago))
        expect(page.locator("[name=ngay]")).to_have_value(day(ago))
        line = page.locator("tr", has_text=row.unit.name).filter(has_text="Bằng khen") if row else None
        expect(line).to_have_count(1)
        for words in ("Chưa có hiệu lực", "Đã hủy bỏ"):
            found = line.get_by_text(re.compile(words, re.I))
            expect(found).to_have_count(1 if words == said else 0)
    send(page, wait, ngay=day(SIGNED + 1))
    expect(page.locator("tr", has_text="01/QĐ-UBND")).to_have_count(0)
    seen(world, page)


def history(world) -> None:
    told_on_each_day(world, world.page, world.files[0], "Lọc")


def on_the_units_page(world) -> None:
    page, row = world.live.open("/", world.head), world.files[0]
    menu(page, "Lịch sử khen thưởng")
    page.locator("select[name=unit]").select_option(label=row.unit.name)
    send(page, "Lọc")
    link(world, page, "Quá trình và thành tích của đơn vị")
    told_on_each_day(world, page, row, "Xem")


def test_from_the_files_to_what_was_true_on_any_day(board):
    first, second_file, third = board.files
    received(board)
    returned_and_mended(board, first)
    lower(board, second_file)
    refused(board, third)
    decided(board)
    certificates(board)
    handed_over(board)
    cancelled(board)
    menu(board.page, "Lịch sử khen thưởng")
    history(board)
    on_the_units_page(board)
    assert board.live.problems == []
