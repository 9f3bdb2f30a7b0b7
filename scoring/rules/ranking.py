"""Places in the bloc: competition ranking, equal values share a place (1, 2, 2, 4)."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def competition_ranks(values: Mapping[Key, Decimal | None]) -> dict[Key, int | None]:
    """The place of each unit, highest value first. A unit without a value has no place and takes none away."""
    known = sorted((value for value in values.values() if value is not None), reverse=True)
    first = {}
    for place, value in enumerate(known, start=1):
        first.setdefault(value, place)
    return {key: None if value is None else first[value] for key, value in values.items()}
