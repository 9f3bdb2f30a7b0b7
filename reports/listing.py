"""Rows behind a figure of a province in words: one kind of list per kind of row, the same on the screen and in a file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from awards.models import AwardRecord, Nomination
from campaigns.models import Campaign

from .milestones import Owed


@dataclass(frozen=True)
class Line:
    """``cells`` follow the columns of the listing; ``url``: where the first one leads."""

    cells: list[str | int | None]
    url: str = ""


@dataclass(frozen=True)
class Listing:
    """``ordered``: the rows with what a line reads, in the order of the list."""

    columns: list[str]
    ordered: Callable[[QuerySet], QuerySet]
    line: Callable[[object], Line]


def _records(rows: QuerySet[AwardRecord]) -> QuerySet[AwardRecord]:
    return rows.select_related("decision", "award_type").order_by(
        "-year", "unit__sort_key", "unit_id", "award_type__order", "pk"
    )


def _record(row: AwardRecord) -> Line:
    decision = row.decision
    cells = [
        row.subject,
        row.unit_name if row.unit_name != row.subject else "",
        row.year,
        str(row.award_type),
        row.get_subject_class_display(),
        row.get_mode_display(),
        f"{decision.number} ngày {decision.date:%d/%m/%Y}",
    ]
    return Line(cells, reverse("awards:decision_detail", args=[row.decision_id]))


def _nominations(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    rows = rows.select_related("campaign__bloc_year", "unit", "award_type")
    return rows.order_by("unit__sort_key", "unit_id", "award_type__order", "pk")


def _nomination(row: Nomination) -> Line:
    cells = [
        row.subject,
        row.unit.name if row.unit.name != row.subject else "",
        str(row.campaign.bloc_year or row.campaign),
        str(row.award_type),
        row.get_state_display(),
        row.reply,
    ]
    return Line(cells, reverse("awards:nomination_detail", args=[row.pk]))


def _campaigns(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    return rows.select_related("authority").order_by("kind", "sort_key", "pk")


def _campaign(row: Campaign) -> Line:
    cells = [row.title, str(row.authority), row.get_kind_display(), row.years]
    return Line(cells, reverse("campaigns:detail", args=[row.pk]))


def _same(rows):
    return rows


def _milestone(row: Owed) -> Line:
    entry, cell = row.entry, row.entry.cell
    day = cell.last_day if cell else entry.column.day
    cells = [
        entry.unit.name,
        str(row.bloc_year),
        entry.column.title,
        f"{day:%d/%m/%Y}" if day else "chưa có thời hạn",
        entry.word,
        cell.days_late if cell and cell.days_late else None,
    ]
    return Line(cells, f"{reverse('campaigns:board', args=[entry.column.campaign_id])}?moc={entry.column.key}")


LISTS = {
    "records": Listing(
        [
            "Tập thể, cá nhân",
            "Đơn vị",
            "Năm",
            "Danh hiệu, hình thức",
            "Đối tượng",
            "Loại khen thưởng",
            "Quyết định",
        ],
        _records,
        _record,
    ),
    "nominations": Listing(
        ["Tập thể, cá nhân", "Đơn vị", "Khối", "Danh hiệu, hình thức đề nghị", "Tình trạng", "Ý kiến trả lời"],
        _nominations,
        _nomination,
    ),
    "milestones": Listing(["Đơn vị", "Khối", "Mốc", "Hạn của đơn vị", "Tình trạng", "Chậm (ngày)"], _same, _milestone),
    "campaigns": Listing(["Phong trào, kế hoạch", "Cơ quan tổ chức", "Loại", "Năm"], _campaigns, _campaign),
}
