"""A person's word on a condition, and the checklist frozen when a file is sent."""

import json

from django.db import transaction

from accounts import audit, clock
from accounts.canonical import canonical_bytes, sha256_of
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.eligibility import Checklist, candidature_of, checklist
from awards.models import EligibilityOverride, EligibilitySnapshot, Nomination
from awards.permissions_registers import MeritReason, can_judge, reads_holds
from awards.rules.findings import checklist_from_json, for_strangers
from awards.states import OPEN
from blocs.access import refresh


@transaction.atomic
def judge_finding(*, nomination_id: int, key: str, accepted: bool, reason: str, by: User) -> EligibilityOverride:
    """Say how one condition of a file stands, and why. Raises Refused (rights, ended file, unknown condition, no
    reason)."""
    rows = Nomination.objects.for_decisions().select_related("person").select_for_update(of=("self",))
    nomination = rows.filter(pk=nomination_id).first()
    if nomination is None:
        raise Refused(Reason.OUT_OF_REACH)
    refresh(by)
    only_if(nomination.state in OPEN, MeritReason.NOT_OPEN).enforce()
    finding = _whole(nomination).find(key)
    if finding is None or (finding.private and not reads_holds(by, nomination.unit)):
        raise Refused(MeritReason.NO_SUCH_FINDING)
    can_judge(by, nomination, finding).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    row = EligibilityOverride(
        nomination=nomination,
        key=key,
        said=f"{finding.text} – {finding.figure}".strip(" –")[:1000],
        accepted=accepted,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    after = {"said": row.said, "accepted": accepted}
    audit.record(by=by, event="eligibility.judge", target=nomination, after=after, note=row.reason)
    return row


def freeze(nomination: Nomination, by: User) -> EligibilitySnapshot:
    """Keep the checklist as it stands today, under today's rules; the caller's transaction sends the file."""
    made = _whole(nomination)
    content = made.as_json()
    row = EligibilitySnapshot.objects.create(
        nomination=nomination,
        rule_set_id=made.rule_set_id,
        on=clock.today(),
        content=canonical_bytes(content).decode(),
        sha256=sha256_of(content),
        by=by,
        at=clock.now(),
    )
    audit.record(by=by, event="eligibility.freeze", target=nomination, after={"sha256": row.sha256})
    return row


def _whole(nomination: Nomination) -> Checklist:
    return checklist(
        candidature_of(nomination), authority_id=nomination.campaign.authority_id, on=clock.today(), whole=True
    )


def read_frozen(snapshot: EligibilitySnapshot, reader: User) -> Checklist:
    """The frozen checklist as this person may read it."""
    made = checklist_from_json(json.loads(snapshot.content))
    return made if reads_holds(reader, snapshot.nomination.unit) else for_strangers(made)
