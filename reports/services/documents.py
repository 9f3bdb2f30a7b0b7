"""Beginning a paper and writing its words."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.models import Council, DecisionDraft
from blocs.access import refresh
from blocs.models import Authority, Post, Unit
from blocs.scope import Scope
from campaigns.models import Campaign, Deadline, Plan
from campaigns.services import reopen_plan
from campaigns.services.locks import lock_plan, put
from campaigns.states import PlanState
from reports.kinds import KINDS, Issuer, Kind
from reports.kinds.prefill import council_head, prefill
from reports.models import Document, DocumentText
from reports.permissions_documents import DocumentReason, can_edit, can_succeed, can_write_at, signing_places
from reports.rules_documents import HEAD, check_parts, reason_of
from reports.states import IN_FORCE, OF_COUNCIL, OF_DECISION, OUT, DocumentKind

from .acts import lock_document, note_act

# What the next paper of the same kind and office may begin with.
KEPT = ("bases", "addressees", "recipients", "archive_line", "titles_below")


@dataclass(frozen=True)
class Place:
    """Who a new paper is to come from: a unit or a bloc (both in a campaign), or an authority alone; ``draft``: the draft of
    a decision it is begun from; ``council``: of the authority, whose session it is about."""

    authority: Authority
    campaign: Campaign | None = None
    unit: Unit | None = None
    draft: DecisionDraft | None = None
    council: Council | None = None

    @property
    def scope(self) -> Scope:
        if self.unit:
            return Scope(unit_id=self.unit.pk)
        bloc_year_id = self.campaign.bloc_year_id if self.campaign else None
        return Scope(bloc_year_id=bloc_year_id) if bloc_year_id else Scope(authority_id=self.authority.pk)

    def fits(self, kind: Kind) -> bool:
        """Whether this office issues papers of the kind; a movement's plan is issued by its authority."""
        if (kind.key in OF_DECISION) != (self.draft is not None):
            return False
        if self.council:
            return kind.key in OF_COUNCIL
        match kind.issuer:
            case Issuer.UNIT:
                return self.unit is not None and self.campaign is not None
            case Issuer.BLOC:
                bloc_year = self.campaign and self.campaign.bloc_year_id
                return self.unit is None and bool(bloc_year or (self.campaign and kind.key == DocumentKind.PLAN))
        return self.unit is None and self.campaign is None


def kinds_at(user: User, place: Place) -> list[Kind]:
    """Kinds of paper the person may begin at a place."""
    return [kind for kind in KINDS.values() if place.fits(kind)] if can_write_at(user, place.scope) else []


def previous_of(kind: str, place: Place) -> Document | None:
    """The last paper of this kind that the same office issued: the unit, the bloc over the years, or the authority."""
    rows = Document.objects.filter(kind=kind, state__in=OUT, text__isnull=False).select_related("text")
    if place.unit:
        rows = rows.filter(unit=place.unit)
    elif place.campaign and place.campaign.bloc_year_id:
        rows = rows.filter(unit__isnull=True, campaign__bloc_year__bloc=place.campaign.bloc_year.bloc_id)
    else:
        rows = rows.filter(unit__isnull=True, campaign__isnull=True, authority=place.authority)
    return rows.order_by("-pk").first()


@transaction.atomic
def create_document(*, kind: str, place: Place, by: User, deadline: Deadline | None = None, reuse: bool = False):
    """A new draft with the office's own words; ``reuse`` takes over text parts and receivers of the last issued one.

    The plan's paper stands on the campaign's plan; one issued outside is opened again for it. Raises Refused.
    """
    refresh(by)
    can_write_at(by, place.scope).enforce()
    _check_place(kind, place, by, deadline)
    document = Document(
        kind=kind,
        authority=place.authority,
        campaign=place.campaign,
        unit=place.unit,
        deadline=deadline,
        created_by=by,
        created_at=clock.now(),
    )
    if kind == DocumentKind.PLAN:
        return _begin_plan(document, by)
    previous = previous_of(kind, place) if reuse else None
    note = f"Lấy lại phần chữ của văn bản đã ban hành: {previous}" if previous else ""
    return _begin(document, _first_words(kind, place, deadline, previous), by, note)


def _check_place(kind: str, place: Place, by: User, deadline: Deadline | None) -> None:
    """The office issues such papers, in a campaign the person sees and the unit takes part in."""
    campaign = place.campaign
    if campaign and not Campaign.objects.visible_to(by).filter(pk=campaign.pk).exists():
        raise Refused(Reason.OUT_OF_REACH)
    fits = kind in KINDS and place.fits(KINDS[kind])
    if place.unit and campaign and campaign.bloc_year_id:
        fits = fits and place.unit.memberships.filter(bloc_year_id=campaign.bloc_year_id).exists()
    if deadline:
        fits = fits and campaign is not None and deadline.campaign_id == campaign.pk
    only_if(fits, DocumentReason.WRONG_PLACE).enforce()


def _first_words(kind: str, place: Place, deadline: Deadline | None, previous: Document | None) -> dict[str, Any]:
    """Columns of the text of a new paper: the office's own words, over them what was kept of the last one."""
    first = prefill(kind, place.campaign, place.unit, deadline, place.authority)
    head = {**first["head"], **council_head(place.council)} if place.council else first["head"]
    values = {**head, **_signer(place), "parts": first["parts"], "inputs": first["inputs"]}
    if previous:
        values |= {name: value for name in KEPT if (value := getattr(previous.text, name))}
        values["parts"] |= {key: text for key, text in previous.text.parts.items() if text}
    return values


def _signer(place: Place) -> dict[str, str]:
    """Name and post of the head, when the signing office has exactly one; a unit's head signs by the post alone."""
    units = [office.unit_id for office in signing_places(place.scope) if office.unit_id]
    heads = Post.objects.live(clock.today()).filter(unit_id__in=units, role=Post.Role.HEAD).select_related("user")
    found = list(heads[:2])
    if len(found) != 1:
        return {}
    title = found[0].title.upper()
    column = "capacity" if place.unit else "post"
    return {"signer_name": found[0].user.full_name, **({column: title} if title else {})}


def _begin(document: Document, values: dict[str, Any], by: User, note: str = "") -> Document:
    document.text = DocumentText.objects.create(**values)
    document.save()
    note_act(document, "create", by, note=note)
    return document


def live_paper(plan: Plan) -> Document | None:
    """The plan's paper that is under way or in force."""
    rows = plan.documents.exclude(state__in=OUT) | plan.documents.filter(state__in=IN_FORCE)
    return rows.order_by("-pk").first()


def _begin_plan(document: Document, by: User) -> Document:
    plan = Plan.objects.filter(campaign=document.campaign).first()
    if plan is None:
        raise Refused(DocumentReason.NO_PLAN)
    plan = lock_plan(plan.pk, by)
    only_if(live_paper(plan) is None, DocumentReason.PLAN_UNDER_WAY).enforce()
    document.plan = plan if plan.state == PlanState.DRAFT else reopen_plan(plan_id=plan.pk, by=by)
    document.save()
    note_act(document, "create", by)
    return document


@transaction.atomic
def save_document(
    *,
    document_id: int,
    by: User,
    expected_version: int,
    parts: dict[str, str] | None = None,
    inputs: dict[str, Any] | None = None,
    **fields: Any,
) -> Document:
    """Write head, parts (by key of the kind) and inputs; what is not given stays as it is.

    Raises Refused (rights, state, STALE when somebody saved since ``expected_version``) and ValidationError.
    """
    document = lock_document(document_id, by)
    can_edit(by, document).enforce()
    only_if(document.version == expected_version, Reason.STALE).enforce()
    check_parts(KINDS[document.kind], parts or {})
    given = {**fields, "parts": {**document.text.parts, **(parts or {})}}
    if inputs is not None:
        given["inputs"] = inputs
    before, after = put(document.text, HEAD | {"parts", "inputs"}, given)
    document.text.save()
    document.version += 1
    document.save(update_fields=["version", "updated_at"])
    audit.record(by=by, event="document.save", target=document, before=_short(before), after=_short(after))
    return document


def _short(values: dict[str, Any]) -> dict[str, Any]:
    """For the trail: texts of the paper by their length only, they are kept in its versions."""
    return {name: value if name in HEAD else {"length": len(str(value))} for name, value in values.items()}


@transaction.atomic
def succeed_document(*, document_id: int, by: User, corrects: bool, reason: str) -> Document:
    """Begin the paper that will replace (or correct) an issued one, with its words; the plan is opened again.

    ``reason``: at least 10 characters. Raises Refused and ValidationError.
    """
    old = lock_document(document_id, by)
    can_succeed(by, old).enforce()
    reason = reason_of(reason)
    new = Document(
        kind=old.kind,
        authority=old.authority,
        campaign=old.campaign,
        unit=old.unit,
        deadline_id=old.deadline_id,
        replaces=old,
        corrects=corrects,
        created_by=by,
        created_at=clock.now(),
    )
    if old.plan:
        return _reopen_for(new, old.plan, by, reason)
    values = {field.name: getattr(old.text, field.name) for field in DocumentText._meta.concrete_fields}
    blank = {"number": "", "day": None, "month": None, "year": clock.today().year}
    return _begin(new, {name: value for name, value in values.items() if name != "id"} | blank, by, reason)


def _reopen_for(document: Document, plan: Plan, by: User, reason: str) -> Document:
    document.plan = plan = reopen_plan(plan_id=plan.pk, by=by)
    plan.number, plan.day, plan.month = "", None, None
    plan.save(update_fields=["number", "day", "month"])
    try:
        document.save()
    except IntegrityError as error:
        raise Refused(DocumentReason.PLAN_UNDER_WAY) from error
    note_act(document, "create", by, note=reason)
    return document
