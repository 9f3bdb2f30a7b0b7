"""The bloc's pledge: its words, and signatures given by hand."""

from django import forms

from accounts.decisions import Reason
from campaigns.rules.consolidation import Shared
from campaigns.signing import SigningRow

from .fields import day_field

_LONG = 20_000


def _text(label: str, rows: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=_LONG, widget=widget, help_text=help_text)


class PledgeForm(forms.Form):
    """``summed`` offers the shared targets whose figures have a sum."""

    opening = _text("Lời mở đầu", 2)
    aim = _text("Mục tiêu chung", 3)
    contents = _text("Nội dung thi đua", 8, "Mỗi nội dung một dòng, bắt đầu bằng «1.», «2.» hoặc «-».")
    promise = _text("Cam kết", 3)
    summed = forms.MultipleChoiceField(
        label="Chỉ tiêu cộng chung toàn khối",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ tiêu không chọn được ghi theo từng đơn vị. Tỷ lệ, điểm, thứ hạng không cộng được.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, shared: list[Shared], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = [row for row in shared if row.may_be_added]
        self.fields["summed"].choices = [
            (row.key, f"{row.title} ({row.measure_unit}, {len(row.promises)} đơn vị)") for row in rows
        ]
        if not rows:
            del self.fields["summed"]


class ObjectForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": Reason.REASON_MISSING.label},
    )


class PaperSignaturesForm(forms.Form):
    """A scan and, for each unit whose signature it carries, who signed."""

    signed_on = day_field("Ngày ký")
    file = forms.FileField(
        label="Bản quét (PDF hoặc ảnh)",
        error_messages={"required": "Hãy chọn tệp bản quét.", "empty": "Tệp rỗng, không có nội dung."},
    )

    def __init__(self, *args, rows: list[SigningRow], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            help_text = f"Thủ trưởng hiện nay: {row.head}." if row.head else ""
            name = forms.CharField(
                label=f"{row.unit}: họ tên người ký", required=False, max_length=120, help_text=help_text
            )
            self.fields[f"name_{row.unit_id}"] = name
            self.fields[f"post_{row.unit_id}"] = forms.CharField(label="Chức vụ", required=False, max_length=120)

    def signers(self) -> dict[int, tuple[str, str]]:
        """(name, post) by unit; units without a name have not signed on this scan."""
        data = self.cleaned_data
        pairs = {row.unit_id: (data[f"name_{row.unit_id}"], data[f"post_{row.unit_id}"]) for row in self.rows}
        return {unit_id: pair for unit_id, pair in pairs.items() if pair[0].strip()}
