"""What bloc and board do with a file on its way: each a move with its own words (``awards.states``)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.states import Move
from awards.models import AwardType, Nomination
from awards.permissions import AwardReason, can_move, can_record_council
from awards.states import (
    AGREE,
    BLOC_RETURN,
    COUNCIL_AGREE,
    COUNCIL_REFUSE,
    DOWNGRADE,
    DROP,
    PASS_ON,
    PASS_UP,
    RECEIVE,
    TO_COUNCIL,
    NominationState,
)
from awards.states_files import Desk
from blocs.access import refresh

from . import nominations
from .people import board_people
from .processing import start


def _locked(nomination_id: int, move: Move, by: User) -> Nomination:
    nomination = nominations.lock_nomination(nomination_id)
    can_move(refresh(by), nomination, move).enforce()
    return nomination


@transaction.atomic
def pass_on(*, nomination_id: int, by: User, reason: str) -> Nomination:
    """The bloc proposes, with its word: the leader; of the leader's own unit the deputy or the board. Raises Refused."""
    nomination = _locked(nomination_id, PASS_ON, by)
    nomination.bloc_word = reason.replace("\r\n", "\n").strip()
    nominations.answer(nomination, PASS_ON, by, reason)
    nominations.tell_new(nomination, board_people(nomination))
    return nomination


@transaction.atomic
def bloc_return(*, nomination_id: int, by: User, reason: str, parts: Iterable[str]) -> Nomination:
    """The bloc gives chosen parts back to the author. Raises Refused."""
    nomination = _locked(nomination_id, BLOC_RETURN, by)
    return nominations.give_back(nomination, BLOC_RETURN, Desk.BLOC, by, reason, parts)


@transaction.atomic
def drop(*, nomination_id: int, by: User, reason: str) -> Nomination:
    """The bloc does not propose it; the unit is told why. Raises Refused."""
    return nominations.answer(_locked(nomination_id, DROP, by), DROP, by, reason)


@transaction.atomic
def receive(*, nomination_ids: Iterable[int], by: User) -> list[Nomination]:
    """The board takes files up, all or none; the clock of each starts, or goes on where it had been received before.
    Raises Refused (nothing chosen, rights, own unit, state)."""
    chosen = sorted(set(nomination_ids))
    only_if(chosen, AwardReason.NOTHING_CHOSEN).enforce()
    found = [_locked(pk, RECEIVE, by) for pk in chosen]
    for nomination in found:
        if nomination.received_at is None:
            nomination.received_at, nomination.received_by = clock.now(), by
            start(nomination)
        nomination.reply = ""
        nominations.move_nomination(nomination, RECEIVE, by)
        nominations.tell_answer(nomination)
    return found


@transaction.atomic
def agree(*, nomination_id: int, by: User, reason: str = "") -> Nomination:
    """The board agrees to what is proposed; a word is not needed. Raises Refused."""
    nomination = _locked(nomination_id, AGREE, by)
    return _agree(nomination, AGREE, nomination.award_type, by, reason)


@transaction.atomic
def downgrade(*, nomination_id: int, award_type_id: int, by: User, reason: str) -> Nomination:
    """The board agrees to another title or form for the same kind of subject. Raises Refused (no reason, a type not in
    force, the same type, one for others)."""
    nomination = _locked(nomination_id, DOWNGRADE, by)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    award_type = AwardType.objects.valid_on(clock.today()).filter(pk=award_type_id).first()
    only_if(award_type, AwardReason.TYPE_NOT_VALID).enforce()
    only_if(award_type != nomination.final_type, AwardReason.SAME_TYPE).enforce()
    fits = award_type.subject_kind == nomination.award_type.subject_kind
    only_if(fits, AwardReason.TYPE_OF_OTHERS).enforce()
    return _agree(nomination, DOWNGRADE, award_type, by, reason)


def _agree(nomination: Nomination, move: Move, award_type: AwardType, by: User, reason: str) -> Nomination:
    nomination.agreed_type = award_type
    nomination.reply = reason.replace("\r\n", "\n").strip()
    facts = {"agreed_type": award_type.pk, "agreed": award_type.name}
    nominations.move_nomination(nomination, move, by, reason=nomination.reply, facts=facts)
    nominations.tell_answer(nomination)
    return nomination


@transaction.atomic
def to_council(*, nomination_id: int, by: User, reason: str = "") -> Nomination:
    """The file waits for the council. Raises Refused."""
    nomination = _locked(nomination_id, TO_COUNCIL, by)
    nominations.move_nomination(nomination, TO_COUNCIL, by, reason=reason.strip())
    return nomination


@transaction.atomic
def council_result(
    *, nomination_id: int, passed: bool, by: User, reason: str, facts: dict[str, Any] | None = None
) -> Nomination:
    """What the council said outside a session kept here, with its words and figures (``facts``: result of the ballot).
    Not passed leads back to the board, which concludes. Raises Refused (also while a session is to conclude on it)."""
    move = COUNCIL_AGREE if passed else COUNCIL_REFUSE
    return _council_said(_locked(nomination_id, move, by), move, by, reason, facts)


def call_before_council(nomination: Nomination, by: User, session: str) -> None:
    """A file put on the agenda waits for the council from then on; the caller holds the lock. Raises Refused."""
    if nomination.state != NominationState.COUNCIL:
        can_move(by, nomination, TO_COUNCIL).enforce()
        nominations.move_nomination(nomination, TO_COUNCIL, by, reason=session)


def conclude_in_session(nomination_id: int, move: Move, by: User, reason: str, facts: dict[str, Any]) -> Nomination:
    """What a session of the council concluded, by the service that keeps the conclusion. Raises Refused."""
    nomination = nominations.lock_nomination(nomination_id)
    can_record_council(by, nomination, move).enforce()
    return _council_said(nomination, move, by, reason, facts)


def _council_said(
    nomination: Nomination, move: Move, by: User, reason: str, facts: dict[str, Any] | None
) -> Nomination:
    if move == COUNCIL_AGREE and nomination.agreed_type is None:
        nomination.agreed_type = nomination.award_type
    return nominations.answer(nomination, move, by, reason, facts=facts)


@transaction.atomic
def pass_up(*, nomination_id: int, to: str, by: User, reason: str) -> Nomination:
    """Proposed to a higher level («khen cao»): its decision is awaited, the own clock ends. Raises Refused (rights, no
    reason, no receiver, the public is still being asked)."""
    nomination = _locked(nomination_id, PASS_UP, by)
    only_if(to.strip(), Reason.REASON_MISSING).enforce()
    nomination.passed_up_to = to.strip()
    nomination.agreed_type = nomination.agreed_type or nomination.award_type
    return nominations.answer(nomination, PASS_UP, by, reason, facts={"to": nomination.passed_up_to})
