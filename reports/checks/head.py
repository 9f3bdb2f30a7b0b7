"""Letterhead, number and sign, place and date, title (NĐ 30/2020, Phụ lục I, phần I mục II; Party guides)."""

import re
from collections.abc import Iterator

from reports.kinds import KINDS, abbreviation_of
from reports.layouts import layouts
from reports.states import DocumentKind

from .finding import Facts, Finding, is_party, last_day, stop, warn

# Minutes carry no place and date line (mẫu 1.9).
_UNDATED = (DocumentKind.MEETING_MINUTES, DocumentKind.DELIBERATION, DocumentKind.COUNTING)


def check(facts: Facts) -> Iterator[Finding]:
    yield from _issuer(facts)
    yield from _number(facts)
    yield from _sign(facts)
    yield from _place_and_date(facts)
    yield from _subject(facts)


def _issuer(facts: Facts) -> Iterator[Finding]:
    if not facts["issuer_lines"]:
        yield stop("issuer_lines", "Chưa có tên cơ quan ban hành. Hãy ghi mỗi dòng một hàng.")
    if any(line != line.upper() for line in facts["issuer_lines"]):
        yield warn("issuer_lines", "Tên cơ quan ban hành được viết bằng chữ in hoa.")


def _number(facts: Facts) -> Iterator[Finding]:
    number, kind = facts["number"].strip(), KINDS[facts["kind"]]
    if number and not kind.numbered:
        yield warn("number", "Loại văn bản này không có trong danh mục được đánh số. Hãy bỏ số.")
    if number and not number.isdigit():
        yield warn("number", f"Số của văn bản chỉ gồm chữ số Ả Rập; ký hiệu ghi ở ô riêng. Đang ghi «{number}».")


def _sign(facts: Facts) -> Iterator[Finding]:
    sign, kind = facts["sign"].strip(), KINDS[facts["kind"]]
    if not sign:
        if kind.numbered:
            yield stop("sign", "Chưa có ký hiệu văn bản. Hãy ghi chữ viết tắt tên loại và tên cơ quan ban hành.")
        return
    if re.search(r"\s", sign):
        yield warn("sign", f"Ký hiệu viết liền, không có khoảng trắng: «{''.join(sign.split())}».")
    if is_party(facts):
        if "/" not in sign:
            yield warn("sign", "Văn bản của Đảng ghi dấu «/» giữa tên loại và cơ quan ban hành, ví dụ «BC/KTĐ».")
    elif "/" in sign:
        yield warn(
            "sign", f"Trong ký hiệu dùng dấu «-»: «{sign.replace('/', '-')}». Dấu «/» chỉ đặt giữa số và ký hiệu."
        )
    yield from _abbreviation(sign, abbreviation_of(kind, layouts()[facts["layout"]].family), kind.doc_type)


def _abbreviation(sign: str, wanted: str, doc_type: str) -> Iterator[Finding]:
    """A công văn has no abbreviation of its kind (Phụ lục III); every other numbered kind begins with its own."""
    first = re.split(r"[-/\s]", sign)[0]
    if wanted and first != wanted:
        yield warn("sign", f"Ký hiệu của {doc_type.lower() or 'công văn'} bắt đầu bằng «{wanted}», đang ghi «{first}».")
    if not wanted and not doc_type and first.upper() == "CV":
        yield warn("sign", "Công văn không có chữ viết tắt tên loại. Hãy bỏ «CV» khỏi ký hiệu.")


def _place_and_date(facts: Facts) -> Iterator[Finding]:
    if facts["kind"] in _UNDATED:
        return
    if not facts["place"].strip():
        yield stop("place", "Chưa có địa danh. Hãy ghi tên nơi cơ quan ban hành đóng trụ sở.")
    missing = facts["day"] is None or facts["month"] is None
    if missing and not facts["is_draft"]:
        yield stop("day", "Ngày, tháng còn để trống. Văn bản ban hành phải ghi đủ ngày, tháng, năm.")
    if not missing and last_day(facts).day != facts["day"]:
        yield stop("day", f"Không có ngày {facts['day']}/{facts['month']}/{facts['year']}. Hãy sửa ngày của văn bản.")


def _subject(facts: Facts) -> Iterator[Finding]:
    subject = facts["subject"].strip()
    if not subject:
        words = "trích yếu «V/v …»" if not facts["doc_type"] else "trích yếu"
        yield stop("subject", f"Chưa có {words}. Hãy ghi ngắn gọn nội dung văn bản.")
    elif subject.endswith((".", ";", ",")):
        yield warn("subject", "Trích yếu không có dấu câu ở cuối.")
