"""Party documents from 27/5/2026: Hướng dẫn 05-HD/VPTW with Quy định 399-QĐ/TW of 9/1/2026, in the place of Hướng dẫn 36."""

import datetime as dt
from dataclasses import replace

from .party_hd36_2018 import LAYOUT as HD36

LAYOUT = replace(
    HD36,
    key="party_hd05_2026",
    name="Văn bản của Đảng (Hướng dẫn 05)",
    in_force_from=dt.date(2026, 5, 27),
    source="Hướng dẫn 05-HD/VPTW ngày 27/5/2026",
    doubtful=(
        "Các nguồn nêu khác nhau về dãn dòng chính xác (18, 19 hoặc 20 pt); đang dùng 18 pt.",
        "Căn cứ in đứng hay in nghiêng: các nguồn nêu khác nhau; đang in đứng.",
        "Vị trí số trang chưa tìm thấy trong Hướng dẫn 05-HD/VPTW; đang in như Hướng dẫn 36-HD/VPTW.",
        "Cỡ chữ, kiểu chữ lấy từ nguồn thứ cấp của Hướng dẫn 05-HD/VPTW.",
        "Phụ lục, bảng và dấu khẩn lấy theo mẫu văn bản hành chính nhà nước.",
    ),
    line_height="18pt",
    draft_mark="Dự thảo lần 1",
    capacity_bold=False,
    titles_below_bold=False,
)
