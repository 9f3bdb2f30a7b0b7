"""The awards of a draft of a decision and the money of the published one, as plain values."""

from typing import Any

from awards.bonus_list import bonus_list
from awards.models import DecisionDraft
from awards.rules.amounts import in_figures
from awards.states import SubjectKind
from reports.models import AwardPaper, Document

from .awards import plain_name


def decision_facts(document: Document) -> dict[str, Any]:
    """``data`` of a submission, a decision and a bonus list (``reports.papers.award_decision``): a constant number of
    statements. Before its publication a decision has no list of money: amounts follow the day it is signed."""
    link = AwardPaper.objects.filter(document=document).select_related("draft__decision__authority").first()
    if link is None:
        return {"awards": [], "bonuses": [], "about": ""}
    return {"awards": _awards(link.draft), **_money(link.draft)}


def _awards(draft: DecisionDraft) -> list[dict[str, Any]]:
    rows = draft.lines.select_related("award_type", "unit", "nomination")
    return [
        {
            "award": plain_name(row.award_type.name),
            "kind": row.award_type.kind,
            "subject": row.subject,
            "of_person": row.award_type.subject_kind == SubjectKind.PERSON,
            "position": row.position,
            "unit": row.unit.name,
            "achievement": row.nomination.achievement if row.nomination else "",
            "year": row.year,
        }
        for row in rows.order_by("award_type__order", "award_type_id", "unit__sort_key", "pk")
    ]


def _money(draft: DecisionDraft) -> dict[str, Any]:
    decision = draft.decision
    if decision is None:
        return {"bonuses": [], "about": ""}
    rows = decision.records.with_facts().prefetch_related("bonus_overrides")
    found = bonus_list(decision, rows.order_by("award_type__order", "unit__sort_key", "pk"))
    return {
        "about": str(decision),
        "bonuses": [
            {
                "subject": line.record.subject,
                "unit": line.record.unit_name,
                "award": plain_name(line.record.award_type.name),
                "coefficient": f"{line.bonus.coefficient.normalize():f}".replace(".", ",") if line.bonus else "",
                "amount": line.figures,
                "why": line.why,
            }
            for line in found.lines
        ],
        "total": in_figures(found.total),
        "words": found.words,
        "unconfirmed": found.unconfirmed,
    }
