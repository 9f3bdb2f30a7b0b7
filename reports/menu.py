"""The menu by job: only what the acting person may use, in the order work is done."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from django.urls import NoReverseMatch, reverse

from blocs.access import Action, holds
from campaigns.models import Campaign

A = Action


@dataclass(frozen=True)
class Item:
    """One line of the menu. ``covers``: view names (patterns) at which it is the current one; the first hit wins."""

    label: str
    icon: str
    url_name: str
    actions: tuple[Action, ...]
    covers: tuple[str, ...]
    of_campaign: bool = False


@dataclass
class Entry:
    label: str
    icon: str
    url: str
    current: bool = False
    count: int = 0
    late: bool = False


@dataclass
class Group:
    label: str
    entries: list[Entry] = field(default_factory=list)


TODAY = (Item("Việc cần làm", "tasks", "home", (), ("home",)),)
YEAR = (
    Item(
        "Báo cáo",
        "report",
        "campaigns:board",
        (A.SUBMISSION_VIEW,),
        ("campaigns:board*", "campaigns:submission*", "campaigns:receipt", "campaigns:file_*"),
        True,
    ),
    Item("Kế hoạch", "plan", "campaigns:list", (A.CAMPAIGN_VIEW,), ("campaigns:*",)),
    Item("Xếp hạng", "ranking", "scoring:ranking_list", (A.RANKING_VIEW,), ("scoring:ranking*",)),
    Item(
        "Chấm điểm",
        "score",
        "scoring:list",
        (A.SHEET_VIEW,),
        ("scoring:list", "scoring:sheet*", "scoring:verify*", "scoring:cell*"),
    ),
    Item(
        "Khen thưởng",
        "award",
        "awards:list",
        (A.NOMINATION_VIEW, A.AWARD_DECIDE),
        ("awards:nomin*", "awards:list", "awards:decide*"),
    ),
)
LOOK_UP = (
    Item("Tổng hợp toàn tỉnh", "province", "reports:province", (A.PROVINCE_VIEW,), ("reports:province*",)),
    Item("Lịch sử khen thưởng", "history", "awards:history", (A.AWARD_VIEW,), ("awards:*",)),
    Item("Kho minh chứng", "evidence", "scoring:evidence", (A.SHEET_EDIT,), ("scoring:evidence*",)),
    Item("Bộ tiêu chí", "criteria", "scoring:criteria_list", (A.CRITERIA_VIEW,), ("scoring:criteri*",)),
    Item("Văn bản đã tạo", "paper", "reports:jobs", (A.CAMPAIGN_VIEW,), ("reports:job*", "reports:document*")),
)
ORGANISATION = (
    Item(
        "Khối, cụm thi đua",
        "blocs",
        "blocs:bloc_list",
        (A.BLOC_VIEW,),
        ("blocs:bloc*", "blocs:member*", "blocs:import*"),
    ),
    Item(
        "Người dùng",
        "people",
        "blocs:people",
        (A.PEOPLE_VIEW,),
        ("blocs:people", "blocs:invite", "blocs:post_end", "blocs:reinvite"),
    ),
    Item("Cơ quan, đơn vị", "units", "blocs:unit_list", (A.ORG_VIEW,), ("blocs:*",)),
    Item("Nhật ký", "audit", "reports:audit", (A.AUDIT_VIEW,), ("reports:audit*",)),
)


def url_or_none(name: str, *args) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def build_menu(request, campaign: Campaign | None) -> list[Group]:
    """Groups with at least one entry the person may use; at most one entry is current."""
    groups = [
        Group("", _entries(request, TODAY, campaign)),
        Group(f"NĂM {campaign.years}" if campaign else "THI ĐUA", _entries(request, YEAR, campaign)),
        Group("TRA CỨU", _entries(request, LOOK_UP, campaign)),
        Group("TỔ CHỨC", _entries(request, ORGANISATION, campaign)),
    ]
    return [group for group in groups if group.entries]


def _entries(request, items: tuple[Item, ...], campaign: Campaign | None) -> list[Entry]:
    return [entry for item in items if (entry := _entry(request, item, campaign))]


def _entry(request, item: Item, campaign: Campaign | None) -> Entry | None:
    if item.actions and not any(holds(request.user, action) for action in item.actions):
        return None
    if item.of_campaign and campaign is None:
        return None
    url = url_or_none(item.url_name, *([campaign.pk] if item.of_campaign else []))
    if url is None:
        return None
    view = request.resolver_match.view_name if request.resolver_match else ""
    return Entry(item.label, item.icon, url, current=any(fnmatchcase(view, pattern) for pattern in item.covers))
