"""What the minutes say of a counted ballot: figures are read, never typed."""

from typing import Any

from awards.ballot_results import CandidateResult, results_of
from awards.models import Ballot
from awards.states import CouncilSeat
from awards.states_ballots import COUNTED, Secrecy, VoteBase
from awards.turnout import share_words
from campaigns.models import Meeting
from campaigns.rules.meetings import long_time

Words = dict[str, Any]

# The bases of a vote in the words of the papers (``reports.forms.input_fields``).
_BASES = {
    VoteBase.PRESENT: "thành viên có mặt",
    VoteBase.TOTAL: "đơn vị thành viên của khối",
    VoteBase.VALID: "phiếu hợp lệ",
}
_COUNCIL_BASES = _BASES | {VoteBase.TOTAL: "thành viên hội đồng"}
_COUNCIL_SEALING = "Phiếu đã kiểm được niêm phong và giao Thư ký Hội đồng lưu giữ."


def counting_words(ballot: Ballot) -> Words:
    """``{"subject", "parts", "inputs", "head"}`` of the minutes of the count. Raises Refused before the count."""
    rows, count = results_of(ballot), ballot.count
    inputs = {
        "begins": long_time(ballot.opened_at),
        "ends": long_time(ballot.ended_at),
        **_led(ballot),
        "team": [{"name": person.full_name, "role": ""} for person in _team(ballot)],
        "issued": count.issued,
        "returned": count.returned,
        "valid": count.valid,
        "invalid": count.invalid,
        "candidates": [_candidate(row, whole_base(ballot)) for row in rows],
        **_base(ballot),
    }
    return {
        "subject": f"Kiểm phiếu: {ballot.title}"[:300],
        "parts": {"rules": _rules(ballot), "results": _outcome(rows)} | _sealing(ballot),
        "inputs": {name: value for name, value in inputs.items() if value not in ("", [], None)},
        "head": _signing(ballot),
    }


def _signing(ballot: Ballot) -> Words:
    """Without a counting team who led the session of the council signs on its behalf; a bloc's paper has its own words."""
    chair = ballot.session.chair if ballot.session else None
    if chair is None:
        return {}
    capacity = CouncilSeat(chair.seat).label.upper()
    return {"authority_line": "TM. HỘI ĐỒNG", "capacity": capacity, "post": "", "signer_name": chair.full_name}


def _led(ballot: Ballot) -> Words:
    """Where the ballot was held, who led and who wrote: the bloc's meeting, or the council's session."""
    if ballot.session:
        session = ballot.session
        chair = session.chair.full_name if session.chair else ""
        return {"place": session.place, "chair": chair, "secretary": session.secretary}
    meeting = ballot.meeting
    return {
        "place": meeting.place if meeting else "",
        "chair": meeting.chair.full_name if meeting and meeting.chair else "",
        "secretary": meeting.secretary.full_name if meeting and meeting.secretary else "",
    }


def _sealing(ballot: Ballot) -> dict[str, str]:
    return {"sealing": _COUNCIL_SEALING} if ballot.session_id else {}


def votes_of(meeting: Meeting) -> Words:
    """Rows of the table of votes in the minutes of a deliberation, from the ballots counted at it; {} without any."""
    ballots = list(meeting.ballots.filter(state__in=COUNTED, run_offs__isnull=True).order_by("ended_at", "pk"))
    if not ballots:
        return {}
    base = _base(ballots[0])
    rows = [_vote(row, base["base_count"]) for ballot in ballots for row in results_of(ballot)]
    secret = all(ballot.secrecy == Secrecy.SECRET for ballot in ballots)
    return {"votes": rows, **base} | ({"method": "bỏ phiếu kín"} if secret else {})


def whole_base(ballot: Ballot) -> int:
    """Of how many the percentages are for a candidate on whom everybody votes."""
    match ballot.base:
        case VoteBase.PRESENT:
            return ballot.voters.filter(present=True).count()
        case VoteBase.TOTAL:
            return ballot.voters.count()
    return ballot.count.valid


def _base(ballot: Ballot) -> Words:
    bases = _COUNCIL_BASES if ballot.session_id else _BASES
    return {"base": bases[VoteBase(ballot.base)], "base_count": whole_base(ballot)}


def _team(ballot: Ballot) -> list:
    return [person for person in (ballot.first_counter, ballot.second_counter) if person]


def _named(row: CandidateResult) -> Words:
    """Who, and for what; a bar would end a cell of the form."""
    candidate = row.candidate
    who = candidate.nomination.subject if candidate.nomination else candidate.label
    award = candidate.award_type.name if candidate.award_type else ""
    return {"subject": who.replace("|", "/"), "award": award}


def _own_base(row: CandidateResult, base: int) -> Words:
    return {"base": row.base} if row.base != base else {}


def _candidate(row: CandidateResult, base: int) -> Words:
    figures = {"agree": row.agree, "disagree": row.disagree, "blank": row.blank}
    return {**_named(row), **figures, **_own_base(row, base)}


def _vote(row: CandidateResult, base: int) -> Words:
    return {**_named(row), "agree": row.agree, **_own_base(row, base)}


def _rules(ballot: Ballot) -> str:
    lines = [f"{ballot.get_secrecy_display()}. Được chọn khi đồng ý {share_words(ballot)}."]
    if ballot.max_choices:
        lines.append(f"Mỗi cử tri đồng ý không quá {ballot.max_choices} và chọn không quá {ballot.max_choices}.")
    if ballot.quorum_percent:
        lines.append(f"Phải có ít nhất {ballot.quorum_percent} % tổng số cử tri tham gia.")
    lines.append(f"Căn cứ: {ballot.basis}." if ballot.basis else "Căn cứ của tỷ lệ: cần xác nhận.")
    if ballot.own_unit_out and ballot.session_id:
        lines.append("Thành viên không bỏ phiếu cho nơi mình công tác; tỷ lệ của ứng viên đó tính trên số còn lại.")
    elif ballot.own_unit_out:
        lines.append("Đơn vị không bỏ phiếu cho chính mình; tỷ lệ của ứng viên đó tính trên số còn lại.")
    return "\n".join(lines)


def _outcome(rows: list[CandidateResult]) -> str:
    """Who is chosen and who has equal votes, before the table."""
    lines = ["Kết quả kiểm phiếu:"]
    for words, chosen in (("Được chọn", [r for r in rows if r.passed]), ("Bằng phiếu", [r for r in rows if r.tied])):
        if chosen:
            lines.append(f"{words}: {'; '.join(row.candidate.label for row in chosen)}.")
    if not any(row.passed for row in rows):
        lines.append("Không có ứng viên nào được chọn.")
    return "\n".join(lines)
