"""The board of a province, and its tables and a campaign's progress as files."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts.decisions import Reason, only_if
from blocs.access import Action, holds, own_unit_ids
from blocs.views_base import fetch
from campaigns.models import Campaign
from campaigns.permissions import can_follow
from campaigns.progress import Board as CampaignBoard
from campaigns.progress import board_of
from reports.exports import Grid, answer
from reports.province import BlocLine, Board, read_board


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number of the query string; anything else counts as not given."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def board_for(request: HttpRequest) -> Board:
    """The board as filtered by ``nam`` and ``khoi``. Raises Refused for who has no province-wide view."""
    only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
    return read_board(request.user, year=number_in(request, "nam"), bloc_year_id=number_in(request, "khoi"))


class ProvinceView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        board = board_for(request)
        chips = [{"label": f"Năm {year}", "url": f"?nam={year}", "active": year == board.year} for year in board.years]
        return render(request, "reports/province.html", {"board": board, "chips": chips, "next": _next(board)})


class ProvinceExportView(LoginRequiredMixin, View):
    """The same board with the same filters; ``dang=csv`` with ``bang`` chooses one table, otherwise Excel with both."""

    def get(self, request: HttpRequest) -> HttpResponse:
        board = board_for(request)
        grids = [progress_grid(board), ranking_grid(board)]
        if request.GET.get("bang") == "xep-hang":
            grids.reverse()
        return answer(grids, name=f"tong-hop-{board.year}", kind=request.GET.get("dang", ""))


class BoardExportView(LoginRequiredMixin, View):
    """A campaign's progress: all units for who follows it, the own row for a member."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = fetch(Campaign.objects.for_decisions(), request.user, pk=pk)
        follow = can_follow(request.user, campaign)
        table = board_of(campaign, None if follow else own_unit_ids(request.user))
        grid = campaign_grid(campaign, table)
        return answer([grid], name=f"tien-do-{campaign.pk}", kind=request.GET.get("dang", ""))


def _next(board: Board) -> dict | None:
    """The bloc with most overdue papers, and where to urge them."""
    late = board.late_lines
    if not late:
        return None
    named = "; ".join(f"{line.bloc_year.name}: {line.late}" for line in late[:3])
    return {
        "text": f"{len(late)} khối có báo cáo, phiếu quá hạn ({named}).",
        "url": reverse("campaigns:board", args=[late[0].campaign.pk]),
        "label": "Xem đơn vị quá hạn",
    }


def progress_grid(board: Board) -> Grid:
    columns = ["Khối", "Cơ quan tổ chức", "Số đơn vị", *(label for _, label in board.kinds), "Thẩm định", "Xếp hạng"]
    rows = [
        [
            line.bloc_year.name,
            line.authority.name,
            line.units,
            *(f"{c.count} ({c.words})" for c in (*line.cells, line.verified)),
            _ranked(line),
        ]
        for line in board.lines
    ]
    return Grid("Tiến độ", [f"Tiến độ theo khối và loại mốc, năm {board.year}"], columns, rows)


def _ranked(line: BlocLine) -> str:
    return f"{line.ranking.get_state_display()}, phiên bản {line.ranking.version}" if line.ranking else "chưa có"


def ranking_grid(board: Board) -> Grid:
    columns = ["Khối", "Cơ quan tổ chức", "Tình trạng", "Hạng", "Đơn vị"]
    columns += ["Điểm thẩm định", "Điểm chuẩn được giao", "Tỷ lệ %", "Ghi chú"]
    rows = [
        [
            line.bloc_year.name,
            line.authority.name,
            _ranked(line),
            row.rank,
            row.unit_name,
            row.verified_points,
            row.max_assigned,
            row.percent,
            row.note,
        ]
        for line in board.ranked
        for row in line.rows
    ]
    return Grid("Xếp hạng", [f"Xếp hạng trong từng khối, năm {board.year}"], columns, rows)


def campaign_grid(campaign: Campaign, table: CampaignBoard) -> Grid:
    titles = [f"{row.title} (hạn {row.last_day:%d/%m/%Y})" if row.last_day else row.title for row in table.deadlines]
    rows = [[unit.name, *(_cell_words(cell) for cell in cells)] for unit, cells in table.rows]
    return Grid("Tiến độ", [str(campaign)], ["Đơn vị", *titles], rows)


def _cell_words(cell) -> str:
    if cell is None:
        return "không phải nộp"
    parts = [cell.label]
    if cell.extended:
        parts.append(f"gia hạn đến {cell.last_day:%d/%m/%Y}")
    if cell.days_late:
        parts.append(f"trễ {cell.days_late} ngày")
    elif not cell.is_sent and cell.last_day:
        parts.append(cell.chip.text)
    return ", ".join(parts)
