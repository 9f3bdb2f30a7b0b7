"""Targets keep measuring the same criterion when a campaign moves to another version of its criteria set."""

from collections.abc import Mapping

from scoring.models import Criterion, CriterionTarget


def move_links(campaign_id: int, twins: Mapping[int, Criterion]) -> int:
    """Hang the targets of a campaign on the rows that take the place of theirs (by id of the old one). A target whose
    criterion has no successor keeps its link and is shown as left over. Returns how many moved."""
    links = CriterionTarget.objects.filter(target__registration__campaign_id=campaign_id, criterion__in=twins)
    moved = list(links)
    for link in moved:
        link.criterion = twins[link.criterion_id]
    CriterionTarget.objects.bulk_update(moved, ["criterion"], batch_size=500)
    return len(moved)
