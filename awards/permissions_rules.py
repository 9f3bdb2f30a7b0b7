"""May this person write rules of reward now, and if not, why. The row itself is fetched through ``visible_to`` first."""

from django.db.models import TextChoices

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from blocs.access import Action, reach

from .models import RuleSet


class RuleReason(TextChoices):
    COMMON = "common", "Bộ quy định chung không sửa được. Hãy chép thành bộ quy định của cơ quan rồi sửa bản chép."
    PUBLISHED = "published", "Bộ quy định đã ban hành không sửa được. Hãy chép thành bộ mới áp dụng từ một ngày khác."


def writes_for(user: User, authority_id: int | None) -> Decision:
    """The board's staff, for their own authority."""
    return only_if(authority_id in reach(user, Action.AWARD_RULES).authority_ids, Reason.NOT_YOUR_ROLE)


def can_write(user: User) -> Decision:
    """Copy a set, enter a base salary: whoever writes rules anywhere."""
    return only_if(reach(user, Action.AWARD_RULES).authority_ids, Reason.NOT_YOUR_ROLE)


def can_edit(user: User, rule_set: RuleSet) -> Decision:
    """Only an own set that is not published yet."""
    return (
        can_write(user)
        and only_if(rule_set.authority_id is not None, RuleReason.COMMON)
        and writes_for(user, rule_set.authority_id)
        and only_if(rule_set.is_draft, RuleReason.PUBLISHED)
    )
