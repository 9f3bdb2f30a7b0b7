"""The whole of the demonstration data, in order."""

from collections.abc import Callable

from django.db import transaction

from accounts import clock

from . import (
    acts,
    ballots,
    finish,
    history,
    last_year,
    meetings,
    merit,
    movements,
    nominations,
    papers,
    pledges,
    progress,
    provinces,
    quotas,
    reminding,
    reorganisation,
    rules,
    sources,
    this_year,
    world,
)


def load(*, say: Callable[[str], None] = lambda text: None, canary: str = "") -> world.Demo:
    """Build everything that is not there yet, each step whole or not at all; returns the run with its accounts."""
    demo = world.Demo(today=clock.today(), admin=world.administrator(), say=say, canary=canary)
    for words, step in STEPS:
        say(f"{words} …")
        with transaction.atomic():
            step(demo)
    return demo


STEPS = (
    ("Năm kế hoạch từ văn bản thật", sources.build),
    ("Hai tỉnh minh họa: đơn vị, khối, người dùng", provinces.build),
    ("Năm trước của các khối minh họa", last_year.build),
    ("Quy định khen thưởng, mức lương cơ sở", rules.build),
    ("Năm nay của các khối minh họa", this_year.build),
    ("Văn bản của khối minh họa", papers.build),
    ("Tiến độ chỉ tiêu, ghi nhanh", progress.build),
    ("Giao ước, kiểm tra, kiến nghị", pledges.build),
    ("Thời hạn tính theo mốc khác, thông báo của khối", reminding.build),
    ("Cuộc họp", meetings.build),
    ("Phong trào nhiều năm, điển hình tiên tiến", movements.build),
    ("Sổ cá nhân, xếp loại, sáng kiến", merit.build),
    ("Hồ sơ đề nghị khen thưởng", nominations.build),
    ("Chỉ tiêu khen thưởng, hội đồng", quotas.build),
    ("Bỏ phiếu bình xét", ballots.build),
    ("Sắp xếp lại đơn vị tháng 7/2025", reorganisation.build),
    ("Quyết định khen thưởng cũ, trang công khai", history.build),
    ("Quyết định khen thưởng: đính chính, trao thưởng, bằng, quỹ", acts.build),
    ("Các lần nhắc việc đã qua", finish.remind),
    ("Tài khoản minh họa", finish.write_accounts),
)
