"""Decisions of a started file into the history: all of them or none, in a bounded number of statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from accounts import audit, clock
from accounts.models import User
from awards.history_known import held_decisions
from awards.models import AwardRecord, Decision, HistoryImport, ImportedDecision, ImportedRecord, Person
from awards.rules.history_plan import HeldDecision, held_key, held_mark
from awards.states import SubjectClass
from blocs.lineage import name_on
from blocs.models import Unit, UnitName

NOT_WRITTEN = "Không ghi trong tệp"
MEANWHILE = "Từ lúc bắt đầu ghi, quyết định cùng số và ngày đã được ghi bằng cách khác."


def write_decisions(row: HistoryImport, piece: Sequence[tuple[int, dict]], by: User) -> None:
    """Write some planned decisions of ``row`` (place in the plan, values); the caller holds the authority's lock."""
    days = {dt.date.fromisoformat(one["date"]) for _, one in piece}
    held = held_decisions(row.authority_id, days)
    good = [(place, one) for place, one in piece if _still_true(one, held)]
    refused = [place for place, one in piece if not _still_true(one, held)]
    decisions = _decisions(row, [one for _, one in good], held, by)
    lines = [(decision, line) for decision, (_, one) in zip(decisions, good, strict=True) for line in one["lines"]]
    records = AwardRecord.objects.bulk_create(_records(lines), batch_size=500)
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(history_import=row, record=record, line=line["line"])
            for record, (_, line) in zip(records, lines, strict=True)
        ],
        batch_size=500,
    )
    at = clock.now()
    outcomes = [
        ImportedDecision(history_import=row, place=place, decision=decision, at=at)
        for decision, (place, _) in zip(decisions, good, strict=True)
    ]
    outcomes += [ImportedDecision(history_import=row, place=place, problem=MEANWHILE, at=at) for place in refused]
    ImportedDecision.objects.bulk_create(outcomes, batch_size=500)
    counts = [{"awards": len(one["lines"]), "file": row.file_sha256} for _, one in good]
    told = [(decision, None, count) for decision, count in zip(decisions, counts, strict=True)]
    audit.record_many(by=by, event="decision.import", rows=told)


def _still_true(one: dict, held: dict[tuple[str, dt.date], HeldDecision]) -> bool:
    """Nobody wrote the decision, or more of it, since the plan was frozen."""
    there = held.get(held_key(one["number"], dt.date.fromisoformat(one["date"])))
    if there is None:
        return one["held_id"] is None
    marks = {held_mark(line["type_id"], line["unit_id"], "", line["name"]) for line in one["lines"]}
    return there.pk == one["held_id"] and there.imported and not marks & there.awards


def _decisions(row: HistoryImport, plans: list[dict], held: dict, by: User) -> list[Decision]:
    """The decision of each plan: made, or the one imported before that gets more lines."""
    new = [_decision(row, one, by) for one in plans if one["held_id"] is None]
    for decision in new:
        decision.clean_fields(exclude=["authority", "by"])
    made = iter(Decision.objects.bulk_create(new, batch_size=500))
    known = Decision.objects.in_bulk([one["held_id"] for one in plans if one["held_id"] is not None])
    return [known[one["held_id"]] if one["held_id"] is not None else next(made) for one in plans]


def _decision(row: HistoryImport, one: dict, by: User) -> Decision:
    return Decision(
        authority_id=row.authority_id,
        number=one["number"],
        date=dt.date.fromisoformat(one["date"]),
        issuer=one["issuer"][:200],
        signer=one["signer"][:120] or NOT_WRITTEN,
        by=by,
        at=clock.now(),
    )


def _records(lines: list[tuple[Decision, dict]]) -> list[AwardRecord]:
    """Records with the name each unit carried on the day of signing. Rules are not asked: these are of another time."""
    units = Unit.objects.in_bulk({line["unit_id"] for _, line in lines})
    names: dict[int, list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.filter(unit__in=units).order_by("valid_from", "pk"):
        names[name.unit_id].append(name)
    people = Person.objects.in_bulk({int(line["person"]) for _, line in lines if line["person"]})
    found = []
    for decision, line in lines:
        unit = units[line["unit_id"]]
        name = name_on(names[unit.pk], decision.date) or unit.name
        found.append(_record(decision, line, name, people.get(int(line["person"] or 0))))
    return found


def _record(decision: Decision, line: dict, unit_name: str, person: Person | None) -> AwardRecord:
    return AwardRecord(
        decision=decision,
        authority_id=decision.authority_id,
        unit_id=line["unit_id"],
        unit_name=unit_name,
        award_type_id=line["type_id"],
        year=line["year"],
        subject=line["name"][:200] or unit_name,
        person=person,
        position=line["position"],
        subject_class=SubjectClass.PERSON if line["of_person"] else SubjectClass.COLLECTIVE,
    )
