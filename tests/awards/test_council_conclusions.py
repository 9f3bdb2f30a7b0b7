"""What a session of the council concludes moves the file at once; refusals, and a later session's other word."""

import pytest

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import AgendaConclusion, CouncilAgendaItem
from awards.permissions import AwardReason
from awards.permissions_council import CouncilReason
from awards.services import council_sessions, drafts, return_nomination
from awards.services import nomination_path as path
from awards.states_council import CLOSE, OPEN
from tests.awards.council_scenes import make_council, plan, with_file
from tests.awards.scenes import agreed, board_person_at, fresh, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    return plan(world, make_council(world, [world.other_bloc_head]))


def begun(world, session):
    council_sessions.invite_members(session_id=session.pk, by=world.board)
    return council_sessions.move_session(session_id=session.pk, move=OPEN, by=world.board)


def conclude(world, item, outcome, text="", by=None):
    return council_sessions.conclude_item(item_id=item.pk, outcome=outcome, text=text, by=by or world.board)


def ended(world, session):
    said = {row.pk: "present" for row in session.invited.all()}
    council_sessions.record_presence(session_id=session.pk, presence=said, by=world.board)
    return council_sessions.move_session(session_id=session.pk, move=CLOSE, by=world.board)


def refused(call, **values):
    with pytest.raises(Refused) as found:
        call(**values)
    return found.value.reason


def last_step(nomination):
    step = nomination.steps.order_by("pk").last()
    return step.move, step.from_state, step.to_state, step.reason


def told(nomination):
    """How often the unit's head was told of what the file is at now."""
    key = f"nomination:{nomination.pk}:{nomination.version}:answer"
    return Notification.objects.filter(kind="nomination_answered", channel="in_app", dedupe_key__contains=key)


@pytest.mark.parametrize(
    ("outcome", "text", "move", "state", "reason"),
    [
        ("propose", "", "council_agree", "agreed", "Nhất trí đề nghị khen thưởng"),
        ("propose", "8/9 ý kiến nhất trí", "council_agree", "agreed", "8/9 ý kiến nhất trí"),
        ("decline", "Chưa vượt chỉ tiêu", "council_refuse", "review", "Chưa vượt chỉ tiêu"),
        ("later", "Bổ sung số liệu", "council_later", "council", "Bổ sung số liệu"),
    ],
)
def test_the_file_moves_with_the_conclusion(world, session, outcome, text, move, state, reason):
    item = with_file(world, session)
    begun(world, session)
    conclude(world, item, outcome, text)

    row = fresh(item.nomination)
    assert (row.state, last_step(row)) == (state, (move, "council", state, reason))
    assert row.agreed_type == (row.award_type if state == "agreed" else None)
    assert row.steps.order_by("pk").last().facts == {"session": session.pk}
    assert told(row).filter(user=world.head).count() == 1
    assert told(row).filter(user=world.leader).get().body == reason
    events = ["council_session.conclude", f"nomination.{move}"]
    assert list(AuditEntry.objects.filter(event__in=events).order_by("pk").values_list("event", flat=True)) == events


def test_a_refused_conclusion_leaves_conclusion_and_file_alone(world, session):
    item = with_file(world, session)
    assert refused(conclude, world=world, item=item, outcome="propose") is CouncilReason.NOT_OPEN
    begun(world, session)
    cases = [
        ({"outcome": "decline", "text": " "}, Reason.REASON_MISSING),
        ({"outcome": "propose", "by": world.viewer}, Reason.NOT_YOUR_ROLE),
        ({"outcome": "propose", "by": world.other_bloc_head}, Reason.NOT_YOUR_ROLE),
        ({"outcome": "propose", "by": world.leader}, Reason.OUT_OF_REACH),
        ({"outcome": "propose", "by": world.foreign_board}, Reason.OUT_OF_REACH),
    ]
    for values, reason in cases:
        assert refused(conclude, world=world, item=item, **values) is reason
    board_person_at(world, world.bloc.units[2])
    assert refused(conclude, world=world, item=item, outcome="propose") is Reason.OWN_UNIT
    assert (AgendaConclusion.objects.count(), last_step(item.nomination)[0]) == (0, "to_council")


def test_when_the_file_cannot_move_nothing_is_concluded(world, session):
    """A file that somebody moved by hand in the database: the conclusion and the step are one transaction."""
    item = with_file(world, session)
    begun(world, session)
    type(item.nomination).objects.filter(pk=item.nomination_id).update(state="refused")
    assert refused(conclude, world=world, item=item, outcome="propose") is Reason.WRONG_STATE
    assert not AgendaConclusion.objects.exists()


def test_a_file_on_the_agenda_waits_for_its_session(world, session):
    """Nobody returns, decides or answers for the council meanwhile; taken off the agenda it can be answered again."""
    nomination = agreed(world)
    put = {"session_id": session.pk, "nomination_ids": [nomination.pk], "by": world.board}
    (item,) = council_sessions.put_on_agenda(**put)
    assert fresh(nomination).state == "council"
    asked = {"nomination_id": nomination.pk, "by": world.board, "reason": "x"}
    assert refused(return_nomination, **asked) is AwardReason.IN_SESSION
    assert refused(path.council_result, passed=True, **asked) is AwardReason.IN_SESSION
    found = refused(drafts.begin_award, nomination_ids=[nomination.pk], by=world.board)
    assert found is AwardReason.NOT_AGREED
    council_sessions.take_off_agenda(item_id=item.pk, by=world.board)
    assert path.council_result(passed=True, **asked).state == "agreed"


def test_what_was_left_over_is_returned_for_more(world, session):
    item = with_file(world, session)
    begun(world, session)
    conclude(world, item, "later", "Bổ sung báo cáo")
    row = return_nomination(
        nomination_id=item.nomination_id, by=world.board, reason="Hội đồng yêu cầu", parts=["report"]
    )
    assert (row.state, row.open_parts) == ("returned", ["report"])


def test_another_word_is_a_later_sessions_conclusion_with_its_own_step(world, session):
    """The first record stays as it was written."""
    item = with_file(world, session)
    begun(world, session)
    conclude(world, item, "propose")
    assert refused(conclude, world=world, item=item, outcome="decline", text="Nhầm") is CouncilReason.CONCLUDED
    ended(world, session)
    second = plan(world, session.council, title="Phiên họp xem xét lại")
    put = {"session_id": second.pk, "nomination_ids": [item.nomination_id], "by": world.board}
    (again,) = council_sessions.put_on_agenda(**put)
    begun(world, second)
    conclude(world, again, "decline", "Có kết luận kiểm tra")

    row = fresh(item.nomination)
    assert (row.state, row.agreed_type) == ("review", None)
    said = CouncilAgendaItem.objects.filter(nomination=row).order_by("pk").values_list("conclusion__outcome", flat=True)
    assert list(said) == ["propose", "decline"]
    moves = row.steps.order_by("pk").values_list("move", flat=True)
    assert list(moves)[-4:] == ["to_council", "council_agree", "to_council", "council_refuse"]
    assert told(row).filter(user=world.head).count() == 1


def test_who_may_not_decide_on_a_unit_puts_no_file_of_it_on_the_agenda(world, session):
    nomination = received(world)
    board_person_at(world, world.bloc.units[2])
    put = {"session_id": session.pk, "nomination_ids": [nomination.pk], "by": world.board}
    assert refused(council_sessions.put_on_agenda, **put) is Reason.OWN_UNIT
    assert fresh(nomination).state == "review" and not CouncilAgendaItem.objects.exists()
