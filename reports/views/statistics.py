"""Statistical forms: the list of them, one filled form with its files, the rows behind one of its figures."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from reports.exports import Grid, answer, as_file
from reports.forms.statistics import DayFilter
from reports.papers.statistics import paper_of, remarks, with_heads
from reports.press import NotPrinted
from reports.renderer import pdf_of
from reports.statistics.overview import read_overview
from reports.statistics.shapes import KEYS, Form, form_of
from reports.statistics.sources import Period
from reports.statistics.tables import Table, left_out_of, read_cell, read_table

from .ground import ground_for, list_page


class StatisticsView(LoginRequiredMixin, View):
    """The forms with their days, and what they count together."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ground = ground_for(request)
        period = Period(ground, ground.last_day)
        context = {"ground": ground, "period": period, "overview": read_overview(period), "tab": "statistics"}
        return render(request, "reports/statistics.html", context)


def period_for(request: HttpRequest) -> tuple[DayFilter, Period]:
    """The period of ``nam`` and ``ngay``; a day outside the year counts as its nearest end. Without a readable day the form
    says why, and the usual period stands."""
    ground = ground_for(request)
    form = DayFilter(request.GET)
    asked = form.cleaned_data["ngay"] if form.is_valid() else None
    first, last = dt.date(ground.year, 1, 1), dt.date(ground.year, 12, 31)
    return form, Period(ground, min(max(asked, first), last) if asked else ground.last_day)


def known_form(key: str) -> Form:
    if key not in KEYS:
        raise Http404
    return form_of(key)


class StatisticsFormView(LoginRequiredMixin, View):
    """One filled form; ``dang`` csv, excel or pdf: the same figures as a file."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        form = known_form(key)
        filter, period = period_for(request)
        table = read_table(form, period)
        kind = request.GET.get("dang", "") if filter.is_valid() else ""
        if kind in ("csv", "excel"):
            return answer([grid_of(table)], name=_name(table), kind=kind)
        if kind == "pdf":
            return _printed(request, table)
        heads = with_heads(table)
        context = {
            "ground": period.ground,
            "period": period,
            "filter": filter,
            "table": table,
            "heading": heads.heading,
            "width": len(heads.columns),
            "has_code": any(row.number for row in table.rows),
            "has_unit": any(row.unit for row in table.rows),
            "lines": _lines(table),
            "remarks": remarks(table),
            "query": _query(period),
            "tab": "statistics",
        }
        return render(request, "reports/statistics_form.html", context, status=200 if filter.is_valid() else 422)


def _printed(request: HttpRequest, table: Table) -> HttpResponse:
    try:
        content = pdf_of(paper_of(table))
    except NotPrinted as error:
        messages.error(request, str(error))
        address = reverse("reports:province_statistics_form", args=[table.form.key])
        return redirect(address + _query(table.period))
    return as_file(content, f"{_name(table)}.pdf", "application/pdf")


def _name(table: Table) -> str:
    return f"bieu-{table.form.key}-{table.period.ground.year}"


def _query(period: Period, **more: str) -> str:
    return period.ground.query(ngay=f"{period.day:%d/%m/%Y}", **more)


def _lines(table: Table) -> list[dict]:
    """Rows in words, each figure with the address of what stands behind it."""
    list_url = reverse("reports:province_statistics_cell", args=[table.form.key])
    return [
        {
            "line": row,
            "cells": [
                {
                    "figure": figure,
                    "title": f"{column.group}: {column.title}" if column.group else column.title,
                    "url": list_url + _query(table.period, dong=row.key, cot=column.key) if figure else "",
                }
                for column, figure in cells
            ],
        }
        for row, cells in table.lines
    ]


def grid_of(table: Table) -> Grid:
    """The form as a sheet: a row each, headings of two levels in one."""
    titles = [f"{line.group}: {line.title}" if line.group else line.title for line in table.columns]
    columns = ["Chỉ tiêu", "Mã số", "Đơn vị tính", *titles]
    rows = [
        [row.title, row.number, row.unit, *(cells or [None] * len(titles))]
        for row, cells in zip(table.rows, table.cells, strict=True)
    ]
    period = table.period
    heads = [
        f"{table.form.number}: {table.form.title}",
        f"{period.ground.home}, năm {period.ground.year}, số liệu đến hết ngày {period.ends:%d/%m/%Y}",
        *remarks(table),
    ]
    return Grid(f"Biểu {table.form.key}", heads, columns, rows)


class StatisticsCellView(LoginRequiredMixin, View):
    """The rows one figure counts, as many as it says; ``cot`` «loai-ra»: what the form leaves out."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        form = known_form(key)
        _, period = period_for(request)
        of, title, rows = _behind(request, form, period)
        return list_page(request, period.ground, of, rows, title, _back(form, period))


def _behind(request: HttpRequest, form: Form, period: Period) -> tuple[str, str, QuerySet]:
    column = request.GET.get("cot", "")
    if column == "loai-ra" and form.of == "records":
        return "records", "Không tính vào biểu vì không có hiệu lực tại ngày lấy số liệu", left_out_of(form, period)
    whole = next(line.key for line in form.rows if line.look == "total")
    cell = read_cell(form, period, request.GET.get("dong", whole), column or form.columns[0].key)
    if cell is None:
        raise Http404
    names = [cell.row.title, cell.column.group, cell.column.title]
    return cell.of, ", ".join(name for name in names if name), cell.rows


def _back(form: Form, period: Period) -> dict[str, str]:
    address = reverse("reports:province_statistics_form", args=[form.key])
    return {"url": address + _query(period), "label": form.number}
