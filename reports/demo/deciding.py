"""Decisions of the demonstration: one of the standing office proposes, the second person approves, through the services."""

from accounts.models import User
from awards.models import AwardAct, AwardRecord, Decision, DecisionDraft
from awards.services import award_acts, drafts, publish
from awards.services.drafts import Award, Signature
from blocs.models import Authority, Post

from . import world

WORD = "Đã đối chiếu danh sách với quyết định có chữ ký và con dấu."


def second_of(place: Authority) -> User:
    """The person of the standing office who approves."""
    posts = Post.objects.filter(authority=place, role=Post.Role.BOARD_STAFF, valid_to__isnull=True).order_by("pk")
    return world.act(posts[1].user)


def approved(draft: DecisionDraft) -> Decision | AwardAct:
    return publish(draft_id=draft.pk, by=second_of(draft.authority), seen=draft.version, word=WORD)


def decide(*, nomination_ids, by: User, title: str = "", **signature) -> Decision:
    draft = drafts.begin_award(nomination_ids=nomination_ids, by=by, title=title)
    signed = Signature(**signature)
    return approved(drafts.propose(draft_id=draft.pk, by=by, expected_version=draft.version, signature=signed))


def record_awards(*, authority_id: int, awards: list[Award], by: User, **signature) -> Decision:
    signed = Signature(**signature)
    return approved(drafts.begin_record(authority_id=authority_id, awards=awards, by=by, signature=signed))


def act_upon(
    record: AwardRecord, kind: str, *, by: User, ground: str, reason: str, corrections: dict | None = None, **signature
) -> AwardAct:
    signed = Signature(**{"issuer": record.decision.issuer, "signer": record.decision.signer, **signature})
    values = {"kind": kind, "record_ids": [record.pk], "ground": ground, "reason": reason}
    values["corrections"] = {record.pk: corrections} if corrections else None
    return approved(award_acts.begin_act(decision_id=record.decision_id, by=by, signature=signed, **values))
