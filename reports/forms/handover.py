"""What the outgoing leader writes into the handover."""

from django import forms

_BIG = {"widget": forms.Textarea(attrs={"rows": 5})}


class HandoverForm(forms.Form):
    not_done = forms.CharField(
        label="Việc chưa làm được, cách làm chưa hiệu quả",
        required=False,
        max_length=20000,
        help_text="Nêu cả điều đã thử mà không hiệu quả và vì sao. Ghi «Không có» nếu không có gì.",
        **_BIG,
    )
    advice = forms.CharField(label="Lưu ý cho Trưởng khối năm sau", required=False, max_length=20000, **_BIG)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
