"""An official document as plain values: its head, the parts people wrote, and the numbers of its kind."""

from typing import Any

from campaigns.models import Deadline
from reports.kinds import KINDS
from reports.models import Document
from reports.states import WORDS_OPEN, DocumentKind

from .awards import merit_facts, proposed_facts
from .decisions import decision_facts
from .heading import head_facts, lines, recipient
from .members import division_facts, member_facts
from .plan import plan_facts
from .pledge import pledge_facts
from .registration import registration_facts
from .reporting import bloc_report_facts, final_facts, reminder_facts, unit_report_facts

K = DocumentKind


def document_facts(document: Document) -> dict[str, Any]:
    """Everything the paper says now. ``kind`` names the builder; the plan has its own shape (``plan_facts``).

    ``check`` (short code and address of the public page) and ``stamp`` are filled in when the paper is issued.
    """
    own = {
        "kind": str(document.kind),
        "is_draft": document.state in WORDS_OPEN,
        "check": None,
        "stamp": None,
    }
    if document.kind == K.PLAN:
        return {**plan_facts(document.plan), **own}
    text, data = document.text, data_of(document)
    words = text.parts | ((data.get("frozen") or {}).get("parts", {}) if document.kind == K.PLEDGE else {})
    return {
        **head_facts(text),
        **own,
        "issuer_name": _issuer_name(document),
        "addressees": lines(text.addressees),
        "bases": lines(text.bases),
        "recipients": [recipient(line) for line in lines(text.recipients)],
        "parts": [
            {"key": part.key, "label": part.label, "title": part.title, "text": words.get(part.key, "")}
            for part in KINDS[document.kind].parts
        ],
        "inputs": text.inputs,
        "data": data,
    }


def _issuer_name(document: Document) -> str:
    """Who issues it, as names stand in a sentence; the letterhead has them in capitals."""
    if document.kind == K.AWARD_SUBMIT:
        return document.authority.board_name or "Cơ quan thi đua, khen thưởng"
    bloc_year = document.campaign.bloc_year if document.campaign else None
    return (document.unit or bloc_year or document.authority).name


def data_of(document: Document) -> dict[str, Any]:
    """The rows of the domain this kind of paper prints, read now: a constant number of statements."""
    campaign, unit = document.campaign, document.unit
    match document.kind:
        case K.DIVISION:
            return division_facts(document.authority, document.text.year)
        case K.REGISTRATION:
            return registration_facts(campaign, unit)
        case K.PLEDGE:
            return pledge_facts(campaign)
        case K.MEETING_MINUTES | K.DELIBERATION | K.COUNTING:
            return member_facts(campaign) if campaign else {}
        case K.UNIT_MIDYEAR | K.UNIT_YEAR:
            return unit_report_facts(campaign, unit, document.kind == K.UNIT_MIDYEAR)
        case K.BLOC_MIDYEAR:
            return bloc_report_facts(document, Deadline.Kind.MIDYEAR_REPORT, True)
        case K.BLOC_YEAR:
            return bloc_report_facts(document, Deadline.Kind.YEAR_REPORT, False)
        case K.SCORE_TABLE | K.RESULT_NOTICE:
            return final_facts(campaign)
        case K.PROPOSAL:
            return proposed_facts(campaign)
        case K.MERIT_UNIT:
            return {"unit": unit.name} | merit_facts(unit)
        case K.MERIT_PERSON:
            return {"unit": unit.name} | merit_facts(unit, document.text.inputs.get("name", ""))
        case K.REMINDER:
            return reminder_facts(document)
        case K.AWARD_SUBMIT | K.AWARD_DECISION | K.AWARD_BONUS:
            return decision_facts(document)
    return {}
