"""The visit to one unit: findings, minutes frozen from them, both sides' signatures, what is to be put right."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.canonical import sha256_of
from accounts.decisions import Reason, Refused, only_if
from accounts.files import check_upload
from accounts.models import User
from accounts.outbox import notify
from accounts.reauth import Confirmation
from campaigns.models import Finding, FindingFile, InspectionItem, MinutesSignature, MinutesText, Visit
from campaigns.permissions_inspections import (
    InspectionReason,
    can_find,
    can_scan_minutes,
    can_sign_minutes,
    can_withdraw_minutes,
)
from campaigns.states_inspections import FindingOutcome, FollowUpState, Side, VisitState
from campaigns.teams import active_team

from .locks import invalid, lock_visit
from .people import everybody
from .signed import in_app, keep_scan, on_paper

MOST_FILES = 30


@transaction.atomic
def save_findings(
    *,
    visit_id: int,
    day: dt.date | None,
    place: str,
    general: str,
    findings: Mapping[int, tuple[str, str]],
    by: User,
    seen: int | None = None,
) -> Visit:
    """Write the findings by item id: (outcome, note). Raises Refused (rights, own unit, frozen, STALE), ValidationError."""
    visit = lock_visit(visit_id, by)
    can_find(by, visit).enforce()
    only_if(seen in (None, visit.saves), Reason.STALE).enforce()
    visit.day, visit.place, visit.general = day, place.strip(), general.replace("\r\n", "\n").strip()
    visit.saves += 1
    visit.full_clean()
    visit.save()
    items = visit.inspection.items.in_bulk(list(findings))
    changed = [_put(visit, items[pk], *said, by) for pk, said in findings.items() if pk in items]
    after = {row.item.title: row.outcome for row in changed if row}
    audit.record(by=by, event="inspection.findings", target=visit, after=after)
    return visit


def _put(visit: Visit, item: InspectionItem, outcome: str, note: str, by: User) -> Finding | None:
    row = Finding.objects.filter(visit=visit, item=item).first()
    note = note.replace("\r\n", "\n").strip()
    same = (row.outcome, row.note) == (outcome, note) if row else not (outcome or note)
    if same:
        return None
    row = row or Finding(visit=visit, item=item)
    row.outcome, row.note, row.by, row.at = outcome, note, by, clock.now()
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def attach_finding_file(*, visit_id: int, item_id: int, file: File, by: User) -> FindingFile:
    """A picture or paper behind a finding. Raises Refused and ValidationError."""
    visit = lock_visit(visit_id, by)
    can_find(by, visit).enforce()
    item = visit.inspection.items.filter(pk=item_id).first()
    if item is None:
        raise invalid("item", "Hãy chọn nội dung kiểm tra.")
    finding, _ = Finding.objects.get_or_create(visit=visit, item=item, defaults={"by": by, "at": clock.now()})
    if finding.files.kept().count() >= MOST_FILES:
        raise invalid("file", f"Mỗi nội dung kèm nhiều nhất {MOST_FILES} tệp.")
    checked = check_upload(file)
    row = FindingFile.objects.create(
        finding=finding,
        file=file,
        **asdict(checked),
        by=by,
    )
    audit.record(by=by, event="inspection.file", target=visit, after={"name": row.name, "sha256": row.sha256})
    return row


@transaction.atomic
def remove_finding_file(*, file_id: int, by: User) -> FindingFile:
    """Hide a file until the minutes are frozen; the bytes stay. Raises Refused."""
    found = FindingFile.objects.kept().filter(pk=file_id)
    visit = lock_visit(found.values_list("finding__visit_id", flat=True).first() or 0, by)
    can_find(by, visit).enforce()
    row = found.first()
    if row is None:
        raise Refused(Reason.STALE)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    audit.record(by=by, event="inspection.file_remove", target=visit, before={"name": row.name})
    return row


def content_of(visit: Visit) -> dict[str, Any]:
    """The minutes as plain values: who inspected whom on what basis, findings, what is to be put right."""
    inspection = visit.inspection
    kept = visit.follow_ups.exclude(state=FollowUpState.DROPPED)
    findings = {row.item_id: row for row in visit.findings.select_related("item")}
    files: dict[int, list[dict]] = {}
    for row in FindingFile.objects.kept().filter(finding__visit=visit).select_related("finding"):
        files.setdefault(row.finding.item_id, []).append({"name": row.name, "sha256": row.sha256})
    return {
        "kind": "minutes",
        "inspection": inspection.title,
        "organiser": inspection.get_organiser_display(),
        "basis": inspection.basis,
        "unit": visit.unit.name,
        "day": visit.day.isoformat() if visit.day else "",
        "place": visit.place,
        "team": _team(visit),
        "findings": [_finding(item, findings.get(item.pk), files) for item in inspection.items.all()],
        "general": visit.general,
        "follow_ups": [{"text": row.text, "due": row.due.isoformat()} for row in kept],
    }


def _team(visit: Visit) -> list[dict[str, str]]:
    """Members who take part in this visit."""
    rows = active_team(visit)
    return [{"name": row.user.full_name, "place": row.place, "role": row.get_role_display()} for row in rows]


def _finding(item: InspectionItem, row: Finding | None, files: dict) -> dict[str, Any]:
    return {
        "title": item.title,
        "outcome": FindingOutcome(row.outcome).label if row and row.outcome else "",
        "note": row.note if row else "",
        "files": files.get(item.pk, []),
    }


@transaction.atomic
def freeze_minutes(*, visit_id: int, by: User) -> MinutesText:
    """Fix the minutes for both sides to sign; the unit reads them from now on. Raises Refused (rights, a line without
    outcome) and ValidationError (no day)."""
    visit = lock_visit(visit_id, by)
    can_find(by, visit).enforce()
    if visit.day is None:
        raise invalid("day", "Hãy ghi ngày làm việc trước khi chốt biên bản.")
    number = visit.texts.count() + 1
    content = content_of(visit) | {"number": number}
    only_if(all(row["outcome"] for row in content["findings"]), InspectionReason.NOTHING_FOUND).enforce()
    text = MinutesText.objects.create(
        visit=visit,
        number=number,
        content=content,
        sha256=sha256_of(content),
        by=by,
        acting_as=getattr(by, "acting_label", "")[:200],
        at=clock.now(),
    )
    visit.state, visit.minutes = VisitState.SIGNING, text
    visit.saves += 1
    visit.save()
    audit.record(by=by, event="inspection.minutes", target=visit, after={"number": number, "sha256": text.sha256})
    _tell_unit(visit, "inspection_minutes", f"Biên bản kiểm tra chờ ký: {visit.inspection}", f"minutes:{text.pk}")
    return text


@transaction.atomic
def withdraw_minutes(*, visit_id: int, reason: str, by: User) -> Visit:
    """Back to the findings while a signature is missing; a signature given stays as history. Raises Refused."""
    visit = lock_visit(visit_id, by)
    can_withdraw_minutes(by, visit).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    before = visit.minutes.number
    visit.state, visit.minutes = VisitState.OPEN, None
    visit.saves += 1
    visit.save()
    audit.record(
        by=by, event="inspection.minutes_withdraw", target=visit, before={"number": before}, note=reason.strip()[:500]
    )
    _tell_unit(visit, "inspection_minutes", f"Biên bản kiểm tra được mở lại: {visit.inspection}", f"open:{visit.saves}")
    return visit


def _lock_text(text_id: int, by: User) -> MinutesText:
    found = MinutesText.objects.filter(pk=text_id).values_list("visit_id", flat=True).first()
    visit = lock_visit(found or 0, by)
    text = MinutesText.objects.get(pk=text_id)
    text.visit = visit
    return text


@transaction.atomic
def sign_minutes(*, text_id: int, side: str, sha256: str, confirmed: Confirmation, by: User) -> MinutesSignature:
    """One side signs in the application. Raises Refused (rights, withdrawn meanwhile, signed already, STALE)."""
    text = _lock_text(text_id, by)
    can_sign_minutes(by, text, side).enforce()
    only_if(sha256 == text.sha256, Reason.STALE).enforce()
    columns = in_app(by, text.visit.unit, text.sha256, confirmed)
    if side == Side.TEAM:
        row = text.visit.inspection.team.live().get(user=by)
        columns |= {"unit_name": row.place, "signer_post": row.get_role_display()}
    return _write(text, side, columns, by)


@transaction.atomic
def scan_minutes(
    *, text_id: int, names: Mapping[str, tuple[str, str]], signed_on: dt.date, file: File, by: User
) -> list[MinutesSignature]:
    """Enter minutes signed by hand: (name, post) by side. Raises Refused, ValidationError."""
    text = _lock_text(text_id, by)
    can_scan_minutes(by, text).enforce()
    if not names:
        raise invalid("signed_on", "Hãy ghi họ tên người ký của ít nhất một bên.")
    if signed_on > clock.today():
        raise invalid("signed_on", "Ngày ký không thể sau hôm nay.")
    for side in names:
        only_if(not text.signatures.filter(side=side).exists(), InspectionReason.SIDE_SIGNED).enforce()
    scan = keep_scan(text.visit.inspection.campaign, file, by)
    rows = []
    for side, (name, post) in names.items():
        place = text.visit.unit.name if side == Side.UNIT else Side(side).label
        columns = on_paper(by, place, text.sha256, scan=scan, name=name, post=post, day=signed_on)
        rows.append(_write(text, side, columns, by))
    return rows


def _write(text: MinutesText, side: str, columns: dict, by: User) -> MinutesSignature:
    row = MinutesSignature.objects.create(text=text, side=side, **columns)
    visit = text.visit
    audit.record(by=by, event="inspection.sign", target=visit, after={"side": side, "signer": row.signer_name})
    if text.signatures.count() == len(Side):
        visit.state = VisitState.SIGNED
        visit.saves += 1
        visit.save()
    return row


def _tell_unit(visit: Visit, kind: str, title: str, key: str) -> None:
    path = reverse("campaigns:visit", args=[visit.pk])
    notify(users=everybody([visit.unit_id]), kind=kind, title=title, path=path, key=f"visit:{visit.pk}:{key}")
