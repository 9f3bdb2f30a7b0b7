"""What anybody who holds a print may know of an issued paper, and nothing else: no text, no subject, no names."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from awards.models import Certificate
from reports.layouts import layouts
from reports.models import Document, IssuedDocument, RenderedFile
from reports.papers.wording import long_date, number_line
from reports.states import OUT, DocumentState

NO_NUMBER = "không lấy số"


@dataclass(frozen=True)
class Named:
    """Another paper that corrects or replaces this one: its number and the code of its own page."""

    number: str
    code: str


@dataclass(frozen=True)
class Checked:
    """One issued paper as the public page shows it. ``badge``: which of the shared badges stands for the state."""

    code: str
    kind: str
    number: str
    date: str
    issuer: list[str]
    state: str
    badge: str
    addition: str
    by: list[Named]
    facts_sha256: str
    files: list[RenderedFile]


def read_checked(code: str) -> Checked | None:
    """The issued paper of a code. A constant number of statements."""
    issues = IssuedDocument.objects.filter(code=code).select_related("document").prefetch_related("files")
    issued = issues.first()
    if issued is None:
        return None
    facts, document = issued.facts, issued.document
    state, badge, addition, by = _state(document)
    return Checked(
        code=code,
        kind=document.get_kind_display(),
        number=_number(facts),
        date=long_date(facts["day"], facts["month"], facts["year"]),
        issuer=[line for line in (*facts["superior"].splitlines(), *facts["issuer_lines"]) if line],
        state=state,
        badge=badge,
        addition=addition,
        by=by,
        facts_sha256=issued.sha256,
        files=list(issued.files.all()),
    )


@dataclass(frozen=True)
class CheckedCertificate:
    """One registered certificate as the public page shows it: what the decision itself says, and what it is today."""

    code: str
    register: str
    subject: str
    award: str
    decision: str
    date: str
    issuer: str
    state: str
    badge: str
    acts: list[str]


def read_certificate(code: str) -> CheckedCertificate | None:
    """The certificate of a code; corrected names stand as corrected, reasons of acts are not told. Three statements."""
    rows = Certificate.objects.filter(code=code).select_related("record__decision", "record__award_type")
    row = rows.prefetch_related("record__act_lines__act").first()
    if row is None:
        return None
    record, standing = row.record, row.record.standing
    decision = record.decision
    return CheckedCertificate(
        code=code,
        register=str(row),
        subject=standing.values.get("subject", record.subject),
        award=record.award_type.name,
        decision=decision.number,
        date=f"{decision.date:%d/%m/%Y}",
        issuer=decision.issuer,
        state=standing.label,
        badge=standing.look,
        acts=[act.words for act in standing.acts],
    )


def _number(facts: dict) -> str:
    """«12/TB-KTĐ», «127-QĐ/TW»: as printed, without the word before it."""
    line = number_line(layouts()[facts["layout"]], facts["number"], facts["sign"]) if facts["number"] else ""
    return line.removeprefix("Số").lstrip(": ") or NO_NUMBER


def _state(document: Document) -> tuple[str, str, str, list[Named]]:
    """The state in words, its badge, what is added to it, and the papers that speaks of."""
    if document.state == DocumentState.RECALLED:
        acts = document.acts.filter(after=DocumentState.RECALLED).order_by("-pk")
        recalled = acts.values_list("at", flat=True).first()
        return "Đã thu hồi", "late", f"ngày {_day(recalled)}" if recalled else "", []
    if document.state == DocumentState.REPLACED:
        return "Đã được thay thế", "lock", "bởi số", _followers(document, corrects=False)
    corrections = _followers(document, corrects=True)
    return "Còn hiệu lực", "ok", "đã được đính chính bởi số" if corrections else "", corrections


def _followers(document: Document, *, corrects: bool) -> list[Named]:
    issues = IssuedDocument.objects.filter(
        document__replaces=document, document__corrects=corrects, document__state__in=OUT, code__isnull=False
    )
    return [Named(_number(issued.facts), issued.code) for issued in issues.order_by("pk")]


def _day(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"
