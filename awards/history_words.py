"""How a file of old decisions stands, in words and looks for the screen."""

from collections.abc import Iterable

from blocs.models import Unit

from .models import AwardType, HistoryImport, ImportedDecision
from .rules.history_lines import Line, Status
from .rules.history_plan import Plan

LOOKS = {
    Status.SURE: "ok",
    Status.CHOSEN: "ok",
    Status.NEW: "sent",
    Status.ASK: "back",
    Status.MISSING: "late",
    Status.PROBLEM: "late",
    Status.DUPLICATE: "lock",
    Status.SKIPPED: "draft",
}


def chips(plan: Plan, chosen: str) -> list[dict]:
    """Filters of the lines by what becomes of them."""
    rows = [{"label": "Tất cả", "count": len(plan.lines), "url": "?", "active": chosen not in LOOKS}]
    for status in Status:
        if plan.counts[status]:
            url = f"?loai={status.value}"
            rows.append(
                {"label": status.label, "count": plan.counts[status], "url": url, "active": chosen == status.value}
            )
    return rows


def names_of(lines: Iterable[Line]) -> tuple[dict[int, str], dict[int, str]]:
    """Names of the units and award types of these lines. Two statements."""
    rows = list(lines)
    units = Unit.objects.filter(pk__in={line.unit_id for line in rows if line.unit_id})
    types = AwardType.objects.filter(pk__in={line.type_id for line in rows if line.type_id})
    return dict(units.values_list("pk", "name")), dict(types.values_list("pk", "name"))


def line_words(line: Line, units: dict[int, str], types: dict[int, str]) -> dict:
    return {
        "line": line,
        "unit": units.get(line.unit_id or 0, ""),
        "type": types.get(line.type_id or 0, ""),
        "look": LOOKS[Status(line.status)],
        "label": Status(line.status).label,
    }


def outcomes_of(row: HistoryImport) -> dict:
    """Progress and refused decisions of a started file."""
    outcomes = ImportedDecision.objects.filter(history_import=row)
    refused = list(outcomes.exclude(problem="")[:100])
    return {
        "done": outcomes.count(),
        "total": len(row.plan),
        "written": outcomes.filter(problem="").count(),
        "records": row.records.count(),
        "refused": [(row.plan[one.place], one.problem) for one in refused],
    }
