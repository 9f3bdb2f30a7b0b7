"""Who of a team takes part in the visit to one unit: nobody who works there, nobody excused."""

from accounts import clock
from blocs.models import Post

from .models import Inspector, Visit
from .states_inspections import TeamRole


def active_team(visit: Visit) -> list[Inspector]:
    """Members with a live post who may inspect this unit, the head first; three statements."""
    rows = list(Inspector.objects.live().filter(inspection_id=visit.inspection_id).select_related("user"))
    places: dict[int, set[int | None]] = {}
    posts = Post.objects.live(clock.today()).filter(user_id__in=[row.user_id for row in rows])
    for user_id, unit_id in posts.values_list("user_id", "unit_id"):
        places.setdefault(user_id, set()).add(unit_id)
    excused = set(visit.conflicts.values_list("inspector_id", flat=True))
    able = [row for row in rows if row.user_id in places and visit.unit_id not in places[row.user_id]]
    return sorted((row for row in able if row.pk not in excused), key=lambda row: (row.role != TeamRole.HEAD, row.pk))


def team_signers(visit: Visit) -> set[int]:
    """People who may sign for the team: the head, or every member left where the head may not take part."""
    able = active_team(visit)
    heads = {row.user_id for row in able if row.role == TeamRole.HEAD}
    return heads or {row.user_id for row in able}
