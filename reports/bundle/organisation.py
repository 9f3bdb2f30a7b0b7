"""Shapes of the organisation: authorities, units, blocs and who is in them."""

from blocs.models import Authority, Bloc, BlocYear, Membership, Unit, UnitName

from .shapes import Part, Shape

SORTED = {"sort_key": "khóa sắp xếp, tính từ tên", "search_text": "chữ để tìm kiếm, tính từ tên"}

AUTHORITY = Shape(
    Authority,
    columns=(
        "name",
        "level",
        "short_name",
        "place_name",
        "board_name",
        "council_name",
        "dissolved_on",
        "is_demo",
    ),
    links={"parent": "authority"},
    left_out=SORTED,
    note="Cơ quan tổ chức phong trào; cấp trên đứng trước cấp dưới.",
)
UNIT_NAME = Shape(
    UnitName,
    columns=("name", "short_name", "valid_from", "valid_to", "decision"),
    left_out={"unit": "đơn vị chứa dòng này"},
    note="Một tên của đơn vị, từ ngày đến ngày.",
)
UNIT = Shape(
    Unit,
    columns=("code", "name", "short_name", "kind", "founded_on", "dissolved_on", "is_demo"),
    links={"authority": "authority"},
    parts={"names": Part(UNIT_NAME, "names", ("valid_from",))},
    derived=("names",),
    left_out=SORTED,
    note="Đơn vị; tên hiện nay ở `name`, mọi tên theo thời gian ở `names`.",
)
MEMBERSHIP = Shape(
    Membership,
    columns=("role", "valid_from", "valid_to", "note"),
    links={"unit": "unit"},
    left_out={"bloc_year": "khối chứa dòng này"},
    note="Đơn vị trong khối với một vai trò, từ ngày đến ngày.",
)
BLOC_YEAR = Shape(
    BlocYear,
    columns=(
        "year",
        "name",
        "decision_number",
        "decision_date",
        "decision_issuer",
        "format_family",
        "leader_label",
        "deputy_label",
        "number_sign",
        "superior_line",
        "issuer_lines",
        "place_name",
        "moved_rule",
        "moved_rule_source",
        "is_demo",
    ),
    parts={"memberships": Part(MEMBERSHIP, "memberships", ("valid_from", "unit", "role"))},
    left_out={"bloc": "khối chứa dòng này", "sort_key": SORTED["sort_key"]},
    note="Một năm của khối.",
)
BLOC = Shape(
    Bloc,
    columns=("code", "name", "kind", "is_demo"),
    links={"authority": "authority"},
    parts={"years": Part(BLOC_YEAR, "years", ("year",))},
    left_out={"sort_key": SORTED["sort_key"]},
    note="Khối, cụm thi đua.",
)
