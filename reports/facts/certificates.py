"""Certificates of one print as plain values: the sheet in millimetres and the texts of every page."""

from typing import Any

from awards.models import Certificate, CertificatePrint
from awards.states import SubjectKind
from reports.addresses import address_of

from .awards import plain_name


def certificate_facts(printed: CertificatePrint) -> dict[str, Any]:
    """``{title, sheet: {width, height, preprinted, places}, pages: [{texts: {field: text}, code, url}]}``: three statements.

    The texts are what holds on the day of the print: a corrected name is printed as corrected.
    """
    stock = printed.stock
    rows = Certificate.objects.filter(pk__in=printed.certificates).select_related(
        "record__decision", "record__award_type"
    )
    rows = rows.prefetch_related("record__act_lines__act").order_by("year", "number")
    return {
        "title": str(printed),
        "sheet": {
            "width": stock.width_mm,
            "height": stock.height_mm,
            "preprinted": stock.preprinted,
            "places": stock.places,
        },
        "pages": [{"texts": _texts(row, printed), "code": row.code, "url": address_of(row.code)} for row in rows],
    }


def _texts(row: Certificate, printed: CertificatePrint) -> dict[str, str]:
    record, stock = row.record, printed.stock
    values = record.standing.values
    day = record.decision.date
    unit = values.get("unit_name", record.unit_name)
    subject = values.get("subject", record.subject)
    of_person = record.award_type.subject_kind == SubjectKind.PERSON
    position = values.get("position", record.position) or (unit if unit != subject else "")
    place = f"{stock.place_name}, " if stock.place_name else ""
    return {
        "name": subject,
        "position": f"{position}, {unit}" if of_person and unit not in position else position,
        "award": plain_name(record.award_type.name),
        "achievement": stock.achievement.replace("{năm}", str(record.year)),
        "decision": f"Quyết định số {record.decision.number} ngày {day:%d/%m/%Y}",
        "register": f"Số vào sổ: {row.number}/{row.year}",
        "place_date": f"{place}ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        "signer_title": stock.signer_title,
    }
