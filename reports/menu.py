"""The menu by job: only what the acting person may use, in the order work is done."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from django.urls import reverse

from accounts.models import User
from blocs.access import Action, holds
from campaigns.models import Campaign

from .things import AWARD, PAPER, PLAN, REPORT, SCORE, Thing

A = Action
ALL = "all"
REPORT_PAGES = (
    "campaigns:board*",
    "campaigns:submission*",
    "campaigns:receipt*",
    "campaigns:file*",
    "campaigns:attainment",
)
PLAN_PAGES = ("campaigns:*", "reports:document_make_plan")
CALENDAR_PAGES = ("campaigns:calendar*", "campaigns:office_day*", "campaigns:outage*")
PAPER_PAGES = (
    "reports:document*",
    "reports:plan_document",
    "reports:consultation",
    "reports:comment*",
)
SERIES_PAGES = ("reports:series*", "reports:number_outside")
JOB_PAGES = ("reports:job*", "reports:batch*", "reports:document_make*")
BLOC_PAGES = (
    "blocs:bloc*",
    "blocs:member*",
    "blocs:import*",
    "reports:bloc_*",
    "reports:handover*",
    "scoring:copy_year",
)
UNIT_PAGES = ("blocs:*", "reports:reorganis*", "reports:unit_history")
HISTORY_PAGES = ("awards:history*", "awards:person_history", "awards:record*", "awards:decision_detail")
MERIT_PAGES = (
    "awards:person*",
    "awards:register",
    "awards:roster*",
    "awards:evaluation*",
    "awards:initiative*",
    "awards:hold*",
    "awards:discipline*",
    "awards:merit*",
    "awards:eligibility",
    "awards:prospects*",
)
PEOPLE_PAGES = ("blocs:people", "blocs:invite", "blocs:post*", "blocs:reinvite")


@dataclass(frozen=True)
class Item:
    """One line of the menu, shown to who holds one of ``actions`` (none named: to everybody).

    ``covers``: view names (patterns) at which it is the current one, the longest wins; ``of_campaign``: its address takes
    the campaign in view, ``of_bloc``: and only a bloc's year has it; ``room``: whose things to do it counts.
    """

    label: str
    icon: str
    url_name: str
    actions: tuple[Action, ...] = ()
    covers: tuple[str, ...] = ()
    of_campaign: bool = False
    of_bloc: bool = False
    room: str = ""


@dataclass(frozen=True)
class Count:
    """How many things to do one room has; ``late``: one of them is overdue."""

    room: str
    number: int
    late: bool


@dataclass
class Entry:
    item: Item
    url: str
    current: bool = False
    count: Count | None = None


@dataclass
class Group:
    label: str
    entries: list[Entry] = field(default_factory=list)


TODAY = (
    Item("Việc cần làm", "tasks", "home", covers=("home",), room=ALL),
    Item("Ghi nhanh kết quả", "evidence", "scoring:quick", (A.SUBMISSION_EDIT,), ("scoring:quick",)),
    Item("Lịch", "calendar", "campaigns:calendar", (A.CAMPAIGN_VIEW,), CALENDAR_PAGES),
)
YEAR = (
    Item("Kế hoạch", "plan", "campaigns:list", (A.CAMPAIGN_VIEW,), PLAN_PAGES, room=PLAN),
    Item("Báo cáo", "report", "campaigns:board", (A.SUBMISSION_VIEW,), REPORT_PAGES, of_campaign=True, room=REPORT),
    Item("Văn bản", "paper", "reports:document_list", (A.DOCUMENT_VIEW,), PAPER_PAGES, room=PAPER),
    Item("Chấm điểm", "score", "scoring:home", (A.SHEET_VIEW,), ("scoring:*",), room=SCORE),
    Item("Xếp hạng", "ranking", "scoring:ranking", (A.RANKING_VIEW,), ("scoring:ranking*",), of_bloc=True),
    Item("Khen thưởng", "award", "awards:list", (A.NOMINATION_VIEW, A.AWARD_DECIDE), ("awards:*",), room=AWARD),
)
LOOK_UP = (
    Item("Tổng hợp toàn tỉnh", "province", "reports:province", (A.PROVINCE_VIEW,), ("reports:province*",)),
    Item(
        "Điển hình tiên tiến", "award", "awards:role_models", (A.ROLE_MODEL_VIEW, A.BLOC_VIEW), ("awards:role_model*",)
    ),
    Item("Lịch sử khen thưởng", "history", "awards:history", (A.AWARD_VIEW,), HISTORY_PAGES),
    Item("Cá nhân, sáng kiến", "people", "awards:persons", (A.MERIT_EDIT,), MERIT_PAGES),
    Item("Phân tích chấm điểm", "score", "scoring:analysis_overview", (A.PROVINCE_VIEW,), ("scoring:analysis*",)),
    Item("Kho minh chứng", "evidence", "scoring:evidence_list", (A.SHEET_EDIT,), ("scoring:evidence*",)),
    Item(
        "Bộ tiêu chí",
        "criteria",
        "scoring:set_list",
        (A.CRITERIA_VIEW,),
        ("scoring:set", "scoring:set_*", "scoring:criterion*"),
    ),
    Item("Văn bản căn cứ", "paper", "campaigns:legal", (A.CAMPAIGN_VIEW,), ("campaigns:legal*",)),
    Item("Mẫu Word", "paper", "reports:office_list", (A.DOCUMENT_WRITE,), ("reports:office*",)),
    Item("Sổ văn bản đi", "paper", "reports:series_list", (A.DOCUMENT_WRITE,), SERIES_PAGES),
    Item("Tệp đã tạo", "paper", "reports:jobs", (A.CAMPAIGN_VIEW,), JOB_PAGES),
)
ORGANISATION = (
    Item("Khối, cụm thi đua", "blocs", "blocs:bloc_list", (A.BLOC_VIEW,), BLOC_PAGES),
    Item("Đơn vị", "units", "blocs:unit_list", (A.ORG_VIEW,), UNIT_PAGES),
    Item(
        "Cơ quan tổ chức",
        "province",
        "blocs:authority_list",
        (A.ORG_MANAGE, A.AUTHORITY_FOUND),
        ("blocs:authority*", "reports:history_policy", "awards:public_page"),
    ),
    Item("Người dùng", "people", "blocs:people", (A.PEOPLE_VIEW,), PEOPLE_PAGES),
    Item("Tài khoản", "key", "blocs:account_list", (A.ACCOUNT_ADMIN,), ("blocs:account*",)),
    Item("Nhật ký", "audit", "reports:audit", (A.AUDIT_VIEW,), ("reports:audit*",)),
)


def build_menu(request, campaign: Campaign | None, things: list[Thing] | None) -> list[Group]:
    """Groups with at least one entry the person may use, at most one of them current; with counts when the page has read
    the things to do anyway (otherwise it asks for them by itself, `reports:counts`)."""
    parts = (
        ("", TODAY),
        (f"Năm {campaign.years}" if campaign else "Thi đua", YEAR),
        ("Tra cứu", LOOK_UP),
        ("Tổ chức", ORGANISATION),
    )
    groups = [
        Group(label, [entry for item in items if (entry := _entry(request, item, campaign))]) for label, items in parts
    ]
    _mark_current(request, groups)
    if things is not None:
        _count(groups, things)
    return [group for group in groups if group.entries]


def _mark_current(request, groups: list[Group]) -> None:
    """The entry with the most telling pattern that covers this page."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    hits = [
        (len(pattern.rstrip("*")), entry)
        for group in groups
        for entry in group.entries
        for pattern in entry.item.covers
        if fnmatchcase(view, pattern)
    ]
    if hits:
        max(hits, key=lambda hit: hit[0])[1].current = True


def counts_shown(user: User, things: list[Thing]) -> list[Count]:
    """The counts of the entries in the person's menu."""
    found = counts(things)
    return [found[item.room] for item in (*TODAY, *YEAR) if item.room and _may_use(user, item)]


def counts(things: list[Thing]) -> dict[str, Count]:
    """Things to do by room, all of them under ``ALL``."""
    found = {}
    for room in (ALL, PLAN, REPORT, PAPER, SCORE, AWARD):
        mine = [each for each in things if room in (ALL, each.room)]
        found[room] = Count(room, len(mine), any(each.late for each in mine))
    return found


def _count(groups: list[Group], things: list[Thing]) -> None:
    found = counts(things)
    for group in groups:
        for entry in group.entries:
            entry.count = found.get(entry.item.room)


def _may_use(user: User, item: Item) -> bool:
    return not item.actions or any(holds(user, action) for action in item.actions)


def _entry(request, item: Item, campaign: Campaign | None) -> Entry | None:
    """None when the person may not use it, or when it needs a campaign and there is none."""
    if not _may_use(request.user, item):
        return None
    takes_campaign = item.of_campaign or item.of_bloc
    if takes_campaign and (campaign is None or (item.of_bloc and campaign.bloc_year_id is None)):
        return None
    return Entry(item, reverse(item.url_name, args=[campaign.pk] if takes_campaign else []))
