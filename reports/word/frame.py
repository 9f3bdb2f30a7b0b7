"""What a block writer knows about its surroundings."""

from dataclasses import dataclass

from reports.layouts.base import Layout


@dataclass(frozen=True)
class Frame:
    """``width``: points between the margins; ``before_end``: a signature follows, so the block stays with it."""

    layout: Layout
    width: float
    before_end: bool = False
