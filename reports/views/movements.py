"""The collected reports of a review, and the list of role models, as Excel files."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.views import View

from awards.models import RoleModel
from awards.views.role_models import filtered
from blocs.views_base import fetch
from campaigns.models import Review
from campaigns.permissions_movements import can_run
from campaigns.review_table import Table, table_of
from reports.exports import Grid, answer


class ReviewExcelView(LoginRequiredMixin, View):
    """For whoever runs the movement: reports section by section, and the proposed rewards."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Review.objects.for_decisions().select_related("deadline__campaign", "deadline__form")
        review = fetch(rows.distinct(), request.user, pk=pk)
        can_run(request.user, review.campaign).enforce()
        table = table_of(review, request.user)
        lines = [str(review.campaign), f"{review.get_kind_display()} phong trào năm {review.year}"]
        grids = [_reports(table, lines), _proposals(table, lines)]
        return answer(grids, name=f"so-ket-phong-trao-{review.year}", kind="xlsx")


def _reports(table: Table, lines: list[str]) -> Grid:
    headings = [section.heading for section in table.sections] or ["Nội dung"]
    rows = []
    for row in table.rows:
        said = [_said(found) for _, found in row.answers] if table.sections else [row.text]
        rows.append([str(row.cell.unit), row.cell.label, row.cell.days_late, *said])
    return Grid("Báo cáo", lines, ["Đơn vị", "Tình trạng", "Số ngày trễ", *headings], rows)


def _said(found) -> str | None:
    if found is None:
        return None
    figure = "" if found.figure is None else f"{found.figure.normalize():f}".replace(".", ",")
    return "\n".join(part for part in (found.text, figure) if part)


def _proposals(table: Table, lines: list[str]) -> Grid:
    rows = [
        [str(row.unit), row.get_subject_kind_display(), row.subject, row.wanted, row.reason] for row in table.proposals
    ]
    columns = ["Đơn vị", "Đối tượng", "Tập thể, cá nhân", "Hình thức đề nghị", "Thành tích"]
    return Grid("Đề nghị khen thưởng", lines, columns, rows)


class RoleModelsExcelView(LoginRequiredMixin, View):
    """The list as filtered on its page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = filtered(RoleModel.objects.for_decisions().visible_to(request.user), request.GET)
        grid = Grid(
            "Điển hình tiên tiến",
            ["Danh sách điển hình tiên tiến"],
            ["Tập thể, cá nhân", "Đối tượng", "Chức vụ", "Đơn vị", "Lĩnh vực", "Giai đoạn", "Tình trạng", "Việc làm"],
            [_line(row) for row in rows.order_by("sort_key", "pk")],
        )
        return answer([grid], name="dien-hinh-tien-tien", kind="xlsx")


def _line(row: RoleModel) -> list[str]:
    words = [row.get_field_display(), row.get_state_display(), row.get_standing_display()]
    return [row.name, row.get_kind_display(), row.post, str(row.unit), *words, row.story]
