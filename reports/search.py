"""One search over what a person may see: units, blocs, campaigns, documents, people; tone marks and case do not matter."""

from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from accounts.models import User
from accounts.vietnamese import fold
from blocs.models import BlocYear, Post, Unit
from campaigns.models import Campaign, Plan

MOST_ROWS = 20
MOST_LETTERS = 200


@dataclass(frozen=True)
class Hit:
    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Found:
    """Hits of one kind; ``more`` when there were others beyond the first MOST_ROWS."""

    label: str
    hits: list[Hit]
    more: bool


def clean(text: str) -> str:
    """The query as searched: without control characters, at most MOST_LETTERS long."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())[:MOST_LETTERS]


def search(user: User, text: str) -> list[Found]:
    """Kinds with at least one hit; nothing for an empty query. The same number of statements whatever is found."""
    if not fold(text):
        return []
    kinds = (
        ("Đơn vị", _units(user, text)),
        ("Khối, cụm thi đua", _blocs(user, text)),
        ("Kế hoạch, phong trào", _campaigns(user, text)),
        ("Văn bản kế hoạch", _documents(user, text)),
        ("Người", _people(user, text)),
    )
    return [Found(label, hits[:MOST_ROWS], len(hits) > MOST_ROWS) for label, hits in kinds if hits]


def _units(user: User, text: str) -> list[Hit]:
    rows = Unit.objects.visible_to(user).search(text).select_related("authority").order_by("sort_key", "pk")
    return [
        Hit(unit.name, f"{unit.get_kind_display()} · {unit.authority}", reverse("blocs:unit_detail", args=[unit.pk]))
        for unit in rows[: MOST_ROWS + 1]
    ]


def _matching(rows, text: str, written) -> list:
    """The first rows whose ``written`` words hold every word of the query: for names without a folded column, of which
    a person sees a few hundred at most."""
    words = fold(text).split()
    found = (row for row in rows if all(word in fold(written(row)) for word in words))
    return list(islice(found, MOST_ROWS + 1))


def _blocs(user: User, text: str) -> list[Hit]:
    rows = BlocYear.objects.visible_to(user).select_related("bloc__authority").order_by("-year", "sort_key", "pk")
    return [
        Hit(row.name, f"Năm {row.year} · {row.bloc.authority}", reverse("blocs:bloc_year_detail", args=[row.pk]))
        for row in _matching(rows, text, str)
    ]


def _documents(user: User, text: str) -> list[Hit]:
    rows = (
        Plan.objects.visible_to(user).order_by("-year", "pk").values("campaign_id", "subject", "number", "sign", "year")
    )
    return [
        Hit(row["subject"], f"{_number(row)} · năm {row['year']}", reverse("campaigns:plan", args=[row["campaign_id"]]))
        for row in _matching(rows, text, lambda row: f"{row['subject']} {_number(row)} {row['year']}")
    ]


def _number(row: dict) -> str:
    """«Số 12/KH-TĐK8»; a draft has no number yet."""
    return f"Số {row['number']}/{row['sign']}" if row["number"] else f"Chưa có số ({row['sign'] or 'dự thảo'})"


def _campaigns(user: User, text: str) -> list[Hit]:
    rows = Campaign.objects.visible_to(user).search(text).order_by("-to_year", "sort_key", "pk")
    return [
        Hit(row.title, f"{row.get_kind_display()} · {row.years}", reverse("campaigns:detail", args=[row.pk]))
        for row in rows[: MOST_ROWS + 1]
    ]


def _people(user: User, text: str) -> list[Hit]:
    rows = Post.objects.visible_to(user).filter(valid_to__isnull=True)
    for word in fold(text).split():
        rows = rows.filter(user__search_text__contains=word)
    rows = rows.select_related("user", "unit", "authority").order_by("user__sort_key", "pk")
    return [
        Hit(row.user.full_name, f"{row.title or row.get_role_display()} · {row.place}", reverse("blocs:people"))
        for row in rows[: MOST_ROWS + 1]
    ]
