"""The heads of papers as plain values: letterhead, number and date, title, signer."""

import datetime as dt
from typing import Any

from accounts.clock import today
from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.models.head import PaperHead
from campaigns.rules.bases import latest_day
from reports.layouts import layout_for, layouts


def head_facts(head: PaperHead) -> dict[str, Any]:
    """Letterhead, number and date, title and signer of any head."""
    return {
        "layout": layout_for(head.family, document_day(head)).key,
        "title": " ".join(part for part in (head.doc_type.capitalize(), head.subject) if part)[:400],
        "superior": head.superior_line,
        "issuer_lines": lines(head.issuer_lines),
        "number": head.number,
        "sign": head.sign,
        "place": head.place,
        "day": head.day,
        "month": head.month,
        "year": head.year,
        "draft_mark": head.draft_mark,
        "doc_type": head.doc_type,
        "subject": head.subject,
        "signer": {
            "authority_line": head.authority_line,
            "capacity": head.capacity,
            "post": head.post,
            "name": head.signer_name,
            "titles_below": lines(head.titles_below),
        },
        "archive_line": head.archive_line,
        "drafter_initials": head.drafter_initials,
    }


def document_day(head: PaperHead) -> dt.date:
    """The last day the document's date can mean: what decides which layout was in force."""
    return latest_day(head.year, head.month, head.day)


def recipient(line: str) -> dict[str, str]:
    """«UBND tỉnh | b/c» → text and mark."""
    text, _, mark = line.partition("|")
    return {"text": text.strip(), "mark": mark.strip()}


def lines(text: str) -> list[str]:
    """What was typed one per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def bloc_heading(campaign: Campaign) -> dict[str, Any]:
    """Layout in force today for the bloc's family, superior, issuer and place, as the bloc-year words them."""
    bloc_year, authority = campaign.bloc_year, campaign.authority
    return {
        "layout": layout_for(bloc_year.format_family, today()).key,
        "superior": (bloc_year.superior_line or authority.name).upper(),
        "issuer_lines": lines(bloc_year.issuer_lines) or [bloc_year.name.upper()],
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
