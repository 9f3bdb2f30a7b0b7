"""What a kind of paper is: who issues it, how it is named and numbered, which parts people write."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Issuer(TextChoices):
    BLOC = "bloc", "Khối"
    UNIT = "unit", "Đơn vị"
    AUTHORITY = "authority", "Cơ quan tổ chức"


@dataclass(frozen=True)
class Part:
    """One section people write: ``label`` as printed («I.», «II.2»), empty for words without a heading of their own."""

    key: str
    label: str
    title: str
    hint: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """``doc_type`` is printed as the title («BÁO CÁO»; empty for a công văn), ``abbreviation`` begins the sign («BC»).

    ``numbered``: whether it takes a number of a series (Nghị định 30/2020/NĐ-CP, Phụ lục III lists the kinds that do).
    ``source`` says where the structure comes from; what «do hệ thống soạn» is our own and may be changed freely.
    """

    key: str
    issuer: str
    doc_type: str
    abbreviation: str
    numbered: bool
    source: str
    parts: tuple[Part, ...] = ()
