"""What a condition of an award can ask: the predicates, their arguments and the words they are told in.

Codes stay those of the data files (``awards/data/rule_sets``); every label here is what the screen says.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

# Best first: a level asks for itself or a better one.
LEVELS = {
    "HTXSNV": "hoàn thành xuất sắc nhiệm vụ",
    "HTTNV": "hoàn thành tốt nhiệm vụ",
    "HTNV": "hoàn thành nhiệm vụ",
    "KHTNV": "không hoàn thành nhiệm vụ",
}
KINDS = {"sang_kien": "sáng kiến", "de_tai": "đề tài khoa học", "cong_trinh": "công trình khoa học và công nghệ"}
# Narrowest first: a scope asks for itself or a wider one.
SCOPES = {"co_so": "cơ sở", "bo_tinh": "bộ, ban, ngành, tỉnh", "toan_quoc": "toàn quốc"}
USES = {"required": "chưa dùng để xét khen thưởng", "confirm": "việc đã dùng để xét khen thưởng cần xác nhận"}
ORGANISERS = {"bo_tinh": "bộ, ban, ngành, tỉnh", "HDTDKT_TW": "Hội đồng Thi đua - Khen thưởng Trung ương"}
LAUNCHERS = {"bo_tinh": "bộ, ban, ngành, tỉnh", "thu_tuong": "Thủ tướng Chính phủ"}
WINDOWS = {"same_year": "trong năm xét"}
# Mildest first: a form asks for itself or a harder one.
DISCIPLINES = {
    "khien_trach": "khiển trách",
    "canh_cao": "cảnh cáo",
    "ha_bac_luong": "hạ bậc lương",
    "giang_chuc": "giáng chức",
    "cach_chuc": "cách chức",
    "buoc_thoi_viec": "buộc thôi việc",
}
HOLDS = {
    "ky_luat": "đang xem xét kỷ luật",
    "dieu_tra": "đang bị điều tra",
    "thanh_tra": "đang thanh tra, kiểm tra, kiểm toán",
    "khieu_nai": "có khiếu nại, tố cáo đang xác minh",
    "bao_chi": "báo chí nêu dấu hiệu tham nhũng, tiêu cực đang xác minh",
}
OPERATORS = {">=": "từ", ">": "trên"}


@dataclass(frozen=True)
class Arg:
    """One argument: ``whole`` int from ``low`` to ``high``, ``percent`` 0–100 with decimals, ``award`` the code of an award
    type, ``one`` / ``many`` of ``choices`` (many: a list), ``yes`` a bool, ``text`` a sentence."""

    label: str
    kind: Literal["whole", "percent", "award", "one", "many", "yes", "text"]
    required: bool = False
    choices: dict[str, str] = field(default_factory=dict)
    low: int = 1
    high: int = 60


@dataclass(frozen=True)
class Predicate:
    label: str
    args: dict[str, Arg] = field(default_factory=dict)


_AWARD = Arg("danh hiệu, hình thức", "award", required=True)
_AFTER = Arg("tính từ sau khi được tặng", "award")
_CONSECUTIVE = Arg("liên tục", "yes")

PREDICATES: dict[str, Predicate] = {
    "evaluation": Predicate(
        "Mức hoàn thành nhiệm vụ",
        {
            "level": Arg("từ mức", "one", required=True, choices=LEVELS),
            "years": Arg("số năm", "whole"),
            "consecutive": _CONSECUTIVE,
            "after": _AFTER,
        },
    ),
    "title": Predicate(
        "Đã đạt danh hiệu, hình thức",
        {
            "code": _AWARD,
            "times": Arg("số lần", "whole"),
            "consecutive": _CONSECUTIVE,
            "window": Arg("trong khoảng", "one", choices=WINDOWS),
            "after": _AFTER,
        },
    ),
    "prior": Predicate(
        "Đã được tặng trước đó",
        {"code": _AWARD, "years": Arg("cách đây từ (năm)", "whole")},
    ),
    "initiative": Predicate(
        "Sáng kiến, đề tài, công trình",
        {
            "count": Arg("số lượng", "whole", required=True),
            "kind": Arg("loại được tính", "many", choices=KINDS),
            "scope": Arg("phạm vi ảnh hưởng từ", "one", choices=SCOPES),
            "not_used_before": Arg("đã dùng hay chưa", "one", choices=USES),
        },
    ),
    "member_share": Predicate(
        "Tỷ lệ cá nhân trong tập thể đạt danh hiệu",
        {
            "code": _AWARD,
            "op": Arg("so sánh", "one", required=True, choices=OPERATORS),
            "pct": Arg("tỷ lệ (%)", "percent", required=True),
        },
    ),
    "members_all_completed": Predicate("100% cá nhân trong tập thể hoàn thành nhiệm vụ"),
    "no_member_disciplined": Predicate(
        "Không có cá nhân bị kỷ luật", {"from": Arg("từ hình thức", "one", required=True, choices=DISCIPLINES)}
    ),
    "has_member_with": Predicate("Có cá nhân trong tập thể đạt danh hiệu", {"code": _AWARD}),
    "leads_bloc": Predicate(
        "Dẫn đầu cụm, khối thi đua",
        {
            "organiser_level": Arg("cụm, khối do cấp nào tổ chức", "one", required=True, choices=ORGANISERS),
            "best": Arg("tiêu biểu nhất trong số các đơn vị dẫn đầu", "yes"),
        },
    ),
    "leads_movement": Predicate(
        "Dẫn đầu phong trào thi đua",
        {
            "launcher": Arg("phong trào do cấp nào phát động", "one", required=True, choices=LAUNCHERS),
            "min_years": Arg("phong trào kéo dài từ (năm)", "whole"),
        },
    ),
    "targets_exceeded": Predicate("Hoàn thành vượt mức các chỉ tiêu, nhiệm vụ được giao trong năm"),
    "party_org_clean_strong": Predicate("Tổ chức đảng, đoàn thể trong sạch, vững mạnh"),
    "internal_unity": Predicate("Nội bộ đoàn kết, gương mẫu chấp hành chủ trương, chính sách, pháp luật"),
    "hold": Predicate(
        "Không thuộc trường hợp tạm dừng xét",
        {"kinds": Arg("các trường hợp", "many", required=True, choices=HOLDS)},
    ),
    "public_opinion": Predicate(
        "Lấy ý kiến Nhân dân",
        {"days": Arg("số ngày", "whole", required=True, high=365), "working": Arg("tính theo ngày làm việc", "yes")},
    ),
    "manual": Predicate("Điều kiện do người xét đánh giá", {"text": Arg("nội dung", "text", required=True)}),
}


def problems_of_args(name: str, node: dict[str, Any], codes: frozenset[str] | None) -> list[str]:
    """What is wrong with the arguments of one leaf, in Vietnamese; ``codes``: award types known, None: any."""
    known = PREDICATES[name]
    where = f"«{known.label}»"
    found = [
        f"{where}: thiếu {arg.label}."
        for key, arg in known.args.items()
        if arg.required and node.get(key) in (None, "", [])
    ]
    for key, value in node.items():
        arg = known.args.get(key)
        if arg is not None and value not in (None, "", []) and not _fits(arg, value, codes):
            found.append(f"{where}: {arg.label} không hợp lệ.")
    return found


def _fits(arg: Arg, value: Any, codes: frozenset[str] | None) -> bool:
    match arg.kind:
        case "whole":
            return type(value) is int and arg.low <= value <= arg.high
        case "percent":
            return type(value) in (int, float) and 0 <= value <= 100
        case "yes":
            return type(value) is bool
        case "one":
            return isinstance(value, str) and value in arg.choices
        case "many":
            return isinstance(value, list) and all(isinstance(each, str) and each in arg.choices for each in value)
        case "award":
            return isinstance(value, str) and (codes is None or value in codes)
    return isinstance(value, str) and len(value) <= 1000
