"""Who signs, and where the paper goes (NĐ 30/2020, Điều 13; Phụ lục I, phần I mục II.7 and II.9)."""

import re
from collections.abc import Iterator

from reports.kinds import KINDS, Issuer
from reports.layouts import layouts
from reports.states import DocumentKind

from .finding import Facts, Finding, is_party, stop, warn

# Phụ lục I, II.7.b: not before the name, but for armed forces, education, health and science.
_ACADEMIC = re.compile(r"(?:GS|PGS|TS|ThS|BS|KS|CN|TSKH|Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ|Kỹ sư|Bác sĩ)[.\s]", re.I)
# All heads sign the pledge; the team signs the count.
_SIGNED_BY_MANY = (DocumentKind.PLEDGE, DocumentKind.COUNTING)


def check(facts: Facts) -> Iterator[Finding]:
    if facts["kind"] not in _SIGNED_BY_MANY:
        yield from _authority(facts)
        yield from _name(facts)
    yield from _recipients(facts)


def _authority(facts: Facts) -> Iterator[Finding]:
    """A bloc is a collective: its leader signs on its behalf. Party organs may sign under the capacity alone."""
    signer, on_behalf = facts["signer"], layouts()[facts["layout"]].on_behalf
    line = signer["authority_line"].strip()
    if not (line or signer["capacity"].strip() or signer["post"].strip()):
        yield stop("capacity", "Chưa có quyền hạn, chức vụ của người ký.")
    elif KINDS[facts["kind"]].issuer == Issuer.BLOC and not line and not is_party(facts):
        yield warn(
            "authority_line",
            f"Khối, hội đồng, ủy ban là tập thể: trên chức vụ người ký ghi «{on_behalf} <tên tập thể>».",
        )
    yield from _mark(line, on_behalf)
    if is_party(facts) and line.upper().startswith(("K/T", "KT.")):
        yield warn("authority_line", "Cơ quan lãnh đạo tập thể của Đảng không ký thay (K/T); hãy ghi «T/M».")


def _mark(line: str, on_behalf: str) -> Iterator[Finding]:
    """«TM.» of the State, «T/M» of the Party, then a space."""
    found = re.match(r"(TM\.?|T/M\.?)(\s?)", line, re.I)
    if found and found[1] != on_behalf:
        yield warn("authority_line", f"Thể thức này ghi «{on_behalf}», đang ghi «{found[1]}».")
    elif found and not found[2]:
        spaced = f"{found[1]} {line[found.end() :]}"
        yield warn("authority_line", f"Sau «{found[1]}» có một khoảng trắng: «{spaced}».")


def _name(facts: Facts) -> Iterator[Finding]:
    name = facts["signer"]["name"].strip()
    if not name:
        yield warn("signer_name", "Chưa có họ tên người ký.")
    elif _ACADEMIC.match(name):
        yield warn(
            "signer_name",
            "Trước họ tên người ký không ghi học hàm, học vị (trừ lực lượng vũ trang, giáo dục, y tế, khoa học).",
        )


def _recipients(facts: Facts) -> Iterator[Finding]:
    """The archive line closes «Nơi nhận»; with «VT» in State papers, without it in Party papers."""
    if not KINDS[facts["kind"]].numbered:
        return
    kept = facts["archive_line"].strip()
    if not facts["recipients"]:
        yield warn("recipients", "Chưa có nơi nhận.")
    if not kept.removeprefix("-").strip().lower().startswith("lưu"):
        example = "Lưu Văn phòng" if is_party(facts) else "Lưu: VT"
        yield warn("archive_line", f"Nơi nhận chưa có dòng lưu ở cuối, ví dụ «{example}».")
    elif is_party(facts) and re.search(r"\bVT\b", kept):
        yield warn("archive_line", "Văn bản của Đảng ghi «Lưu …» không kèm «VT».")
    elif not is_party(facts) and not re.search(r"\bVT\b", kept):
        yield warn("archive_line", "Dòng lưu của văn bản hành chính có văn thư: «Lưu: VT, …».")
