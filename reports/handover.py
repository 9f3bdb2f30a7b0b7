"""What the outgoing leader of a bloc hands over, gathered as plain values: states, dates and work contacts, never the
content of a unit's papers. The same reading fills the page while it is prepared and the copy that is frozen."""

import datetime as dt
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.clock import today
from blocs.models import BlocYear, Membership, Post
from campaigns.models import Campaign, Deadline, Extension
from campaigns.rules import printed_words
from reports.models import Document, OfficeTemplate
from reports.states import DocumentState
from scoring.models import Ranking, ScoreSheet
from scoring.states import RankingState, SheetState

from .handover_tasks import open_tasks

_OUT = (DocumentState.ISSUED, DocumentState.CORRECTED)


def gather(bloc_year: BlocYear) -> dict[str, Any]:
    """Sections of the handover as JSON values: tasks, members, contacts, templates, papers, sheets, deadlines. A constant
    number of statements."""
    campaign = Campaign.objects.filter(bloc_year=bloc_year).select_related("bloc_year__bloc").first()
    return {
        "bloc": str(bloc_year),
        "on": _day(today()),
        "members": _members(bloc_year),
        "contacts": _contacts(bloc_year),
        "templates": _templates(bloc_year),
        **(_of_campaign(campaign) if campaign else _nothing()),
    }


def _nothing() -> dict[str, list]:
    return {name: [] for name in ("tasks", "papers", "sheets", "ranking", "deadlines")}


def _of_campaign(campaign: Campaign) -> dict[str, list]:
    sheets = list(
        ScoreSheet.objects.filter(campaign=campaign).select_related("unit").order_by("unit__sort_key", "half")
    )
    return {
        "tasks": open_tasks(campaign, sheets),
        "papers": _papers(campaign),
        "sheets": [
            {"unit": row.unit.name, "state": SheetState(row.state).label, "path": _path("scoring:sheet", row.pk)}
            for row in sheets
        ],
        "ranking": _ranking(campaign),
        "deadlines": _deadlines(campaign),
    }


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _path(name: str, *args: int) -> str:
    return reverse(name, args=args)


def _members(bloc_year: BlocYear) -> list[dict]:
    rows = (
        Membership.objects.filter(bloc_year=bloc_year).select_related("unit").order_by("unit__sort_key", "valid_from")
    )
    labels = {Membership.Role.LEADER: bloc_year.leader_label, Membership.Role.DEPUTY: bloc_year.deputy_label}
    return [
        {
            "unit": row.unit.name,
            "role": labels.get(row.role, "Thành viên"),
            "from": _day(row.valid_from),
            "to": _day(row.valid_to),
        }
        for row in rows
    ]


def _contacts(bloc_year: BlocYear) -> list[dict]:
    """Work contacts of the people at the units that are in the bloc now, and of the standing office; nothing else about
    them."""
    units = Membership.objects.on(today()).filter(bloc_year=bloc_year).values("unit_id")
    board = Q(authority=bloc_year.bloc.authority_id, role=Post.Role.BOARD_STAFF)
    posts = Post.objects.live(today()).filter(Q(unit__in=units) | board).select_related("user", "unit", "authority")
    return [
        {
            "unit": post.unit.name if post.unit else post.authority.board_name or post.authority.name,
            "name": post.user.full_name,
            "title": post.title or post.get_role_display(),
            "email": post.user.email,
            "phone": post.user.phone,
        }
        for post in posts.order_by(F("unit__sort_key").asc(nulls_last=True), "role", "user__sort_key", "pk")
    ]


def _templates(bloc_year: BlocYear) -> list[dict]:
    """The Word templates of the authority, which the next leader uses as well."""
    rows = OfficeTemplate.objects.in_use().filter(authority=bloc_year.bloc.authority_id, unit__isnull=True)
    return [{"name": row.name, "kind": row.get_kind_display()} for row in rows.order_by("kind", "-at", "-pk")]


def _papers(campaign: Campaign) -> list[dict]:
    """Papers of the bloc that are out."""
    rows = Document.objects.filter(campaign=campaign, unit__isnull=True, state__in=_OUT)
    rows = rows.for_decisions().select_related("series_number").order_by("kind", "-created_at", "-pk")
    return [
        {"title": str(row), "kind": row.get_kind_display(), "path": _path("reports:document_detail", row.pk)}
        for row in rows
    ]


def _ranking(campaign: Campaign) -> list[dict]:
    last = (
        Ranking.objects.filter(campaign=campaign, state=RankingState.FINAL).defer("inputs").order_by("-number").first()
    )
    if last is None:
        return []
    words = f"Kết quả công bố lần {last.number}, ngày {last.computed_at:%d/%m/%Y}"
    return [{"title": words, "path": _path("scoring:ranking", campaign.pk)}]


def _deadlines(campaign: Campaign) -> list[dict]:
    rows = list(Deadline.objects.filter(campaign=campaign).select_related("campaign").order_by("last_day", "pk"))
    extended: dict[int, list[str]] = {}
    for one in Extension.objects.filter(deadline__in=rows).select_related("unit").order_by("pk"):
        words = f"{one.unit.name} đến {one.last_day:%d/%m/%Y} ({one.reason})"
        extended.setdefault(one.deadline_id, []).append(words)
    return [
        {
            "title": row.title,
            "due": printed_words(row),
            "done": _day(row.done_on),
            "extensions": extended.get(row.pk, []),
            "path": _path("campaigns:deadline_detail", row.pk),
        }
        for row in rows
    ]
