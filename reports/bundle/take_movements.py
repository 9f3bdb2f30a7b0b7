"""Taking in what a movement over years keeps besides its plan: criteria and money through their services; units, their
plans, reviews and proposals as they stand."""

from campaigns.models import Campaign, Deadline, FundingLine, MovementCriterion, Review, UnitPlan
from campaigns.permissions_movements import is_movement
from campaigns.services.movement_rows import add_criterion, add_funding
from campaigns.when import ZONE

from .files import FileNames
from .keys import Scope
from .movements import FUNDING_LINE, MOVEMENT_CRITERION, PARTS, PROPOSAL, REVIEW, UNIT_JOINED, UNIT_PLAN
from .problems import BadBundle, about
from .run import Document, Run, restore, restore_missing, restore_one, rows_like

_FILE = FileNames(name="file_name")


def movement(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    """Everything of a movement that its deadlines do not hold. Raises BadBundle."""
    said = [name for name in PARTS if document.get(name)]
    if said:
        with about(f"{path}.{said[0]}"):
            is_movement(campaign).enforce()
    scope = Scope(campaign.pk)
    _units(run, campaign, document.get("units_joined", []), f"{path}.units_joined", scope)
    _plans(run, campaign, document.get("unit_plans", []), f"{path}.unit_plans", scope)
    _by_service(run, campaign, document, path)
    for number, row in enumerate(document.get("reviews", ())):
        here = f"{path}.reviews[{number}]"
        found = Review.objects.filter(campaign=campaign, kind=row["kind"], year=row["year"]).first()
        run.take(REVIEW, row, here, found, lambda d=row, p=here: _review(run, campaign, d, p, scope))


def _units(run: Run, campaign: Campaign, documents: list[Document], path: str, scope: Scope) -> None:
    made = restore_missing(run, UNIT_JOINED, documents, path, scope, campaign, "campaign")
    for row in made:
        if not campaign.from_year <= row.joined_on.year <= campaign.to_year:
            raise BadBundle.at(path, f"{row.unit}: ngày tham gia không trong thời gian của phong trào.")
        others = campaign.units_joined.filter(unit_id=row.unit_id).exclude(pk=row.pk)
        earlier = [other for other in others if (other.joined_on, other.pk) < (row.joined_on, row.pk)]
        if any(other.left_on is None or other.left_on > row.joined_on for other in earlier):
            raise BadBundle.at(path, f"{row.unit}: hai thời gian tham gia chồng nhau.")


def _plans(run: Run, campaign: Campaign, documents: list[Document], path: str, scope: Scope) -> None:
    have = list(UnitPlan.objects.filter(campaign=campaign).order_by("pk"))
    for number in rows_like(run, UNIT_PLAN, documents, have, path):
        here = f"{path}[{number}]"
        run.take(UNIT_PLAN, {}, here, None, lambda d=documents[number], p=here: _plan(run, campaign, d, p, scope))


def _plan(run: Run, campaign: Campaign, document: Document, path: str, scope: Scope) -> None:
    given = {"campaign": campaign}
    if "sha256" in document:
        given["file"] = run.files.content(document, path, _FILE)
    row = restore_one(run, UNIT_PLAN, document, path, scope, given)
    if row.file:
        run.files.keep(row.file)
    if row.date > row.at.astimezone(ZONE).date():
        raise BadBundle.at(f"{path}.date", "ngày ban hành không thể sau ngày ghi.")


def _by_service(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    for name, shape, model, add in (
        ("movement_criteria", MOVEMENT_CRITERION, MovementCriterion, add_criterion),
        ("funding_lines", FUNDING_LINE, FundingLine, add_funding),
    ):
        rows, have = document.get(name, []), list(model.objects.filter(campaign=campaign).order_by("pk"))
        for number in rows_like(run, shape, rows, have, f"{path}.{name}"):
            here = f"{path}.{name}[{number}]"
            values = shape.read(rows[number], here)
            run.take(shape, {}, here, None, lambda v=values, a=add: a(campaign_id=campaign.pk, by=run.by, **v))


def _review(run: Run, campaign: Campaign, document: Document, path: str, scope: Scope) -> None:
    row = restore_one(run, REVIEW, document, path, scope, {"campaign": campaign})
    if not campaign.from_year <= row.year <= campaign.to_year:
        raise BadBundle.at(f"{path}.year", f"năm phải từ {campaign.from_year} đến {campaign.to_year}.")
    if row.deadline.owes != Deadline.Owes.CHOSEN:
        raise BadBundle.at(f"{path}.deadline", "mốc của đợt phải là mốc của các đơn vị được chọn.")
    asked = set(row.deadline.chosen_units.values_list("unit_id", flat=True))
    proposals, here = document.get("proposals", []), f"{path}.proposals"
    made = restore(run, PROPOSAL, proposals, here, scope, [row] * len(proposals), "review")
    for number, one in enumerate(made):
        if one.unit_id not in asked:
            raise BadBundle.at(f"{here}[{number}].unit", "đơn vị này không được yêu cầu báo cáo trong đợt này.")
