"""Places by one figure, through the function that ranks a bloc."""

from collections.abc import Hashable, Mapping
from decimal import Decimal

from scoring.rules import Account, judge, read_result_rules


def places_of(values: Mapping[Hashable, Decimal | None]) -> dict[Hashable, int | None]:
    """The place of each unit under no rules but the figure itself; None: nothing was sent."""
    zero = Decimal(0)
    accounts = {
        key: None if value is None else Account(value, value, zero, zero, Decimal(100), Decimal(100))
        for key, value in values.items()
    }
    return {key: verdict.rank for key, verdict in judge(accounts, read_result_rules({}), "percent").items()}
