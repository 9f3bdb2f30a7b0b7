"""Rows of «Từ xếp hạng đến đề nghị» in words, so that the templates only draw."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.numbers import round_half_up, say
from awards.ballot_results import CandidateResult
from awards.models import Nomination, Quota
from awards.proposal_reading import Proposal, ProposalRow, QuotaLine, fate_of
from awards.quota_reading import AwardedRank
from awards.rules.quotas import Cut
from awards.states_quotas import Higher

Vote = tuple[str, CandidateResult]  # what was voted on, and the result


@dataclass(frozen=True)
class PlaceRow:
    unit_id: int
    unit: str
    computed: str
    awarded: str
    points: Decimal | None
    percent: Decimal | None
    why: list[str]
    votes: list[str]
    differs: bool
    own: bool


@dataclass(frozen=True)
class UnitLine:
    """One unit under one quota. ``may_choose``: a draft can still be made for it."""

    unit_id: int
    unit: str
    awarded: str
    points: Decimal | None
    label: str
    kind: str
    nomination: Nomination | None
    may_choose: bool
    checked: bool


@dataclass(frozen=True)
class QuotaRows:
    """One quota. ``units``: those inside, the first one outside, and others with a nomination; ``more``: the rest."""

    quota: Quota
    places: int
    words: str
    changed: bool
    units: list[UnitLine]
    barred: list[tuple[str, str]]
    cut: str
    thin: bool
    left: int
    choosable: bool
    tied: list[str]
    more: list[str]


def rows_of(proposal: Proposal, votes: Mapping[int, list[Vote]], own: Collection[int]) -> list[PlaceRow]:
    return [_row(row, votes.get(row.unit_id, []), row.unit_id in own) for row in proposal.rows]


def _row(row: ProposalRow, votes: list[Vote], own: bool) -> PlaceRow:
    why = [words for words in (row.excluded, row.ties, *_decision_words(row.place), row.row.note) if words]
    return PlaceRow(
        row.unit_id,
        row.row.unit_name,
        place_words(row.place.computed),
        place_words(row.place.rank),
        row.row.verified_points,
        row.row.percent,
        why,
        [_vote_words(*one) for one in votes],
        row.place.differs,
        own,
    )


def place_words(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _decision_words(place: AwardedRank) -> list[str]:
    word = place.decision or place.lapsed
    if word is None:
        return []
    papers = "; ".join(part for part in (str(word.meeting or ""), word.minutes) if part)
    said = f"Hội nghị quyết định {word.rank_words}: {word.reason}" + (f" ({papers})" if papers else "")
    if place.lapsed:
        return [f"Hết hiệu lực vì điểm hoặc hạng tính đã thay đổi: {said}"]
    return [said]


def _vote_words(title: str, one: CandidateResult) -> str:
    verdict = "đạt" if one.passed else "ngang phiếu" if one.tied else "không đạt"
    return f"{title}: đồng ý {one.agree}/{one.base} ({one.percent}), {verdict}"


def lines_of(proposal: Proposal, seen: Collection[int], *, follows: bool) -> list[QuotaRows]:
    """``seen``: nominations the person may see; ``follows``: points under dispute are known to the person."""
    rows = {row.unit_id: row for row in proposal.rows}
    return [_line(line, rows, seen, follows) for line in proposal.lines]


def _line(line: QuotaLine, rows: Mapping[int, ProposalRow], seen: Collection[int], follows: bool) -> QuotaRows:
    choice = line.choice
    first, rest = choice.over[:1], choice.over[1:]
    told = [unit for unit in rest if line.nominations.get(unit) and line.nominations[unit].pk in seen]
    units = [_unit(line, rows[unit], seen) for unit in (*choice.inside, *choice.tied, *first, *told)]
    names = {unit: row.row.unit_name for unit, row in rows.items()}
    return QuotaRows(
        line.quota,
        line.places,
        line.allowance.words,
        line.places != line.allowance.places,
        units,
        [(names[unit], why) for unit, why in choice.barred.items()],
        cut_words(line.cut, names, follows) if line.cut else "",
        bool(line.cut and line.cut.thin),
        choice.left,
        any(unit.may_choose for unit in units),
        [names[unit] for unit in choice.tied],
        [names[unit] for unit in rest if unit not in told],
    )


_LABELS = {
    "inside": ("Trong chỉ tiêu", "ok"),
    "holding": ("Giữ chỗ, chờ kết quả mức cao hơn", "sent"),
    "tied": ("Cùng hạng ở mức cuối", "back"),
    "over": ("Ngoài chỉ tiêu", "lock"),
}


def _unit(line: QuotaLine, row: ProposalRow, seen: Collection[int]) -> UnitLine:
    unit, choice = row.unit_id, line.choice
    where = "inside" if unit in choice.inside else "tied" if unit in choice.tied else "over"
    nomination = line.nominations.get(unit)
    holding = unit in choice.holding and nomination is None
    label, kind = _LABELS["holding" if holding else where]
    waits = nomination is None and where in ("inside", "tied") and not holding
    return UnitLine(
        unit,
        row.row.unit_name,
        place_words(row.place.rank),
        row.row.verified_points,
        label,
        kind,
        nomination if nomination and nomination.pk in seen else None,
        waits and fate_of(line, unit) != Higher.GRANTED,
        where == "inside",
    )


def cut_words(cut: Cut, names: Mapping[int, str], follows: bool) -> str:
    """How close the cut is, in points and percent, beside the points still argued about."""
    pair = f"{names[cut.last_in]} (trong) và {names[cut.first_out]} (ngoài)"
    if cut.gap < 0:
        return f"{pair}: đơn vị ngoài chỉ tiêu hơn {say(-cut.gap)} điểm; thứ tự theo quyết định của hội nghị."
    percent = "" if cut.percent_gap is None else f", {say(round_half_up(cut.percent_gap, 2))}%"
    words = f"{pair} cách nhau {say(cut.gap)} điểm{percent}."
    if not cut.gap:
        words = f"{pair} bằng điểm nhau; thứ tự theo tiêu chí phụ hoặc quyết định của hội nghị."
    if not follows:
        return words
    if not cut.disputed:
        return f"{words} Hai đơn vị không còn tiêu chí nào đang tranh luận."
    verdict = "có thể đổi kết quả" if cut.thin else "không đủ đổi kết quả"
    return f"{words} Điểm còn tranh luận của hai đơn vị: {say(cut.disputed)} điểm, {verdict}."
