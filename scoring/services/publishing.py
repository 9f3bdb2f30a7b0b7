"""Publishing a final ranking: sheets locked and frozen with it as one numbered snapshot."""

from typing import Any

from django.db.models import Max
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding
from scoring.models import Ranking, ScoreSheet
from scoring.states import LOCK, RankingState, VersionKind

from .reading import SheetReading
from .snapshots import content_of, digest, freeze

Contents = dict[int, dict[str, Any]]


def latest_publication(campaign_id: int) -> Ranking | None:
    """The publication in force: the one with the highest number. None while nothing is published."""
    return Ranking.objects.filter(campaign_id=campaign_id, state=RankingState.FINAL).order_by("-number").first()


def next_number(campaign_id: int) -> int:
    """Number of the next publication of a campaign, from 1. The caller holds the campaign's scoring lock."""
    return (Ranking.objects.filter(campaign_id=campaign_id).aggregate(last=Max("number"))["last"] or 0) + 1


def contents_of(readings: list[SheetReading]) -> Contents:
    """What is to be frozen of each sheet, by sheet id."""
    return {reading.sheet.pk: content_of(reading, VersionKind.PUBLISHED) for reading in readings}


def checksums(contents: Contents) -> list[dict[str, Any]]:
    """The sheets' checksums, as the inputs of the published ranking keep them."""
    return [{"unit": content["unit"]["id"], "sha256": digest(content)} for content in contents.values()]


def publish(ranking: Ranking, sheets: list[ScoreSheet], contents: Contents, by: User) -> None:
    """Lock the sheets, freeze each beside its ranking and tell the members. The caller holds all locks."""
    for sheet in sheets:
        if sheet.state in LOCK.sources:
            sheet.state = LOCK.target
            sheet.version += 1
            sheet.save(update_fields=["state", "version"])
            audit.record(by=by, event="sheet.lock", target=sheet, after={"state": sheet.state})
        freeze(sheet=sheet, content=contents[sheet.pk], kind=VersionKind.PUBLISHED, by=by, ranking=ranking)
    _tell_members(ranking, sheets)


def _tell_members(ranking: Ranking, sheets: list[ScoreSheet]) -> None:
    people = [user for sheet in sheets for user in people_holding(Action.SHEET_EDIT, unit_id=sheet.unit_id)]
    corrected = ranking.correction
    notify(
        users=people,
        kind="ranking_final",
        title=f"{'Đính chính kết quả' if corrected else 'Đã có kết quả'} xếp hạng: {ranking.campaign}",
        body=f"Công bố lần {ranking.number}. Lý do đính chính: {corrected.reason}" if corrected else "",
        path=reverse("scoring:ranking", args=[ranking.campaign_id]),
        key=f"ranking:{ranking.pk}:final",
    )
