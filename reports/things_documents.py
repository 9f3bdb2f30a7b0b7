"""Official papers that wait for this person: a draft to comment on, comments to answer, a step of the paper's life."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from campaigns.rules import due_chip

from .desk import Desk
from .kinds import KINDS
from .models import Comment, Consultation, Document
from .permissions_documents import may_comment_on, signed_by
from .states import OUT, DocumentState
from .things import PAPER, Thing, of_campaign
from .things_waiting import waited

D = DocumentState
# State → what the one who signs does next; who only writes waits.
_SIGNERS = {
    D.DRAFT: ("Xem và phê duyệt", "Chờ phê duyệt"),
    D.APPROVED: ("Ghi nhận đã ký", "Chờ ký"),
    D.SIGNED: ("Ban hành", "Chờ ban hành"),
    D.NUMBERED: ("Ban hành", "Chờ ban hành"),
}


def papers_under_way(desk: Desk):
    """Papers one writes or signs whose next step is this person's; a constant number of statements."""
    documents = list(_under_way(desk))
    signed = signed_by(desk.user, documents)
    for document in documents:
        step = _step(document, document.pk in signed, desk.today)
        if step:
            yield _waiting(desk, document, *step)


def _under_way(desk: Desk) -> QuerySet[Document]:
    """Drafts that somebody has worked on, and everything between approval and issue, of this year and the last."""
    recent = Q(campaign__isnull=True) | Q(campaign__to_year__gte=desk.today.year - 1)
    begun = ~Q(state=D.DRAFT) | Q(version__gt=0) | Q(plan__isnull=False)
    rows = Document.objects.written_by(desk.user).exclude(state__in=OUT).filter(recent & begun).for_decisions()
    unanswered = Q(consultations__comments__isnull=False, consultations__comments__answers__isnull=True)
    return rows.annotate(
        unanswered=Count("consultations__comments", filter=unanswered, distinct=True),
        collecting=Exists(
            Consultation.objects.filter(document=OuterRef("pk"), closed_at__isnull=True, until__gte=desk.today)
        ),
    ).order_by("pk")


def _step(document: Document, signs: bool, today: dt.date) -> tuple[str, str] | None:
    """(what to do, state in words), or None when it is somebody else's turn."""
    if document.unanswered:
        return f"Trả lời {document.unanswered} ý kiến", "Có ý kiến góp ý"
    if document.state == D.CONSULTING:
        return None if document.collecting else ("Kết thúc lấy ý kiến", "Hết ngày góp ý")
    if document.state == D.SIGNED and KINDS[document.kind].numbered:
        return "Cấp số", "Chờ cấp số"
    return _SIGNERS[document.state] if signs else None


def _waiting(desk: Desk, document: Document, action: str, label: str) -> Thing:
    since = timezone.localdate(document.updated_at)
    return Thing(
        title=f"{label}: {document}",
        detail=of_campaign(document.campaign) if document.campaign else str(document.authority),
        to="",
        day=since,
        due=waited(since, desk.today),
        kind="sent",
        label=label,
        url=reverse("reports:document_detail", args=[document.pk]),
        action=action,
        room=PAPER,
    )


def drafts_to_comment(desk: Desk):
    """Drafts the own unit is asked about and has not yet said anything to."""
    mine = Comment.objects.filter(consultation=OuterRef("pk"), unit_id__in=desk.own)
    rows = Consultation.objects.visible_to(desk.user).filter(closed_at__isnull=True, until__gte=desk.today)
    rows = rows.filter(~Exists(mine), document__state=D.CONSULTING)
    rows = rows.select_related("document__plan", "document__text", "document__campaign__bloc_year")
    for row in may_comment_on(desk.user, list(rows.order_by("until", "pk"))):
        yield Thing(
            title=f"Góp ý dự thảo: {row.document}",
            detail=f"{of_campaign(row.document.campaign)} · góp ý đến hết ngày {row.until:%d/%m/%Y}",
            to="",
            day=row.until,
            due=due_chip(row.until, desk.today),
            kind="sent",
            label="Đang lấy ý kiến",
            url=reverse("reports:consultation", args=[row.pk]),
            action="Đọc và góp ý",
            room=PAPER,
        )
