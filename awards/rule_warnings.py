"""Rule sets and instruments that lapse soon or have lapsed: what the board must replace in time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import LegalDocument

from .models import RuleSet, RuleSettings

USUAL_DAYS = RuleSettings._meta.get_field("warn_days").default


@dataclass(frozen=True)
class Lapse:
    """``day``: the first day it holds no more; ``lapsed``: that day has come; ``text``: a Vietnamese sentence."""

    rule_set: RuleSet
    day: dt.date
    lapsed: bool
    text: str


def warn_days_of(authority_ids: Iterable[int]) -> int:
    """How many days ahead those authorities are warned, the earliest of them; one statement."""
    rows = RuleSettings.objects.filter(authority_id__in=authority_ids).values_list("warn_days", flat=True)
    return max(rows, default=USUAL_DAYS)


def warnings_of(rule_set: RuleSet, today: dt.date, days: int) -> list[Lapse]:
    """About a set and its instruments (prefetched): what lapses within ``days`` of ``today``, what has lapsed while the set
    still goes on. A set that ended is history and warns of nothing more."""
    ends = rule_set.effective_to
    if ends is not None and ends <= today:
        return []
    found = []
    if ends is not None and (ends - today).days <= days:
        found.append(Lapse(rule_set, ends, False, f"Bộ quy định hết áp dụng từ ngày {ends:%d/%m/%Y}."))
    for row in rule_set.instruments.all():
        if row.lapsed_on is not None and (row.lapsed_on - today).days <= days:
            found.append(_of_instrument(rule_set, row, today))
    return found


def _of_instrument(rule_set: RuleSet, row: LegalDocument, today: dt.date) -> Lapse:
    lapsed = row.lapsed_on <= today
    name = f"{row.doc_type} số {row.number}" if row.number else str(row)
    text = f"{name} {'đã ' if lapsed else ''}hết hiệu lực từ ngày {row.lapsed_on:%d/%m/%Y}."
    return Lapse(rule_set, row.lapsed_on, lapsed, text)


def warnings_at(authority_id: int, today: dt.date, days: int) -> list[Lapse]:
    """About the sets an authority goes by today, those another set follows without a gap left out; also that the last one
    ended and none follows. Two statements."""
    sets = list(RuleSet.objects.known_at(authority_id).prefetch_related("instruments"))
    live = [row for row in sets if row.holds_on(today)]
    if not live:
        ended = [row for row in sets if row.effective_to is not None and row.effective_to <= today]
        return [_gap(max(ended, key=lambda row: row.effective_to))] if ended else []
    return [warning for row in live if not _followed(row, sets) for warning in warnings_of(row, today, days)]


def _followed(row: RuleSet, sets: list[RuleSet]) -> bool:
    """Another set already holds on the day this one ends."""
    return row.effective_to is not None and any(other.holds_on(row.effective_to) for other in sets)


def _gap(last: RuleSet) -> Lapse:
    text = f"Không còn bộ quy định nào áp dụng: «{last}» hết áp dụng từ ngày {last.effective_to:%d/%m/%Y}."
    return Lapse(last, last.effective_to, True, text)
