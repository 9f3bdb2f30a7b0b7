"""Campaigns and phases."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from blocs.models import Authority, BlocYear
from campaigns.models import Campaign, Phase
from campaigns.when import When

from .fields import WhenField


class CampaignForm(forms.ModelForm):
    """Words of a campaign; ``bloc_years`` and ``authorities`` are offered only when a new one is made."""

    bloc_year = forms.ModelChoiceField(
        BlocYear.objects.none(), label="Khối trong năm", required=False, empty_label="– Phong trào theo chuyên đề –"
    )
    authority = forms.ModelChoiceField(
        Authority.objects.none(), label="Cơ quan tổ chức phong trào", required=False, empty_label="–"
    )

    class Meta:
        model = Campaign
        fields = ["title", "theme", "launcher", "parent", "from_year", "to_year", "funding"]
        fields += ["open_below"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "theme": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, bloc_years=None, authorities=None, parents=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Campaign.objects.none() if parents is None else parents
        self.fields["parent"].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        if bloc_years is None:
            del self.fields["bloc_year"], self.fields["authority"]
            if self.instance.kind == Campaign.Kind.REGULAR:
                del self.fields["from_year"], self.fields["to_year"], self.fields["open_below"]
            self.helper.layout = self._layout()
            return
        self.fields["bloc_year"].queryset, self.fields["authority"].queryset = bloc_years, authorities
        if not authorities:
            del self.fields["authority"]
            self.fields["bloc_year"].empty_label, self.fields["bloc_year"].required = None, True
        self.order_fields(["bloc_year", "authority"])
        for name in ("title", "from_year", "to_year"):
            self.fields[name].required = False
        self.fields["title"].help_text = "Để trống với thi đua thường xuyên: hệ thống đặt tên theo khối và năm."
        self.fields["from_year"].help_text = "Chỉ cần với phong trào theo chuyên đề."
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        """The fields that are offered, years side by side."""
        names = [
            "bloc_year",
            "authority",
            "title",
            "theme",
            "years",
            "launcher",
            "parent",
            "funding",
            "open_below",
        ]
        years = Row(Column("from_year"), Column("to_year"))
        return Layout(
            *(
                years if name == "years" else name
                for name in names
                if name in self.fields or (name == "years" and "from_year" in self.fields)
            )
        )

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def clean(self):
        data = super().clean()
        if "bloc_year" not in self.fields or self.errors:
            return data
        if data.get("bloc_year"):
            return {
                k: v
                for k, v in data.items()
                if k not in ("authority", "from_year", "to_year", "open_below") and v != ""
            }
        for name in ("authority", "title", "from_year", "to_year"):
            if name in self.fields and not data.get(name):
                self.add_error(name, "Hãy nhập cho phong trào theo chuyên đề.")
        return data


class JoinForm(forms.Form):
    bloc_year = forms.ModelChoiceField(BlocYear.objects.none(), label="Khối trong năm")

    def __init__(self, *args, bloc_years, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bloc_year"].queryset = bloc_years


class OccasionsField(forms.CharField):
    """One occasion a line, «tên | dd/mm | năm gốc» ↔ [{name, day, origin_year}]."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value) -> list[dict]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._occasion(line) for line in lines]

    @staticmethod
    def _occasion(line: str) -> dict:
        name, day, year = [part.strip() for part in [*line.split("|"), "", ""][:3]]
        if day and not re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}", day):
            raise ValidationError(f"Dòng «{name}»: ngày viết dạng dd/mm.")
        if year and not re.fullmatch(r"[0-9]{3,4}", year):
            raise ValidationError(f"Dòng «{name}»: năm gốc là số có bốn chữ số.")
        return {"name": name, "day": day, "origin_year": int(year) if year else None}

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        rows = ([row.get("name", ""), row.get("day") or "", str(row.get("origin_year") or "")] for row in value)
        return "\n".join(" | ".join(row).rstrip(" |") for row in rows)


class PhaseForm(forms.Form):
    name = forms.CharField(label="Tên đợt", max_length=200)
    begins = WhenField(label="Bắt đầu")
    ends = WhenField(label="Kết thúc")
    text = forms.CharField(label="Nội dung", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    occasions = OccasionsField(
        label="Các ngày kỷ niệm",
        required=False,
        help_text="Mỗi dòng một ngày: tên | ngày/tháng | năm gốc. Ví dụ: Quốc khánh | 02/9 | 1945.",
    )
    order = forms.IntegerField(label="Thứ tự", min_value=1, max_value=99, required=False)

    @classmethod
    def initial_of(cls, phase: Phase) -> dict:
        return {
            "name": phase.name,
            "begins": phase.begins,
            "ends": phase.ends,
            "text": phase.text,
            "occasions": phase.occasions,
            "order": phase.order,
        }

    def values(self) -> dict:
        """What the service takes."""
        data = self.cleaned_data
        begins, ends = data["begins"], data["ends"]
        values = {"name": data["name"], "text": data["text"], "occasions": data["occasions"]}
        values |= _both("from", begins) | _both("to", ends)
        return values | ({"order": data["order"]} if data["order"] else {})


def _both(prefix: str, when: When) -> dict:
    return {f"{prefix}_precision": when.precision, f"{prefix}_value": when.value}
