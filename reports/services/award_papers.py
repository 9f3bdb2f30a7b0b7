"""Papers begun from a draft of a decision: submission, decision, and the list of its money."""

from django.db import transaction

from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.models import DecisionDraft
from awards.permissions_acts import ActReason
from awards.states_acts import DraftKind, DraftState
from blocs.access import refresh
from reports.models import AwardPaper, Document
from reports.states import OUT, DocumentKind

from .documents import Place, create_document


def live_award_paper(draft: DecisionDraft, kind: str) -> Document | None:
    """The paper of this kind that is still being written."""
    rows = Document.objects.filter(of_award__draft=draft, kind=kind).exclude(state__in=OUT)
    return rows.order_by("-pk").first()


def can_begin(draft: DecisionDraft, kind: str) -> bool:
    """Submission and decision of nominations until it is published; the money once it is."""
    if draft.state == DraftState.DROPPED or draft.is_act:
        return False
    is_out = draft.state == DraftState.PUBLISHED
    return is_out if kind == DocumentKind.AWARD_BONUS else not is_out and draft.kind == DraftKind.AWARD


@transaction.atomic
def begin_award_paper(*, draft_id: int, kind: str, by: User) -> Document:
    """Begin a paper; one that is under way is given back as it is. Raises Refused (rights, not at this state)."""
    refresh(by)
    rows = DecisionDraft.objects.visible_to(by).select_related("authority")
    draft = rows.select_for_update(of=("self",)).filter(pk=draft_id).first()
    only_if(draft, Reason.OUT_OF_REACH).enforce()
    only_if(can_begin(draft, kind), ActReason.NOT_THIS_KIND).enforce()
    if found := live_award_paper(draft, kind):
        return found
    document = create_document(kind=kind, place=Place(draft.authority, draft=draft), by=by)
    AwardPaper.objects.create(draft=draft, document=document)
    return document
