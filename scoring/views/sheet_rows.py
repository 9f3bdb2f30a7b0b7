"""Rows of the sheet's page as they are shown: everything a row says is put into words once, so that the template, drawn
for every row, has nothing left to work out."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.vi import clock, points, short_points, signed
from scoring.models import ScoreLine, ScoreSheet
from scoring.services import Row
from scoring.states import SheetState

SHORT = {"actual": "Kết quả", "count": "Số lượng", "days": "Số ngày trễ", "value": "Giá trị"}
CHOICES = (("", "–"), ("yes", "Đạt"), ("no", "Không đạt"))


@dataclass(slots=True)
class Shown:
    """One row in words: text, not numbers, which a template would format again. ``open``: the person may type in it;
    ``extras``: it says more than its figures (guidance, a return, a reason, a request about the target)."""

    row: Row
    css: str
    key: str
    code: str
    title: str
    max_points: str
    mine: str | SafeString
    verified: str | SafeString
    group: bool = False
    attributes: SafeString | str = ""
    why: str = ""
    note: str = ""
    open: bool = False
    line_url: str = ""
    ask_url: str = ""
    files: str = ""
    asks_under_note: bool = False
    asks: bool = False
    extras: bool = False


class Writer:
    """Writes the rows of one sheet for one person."""

    def __init__(self, sheet: ScoreSheet, can_edit: bool, may_ask: bool) -> None:
        self.sheet, self.can_edit, self.may_ask = sheet, can_edit, may_ask
        self.scale = sheet.criteria_set.scale
        # Asking the resolver for every row costs more than drawing it.
        self.line_url = reverse("scoring:line", args=[0])
        self.save_url = reverse("scoring:line_save", args=[0])
        self.ask_url = reverse("scoring:target_ask", args=[0])

    def shown(self, row: Row) -> Shown:
        return self._group(row) if row.is_group else self._line(row)

    def _group(self, row: Row) -> Shown:
        criterion, mine, verified = row.criterion, row.self_subtotal, row.verified_subtotal
        return Shown(
            row=row,
            css=f"group depth-{criterion.depth}",
            key=str(criterion.pk),
            code=criterion.code,
            title=criterion.title,
            max_points=points(mine.max_full, self.scale) if mine.max_full else "–",
            mine=points(mine.points, self.scale),
            verified=points(verified.points, self.scale),
            why=row.section_words,
            group=True,
        )

    def _line(self, row: Row) -> Shown:
        line, criterion, key = row.line, row.criterion, f"/{row.line.pk}/"
        is_open = self.can_edit and (self.sheet.state == SheetState.DRAFT or line.returned)
        answered = line.self_points is not None or line.waiting or not line.assigned
        free = self.may_ask and not (row.asked and row.asked.state == "open")
        asks = free and (row.has_target or not line.assigned)
        return Shown(
            row=row,
            css=f"line depth-{criterion.depth}{' returned' if line.returned else ''}",
            key=str(line.pk),
            code=criterion.code,
            title=criterion.title,
            max_points=points(criterion.max_points, self.scale),
            mine=self._cell(row, is_open),
            verified=self._verified(row),
            attributes=self._attributes(line, key) if is_open else "",
            why=line.explanation if answered else row.rule,
            note=line.note,
            open=is_open,
            line_url=self.line_url.replace("/0/", key),
            ask_url=self.ask_url.replace("/0/", key),
            files=self._files(row, is_open),
            asks_under_note=free and line.assigned and not row.has_target,
            asks=asks,
            extras=asks or _says_more(row),
        )

    def _attributes(self, line: ScoreLine, key: str) -> SafeString:
        """What static/js/sheet.js saves by."""
        url = self.save_url.replace("/0/", key)
        return format_html(' data-line="{}" data-version="{}" data-url="{}"', line.pk, line.version, url)

    def _files(self, row: Row, is_open: bool) -> str:
        return f"{len(row.files)} tệp" if row.files else "Thêm tệp" if is_open else "Chi tiết"

    def _verified(self, row: Row) -> str | SafeString:
        if row.decision is None:
            return "–"
        now = points(row.verified, self.scale)
        if not row.difference:
            return format_html("<b>{}</b>", now)
        old, difference = points(row.line.self_points, self.scale), signed(row.difference)
        return format_html('<span class="old">{}</span> <b>{}</b><div class="why">{}</div>', old, now, difference)

    def _cell(self, row: Row, is_open: bool) -> SafeString:
        line, now = row.line, points(row.line.self_points, self.scale)
        if row.automatic:
            return format_html('<b data-points>{}</b><span class="saved">tự động</span>', now)
        if not line.assigned:
            return mark_safe("<b>không giao</b>")
        if is_open:
            return self._inputs(row, now)
        waiting = mark_safe('<span class="saved saving">chờ số liệu</span>') if line.waiting else ""
        return format_html("<b>{}</b>{}", now, waiting)

    def _inputs(self, row: Row, now: str) -> SafeString:
        """The fields its kind asks for, the approved target before them, the points and the time of saving after."""
        line, direct = row.line, row.criterion.kind == "direct"
        target = _target(row) if row.has_target else ""
        fields = format_html_join("", "{}", ((_field(row, name, direct),) for name in row.input_names))
        got = "" if direct else format_html('<span class="got">→ <b data-points>{}</b></span>', now)
        saved = f"đã lưu {clock(line.saved_at)}" if line.saved_at else _taken_words(line)
        return format_html(
            '<span class="inputs">{}{}</span>{}<span class="saved" data-status role="status">{}</span>',
            *(target, fields, got, saved),
        )


def _taken_words(line: ScoreLine) -> str:
    day = line.from_progress_on
    return f"lấy từ báo cáo tiến độ ngày {day:%d/%m/%Y}, chưa xác nhận" if day else ""


def _says_more(row: Row) -> bool:
    line, criterion = row.line, row.criterion
    told = row.decision is not None and row.decision.reason
    return bool(criterion.guidance or criterion.legal_basis or line.returned or row.asked or line.reopened_at or told)


def _target(row: Row) -> SafeString:
    words = "chưa duyệt" if row.line.target is None else short_points(row.line.target)
    return format_html('<span class="mini"><span>Chỉ tiêu</span><b>{}</b></span>', words)


def _field(row: Row, name: str, direct: bool) -> SafeString:
    code = row.criterion.code
    if name == "achieved":
        kept = {True: "yes", False: "no", None: ""}[row.line.achieved]
        options = (
            (value, mark_safe(" selected") if value and value == kept else "", label) for value, label in CHOICES
        )
        return format_html(
            '<select class="cell wide" name="achieved" aria-label="Tiêu chí {}: đạt hay không đạt">{}</select>',
            *(code, format_html_join("", '<option value="{}"{}>{}</option>', options)),
        )
    said = "điểm tự chấm" if direct else SHORT[name].lower()
    label = "" if direct else format_html("<span>{}</span>", SHORT[name])
    return format_html(
        '<label class="mini">{}<input class="cell" type="text" inputmode="decimal" autocomplete="off" maxlength="40"'
        ' name="{}" aria-label="Tiêu chí {}: {}" value="{}"></label>',
        *(label, name, code, said, short_points(getattr(row.line, name))),
    )
