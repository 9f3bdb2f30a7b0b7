"""Signing the pledge: by the head in the application, or by hand with the scan entered by the leader; objections."""

import datetime as dt
from collections.abc import Mapping

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.reauth import Confirmation
from blocs.models import Unit
from campaigns.models import Pledge, PledgeObjection, PledgeSignature, PledgeText
from campaigns.permissions_pledges import (
    PledgeReason,
    can_enter_paper,
    can_object,
    can_remind_signers,
    can_sign,
    in_bloc,
    unsigned,
)
from campaigns.signing import signing_of

from .locks import invalid, lock_pledge
from .people import everybody
from .pledges import NOTE_LENGTH, close_when_complete
from .reminders import replan
from .signed import in_app, keep_scan, on_paper


def _lock_text(text_id: int, by: User) -> PledgeText:
    """A frozen text behind the lock of its pledge, so that nobody signs what is being withdrawn."""
    found = PledgeText.objects.filter(pk=text_id).values_list("pledge_id", flat=True).first()
    pledge = lock_pledge(found or 0, by)
    text = PledgeText.objects.for_decisions().get(pk=text_id)
    text.pledge = pledge
    return text


@transaction.atomic
def sign_pledge(*, text_id: int, unit_id: int, sha256: str, confirmed: Confirmation, by: User) -> PledgeSignature:
    """The head signs. ``sha256`` is the checksum of the text the head was shown.

    Raises Refused (rights, not open, withdrawn meanwhile, signed already, password not confirmed, STALE).
    """
    text = _lock_text(text_id, by)
    can_sign(by, text, unit_id).enforce()
    only_if(sha256 == text.sha256, Reason.STALE).enforce()
    unit = Unit.objects.get(pk=unit_id)
    return _write(text, unit, in_app(by, unit, text.sha256, confirmed), by, "pledge.sign")


def _write(text: PledgeText, unit: Unit, columns: dict, by: User, event: str) -> PledgeSignature:
    number = text.signatures.filter(unit=unit).count() + 1
    row = PledgeSignature.objects.create(text=text, unit=unit, number=number, **columns)
    after = {"signer": row.signer_name, "post": row.signer_post, "sha256": row.sha256}
    audit.record(by=by, event=event, target=row, after=after)
    if not close_when_complete(text.pledge, by):
        replan(text.pledge.campaign.deadlines.for_decisions().filter(kind="pledge"))
    return row


@transaction.atomic
def enter_paper_signatures(
    *, text_id: int, signers: Mapping[int, tuple[str, str]], signed_on: dt.date, file: File, by: User
) -> list[PledgeSignature]:
    """Enter what was signed by hand: ``signers`` by unit id (name, post), one scan for all of them. The units are told
    and may object.

    Raises Refused (rights, not open, a unit that has signed) and ValidationError (nobody, a day ahead, the file).
    """
    text = _lock_text(text_id, by)
    can_enter_paper(by, text).enforce()
    if not signers:
        raise invalid("signed_on", "Hãy ghi họ tên người ký của ít nhất một đơn vị.")
    if signed_on > clock.today():
        raise invalid("signed_on", "Ngày ký không thể sau hôm nay.")
    for unit_id in signers:
        unsigned(text, unit_id).enforce()
        _in_bloc_then_or_now(text, unit_id, signed_on)
    scan = keep_scan(text.pledge.campaign, file, by)
    units = Unit.objects.in_bulk(signers)
    rows = []
    for unit_id, (name, post) in signers.items():
        unit = units[unit_id]
        columns = on_paper(by, unit.name, text.sha256, scan=scan, name=name, post=post, day=signed_on)
        rows.append(_write(text, unit, columns, by, "pledge.paper"))
        _tell_entered(rows[-1])
    return rows


def _in_bloc_then_or_now(text: PledgeText, unit_id: int, signed_on: dt.date) -> None:
    """What a unit signed by hand before it left the bloc is its signature; what bears a later day is not. Raises Refused."""
    then = in_bloc(text, unit_id, signed_on)
    (then if then else in_bloc(text, unit_id, clock.today())).enforce()


def _tell_entered(row: PledgeSignature) -> None:
    notify(
        users=everybody([row.unit_id]),
        kind="pledge_paper",
        title=f"Đã ghi nhận chữ ký trên giấy của {row.unit_name}",
        body=f"{row.signer_name} ký giao ước ngày {row.signed_on:%d/%m/%Y}, theo bản quét do {row.by} tải lên. Nếu không đúng, thủ trưởng đơn vị mở trang giao ước và bấm «Không phải chữ ký của đơn vị».",
        path=reverse("campaigns:pledge", args=[row.text.pledge.campaign_id]),
        key=f"pledge:signature:{row.pk}:entered",
    )


@transaction.atomic
def object_signature(*, signature_id: int, reason: str, by: User) -> PledgeObjection:
    """The unit says that a paper signature is not its own: it counts no longer; a closed signing stays closed and shows
    it. Raises Refused."""
    found = PledgeSignature.objects.filter(pk=signature_id).values_list("text_id", flat=True).first()
    text = _lock_text(found or 0, by) if found else None
    if text is None:
        raise Refused(Reason.OUT_OF_REACH)
    signature = text.signatures.select_related("objection").get(pk=signature_id)
    signature.text = text
    can_object(by, signature).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    row = PledgeObjection.objects.create(
        signature=signature, reason=reason.strip()[:NOTE_LENGTH], by=by, at=clock.now()
    )
    audit.record(by=by, event="pledge.object", target=signature, note=row.reason)
    _reopen_signing(text.pledge)
    notify(
        users=[signature.by],
        kind="pledge_objected",
        title=f"{signature.unit_name} phản đối chữ ký trên giấy",
        body=f"Lý do: {row.reason}",
        path=reverse("campaigns:pledge", args=[text.pledge.campaign_id]),
        key=f"pledge:signature:{signature.pk}:objected",
    )
    return row


def _reopen_signing(pledge: Pledge) -> None:
    """What closed because everybody had signed is open for signatures again."""
    if pledge.closed_at is not None and not pledge.close_note:
        pledge.state, pledge.closed_at = "signing", None
        pledge.save()
    replan(pledge.campaign.deadlines.for_decisions().filter(kind="pledge"))


@transaction.atomic
def remind_signers(*, pledge_id: int, by: User) -> list[str]:
    """Remind every unit whose signature is missing, once a day; returns their names. Raises Refused."""
    pledge = lock_pledge(pledge_id, by)
    can_remind_signers(by, pledge).enforce()
    waiting = signing_of(pledge).waiting
    only_if(waiting, PledgeReason.NOBODY_TO_REMIND).enforce()
    for row in waiting:
        notify(
            users=everybody([row.unit_id]),
            kind="pledge_remind",
            title=f"Đề nghị ký giao ước thi đua: {row.unit}",
            body="Thủ trưởng đơn vị đọc toàn văn rồi ký trong hệ thống.",
            path=reverse("campaigns:pledge", args=[pledge.campaign_id]),
            key=f"pledge:{pledge.text_id}:remind:{row.unit_id}:{clock.today()}",
        )
    names = [row.unit for row in waiting]
    audit.record(by=by, event="pledge.remind", target=pledge, after={"units": [row.unit_id for row in waiting]})
    return names
