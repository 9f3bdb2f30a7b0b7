"""The plan of an inspection: units, checklist, team; announced, closed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from blocs.models import Membership, Post
from campaigns.models import Campaign, Inspection, InspectionItem, Inspector, TeamConflict, Visit
from campaigns.permissions_inspections import (
    InspectionReason,
    can_change_plan,
    can_change_team,
    can_close,
    can_excuse,
    can_plan,
    can_start,
)
from campaigns.states_inspections import CLOSE_INSPECTION, START_INSPECTION, InspectionState, TeamRole
from campaigns.teams import team_signers

from .locks import invalid, lock_campaign, lock_inspection, lock_visit
from .people import everybody

MOST_ITEMS = 100


@dataclass(frozen=True)
class PlanValues:
    """``items``: (what is checked, what to look at) in order."""

    title: str
    organiser: str
    from_day: dt.date
    to_day: dt.date
    basis: str = ""
    unit_ids: tuple[int, ...] = ()
    items: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def save_inspection(
    *, campaign_id: int, values: PlanValues, by: User, inspection_id: int | None = None, seen: int | None = None
) -> Inspection:
    """Write the plan while it is not announced. Raises Refused (rights, announced, STALE), ValidationError (days, a unit
    outside the bloc, too many items)."""
    campaign = lock_campaign(campaign_id, by)
    can_plan(by, campaign).enforce()
    row = lock_inspection(inspection_id, by) if inspection_id else Inspection(campaign=campaign, by=by, at=clock.now())
    if inspection_id:
        can_change_plan(by, row).enforce()
        only_if(row.campaign_id == campaign.pk, Reason.OUT_OF_REACH).enforce()
        only_if(seen in (None, row.saves), Reason.STALE).enforce()
    before = _facts(row) if inspection_id else None
    for name in ("title", "organiser", "from_day", "to_day", "basis"):
        setattr(row, name, getattr(values, name))
    if values.to_day < values.from_day:
        raise invalid("to_day", "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.")
    row.saves += 1
    row.full_clean()
    row.save()
    _put_units(row, values.unit_ids)
    _put_items(row, values.items)
    event = "inspection.update" if inspection_id else "inspection.create"
    after = _facts(row) | {"units": list(values.unit_ids), "items": len(values.items)}
    audit.record(by=by, event=event, target=row, before=before, after=after)
    return row


def _facts(row: Inspection) -> dict:
    return {name: getattr(row, name) for name in ("title", "organiser", "from_day", "to_day", "basis")}


def _put_units(row: Inspection, unit_ids: Iterable[int]) -> None:
    wanted = set(unit_ids)
    members = Membership.objects.on(clock.today()).filter(bloc_year_id=row.campaign.bloc_year_id)
    if wanted - set(members.values_list("unit_id", flat=True)):
        raise invalid("units", "Chỉ kiểm tra đơn vị đang thuộc khối.")
    row.visits.exclude(unit_id__in=wanted).delete()
    have = set(row.visits.values_list("unit_id", flat=True))
    Visit.objects.bulk_create([Visit(inspection=row, unit_id=unit) for unit in sorted(wanted - have)])


def _put_items(row: Inspection, items: Iterable[tuple[str, str]]) -> None:
    kept = [(title.strip(), look_at.strip()) for title, look_at in items if title.strip()]
    if len(kept) > MOST_ITEMS:
        raise invalid("items", f"Danh mục có nhiều nhất {MOST_ITEMS} nội dung.")
    if any(len(text) > 500 for pair in kept for text in pair):
        raise invalid("items", "Mỗi nội dung dài nhất 500 ký tự.")
    row.items.all().delete()
    InspectionItem.objects.bulk_create(
        [
            InspectionItem(inspection=row, position=position, title=title, look_at=look_at)
            for position, (title, look_at) in enumerate(kept, start=1)
        ]
    )


def eligible_people(campaign: Campaign) -> list[Post]:
    """Live posts at units of the bloc and of the standing office, by place and name; one statement."""
    members = Membership.objects.on(clock.today()).filter(bloc_year_id=campaign.bloc_year_id).values("unit_id")
    rows = Post.objects.live(clock.today()).select_related("user", "unit", "authority")
    found = [*rows.filter(unit_id__in=members), *rows.filter(authority_id=campaign.authority_id, role="board_staff")]
    return sorted(found, key=lambda row: (row.place.name, bytes(row.user.sort_key)))


@transaction.atomic
def add_inspector(*, inspection_id: int, user_id: int, role: str, by: User) -> Inspector:
    """Take somebody into the team; a new head replaces the one there was, who stays a member. Raises Refused (rights,
    not eligible, in the team already)."""
    inspection = lock_inspection(inspection_id, by)
    can_change_team(by, inspection).enforce()
    post = next((row for row in eligible_people(inspection.campaign) if row.user_id == user_id), None)
    if post is None:
        raise Refused(InspectionReason.NOT_ELIGIBLE)
    row = inspection.team.live().filter(user_id=user_id).first()
    if role == TeamRole.HEAD:
        inspection.team.live().filter(role=TeamRole.HEAD).exclude(user_id=user_id).update(role=TeamRole.MEMBER)
    row = row or Inspector(inspection=inspection, user_id=user_id, place=post.place.name, added_at=clock.now())
    row.role = role
    row.full_clean()
    row.save()
    audit.record(by=by, event="inspection.team", target=inspection, after={"person": row.user.full_name, "role": role})
    if inspection.state == InspectionState.UNDER_WAY:
        _tell(inspection, [row.user], "inspection_team", f"Tham gia đoàn kiểm tra: {inspection}", f"team:{row.pk}")
    return row


@transaction.atomic
def end_inspector(*, inspector_id: int, by: User) -> Inspector:
    """Somebody leaves the team; what they wrote stays. Raises Refused (rights, the head of a running inspection)."""
    found = Inspector.objects.filter(pk=inspector_id).values_list("inspection_id", flat=True).first()
    inspection = lock_inspection(found or 0, by)
    can_change_team(by, inspection).enforce()
    row = inspection.team.live().select_related("user").filter(pk=inspector_id).first()
    if row is None:
        raise Refused(Reason.STALE)
    leads = row.role == TeamRole.HEAD and inspection.state == InspectionState.UNDER_WAY
    only_if(not leads, InspectionReason.LEAVES_HEAD).enforce()
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    audit.record(by=by, event="inspection.team_end", target=inspection, before={"person": row.user.full_name})
    return row


@transaction.atomic
def excuse(*, visit_id: int, inspector_id: int, reason: str, by: User) -> TeamConflict:
    """A member does not take part in one visit: said by the member or decided by the organiser. Raises Refused."""
    visit = lock_visit(visit_id, by)
    inspector = Inspector.objects.live().filter(pk=inspector_id, inspection_id=visit.inspection_id).first()
    if inspector is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_excuse(by, visit, inspector).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    row, made = TeamConflict.objects.get_or_create(
        visit=visit, inspector=inspector, defaults={"reason": reason.strip()[:500], "by": by, "at": clock.now()}
    )
    if made:
        audit.record(by=by, event="inspection.excuse", target=visit, after={"person": str(inspector)}, note=row.reason)
    return row


@transaction.atomic
def start_inspection(*, inspection_id: int, by: User) -> Inspection:
    """Announce the plan. Raises Refused: rights, no units, items or head, a unit nobody of the team may inspect."""
    inspection = lock_inspection(inspection_id, by)
    can_start(by, inspection).enforce()
    visits = list(inspection.visits.for_decisions())
    only_if(visits, InspectionReason.NO_UNITS).enforce()
    only_if(inspection.items.exists(), InspectionReason.NO_ITEMS).enforce()
    only_if(inspection.team.live().filter(role=TeamRole.HEAD).exists(), InspectionReason.NO_HEAD).enforce()
    for visit in visits:
        only_if(team_signers(visit), InspectionReason.NOBODY_LEFT, visit.unit.name).enforce()
    _move(inspection, START_INSPECTION, by)
    team = [row.user for row in inspection.team.live().select_related("user")]
    _tell(inspection, team, "inspection_team", f"Tham gia đoàn kiểm tra: {inspection}", "start")
    units = everybody(visit.unit_id for visit in visits)
    _tell(inspection, units, "inspection_announced", f"Kế hoạch kiểm tra: {inspection}", "announced")
    return inspection


@transaction.atomic
def close_inspection(*, inspection_id: int, by: User) -> Inspection:
    inspection = lock_inspection(inspection_id, by)
    can_close(by, inspection).enforce()
    _move(inspection, CLOSE_INSPECTION, by)
    return inspection


def _move(inspection: Inspection, move: Move, by: User) -> None:
    before, inspection.state = inspection.state, move.target
    inspection.saves += 1
    inspection.save()
    after = {"state": inspection.state}
    audit.record(by=by, event=f"inspection.{move.name}", target=inspection, before={"state": before}, after=after)


def _tell(inspection: Inspection, users: Iterable[User], kind: str, title: str, key: str) -> None:
    days = f"Từ ngày {inspection.from_day:%d/%m/%Y} đến ngày {inspection.to_day:%d/%m/%Y}."
    path = reverse("campaigns:inspection", args=[inspection.pk])
    notify(users=users, kind=kind, title=title, body=days, path=path, key=f"inspection:{inspection.pk}:{key}")
