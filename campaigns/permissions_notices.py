"""May this person write, release, hold back or withdraw a bloc notice, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, acting_unit_id, granted
from blocs.scope import Scope

from .models import Campaign, Notice
from .permissions import can_manage
from .states_notices import RELEASE, NoticeState


class NoticeReason(TextChoices):
    HEAD_RELEASES = "head_releases", "Thông báo được gửi dưới tên đơn vị nên do thủ trưởng đơn vị duyệt gửi."
    NOT_DRAFT = "not_draft", "Chỉ sửa được thông báo đang soạn. Nếu đang chờ gửi, hãy giữ lại trước."
    GONE = "gone", "Thông báo đã gửi nên không giữ lại được nữa."


def can_write_notices(user: User, campaign: Campaign) -> Decision:
    """The leader's office and the board write to the units."""
    return can_manage(user, campaign)


def sender_unit_id(user: User, campaign: Campaign) -> int | None:
    """The unit in whose name a person writes: the leader's, or None for the board."""
    officer = Scope(bloc_year_id=campaign.bloc_year_id)
    if campaign.bloc_year_id and granted(user, Action.CAMPAIGN_MANAGE, officer):
        return acting_unit_id(user, officer)
    return None


def _writes(user: User, notice: Notice) -> Decision:
    """Whether the person works in the office that writes it; who only reads it (once sent) is refused with a reason."""
    action = Action.SUBMISSION_EDIT if notice.unit_id else Action.ORG_MANAGE
    decision = granted(user, action, notice.signing_scope()) and can_manage(user, notice.campaign)
    if decision.out_of_reach and Notice.objects.visible_to(user).filter(pk=notice.pk).exists():
        return Decision(Reason.NOT_YOUR_ROLE)
    return decision


def can_edit_notice(user: User, notice: Notice) -> Decision:
    return _writes(user, notice) and only_if(notice.state == NoticeState.DRAFT, NoticeReason.NOT_DRAFT)


def can_move_notice(user: User, notice: Notice, move: Move) -> Decision:
    """Releasing is the head's (of the leader's unit) or the board's; holding back and withdrawing anybody's there."""
    decision = _writes(user, notice)
    if decision and move is RELEASE and not granted(user, Action.DOCUMENT_SIGN, notice.signing_scope()):
        return Decision(NoticeReason.HEAD_RELEASES)
    gone = NoticeReason.GONE if notice.state == NoticeState.SENT else Reason.WRONG_STATE
    return decision and only_if(notice.state in move.sources, gone)


def can_see_readers(user: User, notice: Notice) -> Decision:
    """Who has read it: the office that wrote it, the bloc's officers and the board."""
    decision = _writes(user, notice)
    return decision if decision else granted(user, Action.PROGRESS_VIEW, notice.campaign)
