"""The invitation and the minutes of a meeting: begun as drafts that already say what the meeting knows."""

from django.db import transaction

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from campaigns.models import Meeting
from campaigns.permissions_meetings import MeetingReason
from campaigns.services.meetings import lock_meeting
from campaigns.states_meetings import MeetingState
from reports.meeting_words import invitation_words, minutes_kind, minutes_words
from reports.models import Document, MeetingPaper
from reports.permissions_documents import can_write_at
from reports.states import OUT, DocumentKind

from .documents import Place, create_document, save_document

INVITATION, MINUTES = "giay-moi", "bien-ban"


def kind_of(meeting: Meeting, which: str) -> DocumentKind:
    return DocumentKind.INVITATION if which == INVITATION else minutes_kind(meeting)


def live_paper(meeting: Meeting, kind: str) -> Document | None:
    """The paper of this kind that is still being written."""
    rows = Document.objects.filter(of_meeting__meeting=meeting, kind=kind).exclude(state__in=OUT)
    return rows.order_by("-pk").first()


def _can_write(user: User, meeting: Meeting, place: Place) -> Decision:
    """Papers of the bloc are written by its own people; others who see the meeting are told so."""
    allowed = can_write_at(user, place.scope)
    seen = allowed.out_of_reach and Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()
    return Decision(Reason.NOT_YOUR_ROLE) if seen else allowed


@transaction.atomic
def begin_paper(*, meeting_id: int, which: str, by: User) -> Document:
    """Begin the invitation or the minutes; one that is under way is given back as it is, with what people wrote.

    Raises Refused: no right to write the bloc's papers, a meeting that does not take place, minutes before it began.
    """
    meeting = lock_meeting(meeting_id, by)
    kind = kind_of(meeting, which)
    only_if(meeting.state != MeetingState.CALLED_OFF, MeetingReason.OVER).enforce()
    only_if(which == INVITATION or meeting.opened_at, MeetingReason.NOT_OPEN).enforce()
    campaign = meeting.campaign
    place = Place(campaign.authority, campaign)
    _can_write(by, meeting, place).enforce()
    if found := live_paper(meeting, kind):
        return found
    document = create_document(kind=kind, place=place, by=by)
    words = invitation_words(meeting) if which == INVITATION else minutes_words(meeting, by)
    document = save_document(
        document_id=document.pk,
        by=by,
        expected_version=document.version,
        parts=words["parts"],
        inputs=words["inputs"],
        subject=words["subject"],
    )
    MeetingPaper.objects.create(meeting=meeting, document=document)
    return document
