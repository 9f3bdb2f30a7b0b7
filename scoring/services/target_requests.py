"""What a unit asks about a target while it scores, and the bloc's answer."""

from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import refresh
from campaigns.models import Registration, Target
from campaigns.services.registrations import value_of
from scoring.models import CriterionTarget, ScoreLine, TargetRequest
from scoring.permissions import SheetReason, can_ask_target, can_decide_request
from scoring.states import OPEN_TO_TARGETS, RequestKind, RequestState

from .locks import lock_line, lock_setup
from .outcomes import needs_target
from .people import unit_people, verifiers
from .target_lines import write_targets
from .target_rows import planned_problem, rows_of
from .targets import InvalidTarget

REASON_LENGTH = 1000


def choices_for(line: ScoreLine) -> list[RequestKind]:
    """What can be asked about a line as it stands."""
    measured = needs_target(line.criterion)
    if not line.assigned:
        return [RequestKind.NEW_TARGET if measured else RequestKind.ASSIGNED]
    return [RequestKind.NEW_TARGET, RequestKind.NOT_ASSIGNED] if measured else [RequestKind.NOT_ASSIGNED]


def registration_in_force(line: ScoreLine) -> Registration | None:
    """The registration whose approved values count on this line; None while nothing was approved."""
    rows = Registration.objects.filter(campaign_id=line.sheet.campaign_id, unit_id=line.sheet.unit_id)
    return rows.filter(targets__values__isnull=False).distinct().first()


@transaction.atomic
def ask_target(*, line_id: int, asks: str, reason: str, by: User, planned: Decimal | None = None) -> TargetRequest:
    """Ask for another target or applicability of one line. Nothing on the line changes until somebody else agrees.

    Raises Refused (rights, verified, nothing approved yet, no reason, an open request), InvalidTarget.
    """
    line = lock_line(line_id, by)
    can_ask_target(by, line).enforce()
    only_if(registration_in_force(line), SheetReason.NOT_REGISTERED).enforce()
    only_if(asks in choices_for(line), SheetReason.NOT_TO_ASK).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    only_if(not line.target_requests.open().exists(), SheetReason.ASKED_ALREADY).enforce()
    planned = _figure(line, asks, planned)
    request = TargetRequest.objects.create(
        line=line, asks=asks, planned=planned, reason=reason.strip()[:REASON_LENGTH], by=by, at=clock.now()
    )
    after = {"asks": asks, "planned": planned}
    audit.record(by=by, event="target.ask", target=request, after=after, note=request.reason)
    _tell(verifiers(line.sheet), request, "asked", f"{line.sheet.unit}: {request.get_asks_display().lower()}")
    return request


def _figure(line: ScoreLine, asks: str, planned: Decimal | None) -> Decimal | None:
    """The figure asked for; only a new target has one, and it differs from the one in force."""
    if asks != RequestKind.NEW_TARGET:
        return None
    if planned is None:
        raise InvalidTarget("Hãy nhập chỉ tiêu xin điều chỉnh.")
    problem = planned_problem(line.criterion, planned)
    if problem:
        raise InvalidTarget(problem)
    if line.assigned and planned == line.target:
        raise InvalidTarget("Chỉ tiêu này đang là chỉ tiêu được duyệt.")
    return planned


@transaction.atomic
def decide_request(*, request_id: int, grant: bool, note: str, by: User) -> TargetRequest:
    """Grant or refuse what a unit asked, with the reason. Granting writes a further approved value (the old one stays)
    and computes the line again; on a sent sheet the unit's entry stays and the line waits for a new decision.

    Raises Refused (rights, own unit, decided already, verified meanwhile, no reason).
    """
    refresh(by)
    found = TargetRequest.objects.filter(pk=request_id).values_list("line__sheet__campaign_id", "line_id").first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    setup = lock_setup(found[0])
    request = TargetRequest.objects.for_decisions().get(pk=request_id)
    can_decide_request(by, request).enforce()
    only_if(note.strip(), Reason.REASON_MISSING).enforce()
    line = request.line
    before = {"target": line.target, "assigned": line.assigned}
    request.state = RequestState.GRANTED if grant else RequestState.REFUSED
    request.decided_by, request.decided_at = by, clock.now()
    request.decision_note = note.strip()[:REASON_LENGTH]
    if grant:
        only_if(line.sheet.state in OPEN_TO_TARGETS, SheetReason.TARGETS_FIXED).enforce()
        _write_value(request, by)
        write_targets(setup, [line.sheet.unit_id], by)
    request.save()
    after = {"state": request.state, "asks": request.asks, "planned": request.planned}
    audit.record(by=by, event="target.decide", target=request, before=before, after=after, note=request.decision_note)
    words = "được đồng ý" if grant else "không được đồng ý"
    title = f"{request.get_asks_display()} {words}: {line.criterion}"
    _tell(unit_people(line.sheet), request, "decided", title, f"Lý do: {request.decision_note}")
    return request


def _write_value(asked: TargetRequest, by: User) -> None:
    """The registration gets what was granted as its value in force; what is being written there follows."""
    line = asked.line
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration_in_force(line).pk)
    target = rows_of(registration, [line.criterion])[0].target or _new_target(registration, line)
    target.assigned = asked.asks != RequestKind.NOT_ASSIGNED
    target.planned = asked.planned
    target.note = asked.reason
    target.save()
    value_of(target, registration.version, asked.decision_note, by).save()
    registration.saves += 1
    registration.save(update_fields=["saves"])


def _new_target(registration: Registration, line: ScoreLine) -> Target:
    last = registration.targets.order_by("-position").values_list("position", flat=True).first() or 0
    target = Target.objects.create(registration=registration, position=last + 1, title=line.criterion.title)
    CriterionTarget.objects.create(target=target, criterion=line.criterion)
    return target


def history_of(line: ScoreLine) -> list:
    """Every approved value of a line's target, oldest first, each with who, when and why."""
    registration = registration_in_force(line)
    target = rows_of(registration, [line.criterion])[0].target if registration else None
    return list(target.values.select_related("by").order_by("pk")) if target else []


def _tell(users, asked: TargetRequest, event: str, title: str, body: str = "") -> None:
    sheet = asked.line.sheet
    notify(
        users=users,
        kind=f"target_{event}",
        title=title[:300],
        body=f"Kế hoạch: {sheet.campaign}. Tiêu chí: {asked.line.criterion}.\n{body or f'Lý do: {asked.reason}'}",
        path=reverse("scoring:target_request", args=[asked.pk]),
        key=f"target:{asked.pk}:{event}",
    )
