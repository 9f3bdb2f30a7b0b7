"""What of one year of a bloc would go into the next, row by row, before anything is written: structure, never scores,
papers or states."""

import datetime as dt
import re
from collections.abc import Callable

from accounts.decisions import Decision, Reason
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import BlocYear
from campaigns.models import Campaign, Deadline, Phase, Plan
from campaigns.office_days import office_days
from campaigns.reading.moving import move_words
from campaigns.reading.times import moved
from campaigns.reminder_table import is_own, lines_in_words, table_of
from campaigns.when import DueRule, Precision, When, last_day_on_time
from scoring.models import ScoringSetup, YearCopy
from scoring.states import SetState

from .setup import usable_sets
from .year_items import BY_BOARD, Item, Part, Section, YearPreview
from .year_members import member_items, year_item

Kind = Deadline.Kind
_YEARS = re.compile(r"(?<!\d)20\d{2}(?!\d)")
# These are set anew for their own occasion.
NOT_COPIED = (Kind.AD_HOC, Kind.INSPECTION)


def can_copy(user: User, source: BlocYear, target: BlocYear | None) -> Decision:
    """The standing office, the leader of the next year, and while that is not open the leader of this one (to look)."""
    board = granted(user, Action.ORG_MANAGE, source)
    mine = granted(user, Action.CAMPAIGN_MANAGE, target or source)
    if board or mine:
        return Decision()
    return board if board.out_of_reach else Decision(Reason.NOT_YOUR_ROLE)


def target_of(source: BlocYear) -> BlocYear | None:
    rows = BlocYear.objects.filter(bloc_id=source.bloc_id, year=source.year + 1)
    return rows.select_related("bloc__authority").first()


def copied_rows(source: BlocYear, target: BlocYear | None) -> dict[str, dict[int, int]]:
    """Everything earlier runs copied, by kind of row: last year's id → this year's."""
    found: dict[str, dict[int, int]] = {}
    for run in YearCopy.objects.filter(source=source, target=target) if target else ():
        for kind, pairs in run.rows.items():
            found.setdefault(kind, {}).update({int(old): new for old, new in pairs.items()})
    return found


def preview_year(user: User, source: BlocYear) -> YearPreview:
    """All parts with what is new, what is there, what has to be looked at. A constant number of statements."""
    target = target_of(source)
    old = Campaign.objects.filter(bloc_year=source).select_related("bloc_year").first()
    new = Campaign.objects.filter(bloc_year=target).first() if target else None
    known = copied_rows(source, target)
    board = bool(granted(user, Action.ORG_MANAGE, source))
    leads = board or (target is not None and bool(granted(user, Action.CAMPAIGN_MANAGE, target)))
    makers: dict[Part, Callable[[], list[Item]]] = {
        Part.YEAR: lambda: year_item(source, target),
        Part.MEMBER: lambda: member_items(source, target),
        Part.CAMPAIGN: lambda: _campaign(old, new),
        Part.PHASE: lambda: _phases(old, new, known.get("phase", {})),
        Part.DEADLINE: lambda: _deadlines(old, new, known.get("deadline", {})),
        Part.REMINDERS: lambda: _reminders(old, new),
        Part.PLAN: lambda: _plan(old, new),
        Part.SCORING: lambda: _scoring(old, new, source),
    }
    sections = []
    for part, make in makers.items():
        allowed = board if part in BY_BOARD else leads
        items = make() if part in BY_BOARD or old else []
        sections.append(Section(part, items, "" if allowed else _refused(part)))
    return YearPreview(source, source.year + 1, target, sections)


def _refused(part: Part) -> str:
    who = "Cơ quan thi đua, khen thưởng" if part in BY_BOARD else "Trưởng khối của năm mới"
    return f"{who} chép phần này."


def _campaign(old: Campaign, new: Campaign | None) -> list[Item]:
    title = move_words(old.title, old.to_year, 1)
    values = {"title": title, "launcher": old.launcher, "parent": None}
    look = "chủ đề của năm mới để trống" if old.theme else ""
    return [Item(Part.CAMPAIGN, old.pk, title, exists=new is not None, look=look, values=values)]


def _phases(old: Campaign, new: Campaign | None, known: dict[int, int]) -> list[Item]:
    rows = {row.pk: row for row in Phase.objects.filter(campaign=new)} if new else {}
    names = {row.name for row in rows.values()}
    found = []
    for row in old.phases.order_by("order", "pk"):
        values = {
            "order": row.order,
            "name": move_words(row.name, old.to_year, 1),
            "from_precision": row.from_precision,
            "from_value": moved(row.from_value, 1),
            "to_precision": row.to_precision,
            "to_value": moved(row.to_value, 1),
            "text": move_words(row.text, old.to_year, 1),
            "occasions": row.occasions,
        }
        begins = When(Precision(row.from_precision), values["from_value"]).words()
        ends = When(Precision(row.to_precision), values["to_value"]).words()
        exists = known.get(row.pk) in rows or values["name"] in names
        look = "số năm kỷ niệm trong các ngày kỷ niệm" if row.occasions else ""
        detail = " – ".join(part for part in (begins, ends) if part)
        found.append(Item(Part.PHASE, row.pk, values["name"], detail, exists=exists, look=look, values=values))
    return found


_CARRIED = (
    "kind",
    "owes",
    "to_leader",
    "to_deputy",
    "to_board",
    "to_council",
    "to_members",
    "to_others",
    "precision",
    "or_precision",
    "rule",
    "note",
    "every_year",
    "place",
    "host",
    "anchor_kind",
    "offset",
    "offset_unit",
    "day_off",
    "grace_days",
)


def _deadlines(old: Campaign, new: Campaign | None, known: dict[int, int]) -> list[Item]:
    rows = {row.pk: row for row in Deadline.objects.filter(campaign=new)} if new else {}
    names = {(row.kind, row.title) for row in rows.values()}
    days = office_days(old.authority_id)
    found = []
    for row in old.deadlines.filter(series__isnull=True).order_by("last_day", "pk"):
        if row.kind in NOT_COPIED or row.owes == Deadline.Owes.CHOSEN:
            continue
        values = {name: getattr(row, name) for name in _CARRIED} | {
            "title": move_words(row.title, old.to_year, 1),
            "value": moved(row.value, 1),
            "or_value": moved(row.or_value, 1),
            "starts": moved(row.starts, 1),
            "words": _later(row.words, old.to_year),
        }
        exists = known.get(row.pk) in rows or (row.kind, values["title"]) in names
        day = last_day_on_time(When(Precision(row.precision), values["value"]), DueRule(row.rule))
        detail = f"{row.last_day:%d/%m/%Y} → {day:%d/%m/%Y}" if row.last_day and day else ""
        look = _look(row, day, days)
        found.append(Item(Part.DEADLINE, row.pk, values["title"], detail, exists=exists, look=look, values=values))
    return found


def _look(row: Deadline, day: dt.date | None, days) -> str:
    if row.anchor_kind:
        return "tính theo mốc khác: xem lại mốc gốc của năm mới"
    if day is None:
        return "chưa có ngày cụ thể"
    return "" if days.is_working(day) else "ngày mới rơi vào ngày nghỉ"


def _later(words: str, own: int) -> str:
    """«trước ngày 25/6/2026» a year later: both years a plan names move."""
    return _YEARS.sub(lambda found: str(int(found.group()) + (own <= int(found.group()) <= own + 1)), words)


def _reminders(old: Campaign, new: Campaign | None) -> list[Item]:
    table = table_of(old.pk)
    if not is_own(table):
        return []
    exists = new is not None and is_own(table_of(new.pk))
    return [
        Item(Part.REMINDERS, old.pk, "Bảng nhắc việc riêng của khối", "; ".join(lines_in_words(table)), exists=exists)
    ]


def _plan(old: Campaign, new: Campaign | None) -> list[Item]:
    plan = Plan.objects.filter(campaign=old).first()
    if plan is None:
        return []
    exists = new is not None and Plan.objects.filter(campaign=new).exists()
    detail = f"{plan.nodes.count()} mục, {plan.bases.count()} căn cứ, {plan.recipients.count()} nơi nhận"
    subject = move_words(plan.subject, old.to_year, 1)[:200]
    look = "căn cứ còn hiệu lực không, số liệu và năm trong từng câu"
    return [Item(Part.PLAN, plan.pk, subject, detail, exists=exists, look=look, optional=True)]


def _scoring(old: Campaign, new: Campaign | None, source: BlocYear) -> list[Item]:
    setup = ScoringSetup.objects.filter(campaign=old).select_related("criteria_set").first()
    if setup is None:
        return []
    exists = new is not None and ScoringSetup.objects.filter(campaign=new).exists()
    chosen = setup.criteria_set
    own = chosen.bloc_year_id is not None
    usable = not own and usable_sets(old).filter(pk=chosen.pk).exists() and chosen.state == SetState.IN_FORCE
    if own or not usable:
        detail = f"«{chosen.name}» được chép thành bản nháp của năm mới"
        look = "đưa bộ tiêu chí vào áp dụng, rồi thiết lập chấm điểm"
    else:
        detail = f"dùng «{chosen.name}», cùng các khâu chấm điểm"
        look = f"bộ tiêu chí ghi năm {chosen.year}: còn dùng cho năm mới không" if chosen.year == source.year else ""
    values = {"as_draft": own or not usable}
    return [Item(Part.SCORING, setup.pk, "Cách chấm điểm của khối", detail, exists=exists, look=look, values=values)]
