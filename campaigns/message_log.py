"""What went to whom for one campaign: rows of the outbox with their unit and deadline in words."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.channels import connected
from accounts.kinds import group_of
from accounts.models import Notification, User
from accounts.vietnamese import search_words
from blocs.access import own_unit_ids
from blocs.models import Unit

from .models import Campaign, Deadline
from .permissions import can_follow

State, Channel = Notification.State, Notification.Channel
# What the state of a row means to a reader: (key of the filter, word, kind of the badge, states)
STATES = (
    ("da-gui", "Đã gửi", "ok", (State.SENT,)),
    ("cho-gui", "Chờ gửi", "sent", (State.NEW, State.SENDING)),
    ("chua-ro", "Chưa rõ đã gửi hay chưa", "late", (State.IN_DOUBT,)),
    ("khong-gui-duoc", "Không gửi được", "back", (State.FAILED,)),
    ("da-huy", "Không gửi nữa", "lock", (State.CANCELLED,)),
)


@dataclass(frozen=True)
class Filters:
    """What a reader chose; numbers are None when not chosen or not readable."""

    state: str = ""
    channel: str = ""
    deadline: int | None = None
    unit: int | None = None
    person: str = ""


@dataclass(frozen=True)
class Line:
    row: Notification
    deadline: Deadline | None
    unit: Unit | None
    group: str
    badge: str
    word: str
    note: str


def messages_of(user: User, campaign: Campaign) -> QuerySet[Notification]:
    """Officers and the board see all that went out; a unit what went to its people, and everybody the own ones."""
    rows = Notification.objects.about_campaign(campaign.pk)
    if can_follow(user, campaign):
        return rows
    return rows.filter(Q(unit_id__in=own_unit_ids(user)) | Q(user=user))


def filtered(rows: QuerySet[Notification], chosen: Filters) -> QuerySet[Notification]:
    """Everything but the state: its chips count what the other filters leave."""
    if chosen.channel in Channel.values:
        rows = rows.filter(channel=chosen.channel)
    if chosen.deadline is not None:
        rows = rows.filter(deadline_id=chosen.deadline)
    if chosen.unit is not None:
        rows = rows.filter(unit_id=chosen.unit)
    for word in search_words(chosen.person):
        rows = rows.filter(user__search_text__contains=word)
    return rows


def in_state(rows: QuerySet[Notification], key: str) -> QuerySet[Notification]:
    states = {name: states for name, _, _, states in STATES}.get(key)
    return rows.filter(state__in=states) if states else rows


def counts(rows: QuerySet[Notification]) -> dict[str, int]:
    """Rows by key of the state filter; one statement."""
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {key: sum(found.get(state, 0) for state in states) for key, _, _, states in STATES}


def lines_of(rows: list[Notification]) -> list[Line]:
    """A page of rows in words; two statements however many there are."""
    deadlines = Deadline.objects.in_bulk({row.deadline_id for row in rows if row.deadline_id})
    units = Unit.objects.in_bulk({row.unit_id for row in rows if row.unit_id})
    return [_line(row, deadlines.get(row.deadline_id), units.get(row.unit_id)) for row in rows]


def _line(row: Notification, deadline: Deadline | None, unit: Unit | None) -> Line:
    word, badge = next((word, badge) for _, word, badge, states in STATES if row.state in states)
    if row.channel == Channel.IN_APP:
        word = "Đã đọc" if row.read_at else "Đã báo, chưa đọc"
    return Line(row, deadline, unit, group_of(row.kind).label, badge, word, _note(row))


def _note(row: Notification) -> str:
    if row.state == State.NEW and row.channel not in (Channel.EMAIL, Channel.IN_APP) and not connected(row.channel):
        return "chưa nối cổng tin nhắn"
    if row.state == State.NEW and row.in_digest:
        return "trong thư gộp"
    if row.state == State.NEW and row.attempts:
        return f"đã thử {row.attempts} lần, máy chủ chưa nhận"
    return ""
