"""The bloc's pledge as plain values: once it is frozen, the very words that are signed, and who has signed them."""

from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Pledge
from campaigns.signing import SigningRow, heads_of, signing_of

from .members import member_facts

FROZEN_PARTS = ("opening", "aim", "contents", "promise")


def pledge_facts(campaign: Campaign) -> dict[str, Any]:
    """``members``: [{unit, role, head, post, signed}], ``frozen``: {number, sha256, shared, own, parts} or None while
    nothing is open for signing (then the members of the day), and ``annexes`` of late joiners: [{number, sha256 (of what
    they join), rows: [{title, measure_unit, planned}], member}]."""
    pledge = Pledge.objects.for_decisions().filter(campaign=campaign, text__isnull=False).first()
    if pledge is None:
        return member_facts(campaign) | {"frozen": None}
    content, signing = pledge.text.content, signing_of(pledge)
    rows = [*signing.rows, *signing.late]
    posts = {pk: row.title for pk, row in heads_of(row.unit_id for row in rows).items()}
    return {
        "members": [_member(row, posts.get(row.unit_id, "")) for row in signing.rows],
        "frozen": {
            "number": pledge.text.number,
            "sha256": pledge.text.sha256,
            "shared": content["targets"]["shared"],
            "own": content["targets"]["own"],
            "parts": {key: content[key] for key in FROZEN_PARTS},
        },
        "annexes": [_annex(row, posts.get(row.unit_id, "")) for row in signing.late if row.annex],
    }


def _annex(row: SigningRow, post: str) -> dict[str, Any]:
    content = row.annex.content
    own = [each for unit in content["targets"]["own"] for each in unit["rows"]]
    return content["joins"] | {"rows": own, "member": _member(row, post)}


def _member(row: SigningRow, post: str) -> dict[str, str]:
    """Signed in the application: who signed, as what, when. Otherwise today's head and room to sign by hand."""
    member = {"unit": row.unit, "role": row.role, "head": row.head, "post": post, "signed": ""}
    if row.signature is None or not row.signature.in_app:
        return member
    at = timezone.localtime(row.signature.at)
    signed = f"(Đã ký trong hệ thống lúc {at:%H:%M ngày %d/%m/%Y})"
    return member | {"head": row.signature.signer_name, "post": row.signature.signer_post, "signed": signed}
