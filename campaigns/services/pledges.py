"""The life of a bloc's pledge: written, frozen and opened for signing, opened again with a reason, closed."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.canonical import sha256_of
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from blocs.models import Membership
from campaigns.models import Campaign, Plan, PlanNode, Pledge, PledgeText
from campaigns.outline import branches
from campaigns.permissions_pledges import (
    PledgeReason,
    can_close,
    can_make_annex,
    can_open,
    can_reopen,
    can_write_pledge,
)
from campaigns.rules.consolidation import consolidate, shared_of
from campaigns.signing import members_on, signing_of
from campaigns.states_pledges import CLOSE_PLEDGE, OPEN_PLEDGE, REOPEN_PLEDGE, PledgeState, TextKind

from .locks import lock_campaign, lock_pledge
from .people import everybody
from .promised import promises_of
from .reminders import replan

WORDS = ("opening", "aim", "contents", "promise")
NOTE_LENGTH = 500


def first_words(campaign: Campaign) -> dict[str, str]:
    """What a new pledge says before anybody typed: the campaign's theme, and what the plan names as contents."""
    bloc = campaign.bloc_year.name
    year = campaign.to_year
    return {
        "opening": f"Các đơn vị thành viên {bloc} thống nhất ký kết giao ước thi đua năm {year} với các nội dung sau:",
        "aim": campaign.theme,
        "contents": _contents_of_plan(campaign),
        "promise": "Các đơn vị thành viên cam kết đoàn kết, phối hợp thực hiện tốt các nội dung của giao ước này.",
    }


def _contents_of_plan(campaign: Campaign) -> str:
    """One line per content of emulation in the bloc's plan, as the plan reads; the heading above them all stays behind."""
    plan = Plan.objects.filter(campaign=campaign).first()
    rows = [row for row in branches(plan) if row.node.kind == PlanNode.Kind.CONTENT] if plan else []
    kept = [row for row in rows if row.depth > 1 or not row.below]
    lines = [" ".join(part for part in (row.node.label, row.node.title or row.text) if part) for row in kept]
    return "\n".join(line.strip() for line in lines)


def content_of(pledge: Pledge) -> dict[str, Any]:
    """What would be frozen now, in plain values: head, words, members and consolidated targets."""
    campaign, bloc_year = pledge.campaign, pledge.campaign.bloc_year
    labels = {Membership.Role.LEADER: bloc_year.leader_label, Membership.Role.DEPUTY: bloc_year.deputy_label}
    members = members_on(campaign, clock.today())
    return {
        "kind": "pledge",
        "bloc": bloc_year.name,
        "year": campaign.to_year,
        "campaign": campaign.title,
        **{name: getattr(pledge, name) for name in WORDS},
        "members": [
            {"unit_id": row.unit_id, "unit": row.unit.name, "role": labels.get(row.role, "")} for row in members
        ],
        "targets": consolidate(promises_of(campaign), pledge.summed),
    }


@transaction.atomic
def save_pledge(
    *,
    campaign_id: int,
    by: User,
    words: dict[str, str],
    summed: Iterable[str] = (),
    seen: int | None = None,
) -> Pledge:
    """Write the draft; ``summed`` are keys of shared targets to add up. Raises Refused (rights, frozen, STALE)."""
    campaign = lock_campaign(campaign_id, by)
    found = Pledge.objects.filter(campaign=campaign).values_list("pk", flat=True).first()
    pledge = lock_pledge(found, by) if found else None
    can_write_pledge(by, campaign, pledge).enforce()
    pledge = pledge or Pledge(campaign=campaign)
    only_if(seen in (None, pledge.saves), Reason.STALE).enforce()
    before = {name: getattr(pledge, name) for name in WORDS} if pledge.pk else None
    for name in WORDS:
        setattr(pledge, name, words.get(name, "").replace("\r\n", "\n").strip())
    addable = {row.key for row in shared_of(promises_of(campaign)) if row.may_be_added}
    pledge.summed = sorted(addable & set(summed))
    pledge.saves += 1
    pledge.full_clean()
    pledge.save()
    after = {name: getattr(pledge, name) for name in WORDS}
    audit.record(by=by, event="pledge.save", target=pledge, before=before, after=after)
    return pledge


@transaction.atomic
def open_pledge(*, pledge_id: int, by: User) -> PledgeText:
    """Freeze what is written and let the members sign it. Raises Refused (rights, state, nothing said, no members)."""
    pledge = lock_pledge(pledge_id, by)
    can_open(by, pledge).enforce()
    content = content_of(pledge)
    said = all(content[name] for name in ("aim", "contents", "promise"))
    only_if(said, PledgeReason.NOTHING_SAID).enforce()
    only_if(content["members"], PledgeReason.NO_MEMBERS).enforce()
    text = _freeze(pledge, content, by)
    pledge.text = text
    _move(pledge, OPEN_PLEDGE, by, after={"number": text.number, "sha256": text.sha256})
    _tell(
        pledge,
        text.unit_ids,
        "pledge_open",
        f"Mời ký giao ước thi đua: {text.content['bloc']}, năm {text.content['year']}",
        "Thủ trưởng đơn vị đọc toàn văn rồi ký trong hệ thống.",
        f"{text.pk}:open",
    )
    return text


def _freeze(pledge: Pledge, content: dict[str, Any], by: User, **annex: Any) -> PledgeText:
    number = pledge.texts.count() + 1
    content = {**content, "number": number}
    return PledgeText.objects.create(
        pledge=pledge,
        number=number,
        kind=TextKind.ANNEX if annex else TextKind.MAIN,
        content=content,
        sha256=sha256_of(content),
        by=by,
        acting_as=getattr(by, "acting_label", "")[:200],
        at=clock.now(),
        **annex,
    )


def _move(pledge: Pledge, move: Move, by: User | None, note: str = "", after: dict | None = None) -> None:
    before, pledge.state = pledge.state, move.target
    pledge.saves += 1
    pledge.save()
    said = {"state": pledge.state} | (after or {})
    audit.record(by=by, event=f"pledge.{move.name}", target=pledge, before={"state": before}, after=said, note=note)
    replan(pledge.campaign.deadlines.for_decisions().filter(kind="pledge"))


@transaction.atomic
def reopen_pledge(*, pledge_id: int, reason: str, by: User) -> Pledge:
    """Back to a draft: signatures stay as history and count no longer. Everybody is told. Raises Refused."""
    pledge = lock_pledge(pledge_id, by)
    can_reopen(by, pledge).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    text, reason = pledge.text, reason.strip()[:NOTE_LENGTH]
    pledge.text, pledge.closed_at, pledge.close_note = None, None, ""
    _move(pledge, REOPEN_PLEDGE, by, reason, {"withdrawn": text.number})
    _tell(
        pledge,
        text.unit_ids,
        "pledge_reopened",
        "Giao ước thi đua được mở lại để sửa",
        f"Lý do: {reason} Các chữ ký đã có không tính cho nội dung mới; đơn vị ký lại khi nội dung được chốt.",
        f"{text.pk}:reopen",
    )
    return pledge


@transaction.atomic
def close_pledge(*, pledge_id: int, reason: str, by: User) -> Pledge:
    """End the signing while somebody has not signed. Raises Refused (rights, state, no reason).

    No reason is asked where nobody is missing any more, because who had not signed has left the bloc.
    """
    pledge = lock_pledge(pledge_id, by)
    can_close(by, pledge).enforce()
    if close_when_complete(pledge, by):
        return pledge
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    pledge.closed_at, pledge.close_note = clock.now(), reason.strip()[:NOTE_LENGTH]
    _move(pledge, CLOSE_PLEDGE, by, pledge.close_note)
    return pledge


def close_when_complete(pledge: Pledge, by: User) -> bool:
    """After a signature, behind the pledge's lock: everybody has signed, so the signing has ended."""
    if pledge.state != PledgeState.SIGNING or not signing_of(pledge).complete:
        return False
    pledge.closed_at = clock.now()
    _move(pledge, CLOSE_PLEDGE, by, "Đủ chữ ký của các đơn vị")
    text = pledge.text
    _tell(pledge, text.unit_ids, "pledge_closed", "Giao ước thi đua đã đủ chữ ký", "", f"{text.pk}:closed")
    return True


@transaction.atomic
def make_annex(*, pledge_id: int, unit_id: int, by: User) -> PledgeText:
    """The frozen annex of a unit that joined after the pledge was fixed: its targets and the checksum of the pledge.

    Raises Refused (rights, not a late member, made already).
    """
    pledge = lock_pledge(pledge_id, by)
    can_make_annex(by, pledge).enforce()
    row = next((row for row in signing_of(pledge).late if row.unit_id == unit_id), None)
    only_if(row, PledgeReason.NOT_LATE).enforce()
    only_if(row.annex is None, PledgeReason.HAS_ANNEX).enforce()
    text = _freeze(pledge, _annex_content(pledge, unit_id, row.unit), by, unit_id=unit_id, main=pledge.text)
    audit.record(by=by, event="pledge.annex", target=text, after={"unit": row.unit, "sha256": text.sha256})
    _tell(
        pledge, [unit_id], "pledge_open", "Mời ký phụ lục giao ước thi đua", "Đơn vị vào khối sau khi giao ước được chốt.", f"{text.pk}:open"
    )  # fmt: skip
    return text


def _annex_content(pledge: Pledge, unit_id: int, unit: str) -> dict[str, Any]:
    main = pledge.text
    mine = [row for row in promises_of(pledge.campaign) if row.unit_id == unit_id]
    return {
        "kind": "annex",
        "bloc": main.content["bloc"],
        "year": main.content["year"],
        "campaign": main.content["campaign"],
        "joins": {"number": main.number, "sha256": main.sha256},
        "members": [{"unit_id": unit_id, "unit": unit, "role": ""}],
        "targets": consolidate(mine, ()),
    }


def _tell(pledge: Pledge, unit_ids: Iterable[int], kind: str, title: str, body: str, key: str) -> None:
    notify(
        users=everybody(unit_ids),
        kind=kind,
        title=title,
        body=body,
        path=reverse("campaigns:pledge", args=[pledge.campaign_id]),
        key=f"pledge:{key}",
    )
