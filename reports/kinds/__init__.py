"""The papers of a bloc's year, as data."""

from reports.states import DocumentKind as K

from . import parts
from .base import Issuer, Kind, Part

__all__ = ["KINDS", "Issuer", "Kind", "Part", "abbreviation_of"]

_ND30 = "Nghị định 30/2020/NĐ-CP, Phụ lục III"
_OUTSIDE = f"{_ND30} không có tên loại này: không lấy số của sổ văn bản đi; bố cục do hệ thống soạn"
_ALL = (
    Kind(K.DIVISION, Issuer.AUTHORITY, "QUYẾT ĐỊNH", "QĐ", True, f"{_ND30}, mẫu 1.2; phụ lục do hệ thống soạn", parts.DIVISION),
    Kind(K.PLAN, Issuer.BLOC, "KẾ HOẠCH", "KH", True, f"{_ND30}, mẫu 1.4"),
    Kind(
        K.REGISTRATION,
        Issuer.UNIT,
        "BẢN ĐĂNG KÝ THI ĐUA",
        "",
        False,
        "Theo mẫu 1a của Thông tư 35/2011/TT-BLĐTBXH (đã hết hiệu lực, dùng để tham khảo bố cục): cần xác nhận",
        parts.REGISTRATION,
    ),
    Kind(K.PLEDGE, Issuer.BLOC, "GIAO ƯỚC THI ĐUA", "", False, _OUTSIDE, parts.PLEDGE),
    Kind(K.INVITATION, Issuer.BLOC, "GIẤY MỜI", "GM", True, f"{_ND30}, mẫu 1.7", parts.INVITATION),
    Kind(K.UNIT_MIDYEAR, Issuer.UNIT, "BÁO CÁO", "BC", True, f"{_ND30}, mẫu 1.4; các mục do hệ thống soạn", parts.MIDYEAR),
    Kind(K.UNIT_YEAR, Issuer.UNIT, "BÁO CÁO", "BC", True, f"{_ND30}, mẫu 1.4; các mục do hệ thống soạn", parts.UNIT_YEAR),
    Kind(K.BLOC_MIDYEAR, Issuer.BLOC, "BÁO CÁO", "BC", True, f"{_ND30}, mẫu 1.4; các mục do hệ thống soạn", parts.MIDYEAR),
    Kind(K.BLOC_YEAR, Issuer.BLOC, "BÁO CÁO", "BC", True, f"{_ND30}, mẫu 1.4; các mục do hệ thống soạn", parts.BLOC_YEAR),
    Kind(K.SCORE_TABLE, Issuer.BLOC, "BẢNG TỔNG HỢP ĐIỂM", "", False, _OUTSIDE, parts.SCORE_TABLE),
    Kind(K.MEETING_MINUTES, Issuer.BLOC, "BIÊN BẢN", "BB", True, f"{_ND30}, mẫu 1.9; các mục do hệ thống soạn", parts.MEETING),
    Kind(K.DELIBERATION, Issuer.BLOC, "BIÊN BẢN", "BB", True, f"{_ND30}, mẫu 1.9; các mục do hệ thống soạn", parts.DELIBERATION),
    Kind(K.COUNTING, Issuer.BLOC, "BIÊN BẢN", "BB", True, f"{_ND30}, mẫu 1.9; các mục do hệ thống soạn", parts.COUNTING),
    Kind(K.PROPOSAL, Issuer.BLOC, "TỜ TRÌNH", "TTr", True, f"{_ND30}, mẫu 1.4; phụ lục do hệ thống soạn", parts.PROPOSAL),
    Kind(
        K.MERIT_UNIT,
        Issuer.UNIT,
        "BÁO CÁO",
        "BC",
        True,
        "Bố cục theo mẫu 01 của Thông tư 03/2018/TT-BNG (luật cũ): cần xác nhận",
        parts.MERIT_UNIT,
    ),
    Kind(
        K.MERIT_PERSON,
        Issuer.UNIT,
        "BÁO CÁO",
        "",
        False,
        "Bố cục theo mẫu 02 của Thông tư 03/2018/TT-BNG (luật cũ): cần xác nhận",
        parts.MERIT_PERSON,
    ),
    Kind(K.RESULT_NOTICE, Issuer.BLOC, "THÔNG BÁO", "TB", True, f"{_ND30}, mẫu 1.4; bố cục do hệ thống soạn", parts.RESULT_NOTICE),
    Kind(K.REMINDER, Issuer.BLOC, "", "", True, f"{_ND30}, mẫu 1.5; nội dung do hệ thống soạn", parts.REMINDER),
    Kind(K.AWARD_SUBMIT, Issuer.AUTHORITY, "TỜ TRÌNH", "TTr", True, f"{_ND30}, mẫu 1.4; phụ lục do hệ thống soạn", parts.AWARD_SUBMIT),
    Kind(K.AWARD_DECISION, Issuer.AUTHORITY, "QUYẾT ĐỊNH", "QĐ", True, f"{_ND30}, mẫu 1.2; phụ lục do hệ thống soạn", parts.AWARD_DECISION),
    Kind(K.AWARD_BONUS, Issuer.AUTHORITY, "DANH SÁCH TIỀN THƯỞNG", "", False, _OUTSIDE, parts.AWARD_BONUS),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}


def abbreviation_of(kind: Kind, family: str) -> str:
    """What the sign begins with. A công văn has none in State papers (NĐ 30/2020, Phụ lục III), «CV» in Party papers."""
    return kind.abbreviation or ("CV" if family == "party" and kind.numbered else "")
