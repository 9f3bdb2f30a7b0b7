"""The fields an office may put into its own template: one flat, documented view of any paper.

Texts («so», «trich_yeu»), lists of texts («can_cu», «phan.han_che») and tables («bang.ket_qua», row by row). Values are taken
from the blocks of the paper, so numbers and dates are written as the paper itself writes them. Tables are known by their
columns: a column's name is its title without marks («Đơn vị tính» → «don_vi_tinh»).
"""

import re
from dataclasses import dataclass, field
from typing import Any

from accounts.vietnamese import fold
from reports.blocks import Column
from reports.kinds import KINDS
from reports.papers import award_decision, division, merit, minutes, promises, proposal, reminder, report, scores
from reports.states import DocumentKind as K


@dataclass(frozen=True)
class Field:
    """``columns`` names and titles of a table's columns; ``example`` a text, or for a list its items."""

    name: str
    words: str
    example: Any
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def written(self) -> str:
        """How it is typed into a template."""
        if self.columns:
            return f"{{%tr for dong in {self.name} %}} … {{%tr endfor %}}"
        if isinstance(self.example, tuple):
            return f"{{%p for dong in {self.name} %}} {{{{ dong }}}} {{%p endfor %}}"
        return f"{{{{ {self.name} }}}}"

    @property
    def shown(self) -> str:
        """The example as lines of text; of a table its first row."""
        if isinstance(self.example, str):
            return self.example
        lines = list(self.example[0].values()) if self.columns else self.example
        return "\n".join(text for text in lines if text)


TEXTS = (
    Field("co_quan_chu_quan", "Cơ quan chủ quản", "UBND TỈNH A"),
    Field("co_quan", "Cơ quan ban hành, có thể nhiều dòng", "KHỐI THI ĐUA\nSỐ 1"),
    Field("so", "Số; trống khi chưa cấp số", "05"),
    Field("ky_hieu", "Ký hiệu", "BC-KTĐ"),
    Field("so_ky_hieu", "Dòng số, ký hiệu như in trên văn bản", "Số: 05/BC-KTĐ"),
    Field("dia_danh", "Địa danh", "Quảng Trị"),
    Field("ngay", "Ngày, hai chữ số", "05"),
    Field("thang", "Tháng; tháng 1, 2 có số 0", "3"),
    Field("nam", "Năm", "2026"),
    Field("ngay_thang", "Dòng địa danh, ngày tháng năm", "Quảng Trị, ngày 05 tháng 3 năm 2026"),
    Field("ten_loai", "Tên loại văn bản", "BÁO CÁO"),
    Field("trich_yeu", "Trích yếu nội dung", "Kết quả phong trào thi đua năm 2026"),
    Field("du_thao", "Dấu dự thảo; trống khi đã ban hành", "DỰ THẢO"),
    Field("tham_quyen", "Dòng thay mặt, ví dụ TM. KHỐI THI ĐUA", "TM. KHỐI THI ĐUA"),
    Field("quyen_han", "Quyền hạn, chức vụ trên chữ ký", "TRƯỞNG KHỐI"),
    Field("chuc_vu", "Chức vụ ghi dưới chữ ký", "CHÁNH VĂN PHÒNG"),
    Field("nguoi_ky", "Họ và tên người ký", "Nguyễn Văn A"),
    Field("ma_kiem_tra", "Mã kiểm tra của văn bản đã ban hành", "ABCD-EFGH-JK"),
    Field("dia_chi_kiem_tra", "Địa chỉ trang tra cứu", "https://vi-du.vn/v/ABCDEFGHJK"),
)
LISTS = (
    Field("kinh_gui", "Kính gửi, mỗi nơi một dòng", ("Ủy ban nhân dân tỉnh;", "Sở Nội vụ.")),
    Field("can_cu", "Căn cứ, mỗi căn cứ một dòng", ("Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Kế hoạch năm.")),
    Field("noi_nhan", "Nơi nhận, dòng cuối là nơi lưu", ("UBND tỉnh (b/c);", "Lưu: VT.")),
    Field("chuc_danh_duoi", "Chức danh ghi dưới tên người ký", ("Ủy viên Ban Thường vụ",)),
)
BODY = Field(
    "noi_dung",
    "Toàn bộ phần lời của văn bản, từng đoạn",
    ({"nhan": "I.", "chu": "Đánh giá chung", "tieu_de": "có"}, {"nhan": "-", "chu": "Một đoạn lời", "tieu_de": ""}),
    {"nhan": "nhãn đầu đoạn", "chu": "lời của đoạn", "tieu_de": "«có» nếu là tiêu đề, trống nếu là đoạn thường"},
)
# Names of the sections people write (``reports.kinds``).
PARTS = {
    "aim": "muc_tieu",
    "article_1": "dieu_1",
    "article_2": "dieu_2",
    "article_3": "dieu_3",
    "article_4": "dieu_4",
    "ballots": "so_phieu",
    "bodies": "to_chuc_dang_doan_the",
    "closing": "ket_thuc",
    "conclusions": "ket_luan",
    "contents": "noi_dung_thi_dua",
    "direction": "chi_dao",
    "discussion": "thao_luan",
    "duties": "nhiem_vu_duoc_giao",
    "emulation": "thi_dua_khen_thuong",
    "limits": "han_che",
    "lists": "danh_sach",
    "measures": "bien_phap",
    "movements": "phong_trao",
    "notes": "luu_y",
    "opening": "mo_dau",
    "place": "dac_diem",
    "policies": "chinh_sach",
    "promise": "cam_ket",
    "reports": "bao_cao",
    "request": "de_nghi",
    "results": "ket_qua",
    "rules": "cach_thuc",
    "sealing": "niem_phong",
    "targets": "chi_tieu",
    "tasks": "nhiem_vu",
    "titles": "danh_hieu",
    "unit_results": "thanh_tich_don_vi",
    "vote": "binh_xet",
}
# In every table beside its columns.
GROUP = "la_nhom"
_REPORTS = (K.UNIT_MIDYEAR, K.UNIT_YEAR, K.BLOC_MIDYEAR, K.BLOC_YEAR)
# Tables by name: their columns on paper, and the kinds of paper they stand in.
TABLES: dict[str, tuple[tuple[Column, ...], tuple[str, ...]]] = {
    "ket_qua": (report.RESULTS, (K.UNIT_MIDYEAR, K.UNIT_YEAR)),
    "khen_thuong": (report.AWARDS, _REPORTS),
    "xep_hang": (report.RANKING, (K.BLOC_YEAR, K.RESULT_NOTICE)),
    "bang_diem": (scores.TABLE, (K.SCORE_TABLE,)),
    "phong_trao": (promises.MOVEMENTS, (K.REGISTRATION,)),
    "chi_tieu": (promises.TARGETS, (K.REGISTRATION,)),
    "danh_hieu": (promises.TITLES, (K.REGISTRATION,)),
    "thanh_vien": (promises.MEMBERS, (K.PLEDGE,)),
    "chi_tieu_chung": (promises.SHARED, (K.PLEDGE,)),
    "chi_tieu_rieng": (promises.OWN, (K.PLEDGE,)),
    "bieu_quyet": (minutes.VOTES, (K.DELIBERATION,)),
    "so_phieu": (minutes.BALLOTS, (K.COUNTING,)),
    "kiem_phieu": (minutes.CANDIDATES, (K.COUNTING,)),
    "de_nghi": (proposal.LIST, (K.PROPOSAL,)),
    "lich_su_danh_hieu": (merit.HISTORY, (K.MERIT_UNIT, K.MERIT_PERSON)),
    "lich_su_hinh_thuc": (merit.FORMS, (K.MERIT_UNIT, K.MERIT_PERSON)),
    "chua_nop": (reminder.LATE, (K.REMINDER,)),
    "khoi": (division.COLUMNS, (K.DIVISION,)),
    "khen_tap_the": (award_decision.COLLECTIVES, (K.AWARD_SUBMIT, K.AWARD_DECISION)),
    "khen_ca_nhan": (award_decision.PEOPLE, (K.AWARD_SUBMIT, K.AWARD_DECISION)),
    "tien_thuong": (award_decision.MONEY, (K.AWARD_BONUS,)),
}


def column_name(title: str) -> str:
    """«Tỷ lệ %» → «ty_le»."""
    return re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")


def fields_of(kind: str) -> list[Field]:
    """Every field of a kind of paper, in the order of the page that explains them."""
    return [*TEXTS, *LISTS, BODY, *_parts(kind), *_tables(kind)]


def _parts(kind: str) -> list[Field]:
    return [
        Field(f"phan.{PARTS[part.key]}", part.title or part.hint, ("Đoạn thứ nhất.", "Đoạn thứ hai."))
        for part in KINDS[kind].parts
    ]


def _tables(kind: str) -> list[Field]:
    return [_table(name, columns) for name, (columns, kinds) in TABLES.items() if kind in kinds]


def _table(name: str, columns: tuple[Column, ...]) -> Field:
    titles = {column_name(column.title): column.title for column in columns}
    rows = tuple({**{key: f"{title} {number}" for key, title in titles.items()}, GROUP: ""} for number in (1, 2))
    words = f"Bảng có các cột: {', '.join(titles.values())}"
    return Field(f"bang.{name}", words, rows, titles | {GROUP: "«có» với dòng tên nhóm hoặc dòng cộng"})


def known_of(kind: str) -> dict[str, Any]:
    """The names a template of a kind may use, as `office_child` wants them."""
    fields = fields_of(kind)
    return {
        "scalars": [item.name for item in fields if isinstance(item.example, str)],
        "lists": [item.name for item in fields if isinstance(item.example, tuple) and not item.columns],
        "rows": {item.name: list(item.columns) for item in fields if item.columns},
    }


def sample_of(kind: str) -> dict[str, Any]:
    """Made-up values of every field, for a first look at a template."""
    return nested({item.name: item.example for item in fields_of(kind)})


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Dotted names as dictionaries: «phan.ket_qua» → {"phan": {"ket_qua": …}}; both groups are always there."""
    found: dict[str, Any] = {"phan": {}, "bang": {}}
    for name, value in values.items():
        group, _, rest = name.partition(".")
        if rest:
            found[group][rest] = value
        else:
            found[name] = value
    return found
