"""Shapes of the organisation through time: reorganisations by their papers, what became of whom, what counts on."""

from typing import Any

from django.db import models

from blocs.models import (
    AuthorityLineage,
    BlocLineage,
    HistoryPolicy,
    Reorganisation,
    ReorganisationCorrection,
    UnitLineage,
)

from .keys import Keys, Scope
from .problems import BadBundle
from .shapes import Part, Sealed, Shape

PLACES = {
    "type": "array",
    "items": {"anyOf": [{"$ref": "#/$defs/key_of_unit"}, {"$ref": "#/$defs/key_of_authority"}]},
}


def _places(name: str) -> Sealed:
    """Ids of units or of authorities, as the row's ``of`` says."""

    def write(row: models.Model, keys: Keys) -> list:
        return [keys.write(row.of, pk) for pk in getattr(row, name)]

    def read(value: Any, row: models.Model, keys: Keys, path: str) -> list[int]:
        return [_find(row.of, key, keys, f"{path}[{number}]") for number, key in enumerate(value)]

    return Sealed(write, read, PLACES)


def _find(kind: str, key: Any, keys: Keys, path: str) -> int:
    is_unit = kind == Reorganisation.Of.UNIT
    if isinstance(key, dict) != is_unit:
        raise BadBundle.at(path, "phải là đơn vị." if is_unit else "phải là cơ quan.")
    return keys.find(kind, key, path, Scope())


LINEAGE = Shape(
    UnitLineage,
    columns=("kind", "on", "decision", "main", "undone"),
    links={"predecessor": "unit", "successor": "unit", "reorganisation": "reorganisation"},
    note="Đơn vị trước thành (một phần) đơn vị sau; `undone`: đã đính chính, không còn tính.",
)
AUTHORITY_LINEAGE = Shape(
    AuthorityLineage,
    columns=("kind", "on", "main", "reads_past", "undone"),
    links={"predecessor": "authority", "successor": "authority"},
    left_out={"reorganisation": "việc sắp xếp chứa dòng này"},
    note="Cơ quan trước thành (một phần) cơ quan sau.",
)
REORGANISATION_CORRECTION = Shape(
    ReorganisationCorrection,
    columns=("reason", "acting_as", "at"),
    links={"by": "person"},
    left_out={"reorganisation": "việc sắp xếp chứa dòng này"},
    note="Đính chính: việc sắp xếp đã ghi nhầm, không còn tính.",
)
REORGANISATION = Shape(
    Reorganisation,
    columns=(
        "of",
        "kind",
        "on",
        "number",
        "date",
        "issuer",
        "about",
        "unconfirmed",
        "file_name",
        "file_type",
        "file_sha256",
        "words",
        "acting_as",
        "at",
    ),
    links={"authority": "authority", "by": "person"},
    sealed={"before": _places("before"), "after": _places("after")},
    parts={
        "authority_rows": Part(AUTHORITY_LINEAGE, "authority_rows", ("predecessor", "successor")),
        "correction": Part(REORGANISATION_CORRECTION, "correction", single=True),
    },
    left_out={
        "file": "tệp đi riêng trong tệp nén kèm theo, tên là mã kiểm tra",
        "changes": "những dòng đã đóng và mở theo số nội bộ, chỉ để đính chính ở hệ thống đã ghi; khối, thành viên và "
        "chức trách ở nơi nhận đã là kết quả",
    },
    note="Một việc sắp xếp đơn vị hoặc cơ quan theo văn bản.",
)
BLOC_LINEAGE = Shape(
    BlocLineage,
    columns=("source", "at"),
    links={"predecessor": "bloc", "successor": "bloc", "by": "person"},
    note="Khối sau nối tiếp khối trước: các năm thành một chuỗi.",
)
HISTORY_POLICY = Shape(
    HistoryPolicy,
    columns=("kind", "rule", "source", "at"),
    links={"authority": "authority", "by": "person"},
    note="Thành tích trước khi sắp xếp được tính cho ai; dòng mới nhất của cơ quan và hình thức có hiệu lực.",
)
