"""Files of old decisions that wait for a second person, or whose writing was interrupted."""

from django.urls import reverse
from django.utils import timezone

from awards.models import HistoryImport
from awards.states import ImportState

from .desk import Desk
from .things import AWARD, Thing
from .things_waiting import waited


def imports_to_start(desk: Desk):
    """What somebody else of the office prepared, and what has been begun to be written."""
    rows = HistoryImport.objects.visible_to(desk.user).exclude(state=ImportState.DONE)
    for row in rows.defer("rows", "plan", "choices").select_related("by"):
        running = row.state == ImportState.RUNNING
        if not running and row.by_id == desk.user.pk:
            continue
        since = timezone.localdate(row.at)
        yield Thing(
            title=f"Quyết định cũ: {row.file_name}",
            detail=f"{row.by.full_name} chuẩn bị",
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="sent",
            label=row.get_state_display(),
            url=reverse("awards:history_import", args=[row.pk]),
            action="Ghi tiếp" if running else "Xem lại và cho ghi",
            room=AWARD,
        )
