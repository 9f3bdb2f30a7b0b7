"""Words the checker knows, as data with their sources."""

import datetime as dt

# Nghị định 30/2020/NĐ-CP, Phụ lục II: in names of orders, medals and honours the syllables that make the proper name and the
# words of rank are capitals (annex: «Huân chương Sao vàng», «Anh hùng Lao động», «Nghệ sĩ Nhân dân»). Names: Luật Thi đua,
# khen thưởng 2022. Common titles («chiến sĩ thi đua cơ sở», «lao động tiên tiến») are left alone: usage differs.
HONOURS = (
    "Huân chương Sao vàng",
    "Huân chương Hồ Chí Minh",
    "Huân chương Độc lập",
    "Huân chương Quân công",
    "Huân chương Lao động",
    "Huân chương Bảo vệ Tổ quốc",
    "Huân chương Chiến công",
    "Huân chương Đại đoàn kết dân tộc",
    "Huân chương Dũng cảm",
    "Huân chương Hữu nghị",
    "Anh hùng Lao động",
    "Anh hùng Lực lượng vũ trang nhân dân",
    "Nhà giáo Nhân dân",
    "Nhà giáo Ưu tú",
    "Thầy thuốc Nhân dân",
    "Thầy thuốc Ưu tú",
    "Nghệ sĩ Nhân dân",
    "Nghệ sĩ Ưu tú",
)
RANKS = ("Nhất", "Nhì", "Ba")

# The same annex: names of organs of the Party and the State.
ORGANS = (
    "Đảng Cộng sản Việt Nam",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Chính phủ",
    "Quốc hội",
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Mặt trận Tổ quốc Việt Nam",
)

# (first day without it, what it is called, what to write). The district level ended on 1/7/2025 (Luật Tổ chức chính quyền địa
# phương 2025, two levels); «mức độ 3, mức độ 4» went with Nghị định 42/2022/NĐ-CP.
GONE = (
    (
        dt.date(2025, 7, 1),
        r"\b(?:cấp huyện|thị trấn|Huyện ủy|(?:Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND) (?:các )?(?:huyện|quận|thị xã)|"
        r"(?:các |Phòng \w+(?: \w+)? )(?:huyện, thị xã|huyện))\b",
        "không còn đơn vị hành chính cấp huyện, thị trấn; hãy ghi tên xã, phường hoặc tỉnh hiện nay",
    ),
    (
        dt.date(2022, 8, 10),
        r"\bmức độ [34]\b",
        "dịch vụ công trực tuyến được chia thành «toàn trình» và «một phần»",
    ),
)
