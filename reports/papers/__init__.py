"""Frozen facts → blocks. One module per kind of document; nothing here reads the database or the clock."""

from collections.abc import Callable
from typing import Any

from reports.blocks import Paper

from . import plan, ranking, sheet

BUILDERS: dict[str, Callable[[dict[str, Any]], Paper]] = {
    "plan": plan.paper_of,
    "sheet": sheet.paper_of,
    "ranking": ranking.paper_of,
}


def paper_of(facts: dict[str, Any]) -> Paper:
    """The paper of frozen facts; ``facts["kind"]`` says which."""
    return BUILDERS[facts["kind"]](facts)
