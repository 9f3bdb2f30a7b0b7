"""Skipping a duty officially, and handing the office of the bloc's leader over."""

from django.db.models import TextChoices

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from blocs.access import Action, granted, own_unit_ids
from blocs.models import BlocYear, Unit
from blocs.scope import Scope

from .models import Deadline, Handover
from .permissions import can_manage
from .states_handovers import HandoverState


class YearReason(TextChoices):
    OWN_WAIVER = "own_waiver", "Không tự cho chính đơn vị mình bỏ qua kỳ này."
    SENT_FOR_IT = "sent_for_it", "Đơn vị đã gửi cho mốc này nên không cần bỏ qua."
    NOT_WAIVED = "not_waived", "Đơn vị này không ở trong diện được bỏ qua kỳ này."
    NO_NEXT_YEAR = "no_next_year", "Khối chưa được mở năm tiếp theo nên chưa biết bàn giao cho đơn vị nào."
    NO_LEADER = "no_leader", "Khối chưa có Trưởng khối ở một trong hai năm."
    SAME_LEADER = "same_leader", "Trưởng khối năm sau vẫn là đơn vị này nên không cần bàn giao."
    GIVEN_ALREADY = "given_already", "Biên bản đã bàn giao nên không sửa được nữa."


def can_waive(user: User, deadline: Deadline, unit: Unit) -> Decision:
    """Let one unit skip a duty: the leader or the board, never for the own unit."""
    return can_manage(user, deadline) and only_if(unit.pk not in own_unit_ids(user), YearReason.OWN_WAIVER)


def can_prepare_handover(user: User, bloc_year: BlocYear, giver: Unit | None) -> Decision:
    """People of the unit that leads the bloc-year; nobody writes it for them."""
    if giver is None:
        return granted(user, Action.CAMPAIGN_MANAGE, bloc_year) and Decision(YearReason.NO_LEADER)
    return _of_unit(user, Action.SUBMISSION_EDIT, bloc_year, giver.pk)


def can_write_handover(user: User, row: Handover) -> Decision:
    return _of_unit(user, Action.SUBMISSION_EDIT, row.bloc_year, row.giver_id, row) and only_if(
        row.state == HandoverState.DRAFT, YearReason.GIVEN_ALREADY
    )


def can_give(user: User, row: Handover) -> Decision:
    """The head of the outgoing leader."""
    return _of_unit(user, Action.SUBMISSION_SEND, row.bloc_year, row.giver_id, row) and only_if(
        row.state == HandoverState.DRAFT, Reason.WRONG_STATE
    )


def can_receive(user: User, row: Handover) -> Decision:
    """The head of the incoming leader."""
    return _of_unit(user, Action.SUBMISSION_SEND, row.next_year, row.receiver_id, row) and only_if(
        row.state == HandoverState.GIVEN, Reason.WRONG_STATE
    )


def _of_unit(user: User, action: Action, bloc_year: BlocYear, unit_id: int, row: Handover | None = None) -> Decision:
    scope = bloc_year.access_scope()
    decision = granted(user, action, Scope(scope.authority_id, scope.bloc_year_id, unit_id))
    if row is not None and decision.out_of_reach and Handover.objects.visible_to(user).filter(pk=row.pk).exists():
        return Decision(Reason.NOT_YOUR_ROLE)
    return decision
