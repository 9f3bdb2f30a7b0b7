"""Frozen facts → blocks. One module per kind of document; nothing here reads the database or the clock."""

import re
from collections.abc import Callable
from typing import Any

from reports.blocks import Paper

from . import (
    award_decision,
    division,
    inspection,
    invitation,
    matrix,
    merit,
    minutes,
    plan,
    promises,
    proposal,
    ranking,
    receipt,
    reminder,
    report,
    scores,
    sheet,
)

BUILDERS: dict[str, Callable[[dict[str, Any]], Paper]] = {
    "sheet": sheet.paper_of,
    "ranking": ranking.paper_of,
    "matrix": matrix.paper_of,
    "receipt": receipt.paper_of,
    "minutes": inspection.paper_of,
    "division": division.paper_of,
    "plan": plan.paper_of,
    "registration": promises.registration,
    "pledge": promises.pledge,
    "invitation": invitation.paper_of,
    "unit_midyear": report.paper_of,
    "unit_year": report.paper_of,
    "bloc_midyear": report.paper_of,
    "bloc_year": report.paper_of,
    "score_table": scores.score_table,
    "meeting_minutes": minutes.session,
    "deliberation": minutes.deliberation,
    "counting": minutes.counting,
    "proposal": proposal.paper_of,
    "merit_unit": merit.collective,
    "merit_person": merit.person,
    "result_notice": scores.result_notice,
    "reminder": reminder.paper_of,
    "award_submit": award_decision.submission,
    "award_decision": award_decision.decision,
    "award_bonus": award_decision.bonuses,
}


def paper_of(facts: dict[str, Any]) -> Paper:
    """The paper of frozen facts; ``facts["kind"]`` says which."""
    return BUILDERS[facts["kind"]](breakable(facts))


# Laying out one endless word costs more than its length: it may be broken after this many letters.
_ENDLESS = re.compile(r"\S{40}(?=\S{20})")


def breakable(value: Any) -> Any:
    """The same JSON value with invisible break opportunities (U+200B) inside very long words."""
    if isinstance(value, str):
        return _ENDLESS.sub(lambda found: found.group() + "\u200b", value)
    if isinstance(value, dict):
        return {key: breakable(item) for key, item in value.items()}
    return [breakable(item) for item in value] if isinstance(value, list) else value
