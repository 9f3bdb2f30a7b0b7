"""Both persons of a decision at once, for scenes in which it is already published."""

from accounts.models import User
from awards.models import AwardAct, Decision, DecisionDraft
from awards.services import award_acts, drafts, publish
from awards.services.drafts import Award, Signature
from blocs.access import Action, people_holding
from blocs.models import Authority, Post
from tests.factories import PostFactory


def second(by: User, authority_id: int) -> User:
    """Another person of the board; appointed when there is none yet."""
    others = people_holding(Action.AWARD_DECIDE, authority_id=authority_id).exclude(pk=by.pk).order_by("pk")
    post = {"authority": Authority.objects.get(pk=authority_id), "role": Post.Role.BOARD_STAFF}
    return others.first() or PostFactory(**post).user


def published(draft: DecisionDraft) -> Decision | AwardAct:
    other = second(draft.proposed_by, draft.authority_id)
    return publish(draft_id=draft.pk, by=other, seen=draft.version, word="Đã đối chiếu")


def proposed(*, nomination_ids, by, **signature) -> DecisionDraft:
    draft = drafts.begin_award(nomination_ids=nomination_ids, by=by)
    return drafts.propose(draft_id=draft.pk, by=by, expected_version=draft.version, signature=Signature(**signature))


def decide(*, nomination_ids, by, **signature) -> Decision:
    return published(proposed(nomination_ids=nomination_ids, by=by, **signature))


def record_awards(*, authority_id, awards: list[Award], by, **signature) -> Decision:
    draft = drafts.begin_record(authority_id=authority_id, awards=awards, by=by, signature=Signature(**signature))
    return published(draft)


def act_upon(record, kind: str, *, by, corrections=None, ground="other", reason="Kê khai sai", **signature) -> AwardAct:
    """One act upon one record."""
    signed = {"issuer": record.decision.issuer, "signer": record.decision.signer, **signature}
    draft = award_acts.begin_act(
        decision_id=record.decision_id,
        kind=kind,
        record_ids=[record.pk],
        by=by,
        signature=Signature(**signed),
        ground=ground,
        reason=reason,
        corrections={record.pk: corrections} if corrections else None,
    )
    return published(draft)
