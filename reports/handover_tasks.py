"""What is still open in a bloc's year when its leader hands over: who owes what, and in which state. States and dates
only, never the content of papers."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from awards.models import Nomination, Petition
from awards.states import OPEN, NominationState
from awards.states_files import Origin
from awards.states_petitions import OF_SCORES, WAITING
from blocs.models import Membership
from campaigns.models import Campaign, FollowUp, Meeting, Registration, Visit
from campaigns.progress import cells_of, paper_deadlines
from campaigns.states import RegistrationState, SubmissionState
from campaigns.states_inspections import FollowUpState, InspectionState, Organiser, VisitState
from campaigns.states_meetings import RUNNING, MeetingState
from scoring.models import ScoreSheet
from scoring.states import SheetState

from .models import Document, MeetingPaper
from .states import OUT, DocumentState
from .things_meetings import MINUTES

Task = dict[str, str]
# Inspections the bloc makes itself; the council's go on with the council.
_OWN = (Organiser.OFFICERS, Organiser.CROSS)


def open_tasks(campaign: Campaign, sheets: list[ScoreSheet]) -> list[Task]:
    """``{"what", "unit", "state", "day", "path"}`` of everything open, kind after kind. A constant number of
    statements."""
    return [
        *_unsent(campaign),
        *_registrations(campaign),
        *_unverified(sheets),
        *_petitions(campaign),
        *_nominations(campaign),
        *_meetings(campaign),
        *_visits(campaign),
        *_follow_ups(campaign),
        *_drafts(campaign),
    ]


def _task(what: str, unit: str, state: str, path: str, day: dt.date | None = None) -> Task:
    return {"what": what, "unit": unit, "state": str(state), "day": f"{day:%d/%m/%Y}" if day else "", "path": path}


def _unsent(campaign: Campaign) -> list[Task]:
    """Papers not sent, and those sent that nobody has received yet."""
    cells = cells_of(paper_deadlines(campaign)).values()
    waiting = [cell for cell in cells if not cell.waived and cell.state != SubmissionState.ACCEPTED]
    waiting.sort(key=lambda cell: (cell.last_day or dt.date.max, cell.deadline.pk, bytes(cell.unit.sort_key)))
    return [
        _task(
            cell.deadline.title,
            cell.unit.name,
            cell.label,
            reverse("campaigns:deadline_detail", args=[cell.deadline.pk]),
            cell.last_day,
        )
        for cell in waiting
    ]


def _registrations(campaign: Campaign) -> list[Task]:
    rows = Registration.objects.filter(campaign=campaign, state=RegistrationState.SENT).select_related("unit")
    return [
        _task(
            "Duyệt đăng ký chỉ tiêu",
            row.unit.name,
            "Chờ duyệt",
            reverse("scoring:registration", args=[campaign.pk, row.unit_id]),
        )
        for row in rows.order_by("unit__sort_key", "pk")
    ]


def _unverified(sheets: list[ScoreSheet]) -> list[Task]:
    return [
        _task(
            "Thẩm định phiếu chấm điểm",
            row.unit.name,
            SheetState(row.state).label,
            reverse("scoring:sheet", args=[row.pk]),
        )
        for row in sheets
        if row.state == SheetState.SUBMITTED
    ]


def _petitions(campaign: Campaign) -> list[Task]:
    """About scores, which the bloc's officers answer; one about the leader's own unit is not the leader's."""
    own = Membership.objects.filter(bloc_year=campaign.bloc_year_id, role=Membership.Role.LEADER).values("unit_id")
    rows = Petition.objects.filter(campaign=campaign, state__in=WAITING, about__in=OF_SCORES)
    rows = rows.exclude(concerned__in=own).select_related("unit").order_by("answer_by", "pk")
    return [
        _task(
            "Trả lời kiến nghị",
            row.unit.name,
            row.get_state_display(),
            reverse("awards:petition", args=[row.pk]),
            row.answer_by,
        )
        for row in rows
    ]


def _nominations(campaign: Campaign) -> list[Task]:
    """A unit's draft is its own: who leads next does not hear of it."""
    drafts = Q(origin=Origin.UNIT, state=NominationState.DRAFT)
    rows = (
        Nomination.objects.filter(campaign=campaign, state__in=OPEN)
        .exclude(drafts)
        .select_related("unit", "award_type")
    )
    return [
        _task(f"Đề nghị {row.award_type}", row.unit.name, row.get_state_display(), reverse("awards:list"))
        for row in rows.order_by("pk")
    ]


def _meetings(campaign: Campaign) -> list[Task]:
    """Meetings to come or to end, and those that ended and have no minutes."""
    written = MeetingPaper.objects.filter(meeting=OuterRef("pk"), document__kind__in=MINUTES)
    left = Q(state__in=RUNNING) | (Q(state=MeetingState.CLOSED) & ~Exists(written))
    rows = Meeting.objects.filter(left, campaign=campaign).order_by("starts_at", "pk")
    return [
        _task(
            row.title,
            "",
            "Chưa có biên bản" if row.state == MeetingState.CLOSED else row.get_state_display(),
            reverse("campaigns:meeting", args=[row.pk]),
            row.day,
        )
        for row in rows
    ]


def _visits(campaign: Campaign) -> list[Task]:
    rows = Visit.objects.filter(inspection__campaign=campaign, inspection__organiser__in=_OWN)
    rows = rows.exclude(state=VisitState.SIGNED).exclude(inspection__state=InspectionState.DRAFT)
    return [
        _task(
            f"Kiểm tra: {row.inspection}",
            row.unit.name,
            row.get_state_display(),
            reverse("campaigns:visit", args=[row.pk]),
            row.inspection.to_day,
        )
        for row in rows.select_related("unit", "inspection").order_by("inspection", "unit__sort_key", "pk")
    ]


def _follow_ups(campaign: Campaign) -> list[Task]:
    """What units are still to put right after the bloc's own inspections; the findings themselves stay where they are."""
    rows = FollowUp.objects.filter(
        visit__inspection__campaign=campaign,
        visit__inspection__organiser__in=_OWN,
        state__in=(FollowUpState.OPEN, FollowUpState.ANSWERED),
    )
    return [
        _task(
            "Khắc phục sau kiểm tra",
            row.visit.unit.name,
            row.get_state_display(),
            reverse("campaigns:visit", args=[row.visit_id]),
            row.due,
        )
        for row in rows.select_related("visit__unit").order_by("due", "pk")
    ]


def _drafts(campaign: Campaign) -> list[Task]:
    """Papers of the bloc that somebody worked on and that are not out."""
    begun = ~Q(state=DocumentState.DRAFT) | Q(version__gt=0) | Q(plan__isnull=False)
    rows = Document.objects.filter(begun, campaign=campaign, unit__isnull=True).exclude(state__in=OUT)
    return [
        _task(f"Văn bản: {row}", "", row.get_state_display(), reverse("reports:document_detail", args=[row.pk]))
        for row in rows.for_decisions().order_by("kind", "pk")
    ]
