"""Sections and figures of a report, the form of a deadline, a request nobody planned."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from accounts import clock
from accounts.number_field import NumberField
from blocs.models import Unit
from campaigns.attainment import Standing
from campaigns.report_forms import MOST_SECTIONS, Form, Section
from campaigns.rules import Labels
from campaigns.rules.receivers import BOARD, DEPUTY, LEADER
from campaigns.services.progress import Figure

from .fields import day_field

LONGEST = 100_000


class SectionForm(forms.Form):
    """One section of a report."""

    text = forms.CharField(required=False, max_length=LONGEST, strip=False, widget=forms.Textarea)
    figure = NumberField(label="Số liệu")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    @property
    def problem(self) -> str:
        return next((str(message) for messages in self.errors.values() for message in messages), "")


class FiguresForm(forms.Form):
    """The figures of all targets of one unit, up to and including one day."""

    as_of = day_field("Số liệu tính đến hết ngày")
    stale_rows: Sequence[Standing] = ()  # what somebody else wrote meanwhile

    def __init__(self, *args, rows: Sequence[Standing], **kwargs) -> None:
        super().__init__(*args, initial={"as_of": clock.today()}, **kwargs)
        self.rows = [row for row in rows if row.takes_figure]
        for row in self.rows:
            name = f"{row.title}{f', {row.measure_unit}' if row.measure_unit else ''}"
            value = NumberField(label=f"Kết quả: {name}", initial=row.value)
            value.widget.attrs.update({"class": "cell", "aria-label": value.label, "maxlength": 40})
            note = forms.CharField(label=f"Ghi chú: {name}", max_length=1000, required=False, initial=row.said)
            note.widget.attrs.update({"class": "cell text", "aria-label": note.label})
            self.fields[f"value-{row.target_id}"] = value
            self.fields[f"note-{row.target_id}"] = note
            self.fields[f"seen-{row.target_id}"] = forms.IntegerField(
                required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput
            )

    def clean(self) -> dict:
        data = super().clean()
        for row in self.rows:
            key = f"value-{row.target_id}"
            if row.value is not None and data.get(key, row.value) is None:
                self.add_error(key, "Số liệu đã ghi không xóa được; hãy nhập số đúng.")
        return data

    def figures(self) -> dict[int, Figure]:
        """What was typed, by target id; empty cells are left out."""
        found = {}
        for row in self.rows:
            value: Decimal | None = self.cleaned_data[f"value-{row.target_id}"]
            if value is not None:
                seen = self.cleaned_data[f"seen-{row.target_id}"] or 0
                found[row.target_id] = Figure(value, self.cleaned_data[f"note-{row.target_id}"], seen)
        return found

    def table(self, rows: Sequence[Standing]) -> list[tuple[Standing, BoundField | None, BoundField | None]]:
        """All targets in order, each with its fields where a figure can be typed."""
        names = {row.target_id for row in self.rows}
        return [
            (row, self[f"value-{row.target_id}"], self[f"note-{row.target_id}"])
            if row.target_id in names
            else (row, None, None)
            for row in rows
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(what it concerns, the sentence) of every error."""
        labels = {f"value-{row.target_id}": row.title for row in self.rows}
        labels |= {f"note-{row.target_id}": row.title for row in self.rows} | {"as_of": "Ngày của số liệu"}
        return [(labels.get(name, "Số liệu"), str(error)) for name, errors in self.errors.items() for error in errors]


class SectionRow(forms.Form):
    """One line of the form of a deadline; an empty heading leaves the line out."""

    key = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    heading = forms.CharField(label="Tên mục", required=False, max_length=200)
    hint = forms.CharField(label="Gợi ý cho người viết", required=False, max_length=500)
    needed = forms.BooleanField(label="Bắt buộc", required=False)
    figure = forms.BooleanField(label="Hỏi một con số", required=False)
    measure_unit = forms.CharField(label="Đơn vị tính", required=False, max_length=50)

    def section(self, place: int) -> Section | None:
        data = self.cleaned_data
        if not data.get("heading"):
            return None
        return Section(
            key=data["key"] or f"muc-{place}",
            heading=data["heading"],
            hint=data["hint"],
            needed=data["needed"],
            figure=data["figure"],
            measure_unit=data["measure_unit"],
        )


class SectionRows(forms.BaseFormSet):
    """The sections of a form, in order."""

    def sections(self) -> list[Section]:
        """What was typed; new lines get keys that no other line has or had."""
        taken = {form.cleaned_data.get("key") for form in self.forms}
        free = (number for number in range(1, 2 * MOST_SECTIONS + 2) if f"muc-{number}" not in taken)
        found = [form.section(0 if form.cleaned_data.get("key") else next(free)) for form in self.forms]
        return [section for section in found if section]


SectionFormSet = forms.formset_factory(
    SectionRow, formset=SectionRows, extra=2, max_num=MOST_SECTIONS, absolute_max=MOST_SECTIONS, validate_max=True
)


class ReportFormForm(forms.Form):
    """What stands beside the sections."""

    with_targets = forms.BooleanField(label="Kèm số liệu các chỉ tiêu đã đăng ký", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def rows_for(form: Form) -> list[dict]:
    """Initial lines of the formset."""
    return [section.as_json() for section in form.sections]


class RequestForm(forms.Form):
    """A report asked for at short notice: what, from whom, by when."""

    title = forms.CharField(label="Báo cáo về việc gì", max_length=300)
    last_day = day_field("Chậm nhất hết ngày")
    questions = forms.CharField(
        label="Nội dung cần báo cáo",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng là một mục để đơn vị trả lời. Thêm « = đơn vị tính» ở cuối dòng để hỏi một con số.",
    )
    with_targets = forms.BooleanField(label="Hỏi số liệu các chỉ tiêu đã đăng ký", required=False)
    unit_ids = forms.TypedMultipleChoiceField(
        label="Hỏi đơn vị nào",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn đơn vị nào: hỏi tất cả đơn vị thành viên.",
    )

    offices = forms.MultipleChoiceField(
        label="Nơi nhận",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn nơi nhận báo cáo."},
        help_text="Một trong các nơi nhận xác nhận đã nhận hoặc trả lại báo cáo.",
    )

    def __init__(self, *args, units: Sequence[Unit], labels: Labels, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_ids"].choices = [(unit.pk, str(unit)) for unit in units]
        self.fields["offices"].choices = [(LEADER, labels.leader), (DEPUTY, labels.deputy), (BOARD, labels.board)]

    def clean_offices(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["offices"])

    def clean_unit_ids(self) -> frozenset[int]:
        return frozenset(self.cleaned_data["unit_ids"])

    def clean_questions(self) -> list[Section]:
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        if len(lines) > MOST_SECTIONS:
            raise ValidationError(f"Nhiều nhất {MOST_SECTIONS} nội dung.")
        if any(len(line) > 200 for line in lines):
            raise ValidationError("Mỗi nội dung nhiều nhất 200 ký tự; chi tiết hãy ghi trong công văn kèm theo.")
        return [_question(place, line) for place, line in enumerate(lines, start=1)]


def _question(place: int, line: str) -> Section:
    """«Số hộ bị ảnh hưởng = hộ» asks a number in «hộ»."""
    heading, asks, unit = (part.strip() for part in line.rpartition("="))
    if not (asks and heading):
        return Section(f"muc-{place}", line, needed=True)
    return Section(f"muc-{place}", heading, needed=True, figure=True, measure_unit=unit[:50])
