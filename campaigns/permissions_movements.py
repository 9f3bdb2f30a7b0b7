"""May this person do this in a movement over years, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision, only_if
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import Membership
from blocs.scope import Scope

from .models import Campaign, Deadline, DeadlineUnit, MovementUnit, Review, ReviewProposal
from .permissions import can_manage


class MovementReason(TextChoices):
    NOT_A_MOVEMENT = "not_a_movement", "Chỉ dùng cho phong trào theo chuyên đề."
    NOT_TAKING_PART = "not_taking_part", "Đơn vị này không tham gia phong trào."
    TAKES_PART = "takes_part", "Đơn vị đang tham gia phong trào này."
    LEFT_ALREADY = "left_already", "Đơn vị đã thôi tham gia phong trào."
    REVIEW_CLOSED = "review_closed", "Đợt này đã có kết luận."
    NOT_ASKED = "not_asked", "Đơn vị này không được yêu cầu báo cáo trong đợt này."
    NOBODY_CHOSEN = "nobody_chosen", "Hãy chọn ít nhất một khối hoặc một đơn vị."
    ASKED_ALREADY = "asked_already", "Đơn vị đã gửi báo cáo cho mốc này nên không bỏ ra được."
    WITHDRAWN = "withdrawn", "Đề nghị này đã được rút."


def unit_scope(campaign: Campaign, unit_id: int) -> Scope:
    """Where a unit's part in a movement stands, before there is a row of it."""
    return Scope(authority_id=campaign.authority_id, unit_id=unit_id)


def is_movement(campaign: Campaign) -> Decision:
    return only_if(campaign.kind == Campaign.Kind.THEMED, MovementReason.NOT_A_MOVEMENT)


def can_run(user: User, campaign: Campaign) -> Decision:
    """Criteria, money, reviews, units of a movement: whoever manages it."""
    return can_manage(user, campaign) and is_movement(campaign)


def in_joined_bloc(campaign: Campaign, unit_id: int) -> bool:
    return Membership.objects.filter(bloc_year__movements=campaign, unit_id=unit_id).exists()


def belongs(campaign: Campaign, unit_id: int) -> bool:
    """Whether the unit is in a joined bloc, or registered itself (once is enough: its papers stay readable)."""
    registered = MovementUnit.objects.filter(campaign=campaign, unit_id=unit_id).exists()
    return registered or in_joined_bloc(campaign, unit_id)


def can_register_unit(user: User, campaign: Campaign, unit_id: int) -> Decision:
    """The board any unit; a unit's head the own one, once its bloc has joined."""
    manage = can_run(user, campaign)
    if manage or manage.reason == MovementReason.NOT_A_MOVEMENT:
        return manage
    own = granted(user, Action.SUBMISSION_SEND, unit_scope(campaign, unit_id))
    if not own:
        return manage if own.out_of_reach else own
    return is_movement(campaign) and only_if(belongs(campaign, unit_id), MovementReason.NOT_TAKING_PART)


def can_release_unit(user: User, row: MovementUnit) -> Decision:
    """Only the board: no unit frees itself of what it owes."""
    return can_manage(user, row.campaign) and only_if(row.left_on is None, MovementReason.LEFT_ALREADY)


def can_record_plan(user: User, campaign: Campaign, unit_id: int) -> Decision:
    """The unit's own people; the board for a paper it received."""
    mine = granted(user, Action.SUBMISSION_EDIT, unit_scope(campaign, unit_id))
    allowed = mine if mine else can_manage(user, campaign)
    return allowed and is_movement(campaign) and only_if(belongs(campaign, unit_id), MovementReason.NOT_TAKING_PART)


def can_choose_units(user: User, deadline: Deadline) -> Decision:
    return can_manage(user, deadline)


def can_close_review(user: User, review: Review) -> Decision:
    return can_manage(user, review.campaign) and only_if(review.is_open, MovementReason.REVIEW_CLOSED)


def can_propose(user: User, review: Review, unit_id: int) -> Decision:
    """The unit's own people, or the board for a paper it received, while the review is open and asks this unit."""
    mine = granted(user, Action.SUBMISSION_EDIT, unit_scope(review.campaign, unit_id))
    allowed = mine if mine else can_manage(user, review.campaign)
    return (
        allowed
        and only_if(review.is_open, MovementReason.REVIEW_CLOSED)
        and only_if(
            DeadlineUnit.objects.filter(deadline_id=review.deadline_id, unit_id=unit_id).exists(),
            MovementReason.NOT_ASKED,
        )
    )


def can_withdraw(user: User, row: ReviewProposal) -> Decision:
    mine = granted(user, Action.SUBMISSION_EDIT, row)
    allowed = mine if mine else can_manage(user, row.review.campaign)
    return (
        allowed
        and only_if(row.review.is_open, MovementReason.REVIEW_CLOSED)
        and only_if(row.withdrawn_at is None, MovementReason.WITHDRAWN)
    )
