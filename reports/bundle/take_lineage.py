"""Taking in the organisation through time: reorganisations as they were recorded, lineage through its service, blocs that
go on, and what of the past counts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from blocs import permissions_lineage
from blocs import services as org
from blocs.models import Authority, BlocLineage, HistoryPolicy, Reorganisation, Unit, UnitLineage
from blocs.permissions import can_manage
from blocs.services.lineage import series_of

from .files import FileNames
from .keys import Scope
from .lineage import (
    AUTHORITY_LINEAGE,
    BLOC_LINEAGE,
    HISTORY_POLICY,
    LINEAGE,
    REORGANISATION,
    REORGANISATION_CORRECTION,
)
from .problems import BadBundle, about
from .run import Document, Run, restore, restore_one, rows_like

_FILE = FileNames("file_sha256", "file_name", "file_type")


def reorganisations(run: Run, documents: list[Document], path: str) -> None:
    """Records of what was decided elsewhere; the units and authorities themselves follow through their services."""
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        rows = Reorganisation.objects.filter(
            authority_id=run.pk(document, "authority", "authority", here), words=document["words"]
        )
        found = rows.filter(at=REORGANISATION.read(document, here)["at"]).first()
        run.take(REORGANISATION, document, here, found, lambda d=document, p=here: _reorganisation(run, d, p))


def _reorganisation(run: Run, document: Document, path: str) -> None:
    given: dict[str, Any] = {}
    if "file_sha256" in document:
        given["file"] = run.files.content(document, path, _FILE)
    row = restore_one(run, REORGANISATION, document, path, Scope(), given)
    if row.file:
        run.files.keep(row.file)
    _ask_places(run, row)
    rows = document.get("authority_rows", [])
    made = restore(run, AUTHORITY_LINEAGE, rows, f"{path}.authority_rows", Scope(), [row] * len(rows), "reorganisation")
    for number, edge in enumerate(made):
        of_it = row.of == Reorganisation.Of.AUTHORITY and edge.predecessor_id in row.before
        if not of_it or edge.successor_id not in row.after:
            raise BadBundle.at(f"{path}.authority_rows[{number}]", "không thuộc các cơ quan của việc sắp xếp này.")
        if edge.undone != ("correction" in document):
            raise BadBundle.at(f"{path}.authority_rows[{number}].undone", "chỉ đúng với việc sắp xếp đã đính chính.")
    if "correction" in document:
        said, here = document["correction"], f"{path}.correction"
        restore_one(run, REORGANISATION_CORRECTION, said, here, Scope(), {"reorganisation": row})


def _ask_places(run: Run, row: Reorganisation) -> None:
    """The rights a reorganisation asks: over every unit or authority it is about. Raises Refused and BadBundle."""
    if row.of == Reorganisation.Of.UNIT:
        _ask(run, can_manage, Unit, row)
    else:
        _ask(run, permissions_lineage.can_reorganise, Authority, row)


def _ask(run: Run, question: Any, model: type, row: Reorganisation) -> None:
    for place in model.objects.filter(pk__in={*row.before, *row.after}).order_by("pk"):
        question(run.by, place).enforce()


def lineage(run: Run, documents: list[Document], path: str, units_said: list[Document]) -> None:
    """Rows of one act (several merged into one, one split into several) go through the service together; rows that were
    taken back close nothing and are kept as they stand."""
    have = list(UnitLineage.objects.order_by("pk"))
    missing = rows_like(run, LINEAGE, documents, have, path)
    undone = [number for number in missing if documents[number].get("undone")]
    _undone(run, [documents[number] for number in undone], [f"{path}[{number}]" for number in undone])
    acts: dict[tuple, list[int]] = {}
    for number in [number for number in missing if number not in undone]:
        document = documents[number]
        one = "predecessor" if document["kind"] == UnitLineage.Kind.SPLIT else "successor"
        act = run.pk(document, "reorganisation", "reorganisation", f"{path}[{number}]")
        fixed = (document["on"], document.get("decision", ""), act, *document[one].values())
        acts.setdefault((document["kind"], fixed), []).append(number)
    staying = {(said["authority"], said["code"]) for said in units_said if "dissolved_on" not in said}
    for (kind, _), numbers in acts.items():
        rows = {number: documents[number] for number in numbers}
        here = f"{path}[{numbers[0]}]"
        run.take(LINEAGE, {}, here, None, lambda k=kind, r=rows, p=path: _become(run, k, r, p, staying))


def _undone(run: Run, documents: list[Document], paths: list[str]) -> None:
    for document, path in zip(documents, paths, strict=True):
        for name in ("predecessor", "successor"):
            with about(f"{path}.{name}"):
                can_manage(run.by, Unit.objects.get(pk=run.pk(document, name, "unit", path))).enforce()
        given = _act(run, document, path)
        run.take(
            LINEAGE, {}, path, None, lambda d=document, p=path, g=given: restore_one(run, LINEAGE, d, p, Scope(), g)
        )


def _become(run: Run, kind: str, rows: dict[int, Document], path: str, staying: set) -> None:
    first = next(iter(rows))
    here, said = f"{path}[{first}]", rows[first]
    before = _units(run, [row["predecessor"] for row in rows.values()], here)
    after = _units(run, [row["successor"] for row in rows.values()], here)
    after += [unit for unit in before if kind == UnitLineage.Kind.SPLIT and _key(unit) in staying]
    made = org.record_lineage(
        by=run.by,
        kind=kind,
        predecessors=before,
        successors=after,
        on=dt.date.fromisoformat(said["on"]),
        decision=said.get("decision", ""),
    )
    by_ends = {(row.predecessor_id, row.successor_id): row for row in made}
    for number, document in rows.items():
        place = f"{path}[{number}]"
        row = by_ends[run.pk(document, "predecessor", "unit", place), run.pk(document, "successor", "unit", place)]
        row.main = document.get("main", True)
        row.reorganisation = _act(run, document, place).get("reorganisation")
        row.save(update_fields=["main", "reorganisation"])


def _act(run: Run, document: Document, path: str) -> dict[str, Reorganisation]:
    """The reorganisation a row belongs to: it must be about both of its units. Raises BadBundle."""
    pk = run.pk(document, "reorganisation", "reorganisation", path)
    act = Reorganisation.objects.filter(pk=pk).first()
    if document.get("undone", False) != bool(act and act.is_corrected):
        raise BadBundle.at(f"{path}.undone", "chỉ đúng với dòng của một việc sắp xếp đã đính chính.")
    if act is None:
        return {}
    ends = [run.pk(document, name, "unit", path) for name in ("predecessor", "successor")]
    if act.of != Reorganisation.Of.UNIT or ends[0] not in act.before or ends[1] not in act.after:
        raise BadBundle.at(f"{path}.reorganisation", "việc sắp xếp này không phải của hai đơn vị đó.")
    return {"reorganisation": act}


def _key(unit: Unit) -> tuple[str, str]:
    return unit.authority.name, unit.code


def _units(run: Run, keys: Iterable[dict[str, Any]], path: str) -> list[Unit]:
    ids = dict.fromkeys(run.keys.find("unit", key, path, Scope()) for key in keys)
    return [Unit.objects.select_related("authority").get(pk=pk) for pk in ids]


def bloc_lineage(run: Run, documents: list[Document], path: str) -> None:
    """Blocs that make one series, as it was said. Raises BadBundle (rights over either, a circle)."""
    have = list(BlocLineage.objects.order_by("pk"))
    for number in rows_like(run, BLOC_LINEAGE, documents, have, path):
        here = f"{path}[{number}]"
        run.take(BLOC_LINEAGE, {}, here, None, lambda d=documents[number], p=here: _join(run, d, p))


def _join(run: Run, document: Document, path: str) -> None:
    row = restore_one(run, BLOC_LINEAGE, document, path, Scope(), {})
    permissions_lineage.can_join_blocs(run.by, row.successor, row.predecessor).enforce()
    if row.successor_id in series_of(row.predecessor_id):
        raise BadBundle.at(f"{path}.predecessor", "khối này đã nối tiếp từ khối sau.")


def policies(run: Run, documents: list[Document], path: str) -> None:
    """What of the past counts, in the order in which it was said; nothing is put before what was said here since."""
    have = list(HistoryPolicy.objects.order_by("pk"))
    missing = rows_like(run, HISTORY_POLICY, documents, have, path)
    for number in sorted(missing, key=lambda number: HISTORY_POLICY.read(documents[number], path)["at"]):
        here = f"{path}[{number}]"
        run.take(HISTORY_POLICY, {}, here, None, lambda d=documents[number], p=here: _policy(run, d, p))


def _policy(run: Run, document: Document, path: str) -> None:
    row = restore_one(run, HISTORY_POLICY, document, path, Scope(), {})
    permissions_lineage.can_set_policy(run.by, row.authority).enforce()
    if row.rule != HistoryPolicy.Rule.SHOWN and not row.source.strip():
        raise BadBundle.at(f"{path}.source", "hãy ghi căn cứ của việc tính thành tích cho đơn vị kế thừa.")
    same = HistoryPolicy.objects.filter(authority=row.authority, kind=row.kind, at__gt=row.at)
    if same.exists():
        raise BadBundle.at(f"{path}.at", "hệ thống này đã có cách tính ghi sau đó.")
