"""The reminder table as a set of forms, one a line."""

from django import forms

from campaigns.models import ReminderRule
from campaigns.reminder_table import COLUMNS
from campaigns.rules import MOST_DAYS
from campaigns.rules.reminders import faults
from campaigns.when import OffsetUnit

BEFORE, ON, AFTER = "before", "on", "after"
SIDES = ((BEFORE, "trước hạn"), (ON, "đúng ngày cuối"), (AFTER, "sau hạn"))
FLAGS = {
    "to_staff": "Chuyên viên",
    "to_head": "Thủ trưởng",
    "copy_leader": "Trưởng khối",
    "copy_deputy": "Phó khối",
    "copy_board": "Cơ quan thi đua, khen thưởng",
    "by_email": "Thư điện tử",
    "by_sms": "SMS",
    "by_zalo": "Zalo",
}
ON_AT_FIRST = ("to_staff", "to_head", "by_email")


def _text(label: str, most: int, **attrs) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "form-control", **attrs}) if "rows" in attrs else None
    return forms.CharField(
        label=label, max_length=most, widget=widget or forms.TextInput(attrs={"class": "form-control"})
    )


class LineForm(forms.Form):
    """``offset`` is typed as «trước hạn», «7», «ngày»."""

    is_on = forms.BooleanField(label="Đang dùng", required=False, initial=True)
    side = forms.ChoiceField(label="Khi nào", choices=SIDES, initial=BEFORE)
    days = forms.IntegerField(label="Số ngày", min_value=0, max_value=MOST_DAYS, required=False)
    offset_unit = forms.ChoiceField(label="Loại ngày", choices=OffsetUnit, initial=OffsetUnit.CALENDAR)
    subject = _text("Tiêu đề", 200)
    text = _text("Nội dung", 1000, rows=3)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FLAGS.items():
            initial = name in ON_AT_FIRST
            self.fields[name] = forms.BooleanField(label=label, required=False, initial=initial)
        for name in ("side", "offset_unit"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["days"].widget.attrs.update({"class": "form-control", "min": 0, "max": MOST_DAYS})
        for field in self.fields.values():
            if isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-check-input"

    @staticmethod
    def initial_of(rule: ReminderRule) -> dict:
        side = ON if rule.offset == 0 else BEFORE if rule.offset < 0 else AFTER
        values = {name: getattr(rule, name) for name in COLUMNS if name != "offset"}
        return values | {"side": side, "days": abs(rule.offset) or None}

    @property
    def receivers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("to_staff", "to_head")]

    @property
    def copies(self) -> list[forms.BoundField]:
        return [self[name] for name in ("copy_leader", "copy_deputy", "copy_board")]

    @property
    def channels(self) -> list[forms.BoundField]:
        return [self[name] for name in ("by_email", "by_sms", "by_zalo")]

    def clean(self):
        data = super().clean()
        if data.get("side") in (BEFORE, AFTER) and "days" in data and not data["days"]:
            self.add_error("days", f"Hãy nhập số ngày từ 1 đến {MOST_DAYS}.")
        if not (data.get("to_staff") or data.get("to_head")):
            self.add_error("to_staff", "Hãy chọn người nhận: chuyên viên, thủ trưởng hoặc cả hai.")
        for name in ("subject", "text"):
            for sentence in faults(data.get(name, "")):
                self.add_error(name, sentence)
        return data

    @property
    def counts(self) -> bool:
        """A line that came with the page counts even untouched; the empty one at the end only when something was typed."""
        return not self.empty_permitted or self.has_changed()

    def values(self) -> dict:
        """The columns of a line."""
        data = self.cleaned_data
        days = {BEFORE: -(data["days"] or 0), ON: 0, AFTER: data["days"] or 0}[data["side"]]
        unit = OffsetUnit.CALENDAR if data["side"] == ON else data["offset_unit"]
        return {name: data[name] for name in COLUMNS if name not in ("offset", "offset_unit")} | {
            "offset": days,
            "offset_unit": unit,
        }


class BaseTable(forms.BaseFormSet):
    def clean(self):
        if any(self.errors):
            return
        steps = [(line["offset"], line["offset_unit"]) for line in self.lines()]
        if len(steps) != len(set(steps)):
            raise forms.ValidationError("Có hai lần nhắc vào cùng một ngày.")
        if not steps:
            raise forms.ValidationError(
                "Bảng nhắc cần ít nhất một dòng. Muốn thôi nhắc, hãy bỏ «đang dùng» ở các dòng."
            )

    def lines(self) -> list[dict]:
        """The lines that stay, as the service takes them."""
        kept = [form for form in self.forms if form not in self.deleted_forms and form.counts]
        return sorted((form.values() for form in kept), key=lambda line: (line["offset"], line["offset_unit"]))


TableFormSet = forms.formset_factory(LineForm, formset=BaseTable, extra=1, can_delete=True, max_num=20, absolute_max=30)
