"""What a signature needs, wherever something is signed: the password typed again, who signs as what, the scan."""

from dataclasses import asdict
from typing import Any

from django.core.files.base import File

from accounts import clock
from accounts.decisions import only_if
from accounts.files import check_upload
from accounts.models import User
from accounts.reauth import Confirmation
from blocs.models import Post, Unit
from campaigns.models import Campaign, SignedScan
from campaigns.permissions_pledges import PledgeReason
from campaigns.states_pledges import SigningMethod


def in_app(by: User, unit: Unit, sha256: str, confirmed: Confirmation) -> dict[str, Any]:
    """Columns of a signature given in the application, with name, post and unit as they are today.

    Raises Refused when the password was not typed again by this very person a moment ago.
    """
    only_if(confirmed.covers(by), PledgeReason.NOT_CONFIRMED).enforce()
    post = Post.objects.live(clock.today()).filter(user=by, unit=unit).order_by("-pk").first()
    return _columns(by, unit.name, sha256) | {
        "method": SigningMethod.APP,
        "signer_name": by.full_name,
        "signer_post": (post.title or post.get_role_display()) if post else "",
        "signed_on": clock.today(),
    }


def on_paper(by: User, unit_name: str, sha256: str, *, scan: SignedScan, name: str, post: str, day) -> dict[str, Any]:
    """Columns of a signature given by hand and entered by ``by``."""
    return _columns(by, unit_name, sha256) | {
        "method": SigningMethod.PAPER,
        "signer_name": name.strip(),
        "signer_post": post.strip(),
        "signed_on": day,
        "scan": scan,
    }


def _columns(by: User, unit_name: str, sha256: str) -> dict[str, Any]:
    acting = getattr(by, "acting_label", "")[:200]
    return {"unit_name": unit_name, "sha256": sha256, "by": by, "acting_as": acting, "at": clock.now()}


def keep_scan(campaign: Campaign, file: File, by: User) -> SignedScan:
    """Store a checked scan. Raises ValidationError (``accounts.files.check_upload``)."""
    checked = check_upload(file)
    return SignedScan.objects.create(
        campaign=campaign,
        file=file,
        **asdict(checked),
        by=by,
        at=clock.now(),
    )
