"""Minutes of an inspection as plain values: the frozen text, who has signed it, and its checksum."""

from typing import Any

from django.utils import timezone

from campaigns.models import MinutesSignature, MinutesText
from campaigns.states_inspections import Side

from .heading import bloc_heading


def minutes_facts(text: MinutesText) -> dict[str, Any]:
    """``content`` is what was frozen and hashed; ``signers``: one for each side, with who signed and how so far."""
    visit = text.visit
    signed = {row.side: row for row in text.signatures.all()}
    return {
        **bloc_heading(visit.inspection.campaign),
        "title": f"Biên bản kiểm tra {visit.unit.name}, bản {text.number}"[:400],
        "draft_mark": "" if visit.minutes_id == text.pk else "BẢN ĐÃ ĐƯỢC MỞ LẠI",
        "content": text.content,
        "signers": [_signer(side, signed.get(side), visit.unit.name) for side in (Side.UNIT, Side.TEAM)],
        "sha256": text.sha256,
    }


def _signer(side: Side, row: MinutesSignature | None, unit: str) -> dict[str, str]:
    above = unit if side == Side.UNIT else side.label
    if row is None:
        return {"above": above, "name": "", "post": "", "said": ""}
    at = timezone.localtime(row.at)
    said = (
        f"Đã ký trong hệ thống lúc {at:%H:%M} ngày {at:%d/%m/%Y}"
        if row.in_app
        else f"Ký trên giấy ngày {row.signed_on:%d/%m/%Y}, bản quét lưu trong hệ thống"
    )
    return {"above": above, "name": row.signer_name, "post": row.signer_post, "said": said}
