"""What a unit registers beside its targets, as its paper prints it: its own movements, and titles and forms aimed at."""

from typing import Any

from awards.services.aims import aims_of
from blocs.models import Unit
from campaigns.models import Campaign, Registration
from scoring.services.target_copies import movements_of

from .results import target_rows


def registration_facts(campaign: Campaign, unit: Unit) -> dict[str, Any]:
    """``targets`` in the unit's order; ``movements``: [{name, aim, begins, ends}] with dates in words; ``aims``: [{kind,
    subject, award, quantity, names}], titles before forms, collectives before persons."""
    row = Registration.objects.filter(campaign=campaign, unit=unit).first()
    aims = sorted(
        aims_of(row), key=lambda aim: (aim.award_type.kind != "title", aim.award_type.subject_kind != "collective")
    )
    return {
        "unit": unit.name,
        "targets": target_rows(campaign, unit),
        "movements": [
            {"name": each.name, "aim": each.aim, "begins": _day(each.begins), "ends": _day(each.ends)}
            for each in (movements_of(row) if row else ())
        ],
        "aims": [
            {
                "kind": aim.award_type.get_kind_display(),
                "subject": aim.award_type.get_subject_kind_display(),
                "award": aim.award_type.name,
                "quantity": str(aim.count),
                "names": ", ".join(aim.listed),
            }
            for aim in aims
        ],
    }


def _day(value) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
