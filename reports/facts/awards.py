"""What a bloc proposes and what was awarded, as plain values."""

from typing import Any

from awards.models import AwardRecord, Nomination
from awards.states import PROPOSED, AwardKind, SubjectKind
from blocs.models import Unit, UnitLineage
from campaigns.models import Campaign


def proposed_facts(campaign: Campaign) -> dict[str, Any]:
    """``proposed``: [{award, award_kind, subject, subject_kind, unit, achievement}] of nominations that were sent, by award.

    A draft is its author's alone and a returned one is being changed: neither is on an official list.
    """
    rows = Nomination.objects.filter(campaign=campaign, state__in=PROPOSED).select_related("award_type", "unit")
    ordered = rows.order_by("award_type__order", "award_type_id", "unit__sort_key", "pk")
    return {
        "proposed": [
            {
                "award": plain_name(row.award_type.name),
                "award_kind": row.award_type.kind,
                "subject": row.subject,
                "subject_kind": row.award_type.subject_kind,
                "unit": row.unit.name,
                "achievement": row.achievement,
            }
            for row in ordered
        ]
    }


def plain_name(name: str) -> str:
    """A form of reward without «(tập thể)», «(cá nhân)», which tell the rows of the catalogue apart."""
    return name.removesuffix(" (tập thể)").removesuffix(" (cá nhân)")


def award_rows(units: list[int], year: int | None = None, subject: str | None = None) -> list[dict[str, Any]]:
    """Awards that were not taken back, by year: [{year, award, kind, subject, unit, number, date, issuer}]. One statement.

    ``subject``: those of one person; without it those of collectives when no year is asked for.
    """
    rows = AwardRecord.objects.filter(unit__in=units).in_force().select_related("decision", "award_type")
    if year is not None:
        rows = rows.filter(year=year)
    elif subject is not None:
        rows = rows.filter(subject__iexact=subject, award_type__subject_kind=SubjectKind.PERSON)
    else:
        rows = rows.filter(award_type__subject_kind=SubjectKind.COLLECTIVE)
    return [_award(row) for row in rows.order_by("year", "award_type__order", "pk")]


def _award(row: AwardRecord) -> dict[str, Any]:
    return {
        "year": row.year,
        "award": plain_name(row.award_type.name),
        "kind": row.award_type.kind,
        "subject": row.subject,
        "unit": row.unit_name,
        "number": row.decision.number,
        "date": row.decision.date.isoformat(),
        "issuer": row.decision.issuer,
    }


def merit_facts(unit: Unit, subject: str | None = None) -> dict[str, Any]:
    """History of a collective (with what was awarded to the units it came from), or of the person of the unit called
    ``subject``: two statements."""
    before = UnitLineage.objects.filter(successor=unit).values_list("predecessor_id", flat=True)
    rows = award_rows([unit.pk, *before], subject=subject)
    return {
        "titles": [row for row in rows if row["kind"] == AwardKind.TITLE],
        "forms": [row for row in rows if row["kind"] == AwardKind.FORM],
    }
