"""Writing the quotas of an authority."""

from typing import Any

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.models import Quota
from awards.permissions_quotas import can_change_quota, can_write_quotas
from blocs.access import refresh
from blocs.models import Authority, Bloc

FIELDS = (
    "award_type_id",
    "year_from",
    "year_to",
    "order",
    "level",
    "kind",
    "figure",
    "value",
    "rounding",
    "pooled",
    "min_members",
    "small_blocs",
    "leaves_out_chosen",
    "falls_to_id",
    "rest_years",
    "source",
    "source_status",
    "note",
)


@transaction.atomic
def save_quota(
    *,
    authority_id: int,
    values: dict[str, Any],
    blocs: list[Bloc],
    by: User,
    quota_id: int | None = None,
    seen: int | None = None,
) -> Quota:
    """A new rule, or another wording of one; ``values``: columns in ``FIELDS``, ``seen``: the ``saves`` the person saw.

    Raises Refused (rights, withdrawn, STALE) or ValidationError."""
    refresh(by)
    quota = _lock(quota_id) if quota_id else Quota(authority_id=authority_id, created_by=by)
    only_if(quota.authority_id == authority_id, Reason.OUT_OF_REACH).enforce()
    can_write_quotas(by, Authority.objects.get(pk=authority_id)).enforce()
    if quota.pk:
        can_change_quota(by, quota).enforce()
        only_if(seen in (None, quota.saves), Reason.STALE).enforce()
    before = _facts(quota) if quota.pk else None
    for name, value in values.items():
        setattr(quota, name, value)
    quota.saves += 1
    quota.full_clean()
    quota.save()
    quota.blocs.set(blocs)
    audit.record(
        by=by, event="quota.update" if before else "quota.create", target=quota, before=before, after=_facts(quota)
    )
    return quota


def _lock(quota_id: int) -> Quota:
    quota = Quota.objects.select_for_update(of=("self",)).filter(pk=quota_id).first()
    if quota is None:
        raise Refused(Reason.OUT_OF_REACH)
    return quota


def _facts(quota: Quota) -> dict[str, Any]:
    facts = {name: getattr(quota, name) for name in FIELDS}
    return facts | {"blocs": sorted(quota.blocs.values_list("pk", flat=True))}


@transaction.atomic
def withdraw_quota(*, quota_id: int, reason: str, by: User) -> Quota:
    """It counts no more, in any year; the row stays with the reason. Raises Refused."""
    refresh(by)
    quota = _lock(quota_id)
    can_change_quota(by, quota).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    quota.withdrawn_at, quota.withdrawn_by, quota.withdrawn_reason = clock.now(), by, reason.strip()[:500]
    quota.saves += 1
    quota.save()
    audit.record(by=by, event="quota.withdraw", target=quota, note=quota.withdrawn_reason)
    return quota
