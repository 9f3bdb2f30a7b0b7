"""Forms of the bonus list, the fund, and the stock of certificates."""

from django import forms

from accounts import clock

from .forms import AwardTypeField, PlainForm
from .models import AwardType, CertificateStock, Decision
from .rules.certificates import FIELDS, SIZE, first_places
from .states_acts import Align, Direction

_DAY = {"placeholder": "dd/mm/yyyy"}
_MOST = 10**15


class BonusForm(PlainForm):
    amount = forms.IntegerField(
        label="Số tiền (đồng)",
        min_value=0,
        max_value=_MOST,
        required=False,
        help_text="Để trống khi trở lại mức hệ thống tính.",
    )
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PayForm(PlainForm):
    on = forms.DateField(label="Ngày chi", widget=forms.DateInput(format="%d/%m/%Y", attrs=_DAY))


class FundForm(PlainForm):
    direction = forms.ChoiceField(label="Loại", choices=Direction.choices)
    year = forms.IntegerField(label="Quỹ của năm", min_value=2000, max_value=2100)
    amount = forms.IntegerField(label="Số tiền (đồng)", min_value=1, max_value=_MOST)
    on = forms.DateField(label="Ngày", widget=forms.DateInput(format="%d/%m/%Y", attrs=_DAY))
    source = forms.CharField(
        label="Nguồn, nội dung", max_length=300, help_text="Ví dụ: Ngân sách nhà nước giao theo quyết định số …"
    )
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="Theo quyết định khen thưởng", required=False, empty_label="Không gắn"
    )

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions

    def clean_on(self):
        if self.cleaned_data["on"] > clock.today():
            raise forms.ValidationError("Ngày thu, chi không được sau hôm nay.")
        return self.cleaned_data["on"]


class ReverseForm(PlainForm):
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class StockForm(PlainForm):
    """The stock and, for each text, whether it is printed and where: columns «<field>_x» and so on."""

    name = forms.CharField(label="Tên phôi", max_length=120, help_text="Ví dụ: Bằng khen A4 ngang, in sẵn khung")
    award_type = AwardTypeField(
        AwardType.objects.all(), label="Dùng cho danh hiệu, hình thức", required=False, empty_label="Mọi loại"
    )
    width_mm = forms.IntegerField(label="Chiều rộng (mm)", min_value=50, max_value=600, initial=297)
    height_mm = forms.IntegerField(label="Chiều cao (mm)", min_value=50, max_value=600, initial=210)
    preprinted = forms.BooleanField(
        label="Phôi đã in sẵn khung, quốc hiệu (hệ thống chỉ in các dòng chữ)", required=False, initial=True
    )
    signer_title = forms.CharField(label="Chức danh người ký", max_length=120, required=False)
    place_name = forms.CharField(label="Địa danh", max_length=80, required=False)
    achievement = forms.CharField(
        label="Câu về thành tích",
        max_length=300,
        required=False,
        initial=CertificateStock._meta.get_field("achievement").default,
        help_text="{năm} được thay bằng năm của thành tích.",
    )
    is_closed = forms.BooleanField(label="Không dùng phôi này nữa", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, _) in FIELDS.items():
            self.fields[f"{name}_on"] = forms.BooleanField(label=f"In: {label}", required=False)
            for key, words in (("x", "cách mép trái"), ("y", "chân chữ cách mép trên"), ("width", "rộng")):
                self.fields[f"{name}_{key}"] = _millimetres(f"{label}, {words} (mm)")
            self.fields[f"{name}_size"] = forms.FloatField(
                label=f"{label}, cỡ chữ", min_value=SIZE[0], max_value=SIZE[1], required=False, localize=True
            )
            self.fields[f"{name}_align"] = forms.ChoiceField(
                label=f"{label}, căn", choices=Align.choices, required=False
            )

    def clean(self):
        for name in FIELDS:
            numbers = ("x", "y", "width", "size")
            missing = [key for key in numbers if self.cleaned_data.get(f"{name}_{key}") is None]
            if self.cleaned_data.get(f"{name}_on"):
                for key in missing:
                    self.add_error(f"{name}_{key}", "Hãy ghi số.") if f"{name}_{key}" not in self.errors else None

    def places(self) -> dict[str, dict]:
        """Of the texts that are printed."""
        data, keys = self.cleaned_data, ("x", "y", "width", "size", "align")
        return {
            name: {
                key: data[f"{name}_{key}"] or Align.LEFT.value if key == "align" else data[f"{name}_{key}"]
                for key in keys
            }
            for name in FIELDS
            if data.get(f"{name}_on")
        }

    def rows(self) -> list[dict]:
        """The fields of each text, for the table of the editor."""
        keys = ("x", "y", "width", "size", "align")
        return [
            {"label": label, "on": self[f"{name}_on"], "boxes": [self[f"{name}_{key}"] for key in keys]}
            for name, (label, _) in FIELDS.items()
        ]

    def head(self) -> list:
        names = ("name", "award_type", "width_mm", "height_mm", "signer_title", "place_name", "achievement")
        return [self[name] for name in names]

    @staticmethod
    def initial_of(stock: CertificateStock | None) -> dict:
        """A new one begins with a usual sheet."""
        if stock is None:
            places, head = first_places(297, 210), {}
        else:
            places, head = stock.places, {name: getattr(stock, name) for name in StockForm.base_fields}
        flat = {f"{name}_{key}": value for name, place in places.items() for key, value in place.items()}
        return {**head, **flat, **{f"{name}_on": True for name in places}}


def _millimetres(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=600, required=False, localize=True)
