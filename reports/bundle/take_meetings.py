"""Taking in meetings as they were held: what the services ask of a meeting is asked again."""

from campaigns.models import Campaign, Meeting
from campaigns.services.meetings import closable

from .keys import Scope
from .meetings import AGENDA_ITEM, CLOSES, MEETING, OUTCOME, SEAT
from .problems import BadBundle
from .run import Document, Run, parts_of, restore, restore_one


def meetings(run: Run, campaign: Campaign, documents: list[Document], path: str) -> None:
    """Meetings of a campaign, each known by its title and when it was planned. Raises BadBundle."""
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        made_at = MEETING.read(document, here)["created_at"]
        found = Meeting.objects.filter(campaign=campaign, title=document["title"], created_at=made_at).first()
        run.take(MEETING, document, here, found, lambda d=document, p=here: _meeting(run, campaign, d, p))


def _meeting(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    scope = Scope(campaign.pk)
    row = restore_one(run, MEETING, document, path, scope, {"campaign": campaign})
    if row.answer_by and row.answer_by > row.day:
        raise BadBundle.at(f"{path}.answer_by", "hạn trả lời phải trước hoặc đúng ngày họp.")
    closes = document.get("closes", [])
    made = restore(run, CLOSES, closes, f"{path}.closes", scope, [row] * len(closes), "meeting")
    for number, one in enumerate(made):
        if not closable(one.deadline):
            raise BadBundle.at(f"{path}.closes[{number}].deadline", "mốc này không thực hiện bằng một cuộc họp.")
    items, here = document.get("agenda", []), f"{path}.agenda"
    kept = restore(run, AGENDA_ITEM, items, here, scope, [row] * len(items), "meeting")
    below, parents, paths = parts_of(items, kept, "outcomes", here)
    restore(run, OUTCOME, below, here, scope, parents, "item", paths)
    seats = document.get("attendance", [])
    restore(run, SEAT, seats, f"{path}.attendance", scope, [row] * len(seats), "meeting")
    held = below or any("present" in seat for seat in seats) or any("marked_on" in one for one in closes)
    if held and row.opened_at is None:
        raise BadBundle.at(f"{path}.opened_at", "cuộc họp chưa khai mạc thì chưa có điểm danh, kết luận.")
