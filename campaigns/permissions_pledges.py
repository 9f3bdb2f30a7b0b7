"""May this person write, open, sign or close the bloc's pledge now, and if not, why."""

import datetime as dt

from django.db.models import TextChoices

from accounts import clock
from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted
from blocs.models import Membership
from blocs.scope import Scope

from .models import Campaign, Pledge, PledgeSignature, PledgeText
from .permissions import can_manage
from .states_pledges import CLOSE_PLEDGE, OPEN_PLEDGE, REOPEN_PLEDGE, PledgeState, SigningMethod


class PledgeReason(TextChoices):
    NOT_A_BLOC = "not_a_bloc", "Giao ước thi đua được ký trong kế hoạch thường xuyên của một khối."
    FROZEN = "frozen", "Nội dung giao ước đã chốt. Hãy mở lại (kèm lý do) rồi sửa."
    NOTHING_SAID = "nothing_said", "Giao ước chưa có mục tiêu, nội dung hoặc cam kết."
    NO_MEMBERS = "no_members", "Khối chưa có đơn vị thành viên."
    NOT_OPEN = "not_open", "Giao ước chưa mở ký hoặc việc ký đã kết thúc."
    OTHER_TEXT = "other_text", "Nội dung giao ước đã được mở lại; bản này không còn để ký."
    NOT_IN_TEXT = "not_in_text", "Đơn vị này không có tên trong văn bản được ký."
    SIGNED_ALREADY = "signed_already", "Đơn vị đã ký."
    LEFT_THE_BLOC = "left_the_bloc", "Đơn vị không còn trong khối nên không ký giao ước của khối."
    NOT_THE_HEAD = "not_the_head", "Chỉ thủ trưởng đơn vị ký cho đơn vị mình."
    NOT_CONFIRMED = "not_confirmed", "Hãy nhập lại mật khẩu để ký."
    ON_PAPER_ONLY = "on_paper_only", "Chỉ phản đối chữ ký do Trưởng khối nhập từ bản giấy."
    OBJECTED_ALREADY = "objected_already", "Đơn vị đã phản đối chữ ký này."
    NOT_LATE = "not_late", "Chỉ đơn vị vào khối sau khi chốt nội dung mới ký phụ lục."
    HAS_ANNEX = "has_annex", "Đơn vị đã có phụ lục."
    NOBODY_TO_REMIND = "nobody_to_remind", "Không còn đơn vị nào phải nhắc ký."


def can_write_pledge(user: User, campaign: Campaign, pledge: Pledge | None) -> Decision:
    """The bloc's leader, or the board; while nothing is frozen."""
    return (
        can_manage(user, campaign)
        and only_if(campaign.bloc_year_id, PledgeReason.NOT_A_BLOC)
        and only_if(pledge is None or pledge.state == PledgeState.DRAFT, PledgeReason.FROZEN)
    )


def reads_draft(user: User, campaign: Campaign) -> bool:
    return bool(can_manage(user, campaign))


def _can_move(user: User, pledge: Pledge, move: Move) -> Decision:
    return can_manage(user, pledge.campaign) and only_if(pledge.state in move.sources, Reason.WRONG_STATE)


def can_open(user: User, pledge: Pledge) -> Decision:
    return _can_move(user, pledge, OPEN_PLEDGE)


def can_reopen(user: User, pledge: Pledge) -> Decision:
    return _can_move(user, pledge, REOPEN_PLEDGE)


def can_close(user: User, pledge: Pledge) -> Decision:
    return _can_move(user, pledge, CLOSE_PLEDGE)


def can_remind_signers(user: User, pledge: Pledge) -> Decision:
    return can_manage(user, pledge.campaign) and only_if(pledge.state != PledgeState.DRAFT, PledgeReason.NOT_OPEN)


def signs_for(user: User, campaign: Campaign, unit_id: int) -> Decision:
    """The head of the unit. Whoever else sees the pledge is told so."""
    decision = granted(user, Action.PLEDGE_SIGN, Scope(campaign.authority_id, campaign.bloc_year_id, unit_id))
    return only_if(decision, PledgeReason.NOT_THE_HEAD)


def takes_signatures(text: PledgeText) -> Decision:
    """The wording in force while it is open; an annex to it also afterwards."""
    pledge = text.pledge
    in_force = pledge.text_id is not None and pledge.text_id in (text.pk, text.main_id)
    is_open = pledge.state == PledgeState.SIGNING or (text.main_id is not None and pledge.state == PledgeState.CLOSED)
    return only_if(in_force, PledgeReason.OTHER_TEXT) and only_if(is_open, PledgeReason.NOT_OPEN)


def unsigned(text: PledgeText, unit_id: int) -> Decision:
    """The unit stands in the text and has no signature that counts."""
    rows = PledgeSignature.objects.filter(text=text, unit_id=unit_id, objection__isnull=True)
    return only_if(unit_id in text.unit_ids, PledgeReason.NOT_IN_TEXT) and only_if(
        not rows.exists(), PledgeReason.SIGNED_ALREADY
    )


def in_bloc(text: PledgeText, unit_id: int, day: dt.date) -> Decision:
    """Whoever has moved to another bloc since the wording was fixed is not bound by this one's pledge."""
    rows = Membership.objects.on(day).filter(bloc_year_id=text.pledge.campaign.bloc_year_id, unit_id=unit_id)
    return only_if(rows.exists(), PledgeReason.LEFT_THE_BLOC)


def can_sign(user: User, text: PledgeText, unit_id: int) -> Decision:
    return (
        signs_for(user, text.pledge.campaign, unit_id)
        and takes_signatures(text)
        and unsigned(text, unit_id)
        and in_bloc(text, unit_id, clock.today())
    )


def can_enter_paper(user: User, text: PledgeText) -> Decision:
    """Attach what was signed by hand: who manages the bloc's year."""
    return can_manage(user, text.pledge.campaign) and takes_signatures(text)


def can_object(user: User, signature: PledgeSignature) -> Decision:
    """The unit's head, about what others entered for the unit."""
    return (
        signs_for(user, signature.text.pledge.campaign, signature.unit_id)
        and only_if(signature.method == SigningMethod.PAPER, PledgeReason.ON_PAPER_ONLY)
        and only_if(not hasattr(signature, "objection"), PledgeReason.OBJECTED_ALREADY)
    )


def can_make_annex(user: User, pledge: Pledge) -> Decision:
    return can_manage(user, pledge.campaign) and only_if(pledge.state != PledgeState.DRAFT, PledgeReason.NOT_OPEN)
