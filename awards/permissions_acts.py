"""May this person write, propose or publish this draft of a decision now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import ALLOWED, Reason, only_if
from accounts.decisions import Decision as Answer
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, people_holding, reach
from blocs.models import Authority

from .models import CertificateStock, Decision, DecisionDraft
from .states_acts import PUBLISH


class ActReason(TextChoices):
    SAME_PERSON = "same_person", "Người duyệt phải là một người khác với người đề nghị công bố."
    IN_ANOTHER_DRAFT = "in_another_draft", "Đề nghị này đã nằm trong một dự thảo quyết định khác."
    UNDER_WAY = "under_way", "Khen thưởng này đang có một dự thảo đính chính, hủy bỏ, tước hoặc phục hồi chờ duyệt."
    NOT_THIS_KIND = "not_this_kind", "Việc này không thực hiện được với loại dự thảo này."
    WRONG_STANDING = "wrong_standing", "Việc này không phù hợp với tình trạng hiện tại của khen thưởng."
    NOTHING_CORRECTED = "nothing_corrected", "Hãy ghi ít nhất một nội dung đúng khác với nội dung đã ghi."
    NO_SUCH_GROUND = "no_such_ground", "Hãy chọn căn cứ phù hợp với việc này."
    NOT_REGISTERED = "not_registered", "Chưa vào sổ cấp bằng nên chưa in được. Hãy vào sổ trước."
    ALL_REGISTERED = "all_registered", "Mọi khen thưởng còn hiệu lực của quyết định này đã vào sổ."
    STOCK_CLOSED = "stock_closed", "Phôi này không dùng nữa."
    REVERSED_ALREADY = "reversed_already", "Bút toán này đã được ghi đảo hoặc chính là bút toán đảo."


def can_write_drafts(user: User, authority: Authority) -> Answer:
    """The standing office writes drafts of its own authority."""
    return granted(user, Action.AWARD_DECIDE, authority)


def can_move_draft(user: User, draft: DecisionDraft, move: Move) -> Answer:
    """One step of a draft's life. Publishing also asks for another person than the one who proposed, and, like
    proposing, that no line concerns the own unit."""
    answer = granted(user, Action(move.action), draft) and only_if(draft.state in move.sources, Reason.WRONG_STATE)
    if move is PUBLISH:
        answer = (
            answer and only_if(draft.proposed_by_id != user.pk, ActReason.SAME_PERSON) and concerns_no_own(user, draft)
        )
    return answer


def decides_alone(user: User, authority_id: int) -> bool:
    """Whether nobody else of the standing office could approve what this person proposes."""
    others = people_holding(Action.AWARD_DECIDE, authority_id=authority_id)
    own = reach(user, Action.AWARD_DECIDE).authority_ids
    return authority_id in own and not others.exclude(pk=user.pk).exists()


def concerns_no_own(user: User, draft: DecisionDraft) -> Answer:
    """The first line about the own unit refuses, and is named."""
    for line in draft.lines.select_related("draft", "award_type"):
        answer = granted(user, Action.AWARD_DECIDE, line)
        if not answer:
            return Answer(answer.reason, "" if answer.out_of_reach else f"({line})")
    return ALLOWED


def can_act(user: User, decision: Decision) -> Answer:
    """Begin a correction, cancellation, stripping or restoration; note hand-overs, certificates and amounts. Who may read
    the decision is told why not."""
    answer = granted(user, Action.AWARD_DECIDE, decision)
    if answer.out_of_reach and Decision.objects.visible_to(user).filter(pk=decision.pk).exists():
        return Answer(Reason.NOT_YOUR_ROLE)
    return answer


def can_edit_stock(user: User, stock: CertificateStock) -> Answer:
    return granted(user, Action.AWARD_RULES, stock)


def can_keep_fund(user: User, authority: Authority) -> Answer:
    return granted(user, Action.AWARD_RULES, authority)
