"""The board of a province, and its tables and a campaign's progress as files."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts.decisions import Reason, only_if
from blocs.access import Action, holds, own_unit_ids
from blocs.models import Bloc
from blocs.views_base import fetch
from campaigns.models import Campaign
from campaigns.permissions import can_follow
from campaigns.progress import Cell
from campaigns.status_board import Entry, Status, StatusBoard, read_status_board
from campaigns.when import ZONE
from reports.close_cuts import cuts_of
from reports.exports import Grid, answer
from reports.ground import read_ground
from reports.province import MONTH, BlocLine, Board, read_board


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number of the query string; anything else counts as not given."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def board_for(request: HttpRequest) -> Board:
    """The board as filtered by ``nam``, ``co-quan``, ``khoi``, ``loai`` and drawn ``theo``. Raises Refused for who has no
    province-wide view."""
    only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
    return read_board(
        request.user,
        year=number_in(request, "nam"),
        bloc_year_id=number_in(request, "khoi"),
        by=request.GET.get("theo", ""),
        sort=request.GET.get("loai", ""),
        authority_id=number_in(request, "co-quan"),
    )


class ProvinceView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        board = board_for(request)
        of = board.authority.pk if board.authority else None
        place = f"&co-quan={of}" if of else ""
        chips = [
            {"label": f"Năm {year}", "url": f"?nam={year}{place}", "active": year == board.year} for year in board.years
        ]
        ways = [
            {"label": label, "url": _with(request, theo=key), "active": key == board.by}
            for key, label in (("", "Theo loại mốc"), (MONTH, "Theo tháng"))
        ]
        cuts = cuts_of(read_ground(request.user, year=board.year, authority_id=of), board.lines)
        context = {
            "board": board,
            "chips": chips,
            "ways": ways,
            "sorts": Bloc.Kind.choices,
            "next": _next(board),
            "cuts": cuts,
            "close": [cut for cut in cuts if cut.thin],
            "milestones_url": reverse("reports:province_milestones") + _filters(board),
        }
        return render(request, "reports/province.html", context)


class ProvinceExportView(LoginRequiredMixin, View):
    """The same board with the same filters; ``dang=csv`` with ``bang`` chooses one table, otherwise Excel with both."""

    def get(self, request: HttpRequest) -> HttpResponse:
        board = board_for(request)
        grids = [progress_grid(board), ranking_grid(board), figures_grid(board)]
        if request.GET.get("bang") == "xep-hang":
            grids = [grids[1], grids[0], grids[2]]
        return answer(grids, name=f"tong-hop-{board.year}", kind=request.GET.get("dang", ""))


class BoardExportView(LoginRequiredMixin, View):
    """A campaign's board as filtered on its page: all units for who follows it, the own row for a member. The list holds
    the cells of the chosen status alone."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = fetch(Campaign.objects.for_decisions(), request.user, pk=pk)
        follow = can_follow(request.user, campaign)
        table = read_status_board(campaign, None if follow else own_unit_ids(request.user))
        status = request.GET.get("loc", "")
        table = table.narrowed(request.GET.get("moc", ""), number_in(request, "don-vi"), status)
        entries = [entry for entry in table.entries if status not in Status.values or entry.status == status]
        grids = [campaign_grid(campaign, table), list_grid(campaign, entries)]
        return answer(grids, name=f"tien-do-{campaign.pk}", kind=request.GET.get("dang", ""))


def _with(request: HttpRequest, **changes: str) -> str:
    """The present address with some of its filters changed."""
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _filters(board: Board) -> str:
    """What the map is narrowed to, for the lists behind its cells."""
    asked = {"nam": board.year, "loai": board.sort, "co-quan": board.authority.pk if board.authority else ""}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _next(board: Board) -> dict | None:
    """The bloc with most overdue papers, and where to urge them."""
    late = board.late_lines
    if not late:
        return None
    named = "; ".join(f"{line.bloc_year.name}: {line.late}" for line in late[:3])
    return {
        "text": f"{len(late)} khối có báo cáo, phiếu quá hạn ({named}).",
        "url": f"{reverse('campaigns:board', args=[late[0].campaign.pk])}?loc=qua-han",
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


def figures_grid(board: Board) -> Grid:
    """The same figures one a row, for those who count further."""
    columns = ["Khối", "Cơ quan tổ chức", "Mốc", "Phải thực hiện", "Đã thực hiện", "Quá hạn", "Tỷ lệ %"]
    rows = [
        [line.bloc_year.name, line.authority.name, label, cell.owed, cell.sent, cell.late, cell.share]
        for line in board.lines
        for (_, label), cell in zip(board.kinds, line.cells, strict=True)
        if cell.owed
    ]
    return Grid("Số liệu", [f"Số đơn vị theo khối và mốc, năm {board.year}"], columns, rows)


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


def campaign_grid(campaign: Campaign, table: StatusBoard) -> Grid:
    titles = [f"{row.title} (hạn {row.day:%d/%m/%Y})" if row.day else row.title for row in table.columns]
    rows = [[unit.name, *(_entry_words(entry) for entry in entries)] for unit, entries in table.rows]
    return Grid("Tiến độ", [str(campaign)], ["Đơn vị", *titles], rows)


def list_grid(campaign: Campaign, entries: list[Entry]) -> Grid:
    """One cell a row, so that a spreadsheet can filter it."""
    columns = ["Đơn vị", "Mốc", "Tình trạng", "Ghi rõ", "Hạn của đơn vị", "Gửi, ký lúc", "Chậm (ngày)", "Nhắc gần nhất"]
    rows = [_list_row(entry) for entry in entries]
    return Grid("Danh sách", [str(campaign)], columns, rows)


def _list_row(entry: Entry) -> list:
    cell = entry.cell
    last_day = cell.last_day if cell else entry.column.day
    return [
        entry.unit.name,
        entry.column.title,
        str(entry.status.label),
        entry.word,
        f"{last_day:%d/%m/%Y}" if last_day else "",
        _sent_words(cell) if cell else "",
        cell.days_late if cell else None,
        f"{cell.reminded_on:%d/%m/%Y}" if cell and cell.reminded_on else "",
    ]


def _sent_words(cell: Cell) -> str:
    """When the last papers came, or the pledge was signed (a day); empty while nothing came."""
    if cell.signature:
        return f"{cell.signature.signed_on:%d/%m/%Y}"
    return f"{cell.receipt.at.astimezone(ZONE):%H:%M %d/%m/%Y}" if cell.receipt else ""


def _entry_words(entry: Entry | None) -> str:
    if entry is None:
        return "không phải nộp"
    cell = entry.cell
    parts = [entry.word] if cell is None or entry.status != Status.LATE else []
    if cell and cell.extended:
        parts.append(f"gia hạn đến {cell.last_day:%d/%m/%Y}")
    if cell and cell.days_late:
        parts.append(f"chậm {cell.days_late} ngày")
    elif cell and not cell.is_sent and cell.last_day:
        parts.append(cell.chip.text)
    return ", ".join(parts)
