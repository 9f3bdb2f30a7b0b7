"""Deadlines, extensions, and the small forms beside them."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from blocs.models import Unit
from campaigns.models import Campaign, Deadline, Phase
from campaigns.rules.relative import MOST_OFFSET
from campaigns.when import AnchorKind, DueRule

from .fields import WhenField, day_field, optional_day

_COLUMNS = [
    "title",
    "kind",
    "owes",
    "phase",
    "rule",
    "every_year",
    "to_leader",
    "to_deputy",
    "to_board",
    "to_council",
    "to_members",
    "to_others",
    "words",
    "place",
    "host",
    "note",
    "anchor",
    "anchor_kind",
    "offset_unit",
    "day_off",
    "grace_days",
]
SIDES = [("after", "sau, kể từ"), ("before", "trước")]


def _layout() -> Layout:
    return Layout(
        "title",
        Row(Column("kind"), Column("owes")),
        Row(Column("when"), Column("rule")),
        Fieldset(
            "Nơi nhận",
            Row(Column("to_leader", "to_deputy", "to_members"), Column("to_board", "to_council")),
            "to_others",
        ),
        Row(Column("phase"), Column("every_year")),
        Fieldset(
            "Nếu tính theo mốc khác",
            Row(Column("days"), Column("offset_unit"), Column("side")),
            Row(Column("anchor_kind"), Column("anchor")),
        ),
        Fieldset("Nếu văn bản ghi khác thường", Row(Column("or_when"), Column("starts")), "words"),
        Fieldset("Ngày nghỉ và chậm muộn", Row(Column("day_off"), Column("grace_days"))),
        Fieldset("Nếu là hội nghị, lễ ký", Row(Column("place"), Column("host"))),
        "note",
    )


class DeadlineForm(forms.ModelForm):
    """One deadline; the time is typed with the precision the document gives."""

    when = WhenField(label="Thời hạn")
    or_when = WhenField(
        label="Hoặc thời điểm khác", help_text="Chỉ khi văn bản cho hai khả năng; tính hạn theo mốc muộn."
    )
    starts = WhenField(
        label="Bắt đầu từ", help_text="Chỉ khi văn bản ghi một khoảng thời gian: dd/mm/yyyy hoặc mm/yyyy."
    )

    days = forms.IntegerField(label="Số ngày", required=False, min_value=0, max_value=MOST_OFFSET)
    side = forms.ChoiceField(label="Trước hay sau", choices=SIDES, required=False, initial="after")

    class Meta:
        model = Deadline
        fields = _COLUMNS
        widgets = {"rule": forms.RadioSelect, "note": forms.TextInput}
        help_texts = {
            "rule": "«Trước ngày 20/12»: ngày 19/12 là ngày cuối đúng hạn. «Chậm nhất ngày 20/12»: ngày 20/12 vẫn đúng hạn.",
            "anchor_kind": "Ví dụ: «ít nhất 07 ngày trước ngày họp», «05 ngày làm việc từ ngày nhận hồ sơ hợp lệ».",
            "anchor": "Ngày của mốc gốc không tính; mốc gốc đổi ngày thì mốc này đổi theo và đơn vị được báo.",
            "day_off": "Theo Bộ luật Dân sự (Điều 148): thời hạn tính bằng số ngày sau một sự kiện thì kéo sang ngày "
            "làm việc tiếp theo; ngày văn bản ghi rõ thì giữ nguyên.",
            "grace_days": "Những ngày sau hạn chưa tính là chậm; thường là 0.",
            "words": "Chép đúng cách ghi của văn bản nếu khác thường. Ví dụ: cuối năm 2019 hoặc đầu năm 2020.",
        }

    def __init__(self, *args, campaign: Campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = Phase.objects.filter(campaign=campaign)
        self.fields["rule"].choices = DueRule.choices
        self._offer_anchors(campaign)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()
        if self.instance.pk:
            self.initial["when"], self.initial["or_when"] = self.instance.when, self.instance.or_when
            self.initial["starts"] = f"{self.instance.starts:%d/%m/%Y}" if self.instance.starts else ""

    def _offer_anchors(self, campaign: Campaign) -> None:
        """Other dated duties of the campaign; what is left empty keeps its default."""
        others = Deadline.objects.filter(campaign=campaign, every_year=False).exclude(pk=self.instance.pk)
        self.fields["anchor"].queryset = others
        self.fields["anchor"].empty_label = "– Không –"
        self.fields["anchor_kind"].choices = AnchorKind.choices
        for name in ("offset_unit", "day_off", "grace_days"):
            self.fields[name].required = False
        if self.instance.pk and self.instance.offset is not None:
            self.initial["days"] = abs(self.instance.offset)
            self.initial["side"] = "before" if self.instance.offset < 0 else "after"

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def clean(self):
        data = super().clean()
        starts = data.get("starts")
        if starts is not None:
            try:
                optional_day(starts, "starts")
            except ValidationError as error:
                self.add_error(None, error)
        self._check_relative(data)
        self._check_words(data)
        return data

    def _check_words(self, data: dict) -> None:
        """Words kept from a document must not go on naming a date that was changed."""
        words, moved = (
            data.get("words"),
            {"when", "rule", "or_when", "anchor_kind", "days", "side"} & {*self.changed_data},
        )
        if self.instance.pk and words and moved and "words" not in self.changed_data:
            self.add_error("words", f"«{words}» viết theo thời hạn cũ: hãy sửa theo văn bản mới hoặc để trống.")

    def _check_relative(self, data: dict) -> None:
        if not data.get("anchor_kind"):
            if data.get("anchor") or data.get("days") is not None:
                self.add_error("anchor_kind", "Chọn cách tính theo mốc gốc, hoặc bỏ trống mốc gốc và số ngày.")
            return
        if data.get("anchor") is None:
            self.add_error("anchor", "Chọn mốc gốc.")
        if data.get("days") is None:
            self.add_error("days", "Nhập số ngày.")
        if data.get("when") and data["when"].value:
            self.add_error("when", "Thời hạn tính theo mốc khác thì để trống ô này.")

    def values(self) -> dict:
        """What the service takes."""
        data = {name: self.cleaned_data[name] for name in _COLUMNS}
        when, other, starts = (self.cleaned_data[name] for name in ("when", "or_when", "starts"))
        for name in ("offset_unit", "day_off", "grace_days"):
            data[name] = data[name] or Deadline._meta.get_field(name).default
        days = self.cleaned_data["days"]
        return data | {
            "offset": -days if days is not None and self.cleaned_data["side"] == "before" else days,
            "precision": when.precision,
            "value": when.value,
            "or_precision": other.precision,
            "or_value": other.value,
            "starts": starts.value,
        }

    # errors of columns that people type through the fields above
    SHOWN_AT = {
        "offset": "days",
        "value": "when",
        "precision": "when",
        "or_value": "or_when",
        "or_precision": "or_when",
    }


class ExtensionForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="– Chọn đơn vị –")
    last_day = day_field("Gia hạn đến hết ngày")
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])


class OpenYearForm(forms.Form):
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)


class DoneForm(forms.Form):
    on = day_field("Đã thực hiện ngày", required=False)
    on.widget.attrs["class"] = "form-control"
