"""The pages of one campaign's scoring as tabs: each person sees those that open for them."""

from django import template
from django.urls import reverse

from accounts.models import User
from campaigns.models import Campaign
from scoring import permissions
from scoring.models import ScoringSetup
from scoring.states import Stage

register = template.Library()


@register.inclusion_tag("scoring/_tabs.html", takes_context=True)
def campaign_tabs(context, campaign: Campaign) -> dict:
    """`{% campaign_tabs campaign %}` under the heading of every page about a campaign's scoring."""
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    found = pages_of(request.user, campaign)
    links = [(label, reverse(f"scoring:{name}", args=[campaign.pk]), name == here) for name, label in found]
    return {"tabs": links}


def pages_of(user: User, campaign: Campaign) -> list[tuple[str, str]]:
    """(route, label) of the pages of a campaign that this person may open."""
    setup: ScoringSetup | None = getattr(campaign, "scoring", None)
    follows, manages = permissions.can_follow(user, campaign), permissions.can_set_up(user, campaign)
    uses = setup.stages if setup else {}
    rows = [
        (follows, "progress", "Tiến độ"),
        (setup, "registrations", "Đăng ký thi đua"),
        (manages and Stage.DEPARTMENT in uses, "assignments", "Phân công"),
        (Stage.CROSS in uses, "cross", "Chấm chéo"),
        (setup and follows, "meeting", "Danh sách họp"),
        (setup and follows, "matrix", "Bảng điểm"),
        (setup, "ranking", "Xếp hạng"),
        (setup and permissions.can_analyse(user, campaign), "analysis", "Phân tích"),
        (manages, "setup", "Thiết lập"),
    ]
    return [(name, label) for shown, name, label in rows if shown]
