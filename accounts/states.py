"""States as data: one row per allowed move."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """A named move of a state machine: from any of ``sources`` to ``target``, by those who hold ``action``.

    ``label`` is the button's Vietnamese text; ``says`` tells the consequence before confirming.
    """

    name: str
    sources: frozenset[str]
    target: str
    action: str
    label: str
    says: str = ""
