"""Who is in a bloc: on the day that counts, with the words the bloc uses for its officers."""

import datetime as dt
from typing import Any

from accounts.clock import today
from blocs.models import Authority, BlocYear, Membership, Post
from campaigns.models import Campaign

_ORDER = {Membership.Role.LEADER: 0, Membership.Role.DEPUTY: 1, Membership.Role.MEMBER: 2}
_NO_OFFICE = ""


def member_facts(campaign: Campaign) -> dict[str, Any]:
    """``members``: [{unit, role, head, post}], leader first; ``head`` is who heads the unit on that day. Two statements."""
    rows = _members(campaign.bloc_year, day_in(campaign.from_year, campaign.to_year))
    heads = _heads(row.unit_id for row in rows)
    return {"members": [_member(campaign.bloc_year, row, heads.get(row.unit_id)) for row in rows]}


def day_in(from_year: int, to_year: int) -> dt.date:
    """Today, or the nearest day within the years: a paper about a year names that year's members."""
    return min(max(today(), dt.date(from_year, 1, 1)), dt.date(to_year, 12, 31))


def _members(bloc_year: BlocYear | None, day: dt.date) -> list[Membership]:
    found = Membership.objects.on(day).filter(bloc_year=bloc_year).select_related("unit") if bloc_year else []
    return sorted(found, key=lambda row: (_ORDER[row.role], bytes(row.unit.sort_key), row.pk))


def _heads(unit_ids) -> dict[int, Post]:
    posts = Post.objects.live(today()).filter(unit__in=list(unit_ids), role=Post.Role.HEAD).select_related("user")
    return {post.unit_id: post for post in posts.order_by("-pk")}


def _member(bloc_year: BlocYear, row: Membership, head: Post | None) -> dict[str, str]:
    words = {Membership.Role.LEADER: bloc_year.leader_label, Membership.Role.DEPUTY: bloc_year.deputy_label}
    return {
        "unit": row.unit.name,
        "role": words.get(row.role, _NO_OFFICE),
        "head": head.user.full_name if head else "",
        "post": head.title if head else "",
    }


def movement_rows(campaign: Campaign) -> list[dict[str, str]]:
    """Movements the bloc joined that run in the campaign's years: [{name, aim, begins, ends}]. One statement."""
    if campaign.bloc_year_id is None:
        return []
    rows = Campaign.objects.filter(
        blocs_joined=campaign.bloc_year_id, from_year__lte=campaign.to_year, to_year__gte=campaign.from_year
    )
    return [
        {"name": row.title, "aim": row.theme, "begins": str(row.from_year), "ends": str(row.to_year)}
        for row in rows.order_by("from_year", "sort_key", "pk")
    ]


def division_facts(authority: Authority, year: int) -> dict[str, Any]:
    """``blocs``: [{name, leader, deputies, units}] of the authority in a year, the Vietnamese way sorted. Two statements."""
    day = day_in(year, year)
    bloc_years = BlocYear.objects.filter(bloc__authority=authority, year=year).order_by("sort_key", "pk")
    rows: dict[int, list[Membership]] = {bloc_year.pk: [] for bloc_year in bloc_years}
    found = Membership.objects.on(day).filter(bloc_year__in=rows).select_related("unit")
    for row in found.order_by("unit__sort_key", "pk"):
        rows[row.bloc_year_id].append(row)
    return {"year": year, "blocs": [_bloc(bloc_year, rows[bloc_year.pk]) for bloc_year in bloc_years]}


def _bloc(bloc_year: BlocYear, rows: list[Membership]) -> dict[str, Any]:
    def named(role: str) -> list[str]:
        return [row.unit.name for row in rows if row.role == role]

    return {
        "name": bloc_year.name,
        "leader": ", ".join(named(Membership.Role.LEADER)),
        "deputies": named(Membership.Role.DEPUTY),
        "units": [row.unit.name for row in rows],
    }
