"""May this person write quotas, the places of the meeting, or drafts by quota, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import Action, granted, own_unit_ids
from blocs.models import Authority
from campaigns.models import Campaign
from scoring.models import Ranking
from scoring.states import RankingState

from .models import Quota
from .permissions import can_nominate


class QuotaReason(TextChoices):
    WITHDRAWN = "withdrawn", "Chỉ tiêu này đã thôi áp dụng."
    OLD_RANKING = "old_ranking", "Đã có kết quả xếp hạng mới hơn. Hãy xem lại rồi ghi."
    NOT_RANKED = "not_ranked", "Đơn vị không có trong bảng xếp hạng này."
    NOT_FINAL = "not_final", "Chỉ lập đề nghị theo kết quả xếp hạng chính thức."
    NO_QUOTA = "no_quota", "Chỉ tiêu này không áp dụng cho khối."
    NOT_INSIDE = "not_inside", "Đơn vị không nằm trong chỉ tiêu; nếu vẫn đề nghị, hãy lập bằng «Đề nghị mới»."
    TOO_MANY = "too_many", "Số đơn vị được chọn nhiều hơn chỉ tiêu còn lại."
    NOTHING_CHOSEN = "nothing_chosen", "Hãy chọn ít nhất một đơn vị."


def can_write_quotas(user: User, authority: Authority) -> Answer:
    return granted(user, Action.AWARD_RULES, authority)


def can_change_quota(user: User, quota: Quota) -> Answer:
    return granted(user, Action.AWARD_RULES, quota) and only_if(quota.withdrawn_at is None, QuotaReason.WITHDRAWN)


def writes_places(user: User, campaign: Campaign) -> Answer:
    """Who records what the meeting decided: the bloc's leader, or the staff of the standing office."""
    return can_nominate(user, campaign) or granted(user, Action.AWARD_RULES, campaign)


def can_place(user: User, campaign: Campaign, unit_ids: set[int]) -> Answer:
    """Nobody records it about the own unit."""
    return writes_places(user, campaign) and only_if(not own_unit_ids(user) & unit_ids, Reason.OWN_UNIT)


def can_draft(user: User, ranking: Ranking) -> Answer:
    """The leader, by the published result."""
    return can_nominate(user, ranking.campaign) and only_if(ranking.state == RankingState.FINAL, QuotaReason.NOT_FINAL)
