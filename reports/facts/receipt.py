"""A receipt as plain values: who sent what, when it arrived, and the checksum anybody can compute again."""

import json
from typing import Any

from django.utils import timezone

from accounts.clock import today
from blocs.models import BlocYear
from campaigns.lateness import with_lateness
from campaigns.models import Campaign, Receipt
from campaigns.printed import labels_of
from campaigns.rules import receiver_words
from reports.layouts import layout_for

from .heading import bloc_heading


def receipt_facts(receipt: Receipt) -> dict[str, Any]:
    """``rows``: (name, value) as on the screen; ``files``: (name, checksum) of what came with it."""
    submission = receipt.submission
    deadline = submission.deadline
    with_lateness(deadline, submission.unit_id, [receipt])
    sent = getattr(receipt, "sent", None)
    content = json.loads(sent.content) if sent else {"files": []}
    arrived = timezone.localdate(receipt.at)
    return {
        **_heading(deadline.campaign),
        "day": arrived.day,
        "month": arrived.month,
        "year": arrived.year,
        "title": f"Biên nhận số {receipt.number} – {submission.unit.name} – {deadline.title}"[:400],
        "draft_mark": "",
        "subject": f"Số {receipt.number}",
        "rows": _rows(receipt),
        "files": [[file["name"], file["sha256"]] for file in content["files"]],
        "sha256": receipt.sha256,
        "has_content": sent is not None,
    }


def _heading(campaign: Campaign) -> dict[str, Any]:
    """Of the bloc; of the authority for a movement, which is no bloc's own."""
    if campaign.bloc_year is not None:
        return bloc_heading(campaign)
    authority = campaign.authority
    return {
        "layout": layout_for(BlocYear.FormatFamily.STATE, today()).key,
        "superior": "",
        "issuer_lines": [authority.name.upper()],
        "place": authority.place_name,
        "year": today().year,
    }


def _rows(receipt: Receipt) -> list[list[str]]:
    deadline, arrived = receipt.submission.deadline, timezone.localtime(receipt.at)
    receivers = receiver_words(deadline, labels_of(deadline.campaign))
    last_day = f"hết ngày {receipt.last_day:%d/%m/%Y}" if receipt.last_day else "văn bản không ghi thời hạn"
    late = receipt.late.words
    return [
        ["Đơn vị gửi", receipt.submission.unit.name],
        ["Nội dung", deadline.title],
        ["Kế hoạch", str(deadline.campaign)],
        ["Nơi nhận", ", ".join(receivers) or "văn bản không ghi"],
        ["Thời điểm nhận", f"{arrived:%H:%M:%S} ngày {arrived:%d/%m/%Y} (giờ Việt Nam)"],
        ["Người gửi", str(receipt.by)],
        ["Hạn áp dụng", last_day],
        ["Tình trạng", f"{late[:1].upper()}{late[1:]}"],
    ]
