"""May this person send, take up, answer or withdraw a petition now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, own_unit_ids
from blocs.models import Authority
from blocs.scope import Scope

from .models import Petition
from .states_petitions import ACCEPT, ANSWER, OF_SCORES, WITHDRAW


class PetitionReason(TextChoices):
    NOT_A_SUBJECT = "not_a_subject", "Đơn vị không kiến nghị được về nội dung này."
    WINDOW_CLOSED = "window_closed", "Đã hết thời hạn kiến nghị về nội dung này."
    SENT_ALREADY = "sent_already", "Đơn vị đang có kiến nghị về nội dung này."
    CONCERNED = "concerned", "Người của đơn vị liên quan không trả lời kiến nghị."


def can_send(user: User, unit_id: int) -> Answer:
    """The head, for the own unit."""
    return granted(user, Action.PETITION_SEND, Scope(unit_id=unit_id))


def can_withdraw(user: User, petition: Petition) -> Answer:
    return granted(user, Action(WITHDRAW.action), petition) and _in(petition, WITHDRAW)


def answers(user: User, petition: Petition) -> Answer:
    """About a score whoever verifies that unit's sheet (of the leader's own: deputy or board), about an award the board;
    nobody of the petitioner's unit, nobody of the unit it is about."""
    action = Action.SHEET_VERIFY if petition.about in OF_SCORES else Action.AWARD_DECIDE
    return granted(user, action, petition) and only_if(
        petition.concerned_id not in own_unit_ids(user), PetitionReason.CONCERNED
    )


def can_accept(user: User, petition: Petition) -> Answer:
    return answers(user, petition) and _in(petition, ACCEPT)


def can_answer(user: User, petition: Petition) -> Answer:
    return answers(user, petition) and _in(petition, ANSWER)


def _in(petition: Petition, move: Move) -> Answer:
    return only_if(petition.state in move.sources, Reason.WRONG_STATE)


def can_set_days(user: User, authority: Authority) -> Answer:
    """How long petitions may come: the standing office."""
    return granted(user, Action.AWARD_DECIDE, authority)
