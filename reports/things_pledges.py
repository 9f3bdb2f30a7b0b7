"""Pledges to sign, signatures still missing, minutes of inspections, what is to be put right, petitions to answer."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from awards.models import Petition
from awards.permissions_petitions import answers
from awards.states_petitions import WAITING
from blocs.access import Action, own_unit_ids, reach
from campaigns.models import FollowUp, Inspector, Pledge, PledgeSignature, PledgeText, Visit
from campaigns.rules import due_chip
from campaigns.states_inspections import FROZEN, FollowUpState, InspectionState, Side, VisitState
from campaigns.states_pledges import PledgeState

from .desk import Desk
from .things import AWARD, PLAN, REPORT, Thing, of_campaign
from .things_waiting import waited


def pledges_to_sign(desk: Desk):
    """The pledge, or the annex, that waits for the signature of a unit whose head this is."""
    own = reach(desk.user, Action.PLEDGE_SIGN).unit_ids
    if not own:
        return
    texts = _texts_in_force(desk, own)
    done = set(PledgeSignature.objects.counting().filter(unit_id__in=own).values_list("text_id", "unit_id"))
    for text in texts:
        for unit_id in own & set(text.unit_ids):
            if (text.pk, unit_id) not in done:
                yield _to_sign(desk, text, unit_id)


def _texts_in_force(desk: Desk, own: frozenset[int]) -> list[PledgeText]:
    """Open for signing now: pledges of the own blocs, and annexes of the own units."""
    blocs = reach(desk.user, Action.CAMPAIGN_VIEW).bloc_year_ids
    pledges = Pledge.objects.filter(campaign__bloc_year_id__in=blocs, campaign__to_year__gte=desk.today.year)
    main = Q(pledge__in=pledges.filter(state=PledgeState.SIGNING), pk__in=pledges.values("text_id"))
    annex = Q(unit_id__in=own, main_id__in=pledges.exclude(state=PledgeState.DRAFT).values("text_id"))
    return list(PledgeText.objects.filter(main | annex).select_related("pledge__campaign__bloc_year"))


def _to_sign(desk: Desk, text: PledgeText, unit_id: int) -> Thing:
    since = timezone.localdate(text.at)
    return Thing(
        title=f"Ký {text.get_kind_display().lower()} thi đua"
        if text.main_id is None
        else "Ký phụ lục giao ước thi đua",
        detail=of_campaign(text.pledge.campaign),
        to="",
        day=since,
        due=waited(since, desk.today),
        kind="draft",
        label="Chưa ký",
        url=reverse("campaigns:pledge_sign", args=[text.pk, unit_id]),
        action="Đọc và ký",
        room=PLAN,
    )


def pledges_waiting(desk: Desk):
    """For the leader: how many units have not signed."""
    led = reach(desk.user, Action.CAMPAIGN_MANAGE).bloc_year_ids
    rows = Pledge.objects.filter(campaign__bloc_year_id__in=led, state=PledgeState.SIGNING)
    counted = rows.annotate(
        signed=Count("text__signatures", filter=Q(text__signatures__objection__isnull=True), distinct=True)
    )
    for pledge in counted.select_related("text", "campaign__bloc_year"):
        left = len(pledge.text.unit_ids) - pledge.signed
        since = timezone.localdate(pledge.text.at)
        if left > 0:
            yield Thing(
                title=f"{left} đơn vị chưa ký giao ước thi đua",
                detail=of_campaign(pledge.campaign),
                to="",
                day=since,
                due=waited(since, desk.today),
                kind="sent",
                label="Đang ký",
                url=reverse("campaigns:pledge", args=[pledge.campaign_id]),
                action="Xem và nhắc",
                room=PLAN,
            )


def visits_to_make(desk: Desk):
    """Units the person inspects whose minutes are not frozen yet."""
    mine = Inspector.objects.live().filter(user=desk.user).values("inspection_id")
    rows = Visit.objects.readable_by(desk.user).filter(inspection__in=mine, state=VisitState.OPEN)
    rows = rows.filter(inspection__state=InspectionState.UNDER_WAY).exclude(unit_id__in=own_unit_ids(desk.user))
    for visit in rows.select_related("unit", "inspection__campaign__bloc_year"):
        day = visit.inspection.to_day
        due = due_chip(day, desk.today)
        yield Thing(
            title=f"Kiểm tra {visit.unit}",
            detail=str(visit.inspection),
            to="",
            day=day,
            due=due,
            kind="late" if due.kind == "late" else "draft",
            label="Chưa chốt biên bản",
            url=reverse("campaigns:visit", args=[visit.pk]),
            action="Ghi kết quả",
            room=PLAN,
        )


def minutes_to_sign(desk: Desk):
    """Minutes that wait for the head of the inspected unit, or for who signs for the team (``campaigns.teams``)."""
    own = reach(desk.user, Action.PLEDGE_SIGN).unit_ids
    rows = Visit.objects.readable_by(desk.user).filter(state=VisitState.SIGNING)
    for_unit = rows.filter(unit_id__in=own).exclude(minutes__signatures__side=Side.UNIT)
    for_team = rows.signed_for_team_by(desk.user).exclude(minutes__signatures__side=Side.TEAM)
    for side, found in ((Side.UNIT, for_unit), (Side.TEAM, for_team)):
        for visit in found.select_related("unit", "inspection", "minutes"):
            since = timezone.localdate(visit.minutes.at)
            yield Thing(
                title=f"Ký biên bản kiểm tra {visit.unit}",
                detail=f"{visit.inspection} · {side.label.lower()}",
                to="",
                day=since,
                due=waited(since, desk.today),
                kind="draft",
                label="Chưa ký",
                url=reverse("campaigns:minutes_sign", args=[visit.minutes_id, side.value]),
                action="Đọc và ký",
                room=PLAN,
            )


def follow_ups_owed(desk: Desk):
    """What the own unit is to put right, and answers the person's team is to confirm, or the organiser where nobody of
    the team is left."""
    mine = FollowUp.objects.filter(visit__unit_id__in=desk.own, visit__state__in=FROZEN, state=FollowUpState.OPEN)
    team = Inspector.objects.live().filter(user=desk.user).values("inspection_id")
    readable = Visit.objects.readable_by(desk.user)
    theirs = FollowUp.objects.filter(visit__in=readable, visit__inspection__in=team, state=FollowUpState.ANSWERED)
    theirs = theirs.exclude(visit__unit_id__in=own_unit_ids(desk.user))
    left = Visit.objects.left_to_organiser(desk.user).values("pk")
    theirs = theirs | FollowUp.objects.filter(visit__in=left, visit__state__in=FROZEN, state=FollowUpState.ANSWERED)
    for row in mine.select_related("visit__unit", "visit__inspection"):
        yield _follow_up(desk, row, "Chưa khắc phục", "Báo kết quả")
    for row in theirs.select_related("visit__unit", "visit__inspection"):
        yield _follow_up(desk, row, "Chờ xác nhận", "Xem và xác nhận")


def _follow_up(desk: Desk, row: FollowUp, label: str, action: str) -> Thing:
    due = due_chip(row.due, desk.today)
    return Thing(
        title=f"Khắc phục sau kiểm tra: {row.text}",
        detail=f"{row.visit.unit} · {row.visit.inspection}",
        to="",
        day=row.due,
        due=due,
        kind="late" if due.kind == "late" else row.badge,
        label=label,
        url=reverse("campaigns:visit", args=[row.visit_id]),
        action=action,
        room=REPORT,
    )


def petitions_to_answer(desk: Desk):
    """Petitions this person may answer, by the day the answer is due."""
    rows = Petition.objects.visible_to(desk.user).for_decisions().filter(state__in=WAITING)
    for row in rows:
        if answers(desk.user, row):
            due = due_chip(row.answer_by, desk.today)
            yield Thing(
                title=f"Trả lời kiến nghị của {row.unit}",
                detail=row.subject,
                to="",
                day=row.answer_by,
                due=due,
                kind="late" if due.kind == "late" else "sent",
                label=row.get_state_display(),
                url=reverse("awards:petition", args=[row.pk]),
                action="Xem và trả lời",
                room=AWARD,
            )
