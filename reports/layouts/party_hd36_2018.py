"""Party documents until 26/5/2026: Hướng dẫn 36-HD/VPTW of 3/4/2018, with Quy định 66-QĐ/TW.

Known from secondary sources; what the guide leaves open (appendices, stamps) follows the State layout.
"""

import datetime as dt
from dataclasses import replace

from .state_nd30_2020 import LAYOUT as STATE

LAYOUT = replace(
    STATE,
    key="party_hd36_2018",
    name="Văn bản của Đảng (Hướng dẫn 36)",
    family="party",
    in_force_from=dt.date(2018, 4, 3),
    source="Hướng dẫn 36-HD/VPTW ngày 03/4/2018",
    doubtful=(
        "Lề trang và vị trí số trang chưa đối chiếu được với bản gốc Hướng dẫn 36-HD/VPTW.",
        "Cỡ chữ, kiểu chữ lấy từ nguồn thứ cấp của Hướng dẫn 36-HD/VPTW.",
        "Phụ lục, bảng và dấu khẩn lấy theo mẫu văn bản hành chính nhà nước.",
    ),
    page_number_size="14pt",
    right_lines=(("ĐẢNG CỘNG SẢN VIỆT NAM", "15pt"),),
    left_width="46%",
    superior_size="14pt",
    issuer_size="14pt",
    issuer_mark="*",
    number_pattern="Số {number}-{sign}",
    number_size="14pt",
    place_size="14pt",
    letter_subject_italic=True,
    draft_mark="(Dự thảo)",
    draft_boxed=False,
    name_size="16pt",
    subject_size="15pt",
    subject_small_letter=True,
    subject_mark="-----",
    indent="10mm",
    basis_label="- ",
    basis_italic=False,
    date_before_comma=True,
    end_mark=".",
    recipients_title_size="14pt",
    recipients_title_look="underlined",
    recipients_size="12pt",
    recipients_mark=",",
    mark_italic=True,
    on_behalf="T/M",
)
