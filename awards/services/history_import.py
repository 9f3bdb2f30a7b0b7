"""Taking old decisions from Excel into the award history: read once, chosen where unsure, started by a second person,
written decision by decision exactly as shown."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import clean_name
from accounts.models import User
from awards.history_known import read_known
from awards.models import HistoryImport, ImportedDecision, Person
from awards.permissions_history import HistoryReason, can_choose, can_go_on, can_import, can_start
from awards.rules.history_lines import day_in
from awards.rules.history_plan import SKIP, Plan, make_plan
from awards.states import ImportState
from awards.workbook.history import read_history
from blocs.access import refresh
from blocs.models import Authority

from .history_writing import write_decisions

# Lines written by one call: about two seconds on a small server.
PIECE = 1000


@transaction.atomic
def save_history_import(
    *, authority_id: int, file: File, by: User, issuer: str = "", signer: str = ""
) -> HistoryImport:
    """Read an Excel list and keep its lines; nothing of the history changes yet.

    Raises Refused (rights) and ValidationError (no such list, too large; at the field ``file``).
    """
    authority = Authority.objects.filter(pk=authority_id).first()
    only_if(authority, Reason.OUT_OF_REACH).enforce()
    can_import(refresh(by), authority).enforce()
    try:
        found = read_history(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    row = HistoryImport(
        authority=authority,
        file_name=clean_name(file.name or "")[:200],
        file_sha256=found.sha256,
        issuer=issuer.strip(),
        signer=signer.strip(),
        rows=found.rows,
        unknown_columns=found.unknown_columns,
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    audit.record(by=by, event="history_import.read", target=row, after={"rows": len(row.rows), "sha256": found.sha256})
    return row


def preview(row: HistoryImport, user: User) -> tuple[Plan, str]:
    """What starting would write now, and the checksum of exactly that. A constant number of statements."""
    days = {day for one in row.rows if (day := _day(one))}
    known = read_known(user, row.authority, days)
    plan = make_plan(row.rows, row.choices, known, clock.today(), row.issuer, row.signer)
    plain = json.dumps([row.pk, plan.as_data()], ensure_ascii=False, sort_keys=True)
    return plan, hashlib.sha256(plain.encode()).hexdigest()


def _day(row: dict) -> dt.date | None:
    return day_in(row.get("date") or row.get("decision", ""))


def _locked(import_id: int) -> HistoryImport:
    """One file of an authority at a time: the authority is locked first, as where decisions are recorded."""
    place = HistoryImport.objects.filter(pk=import_id).values_list("authority_id", flat=True).first()
    only_if(place, Reason.OUT_OF_REACH).enforce()
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=place)
    rows = HistoryImport.objects.select_related("authority").select_for_update(of=("self",))
    return rows.get(pk=import_id)


@transaction.atomic
def choose(*, import_id: int, answers: Mapping[str, str], by: User) -> HistoryImport:
    """Keep what somebody decided: question → id of what is meant, «new» for a new person, «skip», or empty to decide
    later. An answer that fits no question is left out. Raises Refused."""
    row = _locked(import_id)
    can_choose(refresh(by), row).enforce()
    plan, _ = preview(row, by)
    asked = {question.key for question in plan.questions}
    before = dict(row.choices)
    for key, answer in answers.items():
        if key in asked and (answer.isdecimal() or answer in (SKIP, "new", "")):
            row.choices[key] = answer[:12]
    row.choices = {key: answer for key, answer in row.choices.items() if answer}
    if row.choices != before:
        row.by = by
        row.save(update_fields=["choices", "by"])
        audit.record(by=by, event="history_import.choose", target=row, before=before, after=row.choices)
    return row


@transaction.atomic
def start_import(*, import_id: int, checksum: str, by: User) -> HistoryImport:
    """Freeze the plan that was shown, enter its new persons, and let the writing begin.

    Raises Refused: rights, the preparer, started already, nothing clear enough, STALE when matching says something else
    than what was shown.
    """
    row = _locked(import_id)
    can_start(refresh(by), row).enforce()
    plan, current = preview(row, by)
    if checksum != current:
        raise Refused(Reason.STALE)
    only_if(plan.ready, HistoryReason.NOTHING_TO_WRITE).enforce()
    row.plan = _with_persons(row, plan.as_data(), by)
    row.state, row.started_by, row.started_at = ImportState.RUNNING, by, clock.now()
    row.save(update_fields=["plan", "state", "started_by", "started_at"])
    counts = {"decisions": len(plan.ready), "lines": sum(len(one.to_write) for one in plan.ready), "sha256": current}
    audit.record(by=by, event="history_import.start", target=row, after=counts)
    return row


def _with_persons(row: HistoryImport, decisions: list[dict], by: User) -> list[dict]:
    """The plan with the id of a register row in the place of every «new:…»; one statement for all."""
    lines = [line for one in decisions for line in one["lines"] if line["person"].startswith("new:")]
    first = {line["person"]: line for line in reversed(lines)}
    made = Person.objects.bulk_create(
        Person(
            authority_id=row.authority_id,
            full_name=line["name"],
            birth_year=line["birth_year"],
            female=line["female"],
            code=line["code"],
            by=by,
            at=clock.now(),
        )
        for line in first.values()
    )
    ids = {key: str(person.pk) for key, person in zip(first, made, strict=True)}
    for line in lines:
        line["person"] = ids[line["person"]]
    return decisions


@transaction.atomic
def write_next(*, import_id: int, by: User, most: int = PIECE) -> HistoryImport:
    """Write the next decisions of a started file, whole ones, about ``most`` lines; the last call ends it. Whoever may
    import goes on with what a second person has started. Raises Refused."""
    row = _locked(import_id)
    can_go_on(refresh(by), row).enforce()
    done = set(ImportedDecision.objects.filter(history_import=row).values_list("place", flat=True))
    todo = [(place, one) for place, one in enumerate(row.plan) if place not in done]
    piece = _piece(todo, most)
    write_decisions(row, piece, by)
    if len(piece) == len(todo):
        row.state = ImportState.DONE
        row.save(update_fields=["state"])
        outcomes = ImportedDecision.objects.filter(history_import=row)
        after = {"written": outcomes.filter(problem="").count(), "refused": outcomes.exclude(problem="").count()}
        audit.record(by=by, event="history_import.done", target=row, after=after)
    return row


def _piece(todo: list[tuple[int, dict]], most: int) -> list[tuple[int, dict]]:
    found, lines = [], 0
    for place, one in todo:
        if found and lines + len(one["lines"]) > most:
            break
        found.append((place, one))
        lines += len(one["lines"])
    return found
