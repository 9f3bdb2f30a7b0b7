"""The heading that a bloc's own papers share."""

from typing import Any

from accounts.clock import today
from blocs.models import Bloc
from campaigns.models import Campaign
from reports.layouts import layout_for, layouts


def bloc_heading(campaign: Campaign) -> dict[str, Any]:
    """Layout in force today for the bloc's family, superior, issuer and place, as the bloc-year words them."""
    bloc_year, authority = campaign.bloc_year, campaign.authority
    lines = [line.strip() for line in bloc_year.issuer_lines.splitlines() if line.strip()]
    return {
        "layout": layout_for(bloc_year.format_family, today()).key,
        "superior": (bloc_year.superior_line or authority.name).upper(),
        "issuer_lines": lines or [bloc_year.name.upper()],
        "place": bloc_year.place_name or authority.place_name,
        "year": today().year,
    }


def leader_lines(campaign: Campaign, layout_key: str) -> list[str]:
    """«TM. KHỐI THI ĐUA» and the bloc's own word for its leader."""
    bloc_year = campaign.bloc_year
    body = Bloc.Kind(bloc_year.bloc.kind).label.upper()
    return [f"{layouts()[layout_key].on_behalf} {body}", bloc_year.leader_label.upper()]


def decimal_text(value) -> str | None:
    return None if value is None else f"{value:f}"
