"""Is this unit or person eligible, and why: a checklist made from the registers, the award history and the rules of a day.

It proposes and warns; people decide (``EligibilityOverride``), and sending freezes it (``services.eligibility.freeze``).
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts import clock
from accounts.models import User

from .eligibility_facts import gather
from .eligibility_subjects import Candidature, candidature_of
from .models import AwardRule, EligibilityOverride, Nomination
from .permissions_registers import reads_holds
from .rule_book import rules_on
from .rules.eligibility import judge
from .rules.findings import Checklist, Finding, Word, for_strangers, with_words

__all__ = ["Candidature", "candidature_of", "checklist", "checklist_of", "checklists"]

NO_RULE = Finding(
    key="rule",
    state="look",
    text="Không có quy định nào đang áp dụng nêu danh hiệu, hình thức này",
    remark="Cơ quan thi đua, khen thưởng bổ sung quy định, hoặc người xét tự đối chiếu văn bản.",
)


def checklist(
    candidate: Candidature, *, authority_id: int, on: dt.date, reader: User | None = None, whole: bool = False
) -> Checklist:
    """``checklists`` of one."""
    return checklists([candidate], authority_id=authority_id, on=on, reader=reader, whole=whole)[0]


def checklists(
    candidatures: Sequence[Candidature],
    *,
    authority_id: int,
    on: dt.date,
    reader: User | None = None,
    whole: bool = False,
) -> list[Checklist]:
    """The checklist of each candidate under the rules of an authority on a day; a constant number of statements.

    What holds and discipline say is shown to a ``reader`` who may read them, or when ``whole`` (to be frozen, not shown);
    to anybody else only that it is asked.
    """
    rows = list(candidatures)
    prefetch_related_objects([row.unit for row in rows if row.nomination], "names")
    rules = rules_on(authority_id, on)
    facts = gather(rows, rules, authority_id=authority_id, on=on)
    words = _words([row.nomination.pk for row in rows if row.nomination])
    found = []
    for row, known in zip(rows, facts, strict=True):
        rule = rules.get(row.award_type.pk)
        made = _made(row, rule, judged(rule, known), on)
        made = with_words(made, words.get(row.nomination.pk, {}) if row.nomination else {})
        readable = whole or (reader is not None and reads_holds(reader, row.unit))
        found.append(made if readable else for_strangers(made))
    return found


def judged(rule: AwardRule | None, facts) -> tuple[Finding, ...]:
    if rule is None:
        return (NO_RULE, *judge([], facts))
    return judge(rule.conditions, facts, article=rule.article, cap=rule.cap, vote=rule.vote)


def checklist_of(nomination: Nomination, reader: User | None = None) -> Checklist:
    """The checklist of a file for whoever reads it: under the rules of the day it was sent, today's while it is written.
    The nomination should come joined with campaign, unit, award type and person."""
    day = timezone.localdate(nomination.submitted_at) if nomination.submitted_at else clock.today()
    campaign = nomination.campaign
    return checklist(candidature_of(nomination), authority_id=campaign.authority_id, on=day, reader=reader)


def _made(row: Candidature, rule: AwardRule | None, findings: tuple[Finding, ...], on: dt.date) -> Checklist:
    rule_set = rule.rule_set if rule else None
    ends = rule_set.effective_to if rule_set else None
    return Checklist(
        findings=findings,
        rule_set=str(rule_set or ""),
        rule_set_id=rule_set.pk if rule_set else None,
        article=rule.article if rule else "",
        on=on.isoformat(),
        lapses=f"{ends:%d/%m/%Y}" if ends else "",
        subject=row.subject,
        award=row.award_type.name,
        year=row.year,
    )


def _words(nomination_ids: Iterable[int]) -> dict[int, dict[str, Word]]:
    """The last word on each finding, by nomination; one statement when there are files."""
    ids = list(nomination_ids)
    found: dict[int, dict[str, Word]] = {}
    if ids:
        for row in EligibilityOverride.objects.filter(nomination__in=ids).select_related("by").order_by("pk"):
            said = Word(row.accepted, row.reason, str(row.by), f"{timezone.localtime(row.at):%H:%M %d/%m/%Y}")
            found.setdefault(row.nomination_id, {})[row.key] = said
    return found
