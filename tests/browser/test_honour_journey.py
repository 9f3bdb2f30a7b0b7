"""A bloc of seven units from its final points to the board's desk, everything the people do through pages: two units
equal at the cut, the quota, a secret ballot with two paper votes, the run-off, the minutes of the count, the files sent."""

import datetime as dt
import os
from types import SimpleNamespace

import pypdfium2
import pytest
from playwright.sync_api import expect

from accounts import clock
from awards.models import Ballot, Nomination, NominationStep, Participation, Quota, RankDecision, SealedVote
from blocs.models import Post
from reports import services as papers
from reports.models import Document, Job
from scoring import services as scoring
from tests.awards.scenes import award_type
from tests.factories import PASSWORD, MembershipFactory, UnitFactory
from tests.scoring.scenes import head_of, open_scoring, save
from tests.world import person

from .conftest import DESK, PHONE
from .test_shell import overflow

FLAG = "CO_TINH"
ROWS = [("1", "direct", "60", {}, False), ("2", "direct", "40", {}, False)]
LADDER = {"ties": [{"key": "criterion", "of": "1"}, {"key": "penalty"}]}
# Points of the two criteria by unit; the fifth and the sixth are equal on every step of the ladder.
POINTS = [("45", "35"), ("44", "33"), ("40", "30"), ("58", "38"), ("52", "38"), ("52", "38"), ("50", "35")]
YES, NO = "Đồng ý", "Không đồng ý"
AGAIN = "Bỏ phiếu lại: Suy tôn đơn vị nhận Cờ thi đua"


@pytest.fixture
def story(world, live, axe):
    """Seven units with final points; the people who act, by what they do."""
    units = world.bloc.units
    for _ in range(3):
        units.append(UnitFactory(authority=world.a))
        MembershipFactory(bloc_year=world.bloc.year, unit=units[-1])
        person(units[-1], role=Post.Role.HEAD)
    for unit, letter in zip(units, "ABCDEFG", strict=True):
        unit.name = f"Sở Mẫu {letter}"
        unit.save()
    scene = open_scoring(world, ROWS, result_rules=LADDER)
    heads = [head_of(unit) for unit in units]
    for unit, head, points in zip(units, heads, POINTS, strict=True):
        sheet = scene.sheets[unit.pk]
        for code, value in zip("12", points, strict=True):
            save(sheet, code, head, value=value)
        scoring.submit_sheet(sheet_id=sheet.pk, by=head)
        by = world.deputy if sheet.pk == scene.leader_sheet.pk else world.leader
        for row in sheet.lines.all():
            scoring.accept_line(line_id=row.pk, by=by)
        scoring.finish_verification(sheet_id=sheet.pk, by=by)
    scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=True)
    award_type(FLAG)
    names = [unit.name for unit in units]
    return SimpleNamespace(
        world=world, live=live, axe=axe, heads=heads, units=units, first=names[3], one=names[4], two=names[5],
        officer=world.leader_staff, counters=(world.staff, world.deputy), campaign=scene.campaign,
    )  # fmt: skip


def look(story, page, name: str) -> None:
    """Nothing sticks out, no serious finding. SHOTS=<folder> keeps pictures of both sizes, of every page of ``seen``."""
    page.wait_for_load_state("networkidle")
    assert (story.axe(page), overflow(page)) == ([], 0), name
    seen(page, name)


def seen(page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        before = page.viewport_size
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(before)


def press(page, name: str, *, link: bool = False) -> None:
    page.locator("main").get_by_role("link" if link else "button", name=name, exact=True).first.click()


def confirm(page, label: str) -> None:
    """Open the question behind a button and say yes."""
    asked = page.locator("details.confirm", has=page.locator("summary", has_text=label)).first
    asked.locator("summary").click()
    asked.get_by_role("button", name=label, exact=True).click()


def to_do(page, title: str) -> None:
    """From the list of things to do into the work itself."""
    page.locator("main tr, main li, main article", has_text=title).get_by_role("link").first.click()


def line_of(page, name: str):
    """The first table row headed by this name."""
    return page.locator(f'tr:has(th[scope=row]:has-text("{name}"))').first


def section(page, name: str):
    return page.get_by_role("region", name=name)


# --- the way from the points to the vote ----------------------------------------------------------------------------


def quota_written(story) -> None:
    """The board writes the quota of the year with its legal basis, having seen what it gives."""
    board = story.live.open("/", story.world.board)
    board.get_by_role("navigation").get_by_role("link", name="Khen thưởng").first.click()
    press(board, "Chỉ tiêu", link=True)
    press(board, "Chỉ tiêu mới", link=True)
    board.get_by_label("Danh hiệu, hình thức khen thưởng").select_option(label=award_type(FLAG).name)
    board.locator("[name=figure]").select_option("pct_members")
    board.get_by_label("Số lượng hoặc tỷ lệ %").fill("30")
    board.locator("[name=rounding]").select_option("down")
    board.locator("[name=source]").fill("Quy chế thi đua của tỉnh, Điều 9")
    press(board, "Xem trước")
    expect(board.locator("main")).to_contain_text("30% của 7 đơn vị thành viên = 2,1 → không quá 2.")
    assert not Quota.objects.exists()
    look(story, board, "quota-form")
    press(board, "Lưu chỉ tiêu")
    expect(board.locator("main")).to_contain_text("Quy chế thi đua của tỉnh, Điều 9")
    seen(board, "quotas")
    board.context.close()


def tie_seen(story, page) -> None:
    """Equal on every step of the ladder, one place left, so many points above the cut; one more place would do."""
    to_do(page, "Đề nghị khen thưởng theo kết quả xếp hạng")
    main = page.locator("main")
    expect(main).to_contain_text(f"Cùng hạng với {story.two}: không còn tiêu chí phụ nào phân định.")
    expect(main).to_contain_text("Xét điểm tiêu chí 1.")
    flag = section(page, award_type(FLAG).name).first
    expect(flag).to_contain_text(f"Cùng hạng ở mức cuối: {story.one}, {story.two}; còn 1 chỉ tiêu")
    expect(flag).to_contain_text(f"{story.first} (trong) và {story.one} (ngoài) cách nhau 6 điểm")
    look(story, page, "proposal-tie")
    page.locator("summary", has_text="Các mục có thể thử").click()
    page.get_by_label(f"{award_type(FLAG).name}: thêm, bớt chỉ tiêu").fill("1")
    press(page, "Thử xem")
    moved = page.get_by_role("row", name=story.two).filter(has_text="Vào:")
    expect(moved).to_contain_text(award_type(FLAG).name)
    seen(page, "proposal-trial")
    press(page, "Bỏ thử", link=True)


def ballot_set_up(story, page) -> Ballot:
    """Candidates, one voter for each unit, threshold with its base and legal basis, the two who count paper."""
    press(page, "Bỏ phiếu suy tôn", link=True)
    seen(page, "ballots-empty")
    press(page, "Lập cuộc bỏ phiếu", link=True)
    page.get_by_label("Nội dung bỏ phiếu").fill("Suy tôn đơn vị nhận Cờ thi đua")
    seen(page, "ballot-new")
    press(page, "Lập")
    page.get_by_label("Tỷ lệ đồng ý để được chọn").fill("50")
    page.locator("[name=reach]").select_option("more_than")
    page.locator("[name=base]").select_option("present")
    page.get_by_label("Chọn không quá").fill("1")
    page.locator("[name=basis]").fill("Quy chế hoạt động của khối, Điều 7")
    page.locator("[name=basis_status]").select_option("verified")
    closes(page)
    for name, user in zip(("first_counter", "second_counter"), story.counters, strict=True):
        page.locator(f"[name={name}]").select_option(str(user.pk))
    look(story, page, "ballot-rule")
    press(page, "Lưu")
    expect(page.locator("main")).to_contain_text("Phiếu chưa có ứng viên nào.")
    look(story, page, "ballot-draft")
    press(page, "Thêm ứng viên", link=True)
    for name in (story.one, story.two):
        page.get_by_label(name, exact=True).check()
    seen(page, "ballot-candidates")
    press(page, "Thêm")
    press(page, "Lập danh sách cử tri", link=True)
    seen(page, "ballot-voters-empty")
    press(page, "Mỗi đơn vị thành viên một cử tri")
    expect(page.locator("main tbody tr")).to_have_count(7)
    seen(page, "ballot-voters")
    press(page, "Xong", link=True)
    main = page.locator("main")
    expect(main).to_contain_text("Đủ điều kiện mở: 7/7 cử tri có mặt.")
    expect(main).to_contain_text("đơn vị không bỏ phiếu cho chính mình")
    expect(main).to_contain_text("Căn cứ: Quy chế hoạt động của khối, Điều 7 – đã đối chiếu văn bản gốc")
    seen(page, "ballot-ready")
    return Ballot.objects.get()


def closes(page) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    page.get_by_label("Kết thúc: ngày").fill(f"{tomorrow:%d/%m/%Y}")
    page.get_by_label("Kết thúc: giờ").fill("17:00")


# --- votes ----------------------------------------------------------------------------------------------------------


def vote(story, page, title: str, said: dict[str, str], picture: str = "") -> None:
    """From the list of things to do to the receipt; the own unit stands on nobody's paper."""
    to_do(page, f"Bỏ phiếu: {title}")
    for unit, mark in said.items():
        page.get_by_role("group", name=unit, exact=True).get_by_label(mark, exact=True).check()
    if picture:
        look(story, page, picture)
    press(page, "Gửi phiếu")
    expect(page.locator("main")).to_contain_text("Bạn đã bỏ phiếu (trên hệ thống).")


def said_of(story, place: int, one: str, two: str) -> dict[str, str]:
    """What unit number ``place`` says of the two candidates; nobody is asked about the own unit."""
    said = {story.one: one, story.two: two}
    said.pop(story.units[place].name, None)
    return said


def all_vote_online(story, title: str, choices: dict[int, tuple[str, str]], size=DESK) -> None:
    """One after the other on one machine of the room, each signed in as themselves."""
    page = story.live.open("/tai-khoan/dang-nhap/", size=size)
    for place, marks in choices.items():
        story.live.sign_in(page.context, story.heads[place])
        page.goto(story.live.url)
        vote(story, page, title, said_of(story, place, *marks))
    page.context.close()


def sign_in(story, user):
    page = story.live.open("/", size=PHONE)
    page.get_by_label("Thư điện tử").fill(user.email)
    page.get_by_label("Mật khẩu", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator("h1")).to_have_text("Việc cần làm")
    return page


def a_second_vote_is_refused(story, voter) -> None:
    """Somebody opens the paper on two screens and sends it from both."""
    to_do(voter, "Bỏ phiếu: Suy tôn")
    other = voter.context.new_page()
    other.goto(voter.url)
    group = other.get_by_role("group", name=story.one, exact=True)
    group.get_by_label(YES, exact=True).check()
    other.get_by_role("group", name=story.two, exact=True).get_by_label(NO, exact=True).check()
    voter.goto(story.live.url)
    vote(story, voter, "Suy tôn", {story.one: YES, story.two: NO}, "vote-phone")
    seen(voter, "voted-phone")
    press(other, "Gửi phiếu")
    expect(other.locator("main")).to_contain_text("mỗi cử tri chỉ bỏ phiếu một lần")
    seen(other, "vote-twice")
    other.close()


def paper_handed_out(story, page, names) -> None:
    press(page, "Phát phiếu giấy", link=True)
    for name in names:
        row = page.get_by_role("row", name=name)
        row.locator("summary").click()
        row.get_by_role("button", name="Đã phát phiếu giấy").click()
        expect(page.locator("section", has_text="Đã nhận phiếu giấy")).to_contain_text(name)
    seen(page, "paper-handed")
    press(page, "Về trang bỏ phiếu", link=True)


def paper_read(story, page, one: tuple[int, int], two: tuple[int, int]) -> None:
    page.get_by_label("Số phiếu giấy thu về").fill("2")
    page.get_by_label("Trong đó không hợp lệ").fill("0")
    for name, (yes, no) in ((story.one, one), (story.two, two)):
        for label, number in (("đồng ý", yes), ("không đồng ý", no), ("không có ý kiến", 0)):
            page.get_by_label(f"{name}: {label}", exact=True).fill(str(number))
    press(page, "Lưu kết quả tôi đã đếm")


def paper_counted(story) -> None:
    """Two people read the papers each alone; the second one errs first."""
    first, second = (story.live.open("/", user) for user in story.counters)
    for page in (first, second):
        to_do(page, "Nhập kết quả phiếu giấy")
    look(story, first, "paper-count")
    paper_read(story, first, (1, 1), (1, 1))
    expect(first.locator("main")).to_contain_text("Bạn đã nhập; chờ người thứ hai nhập.")
    paper_read(story, second, (0, 2), (1, 1))
    expect(second.locator("main")).to_contain_text(f"Hai bản chưa khớp nhau ở: {story.one}.")
    seen(second, "paper-differs")
    paper_read(story, second, (1, 1), (1, 1))
    expect(second.locator("main")).to_contain_text("Hai bản đã khớp nhau.")
    for page in (first, second):
        page.context.close()


def first_round(story, page, ballot) -> None:
    """Five vote on their screens, two on paper; how many is seen at once, what they said by nobody."""
    confirm(page, "Mở bỏ phiếu")
    expect(page.locator("#turnout")).to_contain_text("0/7 cử tri đã bỏ phiếu")
    seen(page, "ballot-open")
    paper_handed_out(story, page, [story.units[1].name, story.units[6].name])
    voter = sign_in(story, story.heads[0])
    a_second_vote_is_refused(story, voter)
    voter.context.close()
    rest = {2: (YES, NO), 3: (NO, YES), 4: (NO, YES), 5: (NO, YES)}
    all_vote_online(story, "Suy tôn", rest)
    expect(page.locator("#turnout")).to_contain_text("7/7 cử tri đã bỏ phiếu")  # it asks again by itself
    for reader in (page, story.live.open(f"/khen-thuong/bo-phieu/{ballot.pk}/", story.world.board)):
        expect(reader.locator("#turnout")).to_contain_text("7/7 cử tri đã bỏ phiếu")
        for words in ("Kết quả kiểm phiếu", "Ai đã tham gia", "Không đạt"):
            expect(reader.locator("main")).not_to_contain_text(words)
    paper_counted(story)


# --- the result, the minutes, the files ------------------------------------------------------------------------------


def run_off(story, page) -> None:
    """Half is not more than half: nobody is chosen, the two are voted on again and one of them is."""
    page.reload()
    confirm(page, "Kết thúc và kiểm phiếu")
    main = page.locator("main")
    expect(main).to_contain_text("7 (trên hệ thống 5, phiếu giấy 2, ý kiến bằng văn bản 0)")
    for name in (story.one, story.two):
        expect(line_of(page, name)).to_contain_text("50,00 %")
        expect(line_of(page, name)).to_contain_text("Không đạt")
    look(story, page, "ballot-closed")
    press(page, "Bỏ phiếu lại với các ứng viên đã đánh dấu")
    expect(page.locator("h1")).to_contain_text("Tỷ lệ, thời gian")
    closes(page)
    press(page, "Lưu")
    seen(page, "run-off-draft")
    confirm(page, "Mở bỏ phiếu")
    expect(page.locator("#turnout")).to_contain_text("0/7 cử tri đã bỏ phiếu")
    choices = dict.fromkeys((0, 1, 2, 3, 5), (YES, NO)) | {4: (NO, YES), 6: (NO, YES)}
    all_vote_online(story, AGAIN, choices, PHONE)
    expect(page.locator("#turnout")).to_contain_text("7/7 cử tri đã bỏ phiếu")
    page.goto(story.live.url)
    to_do(page, "Kết thúc cuộc bỏ phiếu")
    confirm(page, "Kết thúc và kiểm phiếu")
    expect(line_of(page, story.one)).to_contain_text("Được chọn")
    expect(line_of(page, story.two)).to_contain_text("Không đạt")
    confirm(page, "Công bố kết quả")
    expect(main).to_contain_text("Đã công bố kết quả.")
    seen(page, "run-off-published")


def minutes_made(story, page) -> None:
    """Filled in from the count, printed; the figures of the print are those of the screen."""
    press(page, "Biên bản kiểm phiếu")
    expect(page.locator("main")).to_contain_text("Biên bản kiểm phiếu đã điền sẵn từ kết quả bỏ phiếu.")
    press(page, "Lưu và xem")
    seen(page, "minutes")
    press(page, "Tạo bản in")
    expect(page.locator("main")).to_contain_text("Đang chờ")
    for pk in Job.objects.live().values_list("pk", flat=True):
        papers.make_paper(job_id=pk)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải về (PDF").click()  # the page asks again by itself
    text = words_of(waiting.value.path())
    assert "Số phiếu phát ra Số phiếu thu về Số phiếu hợp lệ Số phiếu không hợp lệ 7 7 7 0" in text
    assert f"1 {story.one} 5 1 0 83,33 2 {story.two} 2 4 0 33,33" in text
    assert f"Được chọn: {story.one}." in text
    assert "Quy chế hoạt động của khối, Điều 7" in text


def words_of(file) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return " ".join(" ".join(one.get_textpage().get_text_bounded() for one in pdf).split())


def place_decided(story, page) -> None:
    """The meeting's word stands beside the place by points and says why."""
    page.goto(story.live.url)
    to_do(page, "Đề nghị khen thưởng theo kết quả xếp hạng")
    result = "Bỏ phiếu lại: Suy tôn đơn vị nhận Cờ thi đua: đồng ý 2/6 (33,33 %), không đạt"
    expect(line_of(page, story.two)).to_contain_text(result)
    press(page, "Ghi hạng do hội nghị quyết định", link=True)
    page.get_by_label(story.two, exact=True).check()
    page.get_by_label("Hạng hội nghị quyết định").fill("3")
    page.get_by_label("Lý do").fill("Hội nghị bỏ phiếu lại")
    look(story, page, "places")
    press(page, "Ghi quyết định của hội nghị")
    row = line_of(page, story.two)
    for words in ("khác hạng theo điểm", "Hội nghị quyết định hạng 3: Hội nghị bỏ phiếu lại", "không còn tiêu chí phụ"):
        expect(row).to_contain_text(words)
    flag = section(page, award_type(FLAG).name).first
    expect(line_of(flag, story.one)).to_contain_text("Trong chỉ tiêu")
    expect(line_of(flag, story.two)).to_contain_text("Ngoài chỉ tiêu")
    seen(page, "proposal-decided")


def files_sent(story, page) -> None:
    """Drafts for all units within the quota at once, then each sent to the board."""
    press(page, "Lập bản nháp đề nghị cho các đơn vị đã chọn")
    expect(page.locator("main")).to_contain_text("Đã lập 2 đề nghị ở dạng bản nháp.")
    seen(page, "drafts")
    for name in (story.first, story.one):
        press(page, name, link=True)
        confirm(page, "Gửi đề nghị")
        expect(page.locator("main")).to_contain_text("Đã gửi đề nghị đến cơ quan thi đua, khen thưởng.")
        seen(page, "file-sent")
        press(page, "Đề nghị khen thưởng", link=True)


def files_received(story, page) -> None:
    """The board finds them among its things to do and takes them in; the bloc reads it at once."""
    board = story.live.open("/", story.world.board)
    to_do(board, "2 đề nghị khen thưởng chờ quyết định")
    for name in (story.first, story.one):
        board.get_by_label(f"Tiếp nhận {name}").check()
    press(board, "Tiếp nhận hồ sơ đã chọn")
    expect(line_of(board, story.one)).to_contain_text("Đang thẩm định")
    seen(board, "board-list")
    page.reload()
    for name in (story.first, story.one):
        expect(line_of(page, name)).to_contain_text("Đang thẩm định")


def test_seven_units_from_the_points_to_the_board(story):
    quota_written(story)
    officer = story.live.open("/", story.officer)
    tie_seen(story, officer)
    ballot = ballot_set_up(story, officer)
    first_round(story, officer, ballot)
    run_off(story, officer)
    minutes_made(story, officer)
    place_decided(story, officer)
    files_sent(story, officer)
    files_received(story, officer)
    kept(story)
    assert story.live.problems == []


def kept(story) -> None:
    """What the records say of all this."""
    first, again = Ballot.objects.order_by("pk")
    assert [(row.state, row.count.online, row.count.paper) for row in (first, again)] == [
        ("closed", 5, 2),
        ("published", 7, 0),
    ]
    assert (again.run_off_of, SealedVote.objects.count(), Participation.objects.count()) == (first, 0, 14)
    word = RankDecision.objects.get()
    assert (word.unit.name, word.computed_rank, word.rank) == (story.two, 2, 3)
    assert Document.objects.get().of_ballot.ballot == again
    sent = {row.unit.name: row for row in Nomination.objects.select_related("unit", "award_type")}
    assert {(name, row.award_type.code, row.state) for name, row in sent.items()} == {
        (story.first, FLAG, "review"),
        (story.one, FLAG, "review"),
    }
    assert "Xếp hạng 2" in sent[story.one].achievement
    moves = NominationStep.objects.filter(nomination=sent[story.one]).order_by("pk")
    assert list(moves.values_list("to_state", "by")) == [
        ("submitted", story.officer.pk),
        ("review", story.world.board.pk),
    ]
