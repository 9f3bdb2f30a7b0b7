"""What of the past counts, and which blocs make one series."""

from django import forms

from blocs.models import Bloc, Change, HistoryPolicy


class PolicyForm(forms.Form):
    kind = forms.ChoiceField(label="Hình thức sắp xếp", choices=Change.choices)
    rule = forms.ChoiceField(label="Thành tích của đơn vị trước", choices=HistoryPolicy.Rule.choices)
    source = forms.CharField(
        label="Căn cứ",
        max_length=300,
        required=False,
        help_text="Số, ngày văn bản của cơ quan có thẩm quyền. Không có căn cứ thì màn hình ghi «cần xác nhận».",
    )


class JoinForm(forms.Form):
    predecessor = forms.ModelChoiceField(Bloc.objects.none(), label="Nối tiếp từ khối", empty_label="Chọn khối")
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="Ví dụ: số quyết định phân khối sau sắp xếp.")

    def __init__(self, *args, bloc: Bloc, blocs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["predecessor"]
        field.queryset = blocs.exclude(pk=bloc.pk).select_related("authority").order_by("authority", "sort_key", "pk")
        field.label_from_instance = lambda row: f"{row.name} – {row.authority}"
