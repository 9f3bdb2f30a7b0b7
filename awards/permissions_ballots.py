"""May this person set up, run, vote in, count or read this ballot now, and if not, why."""

import datetime as dt

from django.db.models import TextChoices

from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, own_unit_ids, reach
from campaigns.models import Campaign

from .models import Ballot, BallotVoter, CouncilSession
from .states_ballots import COUNTED, BallotState


class BallotReason(TextChoices):
    NOT_A_VOTER = "not_a_voter", "Bạn không có tên trong danh sách cử tri của cuộc bỏ phiếu này."
    NOT_NOW = "not_now", "Cuộc bỏ phiếu chưa bắt đầu hoặc đã hết giờ."
    VOTED = "voted", "Cử tri này đã bỏ phiếu; mỗi cử tri chỉ bỏ phiếu một lần."
    AWAY = "away", "Cử tri này được ghi là vắng mặt nên không bỏ phiếu trong cuộc này."
    PRESENT = "present", "Ý kiến bằng văn bản chỉ nhận của người vắng mặt."
    FIXED = "fixed", "Cuộc bỏ phiếu đã mở nên không sửa được; chỉ có thể hủy, kèm lý do."
    NO_CANDIDATES = "no_candidates", "Phiếu chưa có ứng viên nào."
    NO_VOTERS = "no_voters", "Chưa có cử tri nào có mặt."
    NO_END = "no_end", "Hãy ghi giờ kết thúc, sau thời điểm hiện tại."
    NO_QUORUM = "no_quorum", "Số cử tri có mặt không đủ tỷ lệ phải tham gia bỏ phiếu."
    NO_COUNTERS = "no_counters", "Có cử tri bỏ phiếu giấy thì phải có tổ kiểm phiếu hai người."
    RUNNING = "running", "Còn cử tri có mặt chưa bỏ phiếu và chưa hết giờ nên chưa kết thúc được."
    PAPER_MISSING = "paper_missing", "Tổ kiểm phiếu chưa nhập đủ hai bản kết quả phiếu giấy."
    PAPER_DIFFERS = "paper_differs", "Hai bản kết quả phiếu giấy chưa khớp nhau."
    COUNT_DIFFERS = (
        "count_differs",
        "Số phiếu đã niêm phong không bằng số cử tri đã bỏ phiếu, hoặc không mở được phiếu.",
    )
    NOT_A_COUNTER = "not_a_counter", "Chỉ người trong tổ kiểm phiếu nhập kết quả phiếu giấy."
    NO_PAPER = "no_paper", "Cuộc bỏ phiếu này chưa phát phiếu giấy nào."
    NO_WRITING = "no_writing", "Cuộc bỏ phiếu này không nhận ý kiến bằng văn bản."
    NOT_COUNTED = "not_counted", "Kết quả chỉ có sau khi kết thúc và kiểm phiếu."
    NOT_PUBLISHED = "not_published", "Kết quả chưa được công bố."
    RUN_OFF_EXISTS = "run_off_exists", "Đã có cuộc bỏ phiếu lại đang lập hoặc đang mở."
    NOT_A_CANDIDATE = "not_a_candidate", "Ứng viên, cử tri này không dùng được trong cuộc bỏ phiếu này."


def can_create(user: User, place: Campaign | CouncilSession) -> Answer:
    """The bloc's leader in the bloc's campaign, the standing office everywhere under it."""
    return granted(user, Action.BALLOT_MANAGE, place)


def manages(user: User, ballot: Ballot) -> Answer:
    return granted(user, Action.BALLOT_MANAGE, ballot)


def can_change(user: User, ballot: Ballot) -> Answer:
    """Candidates, voters, rule and times: until it opens."""
    return seen(user, ballot, manages(user, ballot)) and only_if(ballot.state == BallotState.DRAFT, BallotReason.FIXED)


def seen(user: User, ballot: Ballot, answer: Answer) -> Answer:
    """Voters from outside the bloc see the ballot: what they may not do there is refused with its reason."""
    if answer.out_of_reach and Ballot.objects.visible_to(user).filter(pk=ballot.pk).exists():
        return Answer(Reason.NOT_YOUR_ROLE)
    return answer


def can_move(user: User, ballot: Ballot, move: Move) -> Answer:
    return seen(user, ballot, granted(user, Action(move.action), ballot)) and only_if(
        ballot.state in move.sources, Reason.WRONG_STATE
    )


def voter_of(user: User, ballot: Ballot) -> BallotVoter | None:
    """The person's own seat; the delegate of a unit only while working there, a member of the council only who sits on it
    on the day of the session."""
    voter = ballot.voters.filter(user=user).select_related("participation", "member").first()
    if voter is None or (voter.unit_id and voter.unit_id not in own_unit_ids(user)):
        return None
    return voter if voter.member is None or voter.member.is_on(ballot.session.day) else None


def can_cast(ballot: Ballot, voter: BallotVoter | None, *, at: dt.datetime) -> Answer:
    """Once, present, in ``[opens_at, closes_at)``."""
    return (
        only_if(voter, BallotReason.NOT_A_VOTER)
        and only_if(ballot.takes_votes_at(at), BallotReason.NOT_NOW)
        and only_if(voter.present, BallotReason.AWAY)
        and only_if(not hasattr(voter, "participation"), BallotReason.VOTED)
    )


def is_counter(user: User, ballot: Ballot) -> bool:
    return user.pk in (ballot.first_counter_id, ballot.second_counter_id)


def can_count(user: User, ballot: Ballot) -> Answer:
    """Enter what was read from the paper ballots: the two counters, while it is open (also after its time)."""
    return only_if(is_counter(user, ballot), BallotReason.NOT_A_COUNTER) and only_if(
        ballot.state == BallotState.OPEN, Reason.WRONG_STATE
    )


def can_hand_out(user: User, ballot: Ballot) -> Answer:
    """Note who gets a paper ballot: the counters and who runs the ballot."""
    allowed = seen(user, ballot, manages(user, ballot))
    if is_counter(user, ballot):
        allowed = Answer()
    return allowed and only_if(ballot.state == BallotState.OPEN, Reason.WRONG_STATE)


def follows(user: User, ballot: Ballot) -> bool:
    """Officers of the bloc and the standing office: they read the count before it is published."""
    officers = reach(user, Action.PROGRESS_VIEW).bloc_year_ids
    bloc_year = ballot.access_scope().bloc_year_id
    return (bloc_year is not None and bloc_year in officers) or bool(manages(user, ballot))


def can_see_results(user: User, ballot: Ballot) -> Answer:
    return only_if(ballot.state in COUNTED, BallotReason.NOT_COUNTED) and only_if(
        ballot.state == BallotState.PUBLISHED or follows(user, ballot), BallotReason.NOT_PUBLISHED
    )


def can_see_participants(user: User, ballot: Ballot) -> Answer:
    """Who took part: only after closing, only officers of the bloc and the standing office."""
    return only_if(ballot.state in COUNTED, BallotReason.NOT_COUNTED) and only_if(
        follows(user, ballot), Reason.NOT_YOUR_ROLE
    )
