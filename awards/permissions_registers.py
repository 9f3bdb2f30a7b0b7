"""Who writes in the registers of merit, who confirms, who decides about a finding; and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import Unit
from blocs.scope import Scope

from .models import Nomination, Person, PersonPlace
from .models.registers import MeritRow
from .permissions import can_edit
from .rules.findings import Finding
from .states import CLOCKED, OPEN, NominationState


class MeritReason(TextChoices):
    WITHDRAWN = "withdrawn", "Dòng này đã được rút."
    CONFIRMED = "confirmed", "Dòng này đã được xác nhận."
    ENDED = "ended", "Đã ghi ngày kết thúc."
    NOT_HERE = "not_here", "Cá nhân này không công tác tại đơn vị."
    NO_SUCH_FINDING = "no_such_finding", "Điều kiện này không còn trong hồ sơ; hãy xem lại."
    ONLY_BOARD = "only_board", "Chỉ cơ quan thi đua, khen thưởng được xem xét khác với điều kiện còn thiếu."
    NOT_OPEN = "not_open", "Hồ sơ đã kết thúc."


def scope_of(unit: Unit) -> Scope:
    return Scope(authority_id=unit.authority_id, unit_id=unit.pk)


def can_write(user: User, unit: Unit) -> Answer:
    """The unit's own people and the standing office."""
    return granted(user, Action.MERIT_EDIT, scope_of(unit))


def can_write_person(user: User, person: Person, place: PersonPlace | None) -> Answer:
    """Who writes for the unit of the last place; of a person without one (known from old decisions) the standing office."""
    return can_write(user, place.unit) if place else granted(user, Action.MERIT_EDIT, person)


def can_hold(user: User, unit: Unit) -> Answer:
    """Holds and discipline: the standing office alone, never for the unit one works at."""
    return granted(user, Action.AWARD_DECIDE, scope_of(unit))


def reads_holds(user: User, unit: Unit) -> bool:
    """The unit itself and the standing office with its viewers; nobody else of the bloc."""
    return bool(granted(user, Action.AWARD_VIEW, scope_of(unit)))


def can_confirm(user: User, row: MeritRow) -> Answer:
    live = only_if(row.withdrawn_at is None, MeritReason.WITHDRAWN)
    fresh = only_if(row.confirmed_at is None, MeritReason.CONFIRMED)
    return granted(user, Action.AWARD_DECIDE, row) and live and fresh


def can_withdraw(user: User, row: MeritRow, *, by_board: bool) -> Answer:
    """Who may write it; what the standing office wrote or confirmed only the office."""
    action = Action.AWARD_DECIDE if by_board or row.confirmed_at else Action.MERIT_EDIT
    return granted(user, action, row) and only_if(row.withdrawn_at is None, MeritReason.WITHDRAWN)


def can_judge(user: User, nomination: Nomination, finding: Finding) -> Answer:
    """Who writes the file, passes it on or decides says how a condition stands that people judge; a condition that
    fails only the standing office sets aside."""
    if finding.state == "missing":
        answer = granted(user, Action.AWARD_DECIDE, nomination)
        return answer if answer or answer.out_of_reach else only_if(False, MeritReason.ONLY_BOARD)
    decides = granted(user, Action.AWARD_DECIDE, nomination) and only_if(
        nomination.state in CLOCKED, Reason.WRONG_STATE
    )
    at_bloc = only_if(nomination.state == NominationState.AT_BLOC, Reason.WRONG_STATE)
    passes = granted(user, Action.NOMINATION_PASS, nomination) and at_bloc
    return decides or passes or can_edit(user, nomination)


MISSING = Finding("", "missing", "")


def can_judge_any(user: User, nomination: Nomination) -> bool:
    """Whether the page offers it at all."""
    look = Finding("", "look", "")
    return nomination.state in OPEN and bool(can_judge(user, nomination, look))
