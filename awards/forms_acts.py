"""Forms of drafts, of what follows a decision, and of the second person's answer."""

import datetime as dt

from django import forms

from accounts import clock
from accounts.forms import RowsField
from blocs.models import Unit

from .forms import AwardTypeField, PlainForm, SignatureForm, nomination_words
from .grounds import grounds_for
from .models import AwardRecord, AwardType, Nomination
from .states_acts import ACT_NEEDS, CORRECTABLE, DraftKind

_DAY = {"placeholder": "dd/mm/yyyy"}


class GatherForm(PlainForm):
    """Which nominations go into a draft: ``nominations`` are offered, of all ``known`` ones the service says why not."""

    nominations = RowsField(
        Nomination.objects.none(),
        label="Các đề nghị được khen thưởng",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đề nghị."},
    )
    title = forms.CharField(
        label="Tên dự thảo",
        max_length=300,
        required=False,
        help_text="Ví dụ: Khen thưởng phong trào thi đua năm 2026. Để trống thì hệ thống tự đặt.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, nominations, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = known
        self.fields["nominations"].choices = [(row.pk, nomination_words(row)) for row in nominations]


class ProposeForm(SignatureForm):
    """The signed decision laid before the second person."""

    effective_on = forms.DateField(
        label="Có hiệu lực từ ngày",
        required=False,
        widget=forms.DateInput(format="%d/%m/%Y", attrs=_DAY),
        help_text="Để trống khi có hiệu lực từ ngày ký.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    field_order = ["number", "date", "effective_on", "issuer", "signer", "file", "version"]


class RecordForm(ProposeForm):
    """One award of a decision that was not nominated here."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị")
    award_type = AwardTypeField(
        AwardType.objects.all(), label="Danh hiệu hoặc hình thức khen thưởng", empty_label="Chọn"
    )
    subject = forms.CharField(
        label="Tập thể, cá nhân", max_length=200, required=False, help_text="Để trống khi khen thưởng cả đơn vị."
    )
    position = forms.CharField(label="Chức vụ, nơi công tác của cá nhân", max_length=200, required=False)
    year = forms.IntegerField(label="Thành tích của năm", min_value=1945, max_value=2100)
    field_order = [
        "unit", "award_type", "subject", "position", "year", "number", "date", "effective_on", "issuer", "signer", "file"
    ]  # fmt: skip

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        del self.fields["version"]


class ActForm(ProposeForm):
    """A correction, cancellation, stripping or restoration of chosen awards of one decision."""

    records = RowsField(
        AwardRecord.objects.none(),
        label="Các khen thưởng",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một khen thưởng."},
    )
    ground = forms.ChoiceField(label="Căn cứ")
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ["records", "ground", "reason"]

    def __init__(self, *args, kind: str, records, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["records"].queryset = records
        fit = [row for row in records if row.standing.validity in ACT_NEEDS[DraftKind(kind)]]
        self.fields["records"].choices = [(row.pk, record_words(row)) for row in fit]
        self.fields["ground"].choices = [("", "Chọn căn cứ"), *((row.code, row.label) for row in grounds_for(kind))]
        self.corrects = kind == DraftKind.CORRECT
        if self.corrects:
            for name, label in CORRECTABLE.items():
                text = forms.CharField(label=f"{label} đúng là", max_length=200, required=False)
                self.fields[f"new_{name}"] = text
            self.order_fields(["records", *(f"new_{name}" for name in CORRECTABLE), "ground", "reason"])

    def clean(self):
        chosen = self.cleaned_data.get("records")
        if self.corrects and chosen is not None and len(chosen) > 1:
            self.add_error("records", "Mỗi lần đính chính một khen thưởng.")

    def corrections(self) -> dict[int, dict[str, str]]:
        """What was typed, by the one record it is about."""
        if not self.corrects:
            return {}
        values = {name: self.cleaned_data.get(f"new_{name}", "") for name in CORRECTABLE}
        return {row.pk: values for row in self.cleaned_data["records"]}


def record_words(row: AwardRecord) -> str:
    """What was awarded to whom, the unit named once."""
    return str(row) if row.subject == row.unit_name else f"{row} ({row.unit_name})"


class WordForm(PlainForm):
    """The second person's word; ``seen`` is the version that was read."""

    word = forms.CharField(
        label="Ý kiến của người duyệt",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi đã đối chiếu những gì, ví dụ: đã đối chiếu danh sách với quyết định có chữ ký và con dấu.",
        error_messages={"required": "Hãy ghi đã đối chiếu những gì."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class HandOverForm(PlainForm):
    records = RowsField(
        AwardRecord.objects.none(),
        label="Các khen thưởng được trao",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một khen thưởng."},
    )
    on = forms.DateField(label="Ngày trao", widget=forms.DateInput(format="%d/%m/%Y", attrs=_DAY))
    place = forms.CharField(label="Nơi trao", max_length=200, help_text="Ví dụ: Hội nghị tổng kết năm của khối")
    receiver = forms.CharField(
        label="Người nhận",
        max_length=120,
        required=False,
        help_text="Để trống khi tập thể, cá nhân trực tiếp nhận; ghi họ tên khi có người nhận thay.",
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["records"].queryset = records
        self.fields["records"].label_from_instance = record_words

    def clean_on(self) -> dt.date:
        if self.cleaned_data["on"] > clock.today():
            raise forms.ValidationError("Ngày trao không được sau hôm nay.")
        return self.cleaned_data["on"]
