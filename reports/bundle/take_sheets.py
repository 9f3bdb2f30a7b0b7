"""Taking in sheets as they stand: figures checked by the rules, chains kept in order, frozen versions, corrections,
rankings. What people said elsewhere stays theirs; what the rules say is asked again here."""

from typing import Any

from accounts.decisions import Reason, only_if
from blocs.access import own_unit_ids
from campaigns.models import Campaign
from scoring.models import (
    Correction,
    Criterion,
    Ranking,
    ScoreEntry,
    ScoreLine,
    ScoreSheet,
    ScoringSetup,
)
from scoring.services.chain import changes
from scoring.services.deciding import check_points
from scoring.services.events import RECOUNTED
from scoring.services.outcomes import NOTHING, from_json, inputs_of, is_automatic, outcome_of, set_outcome
from scoring.services.reading import read_live
from scoring.services.relative import RECOMPUTED, recompute_relative
from scoring.services.snapshots import reading_from
from scoring.states import SENT, VERIFIED_STATES, CriterionKind, Stage

from . import sealed
from .keys import Scope, set_places
from .problems import BadBundle, Problem, about
from .run import Document, Run, parts_of, restore, restore_one
from .scoring import (
    CORRECTION,
    CORRECTION_LINE,
    ENTRY,
    EXPLANATION,
    LINE,
    LINE_EVIDENCE,
    RANKING,
    RANKING_ROW,
    SHEET,
    SHEET_VERSION,
    TARGET_REQUEST,
)


def campaign_results(run: Run, campaign: Campaign, document: Document, path: str) -> list[Document]:
    """Corrections and sheets of a campaign; answers the documents of the sheets that are new."""
    new = []
    _corrections(run, campaign, document.get("corrections", []), f"{path}.corrections")
    for number, said in enumerate(document.get("sheets", ())):
        here = f"{path}.sheets[{number}]"
        unit = run.pk(said, "unit", "unit", here)
        found = ScoreSheet.objects.filter(campaign=campaign, unit_id=unit, half=said.get("half", 0)).first()
        whole = _with_all_lines(run, said, here)
        run.take(SHEET, whole, here, found, lambda d=whole, p=here: _create(run, campaign, d, p))
        if found is None:
            new.append((said, here))
    _compute_missing(run, campaign, [said for said, _ in new])
    for said, here in new:
        _check_complete(run, campaign, said, here)
    return [said for said, _ in new]


def _with_all_lines(run: Run, document: Document, path: str) -> Document:
    """The sheet with a line for every criterion that is scored: one that is not in the document has nothing said."""
    set_id = run.pk(document, "criteria_set", "criteria_set", path)
    leaves = Criterion.objects.filter(criteria_set_id=set_id).exclude(kind=CriterionKind.GROUP)
    places = set_places(set_id)
    said = {line["criterion"] for line in document.get("lines", ())}
    empty = [{"criterion": place} for pk in leaves.values_list("pk", flat=True) if (place := places[pk]) not in said]
    return document | {"lines": [*document.get("lines", ()), *empty]}


def _create(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    unit = run.pk(document, "unit", "unit", path)
    only_if(unit not in own_unit_ids(run.by), Reason.OWN_UNIT).enforce()
    set_id = run.pk(document, "criteria_set", "criteria_set", path)
    chosen = ScoringSetup.objects.filter(campaign=campaign).values_list("criteria_set_id", flat=True).first()
    if chosen != set_id:
        raise BadBundle.at(f"{path}.criteria_set", "khác với bộ tiêu chí của kế hoạch.")
    sheet = restore_one(run, SHEET, document, path, Scope(campaign.pk, set_id, unit), {"campaign": campaign})
    scope = Scope(campaign.pk, set_id, unit, sheet_id=sheet.pk)
    _lines(run, sheet, document["lines"], f"{path}.lines", scope)


def _lines(run: Run, sheet: ScoreSheet, documents: list[Document], path: str, scope: Scope) -> None:
    lines = restore(run, LINE, documents, path, scope, [sheet] * len(documents), "sheet")
    rows = {row.pk: row for row in Criterion.objects.filter(criteria_set_id=scope.set_id)}
    problems: list[Problem] = []
    changed = []
    for number, (document, line) in enumerate(zip(documents, lines, strict=True)):
        line.criterion = rows[line.criterion_id]
        if line.criterion.is_group:
            raise BadBundle.at(f"{path}[{number}].criterion", "nhóm tiêu chí không có dòng chấm điểm.")
        stated = (line.self_points, line.explanation, line.waiting)
        problems += _by_the_rules(sheet, line, document, f"{path}[{number}]")
        if stated != (line.self_points, line.explanation, line.waiting):
            changed.append(line)
    if problems:
        raise BadBundle(problems)
    ScoreLine.objects.bulk_update(changed, ["self_points", "explanation", "waiting"], batch_size=500)
    _below_lines(run, documents, lines, path, scope)


def _by_the_rules(sheet: ScoreSheet, line: ScoreLine, document: Document, path: str) -> list[Problem]:
    """Points the document does not state are computed; those it states must be what the rules give for the figures."""
    if line.criterion.kind == CriterionKind.RELATIVE or is_automatic(line.criterion):
        return []
    outcome = outcome_of(line.criterion, inputs_of(line), sheet.criteria_set.scale, NOTHING)
    if outcome.problem:
        return [Problem(path, outcome.problem)]
    if "self_points" in document and outcome.points != line.self_points:
        given = "chưa có điểm" if outcome.points is None else f"{outcome.points.normalize():f} điểm"
        return [Problem(f"{path}.self_points", f"theo quy tắc chấm, số liệu này cho {given}.")]
    said = line.explanation if "explanation" in document else ""
    set_outcome(line, outcome)
    line.explanation = said or line.explanation
    return []


def _below_lines(run: Run, documents: list[Document], lines: list[ScoreLine], path: str, scope: Scope) -> None:
    for name, shape in (("evidence_links", LINE_EVIDENCE), ("target_requests", TARGET_REQUEST)):
        below, parents, paths = parts_of(documents, lines, name, path)
        restore(run, shape, below, path, scope, parents, "line", paths)
    below, parents, paths = parts_of(documents, lines, "entries", path)
    entries = restore(run, ENTRY, below, path, scope, parents, "line", paths)
    _check_chains(documents, lines, entries, path)
    for number, (document, line) in enumerate(zip(documents, lines, strict=True)):
        rows, place = document.get("explanations", []), f"{path}[{number}].explanations"
        if rows:
            inside = Scope(scope.campaign_id, scope.set_id, scope.unit_id, line.pk, sheet_id=scope.sheet_id)
            restore(run, EXPLANATION, rows, place, inside, [line] * len(rows), "line")


def _check_chains(documents: list[Document], lines: list[ScoreLine], entries: list[ScoreEntry], path: str) -> None:
    chains: dict[int, list[ScoreEntry]] = {}
    for entry in entries:
        chains.setdefault(entry.line_id, []).append(entry)
    for number, line in enumerate(lines):
        last: ScoreEntry | None = None
        for place, entry in enumerate(chains.get(line.pk, [])):
            with about(f"{path}[{number}].entries[{place}]"):
                _check_entry(line, entry, last)
            last = entry if entry.counts else last


def _check_entry(line: ScoreLine, entry: ScoreEntry, last: ScoreEntry | None) -> None:
    """An entry as the chain would have taken it: points in range, a reason for a change, no judge in the own cause."""
    try:
        inputs = from_json(entry.inputs)
    except (ArithmeticError, TypeError, AttributeError, ValueError) as error:
        raise BadBundle.at("inputs", "số liệu không đọc được.") from error
    if entry.stage == Stage.SELF or entry.reason in (RECOMPUTED, RECOUNTED):
        return
    only_if(entry.acting_unit_id != line.sheet.unit_id, Reason.OWN_UNIT).enforce()
    if entry.points is not None:
        check_points(line, entry.points)
    counted = entry.counts and changes(line, last, entry.points, inputs)
    only_if(entry.reason.strip() or not counted, Reason.REASON_MISSING).enforce()


def _compute_missing(run: Run, campaign: Campaign, documents: list[Document]) -> None:
    """Leader-relative points that no document states follow from the whole bloc."""
    rows = ScoreLine.objects.filter(sheet__campaign=campaign, criterion__kind=CriterionKind.RELATIVE)
    if documents and rows.filter(self_points=None, assigned=True, sheet__state__in=SENT).exists():
        recompute_relative(
            ScoringSetup.objects.select_related("campaign", "criteria_set").get(campaign=campaign), run.by
        )


def _check_complete(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    """A sheet that was sent is complete, one that was verified is decided everywhere. Raises BadBundle."""
    unit = run.pk(document, "unit", "unit", path)
    sheet = ScoreSheet.objects.for_decisions().get(campaign=campaign, unit_id=unit, half=document.get("half", 0))
    if sheet.state not in SENT:
        return
    reading = read_live(sheet)
    problems = [f"{row.criterion}: {', '.join(row.problems)}" for row in reading.incomplete]
    problems += [f"{row.criterion}: chưa có lần tự chấm" for row in reading.lines if not _said(row, Stage.SELF)]
    if sheet.state in VERIFIED_STATES:
        problems += [f"{row.criterion}: chưa thẩm định" for row in reading.undecided]
    if problems:
        words = f"phiếu ghi “{sheet.get_state_display().lower()}” nhưng"
        raise BadBundle([Problem(f"{path}.state", f"{words} {sentence}.") for sentence in problems])


def _said(row: Any, stage: Stage) -> bool:
    return any(entry.stage == stage for entry in row.entries)


def _corrections(run: Run, campaign: Campaign, documents: list[Document], path: str) -> None:
    """The proposals; their lines follow when the sheets are there."""
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        found = _correction(campaign, document, here)
        own = {name: value for name, value in document.items() if name != "lines"}
        run.take(
            CORRECTION.own,
            own,
            here,
            found,
            lambda d=own, p=here: restore_one(run, CORRECTION, d, p, Scope(campaign.pk), {"campaign": campaign}),
        )


def _correction(campaign: Campaign, document: Document, path: str) -> Correction | None:
    values = CORRECTION.read(document, path)
    return Correction.objects.filter(
        campaign=campaign, proposed_at=values["proposed_at"], reason=values["reason"]
    ).first()


def publications(run: Run, campaign: Campaign, document: Document, path: str, new: list[Document]) -> None:
    """Lines of corrections, rankings as they were computed, and the frozen versions of the sheets that are new."""
    for number, said in enumerate(document.get("corrections", ())):
        here, correction = f"{path}.corrections[{number}]", _correction(campaign, said, path)
        rows = said.get("lines", [])
        if correction.lines.exists():
            run.take(CORRECTION, said, here, correction, lambda: None)
        else:
            parents = [correction] * len(rows)
            restore(run, CORRECTION_LINE, rows, f"{here}.lines", Scope(campaign.pk), parents, "correction")
    versions = _versions(run, campaign, document, path, new)
    for number, said in enumerate(document.get("rankings", ())):
        here = f"{path}.rankings[{number}]"
        found = Ranking.objects.filter(campaign=campaign, version=said["version"]).first()
        run.take(RANKING, said, here, found, lambda d=said, p=here: _ranking(run, campaign, d, p, versions))
    for said, sheet, content, here in versions:
        given = {"sheet": sheet, "content": content, "sha256": sealed.digest(content)}
        version = restore_one(run, SHEET_VERSION, said, here, Scope(campaign.pk), given)
        with sealed.readable(f"{here}.content"):
            reading_from(version, sheet)


def _versions(
    run: Run, campaign: Campaign, document: Document, path: str, new: list[Document]
) -> list[tuple[Document, ScoreSheet, Any, str]]:
    """Versions of new sheets with their contents in the ids of this database."""
    found = []
    for number, said in enumerate(document.get("sheets", ())):
        if said not in new:
            continue
        unit = run.pk(said, "unit", "unit", f"{path}.sheets[{number}]")
        sheet = ScoreSheet.objects.get(campaign=campaign, unit_id=unit, half=said.get("half", 0))
        for place, version in enumerate(said.get("versions", ())):
            here = f"{path}.sheets[{number}].versions[{place}]"
            _check_sum(version, "content", here)
            row = SHEET_VERSION.model(sheet=sheet)
            with sealed.readable(f"{here}.content"):
                content = sealed.CONTENT.read(version["content"], row, run.keys, f"{here}.content")
            found.append((version, sheet, content, here))
    return found


def _check_sum(document: Document, name: str, path: str) -> None:
    if sealed.digest(document.get(name, {})) != document["sha256"]:
        raise BadBundle.at(f"{path}.sha256", f"mã kiểm tra không khớp với “{name}”: nội dung đã bị sửa.")


def _ranking(run: Run, campaign: Campaign, document: Document, path: str, versions: list) -> None:
    _check_sum(document, "inputs", path)
    frozen = {said["sha256"]: sealed.digest(content) for said, _, content, _ in versions}
    with sealed.readable(f"{path}.inputs"):
        inputs = sealed.inputs_in(document.get("inputs", {}), campaign.pk, frozen, run.keys, f"{path}.inputs")
    given = {"campaign": campaign, "inputs": inputs, "sha256": sealed.digest(inputs)}
    row = restore_one(run, RANKING, document, path, Scope(campaign.pk), given)
    rows = document.get("rows", [])
    restore(run, RANKING_ROW, rows, f"{path}.rows", Scope(campaign.pk), [row] * len(rows), "ranking")
