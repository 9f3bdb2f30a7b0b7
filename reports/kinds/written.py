"""What units have already written in the application, as the first words of the papers made of it."""

import json

from blocs.models import Unit
from campaigns.models import Campaign, Deadline, SentReport, Submission
from campaigns.states import SENT
from reports.states import DocumentKind as K

_UNIT = {K.UNIT_MIDYEAR: Deadline.Kind.MIDYEAR_REPORT, K.UNIT_YEAR: Deadline.Kind.YEAR_REPORT}
_BLOC = {K.BLOC_MIDYEAR: Deadline.Kind.MIDYEAR_REPORT, K.BLOC_YEAR: Deadline.Kind.YEAR_REPORT}
# Parts of a bloc's report that are put together from its units' words; the others are the leader's own.
_TOGETHER = ("emulation", "limits", "tasks")


def written_parts(kind: str, campaign: Campaign | None, unit: Unit | None, deadline: Deadline | None) -> dict[str, str]:
    """Texts by part: a unit's paper takes the sections of its own report, a bloc's the sent reports of all its units,
    each in a line of its own. Parts nobody wrote are left out. Two statements at most."""
    if campaign is None:
        return {}
    if kind in _UNIT and unit is not None:
        return _own_sections(deadline or _deadline(campaign, _UNIT[kind]), unit)
    if kind in _BLOC:
        return _together(deadline or _deadline(campaign, _BLOC[kind]))
    return {}


def _deadline(campaign: Campaign, kind: str) -> Deadline | None:
    return campaign.deadlines.filter(kind=kind).order_by("last_day", "pk").first()


def _own_sections(deadline: Deadline | None, unit: Unit) -> dict[str, str]:
    submission = Submission.objects.filter(deadline=deadline, unit=unit).first() if deadline else None
    rows = submission.sections.all() if submission else ()
    return {row.key: row.text.strip() for row in rows if row.text.strip()}


def _together(deadline: Deadline | None) -> dict[str, str]:
    """The last sent report of each unit, in the order of the units' names."""
    if deadline is None:
        return {}
    rows = SentReport.objects.filter(receipt__submission__deadline=deadline, receipt__submission__state__in=SENT)
    rows = rows.select_related("receipt__submission__unit").order_by("receipt__at", "receipt_id")
    last = {row.receipt.submission.unit: row for row in rows}
    found: dict[str, list[str]] = {}
    for unit in sorted(last, key=lambda unit: (bytes(unit.sort_key), unit.pk)):
        for section in json.loads(last[unit].content)["sections"]:
            text = " ".join(section["text"].split())
            if section["key"] in _TOGETHER and text:
                found.setdefault(section["key"], []).append(f"- {unit.name}: {text}")
    return {key: "\n".join(lines) for key, lines in found.items()}
