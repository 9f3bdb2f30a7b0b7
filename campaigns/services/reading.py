"""Old plans: keep what was read, move it to another year, apply the rows somebody chose in one transaction."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.clock import now
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from campaigns.models import Campaign, Phase, Plan, PlanReading
from campaigns.permissions import can_apply_reading, can_edit_plan, can_manage
from campaigns.reading import Proposal, read
from campaigns.reading.lines import plain
from campaigns.reading.moving import move_years
from campaigns.reading.source import MAX_CHARACTERS
from campaigns.reading.stored import as_data, from_data

from .campaigns import add_phase
from .deadlines import add_deadline
from .locks import invalid, lock_campaign
from .nodes import delete_node
from .outlines import MOST_ITEMS, add_nodes
from .parts import add_basis, add_recipient, delete_basis, delete_recipient
from .plans import save_plan

FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class NodeRow:
    """A node to add; see ``outlines.Item``."""

    depth: int
    label: str = ""
    title: str = ""
    text: str = ""
    kind: str = ""
    actor: str = ""


@dataclass(frozen=True)
class Chosen:
    """The rows somebody ticked, as corrected on the page: fields for the services of each part.

    ``head`` None leaves head and signature as they are. A deadline's ``phase`` is the name of a phase.
    """

    head: dict[str, Any] | None = None
    nodes: Sequence[NodeRow] = ()
    bases: Sequence[dict[str, Any]] = ()
    phases: Sequence[dict[str, Any]] = ()
    deadlines: Sequence[dict[str, Any]] = ()
    recipients: Sequence[dict[str, Any]] = field(default=())

    def counts(self) -> dict[str, int]:
        names = ("nodes", "bases", "phases", "deadlines", "recipients")
        return {"head": int(self.head is not None)} | {name: len(getattr(self, name)) for name in names}


class RowRefused(ValidationError):
    """A service refused one chosen row: ``part`` and its ``index`` among the chosen rows of that part."""

    def __init__(self, part: str, index: int, error: ValidationError) -> None:
        super().__init__(error)
        self.part, self.index, self.error = part, index, error


@transaction.atomic
def save_reading(*, campaign_id: int, by: User, text: str, file_name: str = "") -> PlanReading:
    """Read a text and keep it with what was understood; nothing of the plan changes yet. Raises Refused, ValidationError."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    said = plain(text).strip("\n")
    if not said.strip():
        raise invalid("text", "Hãy dán nội dung kế hoạch, hoặc chọn tệp.")
    if len(said) > MAX_CHARACTERS:
        raise invalid("text", f"Nội dung dài quá {MAX_CHARACTERS:,} ký tự.".replace(",", "."))
    reading = PlanReading(campaign=campaign, by=by, text=said, file_name=file_name[:200])
    _propose(reading, as_data(read(said, campaign.from_year)))
    reading.save()
    audit.record(by=by, event="reading.create", target=reading, after={"sha256": reading.checksum})
    return reading


def _propose(reading: PlanReading, proposal: dict[str, Any]) -> None:
    reading.proposal = proposal
    said = json.dumps(proposal, ensure_ascii=False, sort_keys=True)
    reading.checksum = hashlib.sha256(said.encode()).hexdigest()


def _locked(reading_id: int, by: User, checksum: str | None = None) -> PlanReading:
    """The reading under its campaign's lock, still waiting and as the person saw it."""
    rows = PlanReading.objects.filter(pk=reading_id)
    campaign_id = rows.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    campaign = lock_campaign(campaign_id, by)
    reading = rows.first()
    if reading is None:
        raise Refused(Reason.STALE)
    reading.campaign = campaign
    can_apply_reading(by, reading).enforce()
    only_if(checksum in (None, reading.checksum), Reason.STALE).enforce()
    return reading


@transaction.atomic
def move_reading(*, reading_id: int, by: User, year: int) -> PlanReading:
    """Read the kept text again with the plan's years moved so that its own year is ``year``. Raises Refused,
    ValidationError."""
    reading = _locked(reading_id, by)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise invalid("year", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    proposal = read(reading.text, reading.campaign.from_year)
    _propose(reading, as_data(move_years(proposal, year - (proposal.head.year or year))))
    reading.save(update_fields=["proposal", "checksum"])
    audit.record(by=by, event="reading.move", target=reading, after={"year": year})
    return reading


@transaction.atomic
def delete_reading(*, reading_id: int, by: User) -> None:
    """Forget a text that was not applied. Raises Refused."""
    reading = _locked(reading_id, by)
    audit.record(by=by, event="reading.delete", target=reading, before={"sha256": reading.checksum})
    reading.delete()


@transaction.atomic
def apply_reading(*, reading_id: int, by: User, checksum: str, chosen: Chosen, replace: bool = False) -> PlanReading:
    """Write the chosen rows: head, nodes, bases, recipients, phases, deadlines; all or nothing.

    ``replace`` first removes the nodes, bases and recipients the draft has (the trail keeps them); phases and deadlines
    are only ever added. Raises Refused (rights, STALE, plan not a draft, already applied), RowRefused, ValidationError.
    """
    reading = _locked(reading_id, by, checksum)
    counts = chosen.counts()
    if not any(counts.values()):
        raise ValidationError("Chưa chọn mục nào để nhận.")
    plan = _plan(reading.campaign, by, chosen)
    if plan is not None and replace:
        _clear(plan, by)
    if plan is not None:
        _write_text(plan, by, chosen)
    _write_dates(reading.campaign, by, chosen)
    reading.state, reading.applied_at, reading.result = PlanReading.State.APPLIED, now(), counts
    reading.save(update_fields=["state", "applied_at", "result"])
    audit.record(by=by, event="reading.apply", target=reading, after={**counts, "replace": replace})
    return reading


def _plan(campaign: Campaign, by: User, chosen: Chosen) -> Plan | None:
    """The plan to write into, made when there is none; None when only dates were chosen."""
    plan = Plan.objects.filter(campaign=campaign).first()
    if chosen.head is None and not (chosen.nodes or chosen.bases or chosen.recipients):
        return None
    if plan is not None:
        plan.campaign = campaign
        can_edit_plan(by, plan).enforce()
    if plan is not None and chosen.head is None:
        return plan
    with _row("head", 0):
        return save_plan(campaign_id=campaign.pk, by=by, **(chosen.head or {}))


def _clear(plan: Plan, by: User) -> None:
    for node_id in plan.nodes.filter(parent=None).values_list("pk", flat=True):
        delete_node(node_id=node_id, by=by)
    for basis_id in plan.bases.values_list("pk", flat=True):
        delete_basis(basis_id=basis_id, by=by)
    for recipient_id in plan.recipients.values_list("pk", flat=True):
        delete_recipient(recipient_id=recipient_id, by=by)


def _write_text(plan: Plan, by: User, chosen: Chosen) -> None:
    if len(chosen.nodes) > MOST_ITEMS:
        raise ValidationError(f"Mỗi lần nhận nhiều nhất {MOST_ITEMS} mục nội dung.")
    if chosen.nodes:
        add_nodes(plan_id=plan.pk, by=by, items=chosen.nodes)
    for index, fields in enumerate(chosen.bases):
        with _row("bases", index):
            add_basis(plan_id=plan.pk, by=by, **fields)
    for index, fields in enumerate(chosen.recipients):
        with _row("recipients", index):
            add_recipient(plan_id=plan.pk, by=by, **fields)


def _write_dates(campaign: Campaign, by: User, chosen: Chosen) -> None:
    phases: dict[str, Phase] = {phase.name: phase for phase in campaign.phases.all()}
    for index, fields in enumerate(chosen.phases):
        with _row("phases", index):
            phase = add_phase(campaign_id=campaign.pk, by=by, **fields)
        phases[phase.name] = phase
    for index, fields in enumerate(chosen.deadlines):
        with _row("deadlines", index):
            add_deadline(campaign_id=campaign.pk, by=by, **fields | {"phase": phases.get(fields.get("phase") or "")})


@contextmanager
def _row(part: str, index: int) -> Iterator[None]:
    """Says which row a refusal is about."""
    try:
        yield
    except ValidationError as error:
        raise RowRefused(part, index, error) from error


def proposal_of(reading: PlanReading) -> Proposal:
    """The kept proposal as values."""
    return from_data(reading.proposal)
