"""Taking in how a campaign is scored and the registers around the sheets."""

from typing import Any

from campaigns.models import Campaign
from scoring import services
from scoring.models import Assignment, CrossDraw, Evidence, MeritEvent, ScoringSetup, UnitCoefficient
from scoring.services.assignments import assign_group
from scoring.services.coefficients import set_coefficients, set_half_deadline

from .cross import CONFLICT, CROSS_DRAW, CROSS_DUTY, CROSS_SCORE, MEETING_ITEM, SUPERVISOR
from .keys import Scope, check_ref, evidence_refs
from .run import Document, Run, restore, restore_one, rows_like
from .scoring import (
    ASSIGNMENT,
    COEFFICIENT,
    EVIDENCE,
    EVIDENCE_VERSION,
    MERIT_EVENT,
    SETUP,
    TIE_DECISION,
)
from .shapes import Shape


def setup(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    """The set-up through its service, then what belongs to it."""
    own = {name: value for name, value in document.items() if name not in SETUP.parts}
    found = ScoringSetup.objects.filter(campaign=campaign).first()
    run.take(SETUP.own, own, path, found, lambda: _set_up(run, campaign, own, path))
    kept = found or ScoringSetup.objects.get(campaign=campaign)
    scope = Scope(campaign.pk, kept.criteria_set_id)
    _assign(run, kept, document.get("assignments", []), f"{path}.assignments", scope)


def _set_up(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    values = SETUP.read(document, path)
    scope = Scope(campaign.pk)
    made = services.set_up_scoring(
        campaign_id=campaign.pk,
        criteria_set_id=run.pk(document, "criteria_set", "criteria_set", path),
        deadline_id=run.pk(document, "self_score_deadline", "deadline", path, scope),
        by=run.by,
        **values,
    )
    half = run.pk(document, "half_deadline", "deadline", path, scope)
    if half:
        set_half_deadline(campaign_id=made.campaign_id, deadline_id=half, by=run.by)


def results(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    """What turns sheets into a result, once the sheets are there: coefficients through their service, decisions of the
    meeting as they were taken."""
    kept = ScoringSetup.objects.get(campaign=campaign)
    rows = document.get("coefficients", [])
    have = list(UnitCoefficient.objects.filter(setup=kept).order_by("pk"))
    for number in rows_like(run, COEFFICIENT, rows, have, f"{path}.coefficients"):
        here = f"{path}.coefficients[{number}]"
        values, unit = COEFFICIENT.read(rows[number], here), run.pk(rows[number], "unit", "unit", here)
        said = {unit: (values["factor"], values["source"])}
        run.take(COEFFICIENT, {}, here, None, lambda s=said: _coefficient(run, campaign, s))
    for name, shape in (
        ("tie_decisions", TIE_DECISION),
        ("conflicts", CONFLICT),
        ("supervisors", SUPERVISOR),
        ("meeting_items", MEETING_ITEM),
    ):
        _restore_missing(run, kept, shape, name, document.get(name, []), f"{path}.{name}")
    for number, said in enumerate(document.get("draws", ())):
        here = f"{path}.draws[{number}]"
        found = CrossDraw.objects.filter(setup=kept, half=said.get("half", 0), number=said["number"]).first()
        run.take(CROSS_DRAW, said, here, found, lambda d=said, p=here: _draw(run, kept, d, p))


def _restore_missing(run: Run, kept: ScoringSetup, shape: Shape, name: str, rows: list[Document], path: str) -> None:
    have = list(shape.model._default_manager.filter(setup=kept).order_by("pk"))
    numbers = rows_like(run, shape, rows, have, path)
    missing, paths = [rows[number] for number in numbers], [f"{path}[{number}]" for number in numbers]
    restore(run, shape, missing, path, Scope(kept.campaign_id), [kept] * len(missing), "setup", paths)
    if missing:
        run.made(name, len(missing))


def _draw(run: Run, kept: ScoringSetup, document: Document, path: str) -> None:
    """A draw as it fell; duties one by one, since one may replace another."""
    draw = restore_one(run, CROSS_DRAW, document, path, Scope(kept.campaign_id), {"setup": kept})
    scope = Scope(kept.campaign_id, draw_id=draw.pk)
    for number, said in enumerate(document.get("duties", ())):
        here = f"{path}.duties[{number}]"
        run.keys.forget()
        duty = restore_one(run, CROSS_DUTY, said, here, scope, {"draw": draw})
        rows = said.get("scores", [])
        restore(run, CROSS_SCORE, rows, f"{here}.scores", scope, [duty] * len(rows), "duty")


def _coefficient(run: Run, campaign: Campaign, said: dict) -> None:
    set_coefficients(campaign_id=campaign.pk, factors=said, by=run.by)


def _assign(run: Run, kept: ScoringSetup, documents: list[Document], path: str, scope: Scope) -> None:
    have = list(Assignment.objects.filter(setup=kept).order_by("pk"))
    for number in rows_like(run, ASSIGNMENT, documents, have, path):
        here = f"{path}[{number}]"
        group = run.pk(documents[number], "group", "criterion", here, scope)
        unit = run.pk(documents[number], "unit", "unit", here)

        def make(group: int = group, unit: int = unit) -> None:
            assign_group(campaign_id=kept.campaign_id, group_id=group, unit_id=unit, by=run.by)

        run.take(ASSIGNMENT, {}, here, None, make)


def evidence(run: Run, documents: list[Document], path: str) -> None:
    """The libraries of the units, with their files."""
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        unit = run.pk(document, "unit", "unit", here)
        check_ref(document["ref"], document["name"], here)
        found = _library_item(run, unit, document["ref"])
        run.take(EVIDENCE, document, here, found, lambda d=document, p=here: _keep(run, d, p))


def _library_item(run: Run, unit_id: int, ref: str) -> Evidence | None:
    pk = next((pk for pk, name in evidence_refs(unit_id).items() if name == ref), None)
    return Evidence.objects.filter(pk=pk).first()


def _keep(run: Run, document: Document, path: str) -> None:
    item = restore_one(run, EVIDENCE, document, path, Scope(), {})
    for number, row in enumerate(document.get("versions", ())):
        here = f"{path}.versions[{number}]"
        given: dict[str, Any] = {"evidence": item, "file": run.files.content(row, here)}
        version = restore_one(run, EVIDENCE_VERSION, row, here, Scope(), given)
        run.files.keep(version.file)
        item.current = version
    item.save(update_fields=["current"])


def merit_events(run: Run, documents: list[Document], path: str) -> None:
    """The register of decided events, as it stands."""
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        found = _event(run, document, here)
        run.take(
            MERIT_EVENT,
            document,
            here,
            found,
            lambda d=document, p=here: restore_one(run, MERIT_EVENT, d, p, Scope(), {}),
        )


def _event(run: Run, document: Document, path: str) -> MeritEvent | None:
    rows = MeritEvent.objects.filter(
        authority_id=run.pk(document, "authority", "authority", path),
        unit_id=run.pk(document, "unit", "unit", path),
        **{name: document.get(name, "") for name in ("register", "level", "result_key", "number")},
    )
    values = MERIT_EVENT.read(document, path)
    return rows.filter(year=values["year"], at=values["at"]).first()
