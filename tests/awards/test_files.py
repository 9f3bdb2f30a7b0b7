"""A nomination file on its path: who may do what, what is returned, what is written down, who is told."""

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import AwardType, NominationStep
from awards.permissions import AwardReason, sending_move
from awards.services import nomination_parts as parts
from awards.services import nomination_path as path
from awards.services import refuse_nomination, return_nomination, save_nomination, submit_nomination
from awards.services.nominations import Details, move_nomination
from awards.states import APPROVE, AT_BOARD, DECIDABLE, EDITABLE, LIVE, LOOK, MOVES, OPEN, PROPOSED, NominationState
from awards.states_files import Part
from blocs.access import Action
from scoring.services.evidence_library import Details as PaperDetails
from scoring.services.evidence_library import add_to_library, replace_file
from tests.factories import MembershipFactory, PostFactory

from .file_scenes import WHOLE, agreed, person_at, proposed, received, sent, unit_file, upload
from .scenes import award_type, board_person_at, draft, fresh, waiting

pytestmark = pytest.mark.django_db


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def told(kind, version):
    rows = Notification.objects.filter(kind=kind, channel="in_app", dedupe_key__contains=f":{version}:")
    return {row.user for row in rows.select_related("user")}


def steps(nomination):
    return list(nomination.steps.values_list("move", "from_state", "to_state"))


def test_the_table_of_moves_is_sound():
    assert {move.action for move in MOVES.values()} <= set(Action)
    assert {move.target for move in MOVES.values()} == set(NominationState) - {NominationState.DRAFT}
    assert all(name == move.name and move.label and move.says for name, move in MOVES.items())
    assert set(LOOK) == set(NominationState)
    reached, frontier = {NominationState.DRAFT}, {NominationState.DRAFT}
    while frontier:
        frontier = {move.target for move in MOVES.values() if move.sources & frontier} - reached
        reached |= frontier
    assert reached == set(NominationState)


def test_sets_of_states_divide_them():
    ended = {NominationState.DROPPED, NominationState.REFUSED, NominationState.APPROVED}
    assert set(NominationState) - ended == OPEN
    assert APPROVE.sources == DECIDABLE and DECIDABLE < AT_BOARD
    assert AT_BOARD | {NominationState.APPROVED} == PROPOSED
    assert set(NominationState) - LIVE == {NominationState.DROPPED, NominationState.REFUSED}
    assert not EDITABLE & AT_BOARD


def test_the_whole_way_is_written_step_by_step(world):
    nomination = agreed(world)
    submitted = NominationState.SUBMITTED
    assert steps(nomination) == [
        ("send", "draft", "at_bloc"),
        ("pass_on", "at_bloc", submitted),
        ("receive", submitted, "review"),
        ("agree", "review", "agreed"),
    ]
    events = AuditEntry.objects.filter(target_type="awards.nomination", event__startswith="nomination.")
    events = events.order_by("pk").values_list("event", flat=True)
    assert list(events) == [f"nomination.{name}" for name in ("unit_create", "send", "pass_on", "receive", "agree")]
    assert (nomination.agreed_type, nomination.bloc_word) == (nomination.award_type, "Khối nhất trí.")
    with pytest.raises(TypeError):
        nomination.steps.first().save()
    with pytest.raises(TypeError):
        NominationStep.objects.all().delete()


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("leader", Reason.NOT_YOUR_ROLE),
        ("other_unit_head", Reason.OUT_OF_REACH),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("board", Reason.NOT_YOUR_ROLE),
        ("foreign_head", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_unit_writes_its_file(world, who, reason):
    assert reason_of(unit_file, world=world, by=world.people[who]) in (reason, Reason.NOT_YOUR_ROLE)
    nomination = unit_file(world)
    assert reason_of(attach, nomination=nomination, by=world.people[who]) in (reason, Reason.NOT_YOUR_ROLE)


def attach(nomination, by, part=Part.REPORT, **more):
    return parts.attach(nomination_id=nomination.pk, part=part, by=by, **{"file": upload(), **more})


def test_the_head_sends_not_the_staff(world):
    nomination = unit_file(world)
    assert reason_of(submit_nomination, nomination_id=nomination.pk, by=world.staff) == Reason.NOT_YOUR_ROLE
    row = submit_nomination(nomination_id=nomination.pk, by=world.head)
    assert (row.state, told("nomination_submitted", row.version)) == ("at_bloc", {world.leader, world.leader_staff})


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("head", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("other_unit_head", Reason.OUT_OF_REACH),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_who_does_not_pass_a_members_file_on(world, who, reason):
    nomination = sent(world)
    found = reason_of(path.pass_on, nomination_id=nomination.pk, by=world.people[who], reason="x")
    assert found in (reason, Reason.NOT_YOUR_ROLE) and fresh(nomination).state == "at_bloc"


def test_the_leaders_own_file_is_passed_on_by_the_deputy_or_the_board(world):
    own = sent_by_leader(world)
    assert told("nomination_submitted", own.version) == {world.deputy, world.board}
    asked = {"nomination_id": own.pk, "reason": "Khối nhất trí."}
    assert reason_of(path.pass_on, by=world.leader, **asked) == Reason.OWN_UNIT
    assert reason_of(path.drop, by=world.leader_staff, **asked) == Reason.OWN_UNIT
    assert path.pass_on(by=world.deputy, **asked).state == "submitted"
    again = sent_by_leader(world, code="CO_TINH")
    assert path.pass_on(nomination_id=again.pk, by=world.board, reason="Không có Phó khối.").state == "submitted"


def sent_by_leader(world, **more):
    return submit_nomination(nomination_id=unit_file(world, by=world.leader, place=0, **more).pk, by=world.leader)


def test_what_the_leader_drafts_about_the_own_unit_goes_to_the_deputy_first(world):
    own = draft(world, place=0)
    assert sending_move(world.leader, own).name == "hand_over"
    assert submit_nomination(nomination_id=own.pk, by=world.leader).state == "at_bloc"
    assert submit_nomination(nomination_id=draft(world).pk, by=world.leader).state == "submitted"


def test_the_bloc_may_not_propose_and_says_why(world):
    nomination = sent(world)
    asked = {"nomination_id": nomination.pk, "by": world.leader}
    assert reason_of(path.drop, reason=" ", **asked) == Reason.REASON_MISSING
    row = path.drop(reason="Chưa đủ điều kiện.", **asked)
    assert (row.state, row.reply) == ("dropped", "Chưa đủ điều kiện.")
    assert {world.head, world.staff} < told("nomination_answered", row.version)
    assert unit_file(world).pk != nomination.pk  # a new file may be begun


def returned(world, chosen=(Part.REPORT,)):
    nomination = received(world)
    return return_nomination(nomination_id=nomination.pk, by=world.board, reason="Bổ sung số liệu", parts=chosen)


def resave(nomination, by, **more):
    values = {
        "campaign_id": nomination.campaign_id,
        "unit_id": nomination.unit_id,
        "award_type_id": nomination.award_type_id,
        "achievement": nomination.achievement,
        "details": WHOLE,
        "nomination_id": nomination.pk,
    }
    return save_nomination(by=by, **values | more)


def test_only_returned_parts_open_and_the_file_goes_back_to_who_returned_it(world):
    nomination = returned(world)
    assert resave(nomination, world.staff, achievement="Đủ số liệu.").achievement == "Đủ số liệu."
    other = award_type("CO_TINH").pk
    assert reason_of(resave, nomination=nomination, by=world.staff, award_type_id=other) == AwardReason.PART_LOCKED
    wide = Details(background="a", measures="b", occasion="Vụ cháy")
    assert reason_of(resave, nomination=nomination, by=world.staff, details=wide) == AwardReason.PART_LOCKED
    assert attach(nomination, world.staff).part == Part.REPORT
    assert reason_of(attach, nomination=nomination, by=world.staff, part=Part.EVIDENCE) == AwardReason.PART_LOCKED
    tick = {"nomination_id": nomination.pk, "ticks": {}, "by": world.staff}
    assert reason_of(parts.tick_dossier, **tick) == AwardReason.PART_LOCKED
    row = submit_nomination(nomination_id=nomination.pk, by=world.head)
    assert (row.state, row.open_parts, row.returned_from) == ("submitted", [], "")
    assert steps(row)[-2:] == [("return", "review", "returned"), ("resend", "returned", "submitted")]
    assert row.steps.get(move="return").parts == ["report"]
    assert reason_of(attach, nomination=nomination, by=world.staff) == AwardReason.SENT_ALREADY


def test_a_return_names_its_parts_and_its_reason(world):
    nomination = received(world)
    asked = {"nomination_id": nomination.pk, "by": world.board}
    assert reason_of(return_nomination, reason="x", parts=[], **asked) == AwardReason.PART_MISSING
    assert reason_of(return_nomination, reason="x", parts=["other"], **asked) == AwardReason.PART_MISSING
    assert reason_of(return_nomination, reason=" ", **asked) == Reason.REASON_MISSING


def test_what_the_bloc_returns_comes_back_to_the_bloc(world):
    nomination = sent(world)
    row = path.bloc_return(nomination_id=nomination.pk, by=world.leader, reason="Thiếu", parts=["evidence"])
    assert (row.state, row.returned_from, row.open_parts) == ("returned", "bloc", ["evidence"])
    attach(nomination, world.staff, part=Part.EVIDENCE)
    assert submit_nomination(nomination_id=nomination.pk, by=world.head).state == "at_bloc"


BOARD = (
    ("receive", proposed, lambda pk, by: path.receive(nomination_ids=[pk], by=by), "review"),
    ("agree", received, lambda pk, by: path.agree(nomination_id=pk, by=by), "agreed"),
    ("to_council", agreed, lambda pk, by: path.to_council(nomination_id=pk, by=by), "council"),
    ("pass_up", received, lambda pk, by: path.pass_up(nomination_id=pk, by=by, to="Thủ tướng", reason="x"), "passed_up"),
    ("return", received, lambda pk, by: return_nomination(nomination_id=pk, by=by, reason="x"), "returned"),
    ("refuse", received, lambda pk, by: refuse_nomination(nomination_id=pk, by=by, reason="x"), "refused"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "make", "call", "state"), BOARD, ids=[row[0] for row in BOARD])
def test_only_the_board_and_never_for_the_own_unit(world, name, make, call, state):
    nomination = make(world)
    expected = {
        "leader": Reason.NOT_YOUR_ROLE,
        "head": Reason.NOT_YOUR_ROLE,
        "viewer": Reason.NOT_YOUR_ROLE,
        "foreign_board": Reason.OUT_OF_REACH,
    }
    for who, reason in expected.items():
        assert reason_of(call, pk=nomination.pk, by=world.people[who]) == reason
    PostFactory(user=world.board, unit=nomination.unit)
    assert reason_of(call, pk=nomination.pk, by=world.board) == Reason.OWN_UNIT
    assert fresh(nomination).state == make_state(name)
    world.board.posts.filter(unit=nomination.unit).delete()
    call(nomination.pk, world.board)
    assert fresh(nomination).state == state
    assert reason_of(call, pk=nomination.pk, by=world.board) == Reason.WRONG_STATE


def make_state(name):
    return {"receive": "submitted", "to_council": "agreed"}.get(name, "review")


def test_another_award_is_kept_beside_the_proposal(world):
    nomination = received(world, code="CO_TINH")
    lower = award_type("BK_TINH_TT")
    asked = {"nomination_id": nomination.pk, "by": world.board}
    of_person = AwardType.objects.filter(subject_kind="person").first()
    assert reason_of(path.downgrade, award_type_id=lower.pk, reason="", **asked) == Reason.REASON_MISSING
    same = nomination.award_type_id
    assert reason_of(path.downgrade, award_type_id=same, reason="x", **asked) == AwardReason.SAME_TYPE
    assert reason_of(path.downgrade, award_type_id=of_person.pk, reason="x", **asked) == AwardReason.TYPE_OF_OTHERS
    row = path.downgrade(award_type_id=lower.pk, reason="Chưa vượt chỉ tiêu.", **asked)
    assert (row.award_type.code, row.agreed_type, row.final_type) == ("CO_TINH", lower, lower)
    assert (row.state, row.reply) == ("agreed", "Chưa vượt chỉ tiêu.")
    assert {world.head, world.leader} < told("nomination_answered", row.version)


def test_the_council_agrees_or_sends_it_back_to_the_board(world):
    nomination = path.to_council(nomination_id=received(world).pk, by=world.board)
    asked = {"nomination_id": nomination.pk, "by": world.board}
    row = path.council_result(passed=False, reason="7/9 phiếu không đồng ý.", **asked)
    assert (row.state, row.agreed_type) == ("review", None)
    path.to_council(**asked)
    row = path.council_result(passed=True, reason="8/9 phiếu.", facts={"agree": 8, "base": 9}, **asked)
    assert (row.state, row.agreed_type) == ("agreed", row.award_type)
    assert row.steps.last().facts == {"agree": 8, "base": 9}


def test_passing_up_names_the_level_and_can_end_either_way(world):
    nomination = received(world)
    asked = {"nomination_id": nomination.pk, "by": world.board, "reason": "Đủ điều kiện khen cao."}
    assert reason_of(path.pass_up, to=" ", **asked) == Reason.REASON_MISSING
    row = path.pass_up(to="Thủ tướng Chính phủ", **asked)
    assert (row.state, row.passed_up_to, row.state in DECIDABLE) == ("passed_up", "Thủ tướng Chính phủ", True)
    row = refuse_nomination(nomination_id=nomination.pk, by=world.board, reason="Cấp trên không đồng ý.")
    assert (row.state, row.reply) == ("refused", "Cấp trên không đồng ý.")


def test_an_approval_without_a_word_before_agrees_to_what_was_proposed(world):
    nomination = waiting(world)
    move_nomination(nomination, APPROVE, world.board)
    assert fresh(nomination).agreed_type == nomination.award_type


def test_many_are_received_at_once_all_or_none(world):
    first, second = proposed(world), proposed(world, code="CO_TINH")
    assert reason_of(path.receive, nomination_ids=[], by=world.board) == AwardReason.NOTHING_CHOSEN
    third = waiting(world, 3)
    board_person_at(world, world.bloc.units[3])
    chosen = [first.pk, second.pk, third.pk]
    assert reason_of(path.receive, nomination_ids=chosen, by=world.board) == Reason.OWN_UNIT
    assert fresh(first).state == "submitted"
    found = path.receive(nomination_ids=chosen[:2], by=world.board)
    assert [row.state for row in found] == ["review", "review"]


def test_a_person_of_the_register_brings_position_and_flags(world):
    person = person_at(world)
    details = Details(person_id=person.pk, background="a", measures="b", mode="thematic")
    row = unit_file(world, code="CSTD_TINH", details=details)
    assert (row.subject, row.position, row.is_leader, row.subject_class, row.mode) == (
        "Nguyễn Văn An",
        "Trưởng phòng",
        True,
        "person",
        "thematic",
    )
    gone = person_at(world, name="Lê Thị Bình", valid_to=clock.today().replace(year=clock.today().year - 1))
    elsewhere = person_at(world, place=3)
    for other in (gone, elsewhere):
        asked = Details(person_id=other.pk)
        assert reason_of(unit_file, world=world, code="CSTD_TINH", details=asked) == AwardReason.NOT_HERE
    assert reason_of(unit_file, world=world, details=details) == AwardReason.TYPE_OF_OTHERS


def test_a_file_stands_for_the_years_of_its_plan_unless_it_says_otherwise(world):
    row = unit_file(world)
    year = world.bloc.campaign.to_year
    assert (f"{row.from_day}", f"{row.to_day}") == (f"{year}-01-01", f"{year}-12-31")
    backwards = Details(from_day=row.to_day, to_day=row.from_day)
    with pytest.raises(ValidationError):
        unit_file(world, code="CO_TINH", details=backwards)


def test_a_unit_that_is_no_member_writes_nothing(world):
    other = MembershipFactory(bloc_year=world.other_bloc.year).unit
    PostFactory(user=world.staff, unit=other)
    values = {"campaign_id": world.bloc.campaign.pk, "unit_id": other.pk, "award_type_id": award_type().pk}
    found = reason_of(save_nomination, achievement="x", origin="unit", by=world.staff, **values)
    assert found == AwardReason.NOT_A_MEMBER


def test_a_file_that_lacks_something_is_not_sent(world):
    nomination = unit_file(world, details=Details())
    with pytest.raises(Refused) as refused:
        submit_nomination(nomination_id=nomination.pk, by=world.head)
    assert refused.value.reason == AwardReason.NOT_WHOLE and "báo cáo thành tích" in str(refused.value)
    attach(nomination, world.staff)
    assert submit_nomination(nomination_id=nomination.pk, by=world.head).state == "at_bloc"


def test_a_document_of_the_library_keeps_the_version_of_its_day(world):
    document = add_to_library(
        unit_id=world.bloc.units[2].pk, upload=upload(), details=PaperDetails(name="Sổ"), by=world.staff
    )
    nomination = unit_file(world)
    row = attach(nomination, world.staff, file=None, document=document, part=Part.EVIDENCE)
    replace_file(evidence_id=document.pk, upload=upload(more=b" "), reason="Mới hơn", by=world.staff)
    row.refresh_from_db()
    assert (row.name, row.version.number) == ("Sổ", 1)
    with pytest.raises(ValidationError):
        attach(nomination, world.staff, document=document)
    other = unit_file(world, by=world.other_unit_head, place=3)
    found = reason_of(attach, nomination=other, by=world.other_unit_head, file=None, document=document)
    assert found == Reason.OUT_OF_REACH


def test_minutes_are_added_by_whoever_holds_the_file(world):
    nomination = sent(world)
    assert attach(nomination, world.leader, part=Part.MINUTES).part == "minutes"
    assert reason_of(attach, nomination=nomination, by=world.leader) == Reason.NOT_YOUR_ROLE
    path.pass_on(nomination_id=nomination.pk, by=world.leader, reason="x")
    found = reason_of(attach, nomination=nomination, by=world.leader, part=Part.MINUTES)
    assert found == Reason.NOT_YOUR_ROLE
    row = attach(nomination, world.board, part=Part.MINUTES, file=upload(more=b" "))
    assert parts.detach(file_id=row.pk, by=world.board).removed_at is not None
    assert reason_of(parts.detach, file_id=row.pk, by=world.board) in (Reason.STALE, Reason.OUT_OF_REACH)
