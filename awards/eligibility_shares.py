"""What a checklist counts beyond its candidate: proposals against shares of other awards, targets as they were sent."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count, Q

from campaigns.attainment import Standing, UnitStandings, sent_standings
from campaigns.models import Deadline
from campaigns.states import Direction

from .eligibility_subjects import Candidature
from .models import AwardRecord, AwardRule, Nomination
from .rules import facts as shape
from .rules.conditions import leaves
from .states import LIVE, NominationState

# Proposals that wait for a decision: those decided are records, a draft is known to who writes it alone.
WAITING = sorted(LIVE - {NominationState.APPROVED, NominationState.DRAFT})


class Shares:
    """Proposals of an award, and holders and proposals of another, by unit, bloc and authority: two statements when some
    rule names a share of another award."""

    def __init__(
        self, rows: Sequence[Candidature], rules: Mapping[int, AwardRule], authority_id: int, on: dt.date
    ) -> None:
        self.asked: Counter = Counter()
        self.held: Counter = Counter()
        self.caps = {row.award_type.pk: rules[row.award_type.pk].cap for row in rows if row.award_type.pk in rules}
        codes = {cap["of"] for cap in self.caps.values() if cap.get("of")}
        if not codes:
            return
        years = {row.year for row in rows}
        wanted = Q(award_type__code__in=codes) | Q(award_type__in=list(self.caps))
        waiting = Nomination.objects.filter(wanted, campaign__authority_id=authority_id, campaign__to_year__in=years)
        places = ("campaign__to_year", "award_type__code", "unit_id", "campaign__bloc_year_id")
        _add(self.asked, waiting.filter(state__in=WAITING).order_by().values_list(*places).annotate(n=Count("pk")))
        records = AwardRecord.objects.in_force(on).filter(wanted, authority_id=authority_id, year__in=years)
        places = ("year", "award_type__code", "unit_id", "bloc_year_id")
        _add(self.held, records.order_by().values_list(*places).annotate(n=Count("pk")))

    def of(self, row: Candidature) -> shape.CapFact | None:
        cap = self.caps.get(row.award_type.pk, {})
        if not cap.get("of"):
            return None
        bloc = row.campaign.bloc_year_id if row.campaign else None
        place = {"unit": ("unit", row.unit.pk), "bloc": ("bloc", bloc)}.get(cap.get("scope"), ("all", None))
        mine, base = (row.year, row.award_type.code, *place), (row.year, cap["of"], *place)
        counted = row.nomination is not None and row.nomination.state != NominationState.DRAFT
        proposed = self.asked[mine] + self.held[mine] + (0 if counted else 1)
        return shape.CapFact(proposed, self.asked[base] + self.held[base], self.asked[base])


def _add(counts: Counter, rows: Iterable[tuple]) -> None:
    for year, code, unit, bloc, number in rows:
        for place in (("unit", unit), ("bloc", bloc), ("all", None)):
            counts[year, code, *place] += number


def targets_of(rows: Sequence[Candidature], rules: Mapping[int, AwardRule]) -> dict[tuple[int, int], shape.Targets]:
    """By campaign and unit: two statements for each campaign in which an award asks for targets."""
    wanted = defaultdict(dict)
    for row in rows:
        rule = rules.get(row.award_type.pk)
        if row.campaign and rule and any(leaf.get("p") == "targets_exceeded" for leaf in leaves(rule.conditions)):
            wanted[row.campaign][row.unit.pk] = row.unit
    found = {}
    for campaign, units in wanted.items():
        for one in sent_standings(campaign, list(units.values())):
            if one.sent is not None:
                found[campaign.pk, one.unit.pk] = _targets(one)
    return found


def _targets(one: UnitStandings) -> shape.Targets:
    """At the end of the year a figure is held against the whole plan, whatever its day."""
    final = one.sent.receipt.submission.deadline.kind == Deadline.Kind.YEAR_REPORT
    beyond = [_beyond(row) for row in one.rows if row.takes_figure and row.value is not None]
    exceeded, short = sum(each > 0 for each in beyond), sum(each < 0 for each in beyond)
    counts = one.counts
    return shape.Targets(counts["good"], counts["all"], counts["unknown"], final, exceeded, short)


def _beyond(row: Standing) -> Decimal:
    """How far a figure is on the good side of its plan; below zero: it fell short."""
    return row.planned - row.value if row.direction == Direction.DOWN else row.value - row.planned
