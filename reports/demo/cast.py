"""Who is in the two made-up provinces: blocs, units and people with made-up generic names."""

from dataclasses import dataclass

KHOI, CUM = "khoi", "cum"


@dataclass(frozen=True)
class UnitFacts:
    code: str
    name: str
    kind: str = "department"


@dataclass(frozen=True)
class BlocFacts:
    """The first unit leads, the second is deputy; ``former`` led until the autumn of last year (main bloc only)."""

    code: str
    name: str
    units: tuple[UnitFacts, ...]
    kind: str = KHOI
    leader_label: str = "Trưởng khối"
    deputy_label: str = "Phó khối"
    former: str = ""


@dataclass(frozen=True)
class ProvinceFacts:
    key: str
    place: str
    blocs: tuple[BlocFacts, ...]


def _units(prefix: str, kind: str, *names: str) -> tuple[UnitFacts, ...]:
    return tuple(UnitFacts(f"{prefix}{number}", name, kind) for number, name in enumerate(names, start=1))


def _culture(prefix: str) -> BlocFacts:
    names = (
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Giáo dục và Đào tạo",
        "Sở Y tế",
        "Sở Khoa học và Công nghệ",
    )
    return BlocFacts("KHOI-2", "Khối 2 - Văn hóa, xã hội", _units(f"{prefix}B", "department", *names))


def _communes(prefix: str, *names: str) -> BlocFacts:
    units = _units(f"{prefix}C", "locality", *(f"Ủy ban nhân dân {name}" for name in names))
    return BlocFacts("CUM-3", "Cụm 3 - Các xã, phường", units, CUM, "Cụm trưởng", "Cụm phó")


MAIN = BlocFacts(
    "KHOI-1",
    "Khối 1 - Các cơ quan tham mưu, tổng hợp",
    _units(
        "ASA",
        "department",
        "Văn phòng Ủy ban nhân dân tỉnh",
        "Sở Tài chính",
        "Sở Tư pháp",
        "Sở Nông nghiệp và Môi trường",
        "Sở Xây dựng",
        "Sở Công Thương",
        "Sở Ngoại vụ",
        "Thanh tra tỉnh",
    ),
    former="ASA8",
)

AN_SON = ProvinceFacts(
    "anson",
    "An Sơn",
    (MAIN, _culture("AS"), _communes("AS", "phường An Hòa", "xã Sơn Đông", "xã Đá Bạc", "phường Trung Lương")),
)
BINH_HAI = ProvinceFacts(
    "binhhai",
    "Bình Hải",
    (
        BlocFacts(
            "KHOI-1",
            "Khối 1 - Các cơ quan nội chính",
            _units("BHA", "department", "Sở Nội vụ", "Sở Tư pháp", "Thanh tra tỉnh", "Ban Dân tộc và Tôn giáo"),
        ),
        _culture("BH"),
        _communes("BH", "phường Bến Nghĩa", "xã Hải Ninh", "xã Đồng Muối", "phường Cửa Lạch"),
    ),
)
PROVINCES = (AN_SON, BINH_HAI)

# One of every kind of person, for the list that is printed; every other head has the same password.
SHOWN = (
    "chuyenvien",
    "thutruong",
    "truongkhoi",
    "truongkhoi.chuyenvien",
    "phokhoi",
    "phokhoi.chuyenvien",
    "nguyentruongkhoi",
    "asa5.thutruong",
    "asb1.thutruong",
    "asb3.thutruong",
    "asc1.thutruong",
    "anson.thidua",
    "anson.duyet",
    "anson.theodoi",
    "kiemnhiem",
    "bha1.thutruong",
    "bha3.thutruong",
    "binhhai.thidua",
    "quangtri.truongkhoi",
    "quangtri.thidua",
    "dakrong.thidua",
    "travinh.khoitruong",
    "travinh.khoipho",
    "travinh.thidua",
    "hagiang.truongkhoi",
    "hagiang.thidua",
    "quantri",
)

# Logins that are easy to remember, for the people of the main bloc: (unit code, role) → login.
LOGINS = {
    ("ASA1", "head"): "truongkhoi",
    ("ASA1", "staff"): "truongkhoi.chuyenvien",
    ("ASA2", "head"): "phokhoi",
    ("ASA2", "staff"): "phokhoi.chuyenvien",
    ("ASA3", "head"): "thutruong",
    ("ASA3", "staff"): "chuyenvien",
    ("ASA8", "head"): "nguyentruongkhoi",
}
